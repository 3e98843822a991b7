"""Every KPI of 豊中市 and of the national strategy, read as the facts say and printed as the documents print it.

Where our print differs from the document's, the difference stands in printed.py with its reason; no other is allowed.
"""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kpi.notation import Flag, format_baseline, format_target, parse_baseline, parse_target
from kpi.spec import BaselineKind, Grain, Span, TargetKind, When
from tests.kpi.printed import BASELINES, IN_THE_NAME, NAME, OF_ANOTHER_SENTENCE, SUM, TARGETS
from tests.sources import ROOT, table_rows

PLAN = (2023, 2027)  # both plans run from 令和5年度 to 令和9年度
DATA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data"


@cache
def facts(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def toyonaka():
    data = facts("toyonaka.json")
    return [*data["kgi"], *data["kpis"], *data["digital_kpis"]]


def national():
    return facts("national.json")["major_kpis"]


def said(row):
    """The cell as printed, with the line of the time below it in brackets, as the table has it."""
    return row["printed"] + (f"（{row['date_printed']}）" if "date_printed" in row else "")


def number(value):
    return None if value is None else Decimal(str(value))


def toyonaka_baseline(row):
    if "baseline" not in row:
        return None
    text = said(row["baseline"])
    if row["id"] in IN_THE_NAME:
        text = text.replace("（", f"（{IN_THE_NAME[row['id']]}、")
    return parse_baseline(text, unit=row["baseline"].get("unit"))


def span_of(first, last):
    return Span(When(Grain.FISCAL_YEAR, first), When(Grain.FISCAL_YEAR, last))


def test_the_tables_are_whole(shared):
    assert (len(toyonaka()), len(national())) == (3 + 18 + 5, 27)
    assert sum(len(row["targets"]) for row in national()) == 33


def test_targets_of_toyonaka_are_what_the_facts_say(shared):
    for row in toyonaka():
        fact, text = row["target"], said(row["target"])
        spec = parse_target(text, unit=fact.get("unit"), period=PLAN, baseline=toyonaka_baseline(row))
        assert spec.kind == fact["kind"], row["id"]
        assert (spec.value, spec.unit) == (number(fact.get("value")), fact.get("unit") or ""), row["id"]
        assert spec.reference_year == fact.get("reference_fiscal_year"), row["id"]
        assert spec.reference == fact.get("reference", ""), row["id"]
        if "from_fiscal_year" in fact:
            assert spec.span == span_of(fact["from_fiscal_year"], fact["to_fiscal_year"]), row["id"]
            assert spec.by is None, row["id"]
        else:
            assert spec.by == When(Grain.FISCAL_YEAR, fact["fiscal_year"]), row["id"]


def test_targets_of_toyonaka_are_read_without_being_told_the_unit(shared):
    for row in toyonaka():
        fact = row["target"]
        if fact.get("value") is not None:
            spec = parse_target(said(fact), period=PLAN, baseline=toyonaka_baseline(row))
            assert (spec.kind, spec.value, spec.unit) == (fact["kind"], number(fact["value"]), fact["unit"])


def test_half_a_year_against_a_full_one_is_flagged(shared):
    flagged = {
        row["id"]: parse_target(said(row["target"]), period=PLAN, baseline=toyonaka_baseline(row)).flags
        for row in toyonaka()
    }
    assert {name: flags for name, flags in flagged.items() if flags} == {"TD-5": (Flag.PERIOD_DIFFERS,)}


def test_targets_of_toyonaka_are_printed_as_the_document_prints_them(shared):
    differences = {}
    for row in toyonaka():
        text = said(row["target"])
        spec = parse_target(
            text, unit=row["target"].get("unit"), period=PLAN, baseline=toyonaka_baseline(row)
        )
        printed = format_target(spec, period=PLAN)
        if printed != text:
            differences[row["id"]] = (text, printed)
    assert differences == {name: (a, b) for name, (a, b, _) in TARGETS.items() if "/" not in name}


def test_baselines_of_toyonaka_are_what_the_facts_say(shared):
    for row in toyonaka():
        spec, fact = toyonaka_baseline(row), row.get("baseline")
        if fact is None:
            continue
        assert (spec.kind, spec.reason, spec.flags) == (fact["kind"], "", ()), row["id"]
        assert (spec.value, spec.unit) == (number(fact["value"]), fact.get("unit") or ""), row["id"]
        assert spec.reference_year == fact.get("reference_fiscal_year"), row["id"]
        if "fiscal_year" in fact:
            assert spec.at == When(Grain.FISCAL_YEAR, fact["fiscal_year"]), row["id"]
        if "from_fiscal_year" in fact:
            assert spec.span == span_of(fact["from_fiscal_year"], fact["to_fiscal_year"]), row["id"]
    kinds = {row["id"]: toyonaka_baseline(row) for row in toyonaka() if "baseline" in row}
    assert kinds["TD-1"].at == When(Grain.DAY, 2022, 12, 31)
    assert kinds["TD-5"].span == Span(When(Grain.MONTH, 2022, 7), When(Grain.MONTH, 2022, 12))
    assert len({spec.kind for spec in kinds.values()}) == 9


def test_baselines_of_toyonaka_are_printed_as_the_document_prints_them(shared):
    differences = {}
    for row in toyonaka():
        if "baseline" in row:
            spec = toyonaka_baseline(row)
            if format_baseline(spec) != spec.printed:
                differences[row["id"]] = (spec.printed, format_baseline(spec))
    assert differences == {name: (a, b) for name, (a, b, _) in BASELINES.items() if not name.startswith("N")}


def national_targets():
    for row in national():
        for place, fact in enumerate(row["targets"], start=1):
            yield f"{row['id']}/{place}", fact, parse_target(fact["printed"], unit=fact["unit"])


DEADLINES = {"FY": Grain.FISCAL_YEAR, "": Grain.YEAR}


def test_targets_of_the_country_are_what_the_facts_say(shared):
    for name, fact, spec in national_targets():
        # A single milestone says by itself no more than a target with a deadline; the series is tested below.
        kind = "at_least" if fact["kind"] == "milestone" else fact["kind"]
        assert spec.kind == kind, name
        assert (spec.value, spec.unit) == (number(fact["value"]), fact["unit"] or ""), name
        by = fact["by"] or ""
        if by.startswith("FY") and by.endswith("-end"):
            assert spec.by == When(Grain.FISCAL_YEAR_END, int(by[2:6])), name
        elif by.startswith("FY") and len(by) == 6:
            assert spec.by == When(Grain.FISCAL_YEAR, int(by[2:])), name
        elif by.isdigit():
            assert spec.by == When(Grain.YEAR, int(by)), name
        else:
            assert by in {"", "FY2022-FY2026", "FY2025/FY2030", "about 5 years"}, name


def test_targets_of_the_country_with_more_than_a_value(shared):
    specs = {name: spec for name, _, spec in national_targets()}
    assert specs["NF2-1/1"].span == span_of(2022, 2026)
    assert (specs["NF1-3/1"].low, specs["NF1-3/1"].high) == (11, 19)
    assert specs["NF1-3/1"].flags == (Flag.DEADLINE_NOT_STATED,)
    assert specs["N3-2/1"].denominator == 1741
    assert [(stone.value, stone.fiscal_year) for stone in specs["NV-3/1"].milestones] == [
        (100, 2025),
        (100, 2030),
    ]
    assert specs["NV-3/1"].by == When(Grain.FISCAL_YEAR, 2030)
    assert specs["NV-4/1"].flags == (Flag.DEADLINE_APPROXIMATE,)
    assert {name for name, spec in specs.items() if Flag.REMARK_NOT_READ in spec.flags} == {
        "N4-1/1",
        "N4-3/1",
    }


def test_milestones_of_the_country_are_read_as_series(shared):
    read = {}
    for row in national():
        series = [fact for fact in row["targets"] if fact["kind"] == "milestone"]
        if series:
            spec = parse_target("、".join(fact["printed"] for fact in series), unit=series[0]["unit"])
            assert (spec.kind, spec.flags) == (TargetKind.MILESTONE, ()), row["id"]
            read[row["id"]] = [(stone.value, stone.fiscal_year) for stone in spec.milestones]
            assert read[row["id"]] == [(fact["value"], int(fact["by"][2:])) for fact in series]
    assert read == {
        "N-0": [(1000, 2024), (1500, 2027)],
        "N2-2": [(1000, 2024), (1200, 2027)],
        "NF1-1": [(95, 2023), (97, 2025), (99, 2030)],
    }


def test_what_lies_beyond_the_plan_is_an_outlook(shared):
    (cover,) = [row for row in national() if row["id"] == "NF1-1"]
    spec = parse_target("→".join(fact["printed"] for fact in cover["targets"]), period=PLAN)
    assert [stone.is_outlook for stone in spec.milestones] == [False, False, True]
    assert (spec.value, spec.by, spec.flags) == (97, When(Grain.FISCAL_YEAR, 2025), (Flag.AFTER_PLAN,))
    whole = parse_target("2030年度までに全ての地方公共団体", unit="団体", period=PLAN)
    assert (whole.kind, whole.flags) == (TargetKind.ALL, (Flag.AFTER_PLAN,))


def test_targets_of_the_country_are_printed_as_the_document_prints_them(shared):
    differences = {
        name: (fact["printed"], format_target(spec, western=True))
        for name, fact, spec in national_targets()
        if format_target(spec, western=True) != fact["printed"]
    }
    assert differences == {name: (a, b) for name, (a, b, _) in TARGETS.items() if "/" in name}


def test_wording_of_the_overview_reads_as_the_same_target(shared):
    pages = [
        (fact["printed"], fact[other])
        for _, fact, _ in national_targets()
        for other in ("detail_printed", "overview_printed")
        if other in fact
    ]
    assert len(pages) == 2
    for detail, overview in pages:
        one, other = parse_target(detail), parse_target(overview)
        assert (one.kind, one.value, one.unit) == (other.kind, other.value, other.unit)


def national_baselines():
    for row in national():
        if row["baseline"]:
            before = OF_ANOTHER_SENTENCE.get(row["id"], "")
            yield row["id"], row["baseline"], parse_baseline(before + row["baseline"]["printed"])


def test_baselines_of_the_country_are_what_the_facts_say(shared):
    flagged = set()
    for name, fact, spec in national_baselines():
        assert (spec.kind, spec.reason) == (fact["kind"], ""), name
        assert spec.unit == fact["unit"], name
        if isinstance(fact["value"], dict):
            assert dict(spec.parts) == {label: number(value) for label, value in fact["value"].items()}
        else:
            assert spec.value == number(fact["value"]), name
        assert spec.more_than == fact.get("more_than", False), name
        assert at(spec) == fact["at"].removesuffix(" (現在)"), name
        flagged |= {name for flag in spec.flags if flag is Flag.REMARK_NOT_READ}
    assert flagged == {"NV-3", "NV-5"}


def at(spec):
    """The time of a baseline as the facts write it."""
    if spec.span:
        return f"FY{spec.span.first.year}-FY{spec.span.last.year}"
    marks = {
        Grain.FISCAL_YEAR: "FY{0}",
        Grain.FISCAL_YEAR_END: "FY{0}-end",
        Grain.YEAR: "{0}",
        Grain.MONTH: "{0}-{1:02}",
    }
    return marks[spec.at.grain].format(spec.at.year, spec.at.month)


def test_baselines_of_the_country_are_printed_as_the_document_prints_them(shared):
    differences = {
        name: (spec.printed, format_baseline(spec, western=True))
        for name, _, spec in national_baselines()
        if format_baseline(spec, western=True) != spec.printed
    }
    assert differences == {name: (a, b) for name, (a, b, _) in BASELINES.items() if name.startswith("N")}


def test_what_we_print_reads_as_the_same(shared):
    for printed, ours, reason in TARGETS.values():
        again, first = parse_target(ours, period=PLAN), parse_target(printed, period=PLAN)
        if NAME not in reason and SUM not in reason and "five years" not in reason:
            assert (again.kind, again.value, again.span, again.milestones) == (
                first.kind, first.value, first.span, first.milestones
            ), printed  # fmt: skip
    for printed, ours, _ in BASELINES.values():
        again, first = parse_baseline(ours), parse_baseline(printed)
        assert (again.kind, again.value, again.parts, again.at, again.span) == (
            first.kind, first.value, first.parts, first.at, first.span
        ), printed  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(TargetKind)))
def test_every_kind_of_the_guide_is_known(shared, kind):
    assert kind in facts("guide.json")["kpi_target_kinds"]


def test_every_kind_of_baseline_is_known(shared):
    known = set(facts("guide.json")["kpi_baseline_kinds"]) - {"reference_value"}
    assert known == set(BaselineKind)


DOCS = (ROOT / "docs" / "algorithms" / "notation.md").read_text(encoding="utf-8")


def test_the_worked_tables_of_the_prose_are_true():
    rows = table_rows(DOCS, "| target as typed | kind | value | unit | printed |")
    assert len(rows) > 20
    for text, kind, value, unit, printed in rows:
        spec = parse_target(text, period=PLAN)
        said = "" if spec.value is None else str(spec.value)
        assert [spec.kind, said, spec.unit, format_target(spec, period=PLAN)] == [kind, value, unit, printed]


def test_the_worked_table_of_baselines_is_true():
    rows = table_rows(DOCS, "| baseline as typed | kind | value | unit | printed |")
    assert len(rows) > 10
    for text, kind, value, unit, printed in rows:
        spec = parse_baseline(text)
        said = "" if spec.value is None else str(spec.value)
        assert [spec.kind, said, spec.unit, format_baseline(spec)] == [kind, value, unit, printed]
