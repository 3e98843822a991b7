"""People by sex and age group out of sheets of any common layout. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from paper.grids import Grid
from vision.reading.assembling import Cells, people_of
from vision.reading.checks import remarks_on
from vision.reading.found import NO_CODE, Finding, Read
from vision.reading.labels import code_of
from vision.reading.sheets import Fact, Walk, facts_of
from vision.reading.totals import totals_of

Wanted = str | Collection[str] | Mapping[str, str] | None
VARIANTS = {"medium": "出生中位", "high": "出生高位", "low": "出生低位"}
_OVERALL = {
    "",
    "総数",
    "計",
    "合計",
    "総計",
    "全域",
    "市全体",
    "町全体",
    "村全体",
    "全市",
    "全町",
    "市計",
    "町計",
    "村計",
    "全体",
}
_MOST_NAMED = 8
MOST_IN_A_CELL = (
    10_000_000_000  # more people than there are: a slip of the keyboard, and no number to reckon with
)
NOTHING = (
    "人口の表が見つかりませんでした。見出しの行に「年齢」「男」「女」や年（令和2年など）があり、"
    "その下に5歳ごとの人数が並んでいるか確かめてください。"
)


def read_people(
    grids: Sequence[Grid], wanted: Wanted = None, *, year: int | None = None, variant: str = "medium"
) -> Read:
    """The tables of the areas ``wanted``: codes of 2, 5 or 6 digits, with their names where rows may have no code; None for all.

    ``year`` is that of a sheet that names none; ``variant`` of a national projection: medium, high or low births. Layouts:
    sexes, ages and years in rows or columns in any mixture, the standard open-data layout (地域・年齢別人口) among them.
    """
    walk = Walk(asked(wanted))
    names: dict[str, str] = {}
    found: dict[str, dict[str | None, dict[int | None, Cells]]] = {}
    findings: list[Finding] = []
    for grid in (grid for grid in grids if grid.state == "visible"):
        if grid.cut:
            findings.append(Finding(grid.cut, f"「{grid.name}」"))
        for fact in facts_of(grid, walk, year):
            if fact.kind is not None or fact.ages is None:
                continue
            key = fact.code or _code_by_name(fact.name, wanted) or fact.name
            if fact.name:
                names.setdefault(key, fact.name)
            years = found.setdefault(key, {}).setdefault(fact.variant, {})
            _put(years.setdefault(fact.year, Cells()), fact)
    findings += _noticed(walk, wanted, names, found)
    return _assembled(found, names, findings, variant)


def asked(wanted: Wanted) -> Callable[[str, str], bool] | None:
    """Whether a row of this code and name is asked for; None for all."""
    codes = codes_of(wanted)
    if codes is None:
        return None
    known = set(wanted.values()) if isinstance(wanted, Mapping) else set()
    return lambda code, name: code in codes if code else name in known or not known


def codes_of(wanted: Wanted) -> set[str] | None:
    """The codes asked for as they are kept; None for all.

    >>> sorted(codes_of(["402168", "27203"])), codes_of(None)
    (['27203', '40216'], None)
    """
    if wanted is None:
        return None
    return {code_of(one) or one for one in ((wanted,) if isinstance(wanted, str) else wanted)}


def _code_by_name(name: str, wanted: Wanted) -> str:
    if not name or not isinstance(wanted, Mapping):
        return ""
    return next((code_of(code) or code for code, known in wanted.items() if known == name), "")


def _put(cells: Cells, fact: Fact) -> None:
    """Add a figure: those of districts are summed, a whole beside them is what they are checked against."""
    key = (fact.sex, fact.ages)
    if fact.value is None or abs(fact.value) > MOST_IN_A_CELL:
        cells.unread.append((fact.text, fact.place))
        return
    if fact.value < 0:
        cells.negative.append((fact.text, fact.place))
    if fact.district and fact.district.strip("0123456789-") not in _OVERALL:
        cells.parts[key] = cells.parts.get(key, Decimal()) + fact.value
        cells.districts.add(fact.district)
    elif key in cells.whole and cells.whole[key] != fact.value:
        cells.twice.append((key, fact.place))
    else:
        cells.whole[key] = fact.value
        cells.places[key] = fact.place


def _noticed(
    walk: Walk, wanted: Wanted, names: Mapping[str, str], found: Mapping[str, object]
) -> list[Finding]:
    """What concerns the file as a whole."""
    findings = list(walk.findings)
    for unit in sorted(walk.units):
        findings.append(
            Finding(f"単位が{_unit_word(unit)}の表なので、{unit:,}倍して人数にしました。端数は概数です。")
        )
    if walk.dated:
        findings.append(
            Finding(
                "Excelが「5-9」「10-14」を日付に変えていたので、5～9歳、10～14歳として読みました。",
                walk.dated,
            )
        )
    findings += missing_areas(walk, wanted, found)
    if not found and not walk.others:
        findings.append(Finding(NOTHING, is_fault=True))
    return findings


def missing_areas(walk: Walk, wanted: Wanted, found: Collection[str]) -> list[Finding]:
    """Codes that cannot be, and areas that were asked for and are not in the file (those that are there instead)."""
    findings = []
    wrong = [code for code in walk.others if code and code_of(code) is None and code[:1].isdigit()]
    if wrong:
        listed = "、".join(f"「{code}」" for code in wrong[:_MOST_NAMED])
        findings.append(
            Finding(
                f"団体コード{listed}は正しくないため、その行を読みませんでした。6桁のときは検査数字を確かめてください。"
            )
        )
    missing = sorted((codes_of(wanted) or set()) - set(found))
    if missing and (set(found) - {NO_CODE} or walk.others):
        there = [
            f"{code}（{name}）" if name else code for code, name in walk.others.items() if code not in wrong
        ]
        listed = "、".join(there[:_MOST_NAMED]) + ("など" if len(there) > _MOST_NAMED else "")
        findings += [
            Finding(
                f"団体コード{code}の行がこの表にありません。"
                + (f"表にあるのは{listed}です。" if there else "")
                + "区域の団体コードか、ファイルを確かめてください。",
                is_fault=not set(found) - {NO_CODE},
            )
            for code in missing
        ]
    return findings


def _unit_word(unit: int) -> str:
    return {100: "百人", 1000: "千人", 10_000: "万人", 1_000_000: "百万人"}[unit]


def _assembled(
    found: Mapping[str, Mapping[str | None, Mapping[int | None, Cells]]],
    names: Mapping[str, str],
    findings: list[Finding],
    variant: str,
) -> Read:
    tables, totals = {}, {}
    for key, variants in found.items():
        years, said = _variant(variants, variant)
        findings += said
        called = names.get(key, "") or key
        if any(_grouped(cells) for cells in years.values()):
            table, said = people_of(called, years)
            if table is not None:
                tables[key] = table
                said += remarks_on(called, table)
        else:
            one, said = totals_of(called, years)
            if one is not None:
                totals[key] = one
        findings += said
    return Read(tables, totals, names, tuple(findings))


def _grouped(cells: Cells) -> bool:
    """Whether there are groups of ages, and not classes alone."""
    return any(
        ages.low >= 0 and ages.high is not None and ages.high - ages.low <= 4 for _, ages in cells.all()
    )


def _variant(
    variants: Mapping[str | None, Mapping[int | None, Cells]], wanted: str
) -> tuple[Mapping[int | None, Cells], list[Finding]]:
    """One course of a projection that has several."""
    if len(variants) == 1:
        return next(iter(variants.values())), []
    chosen = wanted if wanted in variants else next(iter(variants))
    rest = "、".join(VARIANTS.get(one or "", str(one)) for one in variants if one != chosen)
    word = VARIANTS.get(chosen or "", str(chosen))
    return variants[chosen], [
        Finding(f"いくつかの仮定があるうち、{word}を読みました（{rest}は読んでいません）。")
    ]
