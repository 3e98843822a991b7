"""Every KPI of 豊中市 and of the national strategy in the loaded demo: printed as in the documents, and the same as data.

The facts are read from the source data; where our print of the data differs from the document's, tests/kpi/printed.py has
the place and the reason, and the tables below have those that only the demo's rows show.
"""

import datetime
from collections import Counter
from decimal import Decimal

import pytest

from accounts.models import Government
from kpi.judgements import judge, promise_of
from kpi.loading import indicator_key, target_lineage
from kpi.models import Indicator, ManualGrade, Measurement, MeasurementRevision, Target
from kpi.notation import format_baseline, format_target
from kpi.series import Shown, series_of
from kpi.storing import baseline_from, target_from
from strategy.richtext import plain
from tests.kpi.printed import BASELINES, TARGETS
from tests.publishing.demo import document, edition, facts

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the demo is the same on any database

PLAN = (2023, 2027)
SERIES = "milestones of one series are one target, joined with 「、」"
PLANNED = "without a deadline of its own it has the plan's"
DETAIL = "the detail page is more exact than the overview, whose wording is kept beside it"
# Keys of stored targets whose text is not the one of the first target in the facts.
JOINED = {
    "N-0": ("2024年度までに1,000団体、2027年度までに1,500団体", SERIES),
    "N2-2": ("2024年度までに1,000団体、2027年度までに1,200団体", SERIES),
    "NF1-1": ("95%（2023年度）、97%（2025年度）、99％（2030年度）", SERIES),
    "NV-2": ("2027年度までに150地域以上", DETAIL),
}
# Our print of stored national targets where it differs from the stored text in another way than in printed.py.
OURS = {
    "N1-2": ("2027年度までに年2%以上", PLANNED),
    "N3-2": ("2027年度までに全国展開（1,741市区町村）", PLANNED),
    "NF1-1": (
        "2023年度までに95%、2025年度までに97%、2030年度までに99%",
        "a series; its deadlines stand before",
    ),
    "NF1-3": ("十数か所（2027年度目途）", "「5年程度」 are the plan's five years"),
}
# The time stands in another sentence, so the reading was corrected by hand.
AT_ANOTHER_TIME = {"NV-5": "154都市（2022年12月時点）"}


def number(value):
    return None if value is None else Decimal(str(value))


def said(fact: dict) -> str:
    """A cell as printed, with the line of its time below it in brackets."""
    return fact["printed"] + (f"（{fact['date_printed']}）" if "date_printed" in fact else "")


def stored(government: str, plan: str, number: int) -> dict[str, Target]:
    """The targets of an edition by the lineages that the keys of the facts give."""
    rows = edition(government, plan, number).targets.select_related("indicator", "item")
    return {str(row.lineage): row for row in rows}


def found(rows: dict[str, Target], government: str, plan: str, key: str) -> Target:
    return rows[str(target_lineage(government, plan, key))]


def toyonaka(shared) -> list[tuple[dict, Target]]:
    own = facts(shared, "toyonaka")
    rows = stored("toyonaka", "digital-strategy", 5)
    printed = [row for row in own["kpis"] if not row["repost"]]
    return [
        (fact, found(rows, "toyonaka", "digital-strategy", fact["id"]))
        for fact in (*own["kgi"], *printed, *own["digital_kpis"])
    ]


def national(shared) -> list[tuple[str, list[dict], dict, Target]]:
    """Key, targets and baseline in the facts, and the stored target that they are."""
    rows = stored("nation", "digital-denen", 2)
    made = []
    for fact in facts(shared, "national")["major_kpis"]:
        series = [one for one in fact["targets"] if one["kind"] == "milestone"]
        alone = [[one] for one in fact["targets"] if one["kind"] != "milestone"]
        for n, targets in enumerate([series, *alone] if series else alone):
            key = f"{fact['id']}-{n + 1}" if n else fact["id"]
            made.append((key, targets, fact, found(rows, "nation", "digital-denen", key)))
    assert len(made) == len(rows)
    return made


# --- 豊中市 -------------------------------------------------------------------------------------------------


def test_toyonakas_rows_are_stored_as_printed(seeded, shared):
    for fact, row in toyonaka(shared):
        baseline = fact.get("baseline")
        assert (row.name, row.audience) == (fact["name"], fact.get("audience") or ""), fact["id"]
        assert row.target_text == said(fact["target"]), fact["id"]
        assert row.baseline_text == (said(baseline) if baseline else ""), fact["id"]
        note = (baseline or {}).get("reference_value", {}).get("printed", "")
        assert row.baseline_note == note, fact["id"]
        assert row.is_survey == fact.get("survey", False), fact["id"]
        assert row.role == ("KGI" if fact["id"].startswith("KGI") else "KPI")
        assert not row.is_hand_read


def test_toyonakas_rows_are_the_same_as_data(seeded, shared):
    kinds = set()
    for fact, row in toyonaka(shared):
        target, expected = target_from(row.spec), fact["target"]
        assert (row.kind, target.kind) == (expected["kind"], expected["kind"]), fact["id"]
        assert target.value == number(expected.get("value")), fact["id"]
        # 維持 and the like have no figure of their own; they are counted in the unit of the baseline.
        unit = expected.get("unit") or fact.get("baseline", {}).get("unit")
        assert target.unit == (unit or ""), fact["id"]
        assert target.reference_year == expected.get("reference_fiscal_year"), fact["id"]
        assert row.indicator.better == ("DOWN" if fact.get("direction") == "lower_is_better" else "UP")
        if baseline := fact.get("baseline"):
            before = baseline_from(row.baseline)
            assert (row.baseline_kind, before.kind) == (baseline["kind"], baseline["kind"]), fact["id"]
            assert (before.value, before.unit) == (number(baseline["value"]), baseline.get("unit") or "")
            kinds.add(before.kind)
        else:
            assert (fact["id"][:3], row.baseline_kind) == ("KGI", "none")
    assert len(kinds) == 9
    assert [fact["id"] for fact, row in toyonaka(shared) if target_from(row.spec).is_period_open] == ["TD-3"]


def test_toyonakas_data_print_as_the_document_but_for_the_listed_places(seeded, shared):
    targets, baselines = {}, {}
    for fact, row in toyonaka(shared):
        ours = format_target(target_from(row.spec), period=PLAN)
        if ours != row.target_text:
            targets[fact["id"]] = (row.target_text, ours)
        if row.baseline_text and format_baseline(baseline_from(row.baseline)) != row.baseline_text:
            baselines[fact["id"]] = (row.baseline_text, format_baseline(baseline_from(row.baseline)))
    again = {row["id"] for row in facts(shared, "toyonaka")["kpis"] if row["repost"]}
    assert targets == {key: row[:2] for key, row in TARGETS.items() if "/" not in key and key not in again}
    listed = {key: row[:2] for key, row in BASELINES.items() if not key.startswith("N") and key not in again}
    in_the_name = {"T3-3": ("-22.4%（令和2年度）", "-22.4%（1990年度比、令和2年度）")}
    assert baselines == listed | in_the_name


def named(target) -> str:
    """The name of a target as the list of supplementary indicators prints it, with its audience."""
    if target.role == "SUPPLEMENTARY" and target.audience:
        return f"{target.name}（対象：{target.audience}）"
    return target.name


def test_toyonakas_tables_have_as_many_rows_as_the_document(seeded, shared):
    own = facts(shared, "toyonaka")
    for number_, digital in ((3, 0), (4, 5), (5, 5)):
        found = document("toyonaka", "digital-strategy", number_)
        roles = Counter(target.role for target in found.targets.values())
        assert roles == {"KGI": 3, "KPI": 16 + digital, "SUPPLEMENTARY": 23}
        chapters = [entry for entry in found.walk() if entry.level_key == "kpi"]
        table = [row for entry in chapters for row in found.target_rows(entry) if row.target.role == "KPI"]
        assert len(table) == own["counts"]["kpi_rows"] == 18
        assert sum(row.is_relisted for row in table) == own["counts"]["kpi_repost"] == 2
        assert sum(row.target.is_survey for row in table) == own["counts"]["survey_rows"] == 10
    assert own["counts"]["supplementary"] == 23
    assert own["counts"]["digital_kpis"] == 5


def test_toyonakas_tables_stand_in_printed_order(seeded, shared):
    own = facts(shared, "toyonaka")
    found = document("toyonaka", "digital-strategy", 5)
    chapters = [entry for entry in found.walk() if entry.level_key == "kpi"]
    for chapter, entry in zip(own["chapters"], chapters, strict=True):
        number = chapter["no"]
        printed = [(row["name"], row["repost"]) for row in own["kpis"] if row["chapter"] == number]
        behind = [
            (name, False)
            for group in own["supplementary_indicators"]
            if group["chapter"] == number
            for name in group["indicators"]
        ]
        shown = [(named(row.target), row.is_relisted) for row in found.target_rows(entry)]
        assert shown == printed + behind
    (kgis,) = [entry for entry in found.walk() if entry.title == "重要目標達成指標(ＫＧＩ)"]
    assert [row.target.name for row in found.target_rows(kgis)] == [row["name"] for row in own["kgi"]]


def test_toyonakas_relisted_rows_are_those_of_chapter_three(seeded, shared):
    found = document("toyonaka", "digital-strategy", 5)
    again = {row["id"]: row["repost_of"] for row in facts(shared, "toyonaka")["kpis"] if row["repost"]}
    assert again == {"T4-1": "T3-1", "T4-3": "T3-2"}
    rows = [row for entry in found.walk() for row in found.target_rows(entry) if row.is_relisted]
    assert [row.target.lineage for row in rows] == [
        str(target_lineage("toyonaka", "digital-strategy", key)) for key in again.values()
    ]


def test_toyonakas_indicators_tell_of_their_sections(seeded, shared):
    own = facts(shared, "toyonaka")
    found = document("toyonaka", "digital-strategy", 5)
    sections = {
        f"{chapter['no']}-{n}": section["name"]
        for chapter in own["chapters"]
        for n, section in enumerate(chapter["sections"], 1)
    }
    told = {
        target.name: [found.by_lineage[lineage].title for lineage in target.serves]
        for target in found.targets.values()
        if target.serves
    }
    expected = {row["name"]: [sections[row["linked_section"]]] for row in own["digital_kpis"]}
    for group in own["supplementary_indicators"]:
        for name in group["indicators"]:
            expected[name.split("（対象：")[0]] = [sections[group["section"]]]
    assert told == expected
    assert len(told) == 5 + 23


def test_toyonakas_goals_rest_on_the_population_that_is_expected(seeded, shared):
    rows = {row.name: row for _, row in toyonaka(shared) if row.role == "KGI"}
    for fact in facts(shared, "toyonaka")["kgi"]:
        assert [
            (point["label"], point["fiscal_year"], Decimal(point["value"]))
            for point in rows[fact["name"]].reference_path
        ] == [(point["label"], point["year"], number(point["value"])) for point in fact["reference_path"]]
        assert rows[fact["name"]].reference_source == "人口ビジョンの想定人口"
    assert [point["value"] for point in rows["生産年齢人口の割合"].reference_path] == ["60.0", "60.5", "57.2"]


def test_two_audiences_are_two_indicators_of_one_name(seeded):
    two = [Indicator.objects.get(key=indicator_key("toyonaka", key)) for key in ("T1-3a", "T1-3b")]
    assert len({one.name for one in two}) == 1
    audiences = [one.targets.get(edition__number=5).audience for one in two]
    assert audiences == ["18歳以下の子どもがいる市民", "18歳以下の子どもがいない40歳未満の市民"]


def test_a_target_keeps_its_lineage_and_its_indicator_from_edition_to_edition(seeded):
    third, fourth, fifth = (stored("toyonaka", "digital-strategy", n) for n in (3, 4, 5))
    assert third.keys() < fourth.keys() == fifth.keys()
    assert [len(third), len(fourth)] == [3 + 16 + 23, 3 + 16 + 23 + 5]
    assert {fourth[key].name for key in fourth.keys() - third.keys()} == {
        row.name for row in fourth.values() if row.item.title.endswith("デジタル関連の重要業績評価指標(KPI)")
    }
    for key, row in third.items():
        assert fifth[key].indicator == row.indicator
        assert fifth[key].spec == row.spec


def test_nothing_is_printed_twice(seeded, shared):
    """Names and values stand in the rows, no more in the text around them; the notes stay."""
    found = document("toyonaka", "digital-strategy", 5)
    for entry in found.walk():
        if entry.targets:
            assert "<table" not in entry.body
            assert [row.name for row in entry.targets if row.name in plain(entry.body)] == []
    notes = [plain(entry.body) for entry in found.walk() if entry.level_key == "kpi"]
    assert all("※は市民意識調査の結果を用いる指標です。" in note for note in notes)
    assert ["安全に安心に暮らせるまちづくり" in note for note in notes] == [False, True, False, False]


# --- 国 -----------------------------------------------------------------------------------------------------


def test_all_national_kpis_are_there(seeded, shared):
    nation = Government.objects.get(slug="nation")
    rows = facts(shared, "national")["major_kpis"]
    names = nation.indicators.values_list("name", flat=True)
    assert sorted(names) == sorted(row["name"] for row in rows)
    assert len(names) == 27
    assert len(national(shared)) == 29  # an outlook (N-0) and a second step (NV-4) are targets of their own


def test_national_rows_are_stored_as_printed(seeded, shared):
    other = {}
    for key, targets, fact, row in national(shared):
        assert row.name == fact["name"]
        if key in JOINED:
            assert row.target_text == JOINED[key][0]
        else:
            assert row.target_text == targets[0]["printed"], key
        assert row.baseline_text == (fact["baseline"] or {}).get("printed", ""), key
        if row.other_wording:
            other[key] = (row.target_text, row.other_wording)
    assert other == {
        "NF1-4": ("2025年度末までに完成", "完成（2025年度）"),
        "NV-2": ("2027年度までに150地域以上", "150地域（2027年度まで）"),
    }


def test_national_rows_are_the_same_as_data(seeded, shared):
    for key, targets, fact, row in national(shared):
        target, expected = target_from(row.spec), targets[0]
        is_series = expected["kind"] == "milestone"
        last = [one for one in targets if int(one["by"][2:]) <= PLAN[1]][-1] if is_series else expected
        assert (row.kind, target.kind) == (expected["kind"], expected["kind"]), key
        assert (target.value, target.unit) == (number(last["value"]), last["unit"] or ""), key
        if is_series:
            stones = [(stone.value, stone.fiscal_year) for stone in target.milestones]
            assert stones == [(number(one["value"]), int(one["by"][2:])) for one in targets]
        before, baseline = baseline_from(row.baseline), fact["baseline"]
        assert before.kind == (baseline["kind"] if baseline else "none"), key
        if baseline and isinstance(baseline["value"], dict):
            assert dict(before.parts) == {name: number(value) for name, value in baseline["value"].items()}
        elif baseline:
            assert (before.value, before.unit) == (number(baseline["value"]), baseline["unit"]), key
            assert before.more_than == baseline.get("more_than", False), key


def test_national_data_print_as_the_document_but_for_the_listed_places(seeded, shared):
    differences = {}
    for key, _, _, row in national(shared):
        ours = format_target(target_from(row.spec), western=True)
        if ours != row.target_text:
            differences[key] = ours
        before = format_baseline(baseline_from(row.baseline), western=True)
        if row.baseline_text and before != row.baseline_text:
            assert before == (AT_ANOTHER_TIME[key] if key in AT_ANOTHER_TIME else BASELINES[key][1]), key
    places = {"N-0-2": "N-0/3", "NV-4-2": "NV-4/2"}
    for key, ours in differences.items():
        assert ours == (OURS[key][0] if key in OURS else TARGETS[places.get(key, f"{key}/1")][1]), key
    assert OURS.keys() <= differences.keys()


def test_national_kpis_stand_where_the_overview_has_them(seeded, shared):
    place = {key: (row.item.kind, row.item.title) for key, _, _, row in national(shared)}
    assert place["N-0"] == place["N-0-2"] == ("TEXT", "施策の方向")
    assert Counter(kind for kind, _ in place.values()) == {
        "TEXT": 2 + 6,
        "PILLAR": 4 + 4 + 2 + 5,
        "FOUNDATION": 4 + 1 + 1,
    }
    assert place["NV-3"] == ("TEXT", "脱炭素先行地域")
    assert place["NF3-1"][1] == facts(shared, "national")["directions"][1]["items"][2]["name"]
    assert [key for key, _, _, row in national(shared) if row.is_hand_read] == ["NV-5"]


# --- 見本値 -------------------------------------------------------------------------------------------------


def test_what_was_invented_says_so(seeded):
    own = Indicator.objects.filter(government__slug="toyonaka")
    assert own.count() == 3 + 16 + 23 + 5
    for row in own:
        for text in (row.definition, row.formula, row.source, row.sector_name, row.sector_target):
            assert text == "" or text.endswith("（見本）"), row
    remarks = Counter(MeasurementRevision.objects.values_list("note", flat=True))
    printed = remarks.pop("計画書に印刷された値")
    assert printed == 1
    assert set(remarks) == {"見本値"}
    for row in Target.objects.exclude(rationale=""):
        assert (row.rationale[-4:], row.rationale_for) == ("（見本）", row.target_text)
    assert not Measurement.objects.filter(indicator__government__slug="nation").exists()


def test_only_figures_of_two_years_are_public(seeded):
    state = MeasurementRevision.objects.filter(measurement__fiscal_year=2025, measurement__series=None)
    assert not state.filter(publication__isnull=False).exists()
    newest = {}
    for measurement, stand in state.order_by("n").values_list("measurement", "state"):
        newest[measurement] = stand
    assert Counter(newest.values()) == {"APPROVED": 7, "SUBMITTED": 5, "DRAFT": 2, "RETURNED": 1}
    corrected = MeasurementRevision.objects.filter(n=2, publication__isnull=False)
    assert [(row.value, row.quality) for row in corrected] == [(Decimal(3050), "FINAL")]
    compared = {
        (str(row.series), row.fiscal_year): row.revisions.get().value
        for row in Measurement.objects.exclude(series=None).select_related("series")
    }
    assert compared.pop(("全国平均", 2020)) == Decimal("78.5")
    assert sorted(compared) == [("全国（参考）", year) for year in (2020, 2021, 2022, 2023)]


def test_the_kpis_are_judged_by_what_is_public(seeded):
    """Of the 16 KPIs of the four chapters, for 令和6年度."""
    found = document("toyonaka", "digital-strategy", 5)
    targets = [target for entry in found.walk() if entry.level_key == "kpi" for target in entry.targets]
    government = Government.objects.get(slug="toyonaka")
    series = series_of(government, [target.indicator for target in targets], shown=Shown.PUBLIC)
    words = Counter(
        judge(
            promise_of(target.spec, target.baseline_spec, target.better, PLAN),
            series[target.indicator],
            year=2024,
            today=datetime.date(2025, 11, 22),
        ).status.word
        for target in targets
        if target.role == "KPI"
    )
    assert words == {"達成": 1, "順調": 7, "やや遅れ": 3, "遅れ": 1, "基準値を下回る": 1, "判定不能": 3}


def test_one_grade_was_given_by_hand(seeded):
    (grade,) = ManualGrade.objects.select_related("target")
    assert (grade.target.name, grade.fiscal_year, grade.word) == (
        "デジタル地域ポイント付与事業の利用ポイント数",
        2024,
        "順調",
    )
    assert grade.reason.endswith("（見本）")
    assert grade.publication.by == grade.by
