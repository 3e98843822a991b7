"""The page of a target: what is printed, what that is read as, where it stands, grades given by hand."""

import pytest
from django.test import Client

from kpi.models import Indicator, ManualGrade, Target
from publishing.editions import freeze
from strategy.alignments import align_item
from strategy.models import PlanItem
from tests.kpi import promises
from tests.kpi.office import HTMX, at, form_of, of, said, staff, text

POINTS = {"baseline_text": "令和5年度より通年実施", "target_text": "35,000,000ポイント"}


@pytest.fixture
def row(made) -> Target:
    return promises.target(made["chapter"], "就業率", rationale="国の目標にあわせる")


@pytest.fixture
def desk(client, aoki) -> Client:
    client.force_login(aoki)
    return client


def fresh(row: Target) -> Target:
    """The target as it stands now."""
    return Target.objects.select_related("edition__plan__government", "indicator").get(pk=row.pk)


def new(made: dict[str, PlanItem], **changes):
    return {
        "item": str(made["chapter"].lineage),
        "role": "KPI",
        "name": "子育てがしやすいまちであると感じている市民の割合",
        "baseline_text": "68.1%（令和3年度）",
        "target_text": "73%",
        "better": "UP",
    } | changes


@pytest.mark.django_db
def test_a_kpi_is_added_with_an_indicator_of_its_own_or_one_that_is_there(desk, edition, made, row):
    page = desk.get(at("target_add", edition) + f"?item={made['chapter'].lineage}&name=光ファイバ敷設率")
    assert 'value="光ファイバ敷設率"' in text(page)
    answer = desk.post(at("target_add", edition), new(made))
    added = Target.objects.get(name__startswith="子育て")
    assert answer.url == of("target", added)
    assert (added.spec["value"], added.indicator.unit, added.item) == ("73", "%", made["chapter"])
    desk.post(at("target_add", edition), new(made, name="就業率（女性）", indicator=row.indicator_id))
    assert Target.objects.get(name="就業率（女性）").indicator == row.indicator
    assert Indicator.objects.count() == 2


@pytest.mark.django_db
def test_examples_of_the_guide_follow_the_pillars_of_the_goal(desk, edition, made):
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    page = desk.get(at("target_add", edition) + f"?item={made['section'].lineage}")
    assert list(page.context["examples"]) == ["結婚・出産・子育ての希望をかなえる"]
    assert len(desk.get(at("target_add", edition)).context["examples"]) == 7


@pytest.mark.django_db
def test_what_is_missing_is_said_and_what_was_typed_stays(desk, edition, made):
    answer = desk.post(
        at("target_add", edition), new(made, item="", target_text="", reference_path="短期 2027")
    )
    assert answer.status_code == 422
    for sentence in (
        "どの項目のKPIかを選んでください。",
        "目標値のない指標は、位置づけを「補足指標」にしてください。",
        "1行目：「短期 2027 402190」のように",
    ):
        assert sentence in text(answer)
    assert 'value="68.1%（令和3年度）"' in text(answer)
    assert not Target.objects.exists()


@pytest.mark.django_db
def test_the_reading_is_told_before_anything_is_saved(desk, row):
    sent = form_of(row, target_text="維持", read="1")
    told = desk.post(of("target_save", row), sent, headers=HTMX)
    assert ("毎年基準値以上（維持）、令和9年度まで" in text(told), "<html" in text(told)) == (True, False)
    page = desk.post(of("target_save", row), form_of(row, target_text="市民が幸せなまち", read="1"))
    assert "数のない目標で、自動では判定できません。" in text(page)
    assert (page.status_code, fresh(row).target_text) == (200, "73%")


@pytest.mark.django_db
def test_a_target_is_saved_read_anew_and_asks_for_its_rationale_again(desk, row):
    answer = desk.post(of("target_save", row), form_of(row, target_text="75%"))
    assert (answer.url, said(answer)) == (of("target", row), ["「就業率」を保存しました。"])
    assert (fresh(row).spec["value"], fresh(row).version) == ("75", 2)
    page = text(desk.get(of("target", row)))
    assert "目標値が変わりました。根拠を書き直してください。" in page
    assert "75％以上、令和9年度まで" in page


@pytest.mark.django_db
def test_somebody_saved_first_and_both_texts_are_shown(desk, row):
    desk.post(of("target_save", row), form_of(row, target_text="75%"))
    answer = desk.post(of("target_save", row), form_of(row, target_text="74%"))
    assert answer.status_code == 422
    assert answer.context["form"].differing == [("目標値", "75%", "74%")]
    assert (fresh(row).target_text, 'name="version" value="2"' in text(answer)) == ("75%", True)


@pytest.mark.django_db
def test_the_author_says_over_which_time_a_target_is_meant(desk, made):
    row = promises.target(made["section"], "利用ポイント数", unit="ポイント", **POINTS)
    assert "この期間で判定する" in text(desk.get(of("target", row)))
    unanswered = desk.post(of("target_read", row), {"asked": "period", "version": 1})
    assert unanswered.status_code == 422
    desk.post(of("target_read", row), {"asked": "period", "version": 1, "whole": "1"})
    assert (fresh(row).kind, fresh(row).is_hand_read) == ("cumulative_over_period", True)
    assert "令和5年度～令和9年度の累計35,000,000ポイント以上" in text(desk.get(of("target", row)))


@pytest.mark.django_db
def test_a_reading_is_put_right_by_hand_and_by_the_print_again(desk, row):
    hand = desk.get(of("target", row)).context["hand"]
    sent = {name: hand.initial.get(name) or "" for name in hand.fields} | {"asked": "hand"}
    bad = desk.post(of("target_read", row), sent | {"kind": "approx_range", "low": "9", "high": "5"})
    assert (bad.status_code, "上の値が下の値より小さくなっています。" in text(bad)) == (422, True)
    desk.post(of("target_read", row), sent | {"kind": "maintain", "value": "", "baseline_value": "68.0"})
    assert (fresh(row).kind, fresh(row).baseline["value"], fresh(row).is_hand_read) == (
        "maintain",
        "68.0",
        True,
    )
    desk.post(of("target_read", row), {"asked": "again", "version": 2})
    assert (fresh(row).kind, fresh(row).baseline["value"], fresh(row).is_hand_read) == (
        "at_least",
        "68.1",
        False,
    )
    stale = desk.post(of("target_read", row), {"asked": "again", "version": 2})
    assert (stale.status_code, "ほかの人が先に" in text(stale)) == (422, True)


@pytest.mark.django_db
def test_a_target_is_moved_relisted_related_and_deleted(desk, edition, made, row):
    other = promises.target(made["chapter"], "二番目")
    desk.post(of("target_move", row), {"step": "down"})
    assert list(made["chapter"].targets.order_by("position").values_list("name", flat=True)) == [
        "二番目",
        "就業率",
    ]
    desk.post(of("target_move", other), {"step": "up"})  # it is the first already
    assert desk.post(of("target_move", row), {}).status_code == 422
    desk.post(of("target_move", row), {"to": made["section"].lineage})
    assert fresh(row).item == made["section"]
    desk.post(of("target_relist", row), {"to": made["chapter"].lineage})
    relisting = row.relistings.get()
    assert "再掲を取り消す" in text(desk.get(of("target", row)))
    desk.post(of("target_unlist", row), {"relisting": relisting.pk})
    assert desk.post(of("target_unlist", row), {"relisting": relisting.pk}).status_code == 404
    desk.post(of("target_serve", row), {"served": [made["measure1"].lineage, made["measure2"].lineage]})
    assert [served.item for served in row.served.order_by("id")] == [made["measure1"], made["measure2"]]
    assert "まだ削除していません。" in text(desk.get(of("target_delete", row)))
    answer = desk.post(of("target_delete", row))
    assert (answer.url, Target.objects.filter(pk=row.pk).exists()) == (at("kpi_table", edition), False)
    assert Indicator.objects.filter(pk=row.indicator_id).exists()


@pytest.mark.django_db
def test_a_flag_may_stay_for_a_reason(desk, row):
    here = at("kpi_table", row.edition)
    refused = desk.post(of("target_settle", row), {"code": "source_missing", "reason": "", "next": here})
    assert (refused.url, said(refused)) == (here, ["このままでよい理由を500字までで書いてください。"])
    desk.post(of("target_settle", row), {"code": "source_missing", "reason": "庁内の集計による"})
    assert "理由：庁内の集計による" in text(desk.get(of("target", row)))
    desk.post(
        of("target_settle", row), {"code": "source_missing", "reason": "庁内の集計による", "again": "1"}
    )
    assert not row.settled.exists()


@pytest.mark.django_db
def test_a_grade_given_by_hand_stands_beside_the_computed_one_with_its_reason(desk, row):
    promises.approved(row.indicator, 2024, "71.6%")
    sent = {"fiscal_year": 2024, "grade": "late", "reason": ""}
    assert desk.post(of("target_grade", row), sent).status_code == 422
    desk.post(of("target_grade", row), sent | {"reason": "設問が変わったため"})
    kept = ManualGrade.objects.get()
    page = text(desk.get(of("target", row)))
    assert ("設問が変わったため" in page, "達成</span>" in page or "順調</span>" in page) == (True, True)
    desk.post(of("grade_publish", row, kept.pk))
    assert kept.__class__.objects.get().publication
    assert desk.post(of("grade_publish", row, kept.pk + 1)).status_code == 404
    desk.post(of("target_grade", row), {"fiscal_year": 2024, "grade": "", "reason": "誤りだった"})
    assert "取り消しました：誤りだった" in text(desk.get(of("target", row)))


@pytest.mark.django_db
def test_a_frozen_target_is_read_and_judged_but_its_print_stays(desk, row, aoki):
    freeze(actor=aoki, edition=row.edition)
    page = text(desk.get(of("target", row)))
    assert ("目標値を保存する" in page, "この版は凍結されているので" in page, "手で判定を付ける" in page) == (
        False, True, True,
    )  # fmt: skip
    answer = desk.post(of("target_save", row), form_of(row, target_text="75%"))
    assert (answer.status_code, "凍結した版は変えられません。" in text(answer)) == (422, True)


@pytest.mark.django_db
def test_others_read_and_strangers_find_nothing(client, row, toyonaka, neighbour):
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka))
    assert client.get(of("target", row)).status_code == 200
    for name in ("save", "move", "delete", "settle", "grade"):
        assert client.post(of(f"target_{name}", row)).status_code == 403
    client.force_login(neighbour)
    assert client.get(of("target", row)).status_code == 404


@pytest.mark.django_db
def test_what_is_read_otherwise_since_is_read_anew_at_once(desk, edition, row):
    Target.objects.filter(pk=row.pk).update(spec=row.spec | {"value": "70"})
    page = desk.get(at("kpi_table", edition))
    assert page.context["sheet"].tray.outdated == 1
    answer = desk.post(at("targets_reread", edition))
    assert (said(answer), fresh(row).spec["value"]) == (["1件の目標値を読み取り直しました。"], "73")
