"""The tray 要確認: each thing somebody should look at, in a sentence; what is answered stays until it is printed otherwise."""

import pytest

from kpi.flags import CODES, MINOR, flags_of, flags_of_edition, targets_in_order
from kpi.indicators import save_indicator
from kpi.models import Target
from kpi.notation import Flag
from kpi.series import Shown, series_of
from kpi.targets import move_target, relist_target, save_target, settle_flag
from strategy.models import PlanItem
from strategy.plans import save_edition
from tests import factories
from tests.kpi import promises


def said(target: Target, *more) -> dict[str, str]:
    """Flags by code, without those about what most plans leave out."""
    return {flag.code: flag.sentence for flag in flags_of(target, *more) if not flag.is_minor}


def flags(item: PlanItem, **fields) -> dict[str, str]:
    return said(promises.target(item, **fields))


# --- the lists of 豊中市 (TOY-28, 33, 38, 39; T4-4) -----------------------------------------------------------


@pytest.mark.django_db
def test_a_row_that_says_everything_has_nothing_to_look_at(made):
    row = {"source": "国勢調査", "rationale": "国の伸びと同じだけ伸ばす。", "role": "KPI"}
    assert flags_of(promises.target(made["chapter"], "就業率", **row)) == ()
    supplementary = {"role": "SUPPLEMENTARY", "target_text": "", "baseline_text": ""}
    assert flags_of(promises.target(made["chapter"], "待機児童数", **supplementary)) == ()


@pytest.mark.django_db
def test_what_the_kpi_tables_of_toyonaka_leave_open(made):
    chapter = made["chapter"]
    assert flags(chapter, baseline_text="13,237事業所（令和3年度速報値）", target_text="維持") == {
        "baseline_provisional": "現状値「13,237事業所（令和3年度速報値）」が速報値のままです。"
        "確定値がわかったら入れてください。",
    }
    assert flags(chapter, baseline_text="令和5年度より通年実施", target_text="35,000,000ポイント") == {
        "period_open": "目標「35,000,000ポイント」に期間がありません。年間ですか、5年間の累計ですか。",
    }
    assert flags(chapter, baseline_text="5,165冊（R4.7～12）", target_text="前年より増加") == {
        "target_period_differs": "現状値「5,165冊（R4.7～12）」は年度の一部のものです。"
        "目標「前年より増加」と期間が違います。",
    }
    assert flags(chapter, baseline_text="1,641事業所", target_text="2,000事業所") == {
        "baseline_without_date": "現状値「1,641事業所」に年月がありません。",
    }


@pytest.mark.django_db
def test_the_same_baseline_for_another_audience(made, edition):
    """就業率 of 25～49歳／女性 (T4-4) prints the 72.0% of 15～49歳 (T3-4)."""
    row = {"name": "就業率", "baseline_text": "72.0%（令和2年度）", "indicator": None}
    first = promises.target(made["chapter"], audience="15～49歳", target_text="維持", **row)
    second = promises.target(
        made["section"], audience="25～49歳／女性", target_text="全国平均を上回る", **row
    )
    promises.target(made["section"], "就業率", audience="全体", baseline_text="70.0%（令和2年度）")
    twice = promises.target(made["section"], audience="15～49歳", target_text="維持", **row)
    everything = flags_of_edition(edition)
    found = {
        lineage: {flag.code: flag.sentence for flag in found if not flag.is_minor}
        for lineage, found in everything.items()
    }
    another = "現状値が前にある「就業率」（対象：15～49歳）と同じ「72.0%（令和2年度）」です。対象が違います。"
    assert list(found.values()) == [
        {},
        {"baseline_of_another": another},
        {},
        {
            "row_twice": "同じ指標の行が前にもあります。二度目に載せるものは再掲にしてください。",
            "baseline_of_another": another.replace("15～49歳", "25～49歳／女性"),
        },
    ]
    assert list(found) == [str(one.lineage) for one in targets_in_order(edition)]
    assert [one.pk for one in targets_in_order(edition)][::3] == [first.pk, twice.pk]
    assert second.pk in [one.pk for one in targets_in_order(edition)]


@pytest.mark.django_db
def test_a_final_figure_that_has_come_is_named(made, toyonaka):
    target = promises.target(
        made["chapter"], "市内事業所数", baseline_text="13,237事業所（令和3年度速報値）", target_text="維持"
    )
    key = str(target.indicator.key)
    promises.typed(target.indicator, 2021, "13,237（速報値）")
    before = series_of(toyonaka, [key], shown=Shown.NEWEST)[key]
    promises.typed(target.indicator, 2021, "13,240", seen=1)
    after = series_of(toyonaka, [key], shown=Shown.NEWEST)[key]
    assert [said(target, one)["baseline_provisional"].split("。")[1] for one in (before, after)] == [
        "確定値がわかったら入れてください", "確定値（13,240事業所）が入っています",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_rule_of_survey_figures(made):
    """※: below 80 % to a figure, from 80 % on 維持."""
    asked = {"is_survey": True}
    rule = "調査の指標（※）で現状値が{}を目標にする決まりと合いません（現状{}％、目標「{}」）。"
    rows = {
        ("68.1%（令和3年度）", "73%"): {},
        ("84.8%（令和3年度）", "維持"): {},
        ("80.0%（令和3年度）", "85%"): {"survey_rule": rule.format("80％以上のものは「維持」", "80", "85%")},
        ("79.9%（令和3年度）", "維持"): {"survey_rule": rule.format("80％未満のものは数値", "79.9", "維持")},
        ("79.9点（令和3年度）", "維持"): {},
    }
    for (baseline, target), expected in rows.items():
        assert flags(made["chapter"], baseline_text=baseline, target_text=target, **asked) == expected
    assert flags(made["chapter"], baseline_text="84.8%（令和3年度）", target_text="90%") == {}


# --- the rest -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_was_flagged_while_reading(made):
    chapter = made["chapter"]
    assert flags(chapter, target_text="4億3,0000万円", baseline_text="5.4.9%（令和3年度）") == {
        "target_malformed": "目標値：「4億3,0000万」は数として読めません。"
        "カンマは3桁ごと、億・万は大きい順に入力してください。",
        "baseline_malformed": "現状値：「5.4.9」には小数点が2つあります。1つの数を入力してください。",
    }
    late = flags(chapter, target_text="95%（2023年度）、97%（2025年度）、99%（2030年度）")
    assert late == {"target_after_plan": "目標値：計画期間より後の時期です（見通しとして扱います）。"}
    early = flags(chapter, target_text="令和3年度までに70%")
    assert early == {"target_before_plan": "目標値：計画期間より前の時期です。"}


@pytest.mark.django_db
def test_a_baseline_that_is_missing_and_a_target_on_the_wrong_side(made):
    chapter = made["chapter"]
    assert flags(chapter, baseline_text="") == {
        "baseline_missing": "現状値がありません。ない場合は「―」と入れてください。"
    }
    assert flags(chapter, baseline_text="―") == {}
    assert flags(chapter, baseline_text="", role="KGI") == {}
    wrong = (
        "「{}」指標ですが、目標「{}」は現状「68.1%（令和3年度）」より悪い値か、逆の向きです。"
        "よい方向と目標値を確かめてください。"
    )
    for text, better, is_wrong in (
        ("60%", "UP", True), ("68.1%", "UP", False), ("60%以下", "UP", True), ("75%", "DOWN", True),
        ("60%", "DOWN", False), ("維持", "DOWN", False),
    ):  # fmt: skip
        word = {"UP": "上がるほどよい", "DOWN": "下がるほどよい"}[better]
        expected = {"wrong_direction": wrong.format(word, text)} if is_wrong else {}
        assert (text, better, flags(chapter, target_text=text, better=better)) == (text, better, expected)


@pytest.mark.django_db
def test_activity_at_a_goal_and_figures_in_another_unit(made, toyonaka):
    output = promises.indicator(toyonaka, "講座の開催数", "回", effect="OUTPUT")
    row = {"indicator": output, "baseline_text": "10回（令和3年度）", "target_text": "20回"}
    sentence = (
        "基本目標の数値目標に活動の量（アウトプット）の指標が使われています。"
        "成果（アウトカム）の指標にできないか確かめてください。"
    )
    assert flags(made["chapter"], **row) == {"output_at_goal": sentence}
    assert flags(made["measure1"], **row, role="NUMERIC") == {"output_at_goal": sentence}
    assert flags(made["measure1"], **row) == {}
    other = flags(made["measure1"], **(row | {"baseline_text": "―", "target_text": "200人", "unit": "人"}))
    assert other == {"target_unit_differs": "この版の単位「人」が、指標の単位「回」と違います。"}
    places = promises.indicator(toyonaka, "窓口の数", "か所")
    same = {"indicator": places, "unit": "ヶ所", "baseline_text": "―", "target_text": "20ヶ所"}
    assert flags(made["measure1"], **same) == {}


@pytest.mark.django_db
def test_sources_and_rationales_are_asked_for_and_asked_again(made, aoki):
    target = promises.target(made["chapter"])
    minor = {flag.code: flag.sentence for flag in flags_of(target) if flag.is_minor}
    assert minor == {
        "source_missing": "出典がありません。",
        "rationale_missing": "目標値の設定根拠がありません。",
    }
    assert minor.keys() == MINOR
    save_target(actor=aoki, target=target, version=1, rationale="国と同じだけ。", source="国勢調査")
    saved = save_target(actor=aoki, target=target, version=2, target_text="75%")
    assert {flag.code: flag.sentence for flag in flags_of(saved)} == {
        "rationale_of_another": "設定根拠は、目標値が「73%」のときに書かれたものです。"
        "いまの目標値「75%」でもよいか確かめてください。"
    }
    asked = promises.target(made["chapter"], "満足度", is_survey=True)
    assert [flag.code for flag in flags_of(asked)] == ["rationale_missing"]


@pytest.mark.django_db
def test_the_sector_plan_says_otherwise(made, aoki):
    """KAN-9: a bureau's own plan owns the target."""
    target = promises.target(made["chapter"])
    own = {"sector_name": "産業振興計画 就業率", "sector_target": "７３％"}
    indicator = save_indicator(actor=aoki, indicator=target.indicator, version=1, **own)
    target.indicator = indicator
    assert said(target) == {}
    same = save_indicator(actor=aoki, indicator=indicator, version=2, sector_target="73％（令和9年度）")
    target.indicator = same
    assert said(target) == {}
    for version, text in ((3, "令和7年度までに73%"), (4, "全庁で取り組む")):
        target.indicator = save_indicator(actor=aoki, indicator=same, version=version, sector_target=text)
        assert said(target).keys() == {"sector_target_differs"}
    target.indicator = save_indicator(actor=aoki, indicator=same, version=5, sector_target="75%")
    assert said(target) == {
        "sector_target_differs": "個別計画「産業振興計画 就業率」での目標値は「75%」で、この版の「73%」と違います。"
    }


@pytest.mark.django_db
def test_another_period_leaves_readings_behind(made, edition):
    target = promises.target(made["chapter"])
    promises.target(made["chapter"], "B", target_text="令和8年度までに75%")
    edition = save_edition(actor=None, edition=edition, last_fiscal_year=2028)
    found = [[flag.code for flag in row if not flag.is_minor] for row in flags_of_edition(edition).values()]
    assert found == [["reading_outdated"], []]
    target.edition = edition
    assert said(target)["reading_outdated"] == (
        "計画期間か指標の設定が変わり、目標値の読み取りが古くなっています。読み取り直してください。"
    )


# --- answers ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_answered_flag_stays_with_its_reason_until_the_text_changes(made, aoki):
    target = promises.target(made["chapter"], baseline_text="1,641事業所", target_text="2,000事業所")
    settle_flag(actor=aoki, target=target, code="baseline_without_date", reason="資料に時点の記載なし")
    (flag, *_) = flags_of(target)
    assert (flag.code, flag.is_open, flag.settled_reason) == (
        "baseline_without_date", False, "資料に時点の記載なし",
    )  # fmt: skip
    save_target(actor=aoki, target=target, version=1, audience="市内")
    target.refresh_from_db()
    assert flags_of(target)[0].is_open is False
    saved = save_target(actor=aoki, target=target, version=2, baseline_text="1,650事業所")
    assert flags_of(saved)[0].is_open is True


def test_every_flag_of_the_notation_has_a_code():
    assert {f"{name}_{flag}" for name in ("target", "baseline") for flag in Flag} <= CODES.keys()
    assert max(map(len, CODES)) <= 40  # the column of an answer
    assert CODES.keys() >= MINOR
    fields = {field.name for field in Target._meta.concrete_fields}
    assert {field for of in CODES.values() for field in of} <= fields


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_targets(toyonaka, django_assert_num_queries):
    for size in (1, 12):
        edition = factories.edition(factories.plan(toyonaka, f"size-{size}"))
        made = factories.small_tree(edition)
        for n in range(size):
            target = promises.target(made["chapter"], f"指標{n}")
            settle_flag(actor=None, target=target, code="source_missing", reason="庁内の集計")
        relist_target(actor=None, target=target, item=made["section"])
        move_target(actor=None, target=target, item=made["pillar"])
        with django_assert_num_queries(3):
            found = flags_of_edition(edition)
        assert len(found) == size
        assert {flag.code for flag in next(iter(found.values()))} == {"source_missing", "rationale_missing"}


@pytest.mark.django_db
def test_two_aims_of_one_indicator_are_two_rows(edition):
    """無人自動運転: 50か所程度（2025年度）, 100か所以上（2027年度）."""
    made = factories.small_tree(edition)
    first = promises.target(
        made["section"], "自動運転", target_text="50か所程度", baseline_text="―", unit="か所"
    )
    more = {"indicator": first.indicator, "baseline_text": "―", "unit": "か所"}
    second = promises.target(made["section"], "自動運転", target_text="100か所以上", **more)
    third = promises.target(made["section"], "自動運転", target_text="100か所以上", **more)
    found = flags_of_edition(edition)
    codes = {one.lineage: {flag.code for flag in found[str(one.lineage)]} for one in (first, second, third)}
    assert [("row_twice" in own, "baseline_of_another" in own) for own in codes.values()] == [
        (False, False), (False, False), (True, False),
    ]  # fmt: skip
