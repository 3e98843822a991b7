"""Published totals and the three classes of ages, without groups. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from vision.reading.assembling import Cells
from vision.reading.found import Finding
from vision.reading.labels import BOTH, FEMALE, MALE, OLD, TOTAL, WORKING, YOUNG, Ages
from vision.tables import Totals, TotalsTable
from vision.wording import year_name


def totals_of(called: str, years: Mapping[int | None, Cells]) -> tuple[TotalsTable | None, list[Finding]]:
    """The totals of an area by year. A year without a total has the sum of its three classes, where all are there."""
    where = f"{called}の" if called else ""
    found: dict[int, Totals] = {}
    findings: list[Finding] = []
    for year, cells in sorted(years.items(), key=lambda one: one[0] or 0):
        if year is None:
            findings.append(
                Finding(
                    f"{where}総人口が何年のものか、表から読み取れません。見出しに年を入れてください。",
                    is_fault=True,
                )
            )
            continue
        for text, place in cells.unread + cells.negative:
            findings.append(
                Finding(f"{where}{year_name(year)}の「{text}」は人数として読めません。", place, True)
            )
        classes = {
            name: _people(cells, ages)
            for name, ages in (("young", YOUNG), ("working", WORKING), ("old", OLD))
        }
        total = _people(cells, TOTAL)
        if total is None and None not in classes.values():
            total = sum(one for one in classes.values() if one is not None)
        if total is None:
            findings.append(
                Finding(f"{where}{year_name(year)}の総人口がないので、この年は読みませんでした。")
            )
            continue
        found[year] = Totals(total, **classes)
        findings += _unequal(where, year, found[year])
    if not found or any(one.is_fault for one in findings):
        return None, findings
    return TotalsTable(found), findings


def _unequal(where: str, year: int, one: Totals) -> list[Finding]:
    if one.young is None or one.working is None or one.old is None:
        return []
    by = one.young + one.working + one.old - one.total
    if not by:
        return []
    return [
        Finding(
            f"{where}{year_name(year)}の3区分の合計は、総人口より{abs(by):,}人{'多く' if by > 0 else '少なく'}なっています"
            "（年齢不詳や四捨五入によることがあります）。"
        )
    ]


def _people(cells: Cells, ages: Ages) -> int | None:
    """Both sexes; where only each is given, their sum."""
    figures = cells.all()
    value = figures.get((BOTH, ages))
    if value is None and (MALE, ages) in figures and (FEMALE, ages) in figures:
        value = figures[MALE, ages] + figures[FEMALE, ages]
    return None if value is None else int(value.quantize(Decimal(1), ROUND_HALF_UP))
