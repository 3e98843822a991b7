"""What a careful reader would ask about a table of people: sums, sexes, years, open groups. Pure."""

from collections.abc import Iterator, Mapping

from vision.ages import folded, group_count
from vision.reading.found import Finding
from vision.tables import Counts, PeopleTable
from vision.wording import year_name

_ELDERLY = slice(17, None)  # 85 and older
_SURE = 30  # people of 85 and older from which on more men than women are no chance


def remarks_on(called: str, table: PeopleTable) -> list[Finding]:
    """Remarks that forbid nothing: a sum that is not the total, sexes that may be swapped, years without a census."""
    area = f"{called}の" if called else ""
    findings = list(_no_census(area, table))
    findings += _unequal(area, table)
    if years := [year for year, counts in sorted(table.years.items()) if _is_swapped(counts)]:
        findings.append(
            Finding(
                f"{area}{'、'.join(map(year_name, years))}は、85歳以上で男が女より多くなっています。"
                "男と女の列が入れ替わっていないか確かめてください。"
            )
        )
    return findings


def sum_of(counts: Counts) -> int:
    """All people of a year, those of unknown age too."""
    return sum(counts.male) + sum(counts.female) + sum(counts.unknown)


def _unequal(area: str, table: PeopleTable) -> Iterator[Finding]:
    """By how much the sum of sexes and ages is not the total that stands beside it."""
    off = {
        year: sum_of(counts) - counts.total
        for year, counts in sorted(table.years.items())
        if counts.total is not None and counts.total != sum_of(counts)
    }
    if not off:
        return
    unknown = "（不詳を含む）" if any(any(table.years[year].unknown) for year in off) else ""
    words = "、".join(
        f"{year_name(year)}は{abs(by):,}人{'多く' if by > 0 else '少なく'}" for year, by in off.items()
    )
    yield Finding(
        f"{area}男女・年齢別の合計{unknown}は、表の総数より、{words}なっています。推計には男女・年齢別の数を使います。"
    )


def _is_swapped(counts: Counts) -> bool:
    men, women = sum(counts.male[_ELDERLY]), sum(counts.female[_ELDERLY])
    return men > women and men + women >= _SURE


def _no_census(area: str, table: PeopleTable) -> Iterator[Finding]:
    odd = [year for year in sorted(table.years) if year % 5]
    if odd:
        yield Finding(
            f"{area}{'、'.join(map(year_name, odd))}は国勢調査の年（西暦が5で割り切れる年）ではありません。"
            "5年ごとの推計の基準にはできないので、国勢調査の年の表を使ってください。"
        )


def same_open_group(tables: Mapping[str, PeopleTable]) -> tuple[dict[str, PeopleTable], list[Finding]]:
    """Tables by what they are called, all folded to the lowest open group among them, and what was folded.

    >>> one, other = (PeopleTable(n, {2020: Counts((1,) * group_count(n), (1,) * group_count(n))}) for n in (85, 90))
    >>> made, said = same_open_group({"国勢調査": one, "将来推計": other})
    >>> made["将来推計"].open_from, made["将来推計"].years[2020].male[-1], len(said)
    (85, 2, 1)
    """
    if not tables:
        return {}, []
    lowest = min(table.open_from for table in tables.values())
    higher = [called for called, table in tables.items() if table.open_from > lowest]
    made = {called: folded_to(table, lowest) for called, table in tables.items()}
    if not higher:
        return made, []
    words = "、".join(f"{called}（{tables[called].open_from}歳以上）" for called in higher)
    return made, [
        Finding(f"表によって最も上の年齢階級が違うので、{words}は{lowest}歳以上を一つにまとめて使います。")
    ]


def folded_to(table: PeopleTable, open_from: int) -> PeopleTable:
    """The table with its groups from ``open_from`` on in one; ValueError where it is open already below that."""
    count = group_count(open_from)
    return PeopleTable(
        open_from,
        {
            year: Counts(folded(one.male, count), folded(one.female, count), one.unknown, one.total)
            for year, one in table.years.items()
        },
    )
