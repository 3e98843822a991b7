"""What changed and why, in sentences of an office; made of the figures alone, so that nobody has to trust a text. Pure."""

from collections.abc import Iterator

from vision.comparing import Comparison, Row, Series
from vision.comparison.facts import CHANGED, facts_of
from vision.comparison.words import NEW, OLD, amount, base_words, difference_words, number, value_words
from vision.decomposing import Parts
from vision.wording import year_name

NOTHING = "前回と今回に共通するケースと年がないため、数値を並べて比べられません。"


def sentences(comparison: Comparison, parts: Parts | None) -> tuple[str, ...]:
    """The most important change first, then what it comes from, then what else is other."""
    if comparison.main is None or comparison.year is None:
        return (NOTHING, *_scenarios(comparison))
    told = (
        *_total(comparison),
        *_parts(parts),
        *_base(comparison),
        *_shares(comparison),
        *_births(comparison),
        *_published(comparison),
        *_scenarios(comparison),
        *_years(comparison),
    )
    return tuple(told)


def _row(series: tuple[Series, ...], key: str, year: int) -> tuple[Series, Row] | None:
    """A figure of a year that both editions have."""
    for one in series:
        row = one.at(year) if one.key == key else None
        if row is not None and row.difference is not None:
            return one, row
    return None


def _changed(series: Series, row: Row) -> str:
    """、1,111人（8.9％）少なくなりました。 / と変わりません。"""
    difference = row.difference
    if not difference:
        return "変わりません。"
    more = "多く" if difference > 0 else "少なく"
    rate = f"（{number(abs(row.rate), 1)}％）" if row.rate is not None and not series.is_share else ""
    return f"{amount(series, difference)}{rate}{more}なりました。"


def _total(comparison: Comparison) -> Iterator[str]:
    pair, year = comparison.main, comparison.year or 0
    if pair is None or pair.new is None:
        return
    series = comparison.main_totals
    row = series.at(year)
    if row is None or row.difference is None:
        return
    which = f"「{pair.new.name}」では、{year_name(year)}の総人口は"
    if not row.difference:
        yield f"{which}{value_words(series, row.new)}で、{OLD}と変わりません。"
        return
    yield (
        f"{which}{OLD}の{value_words(series, row.old)}から{NEW}は{value_words(series, row.new)}になり、"
        f"{_changed(series, row)}"
    )


def _parts(parts: Parts | None) -> Iterator[str]:
    """Where the difference comes from."""
    if parts is None:
        return
    if not parts.is_known:
        yield parts.reason
        return
    if not any((parts.difference, parts.base, parts.rates, parts.course)):
        return
    told = "、".join(
        f"{why}によるものが{number(value, 0)}人"
        for why, value in (
            ("基準となる人口を改めたこと", parts.base),
            ("仮定値（生残率、純移動率、子ども女性比など）を改めたこと", parts.rates),
            ("ケースの仮定（出生と移動）を改めたこと", parts.course),
        )
    )
    yield f"この差（{number(parts.difference, 0)}人）のうち、{told}です。"


def _base(comparison: Comparison) -> Iterator[str]:
    """A new census: what had been expected for its year, and what was counted."""
    old, new = (int(data["vision"]["base_year"]) for data in (comparison.old, comparison.new))
    if old == new:
        census = next((fact for fact in facts_of(comparison) if fact.name == "国勢調査"), None)
        if census and census.change == CHANGED:
            yield f"基準年（{base_words(comparison.new)}）は同じですが、国勢調査の人口表を改めました。"
        return
    yield f"基準年を{base_words(comparison.old)}から{base_words(comparison.new)}に改めました。"
    series = comparison.main_totals
    row = series.at(new)
    if row is None or row.difference is None:
        return
    than = "" if row.difference else f"{OLD}の見込みと同じ"
    words = than or f"{OLD}の見込み{value_words(series, row.old)}より{amount(series, row.difference)}" + (
        "多い" if row.difference > 0 else "少ない"
    )
    yield f"{year_name(new)}の総人口は、{words}{value_words(series, row.new)}でした。"


def _shares(comparison: Comparison) -> Iterator[str]:
    year = comparison.year or 0
    for key, name in (("old_share", "老年人口（65歳以上）"), ("young_share", "年少人口（0～14歳）")):
        found = _row(comparison.classes, key, year)
        if found is None:
            continue
        series, row = found
        where = f"{year_name(year)}の{name}の割合は、"
        if not row.difference:
            yield f"{where}{value_words(series, row.new)}で変わりません。"
            continue
        way = "上がりました" if row.difference > 0 else "下がりました"
        yield (
            f"{where}{value_words(series, row.old)}から{value_words(series, row.new)}に、"
            f"{amount(series, row.difference)}{way}。"
        )


def _births(comparison: Comparison) -> Iterator[str]:
    found = _row(comparison.assumed, "tfr", comparison.year or 0)
    if found is None:
        return
    series, row = found
    if row.difference:
        yield (
            f"{year_name(row.year)}の合計特殊出生率の仮定を、{value_words(series, row.old)}から"
            f"{value_words(series, row.new)}に改めました。"
        )


def _published(comparison: Comparison) -> Iterator[str]:
    """社人研推計準拠, where it is not what was told already."""
    series = comparison.published_totals
    if series is None or comparison.main == comparison.published:
        return
    row = series.at(comparison.year or 0)
    if row is None or row.difference is None:
        return
    what = f"社人研推計に準拠したケースの{year_name(row.year)}の総人口は、"
    if not row.difference:
        yield f"{what}{value_words(series, row.new)}で変わりません。"
        return
    yield (
        f"{what}{value_words(series, row.old)}から{value_words(series, row.new)}になりました"
        f"（差 {difference_words(series, row.difference)}）。"
    )


def _scenarios(comparison: Comparison) -> Iterator[str]:
    """Scenarios of one edition only, and those with a new name."""
    for pair in comparison.pairs:
        if pair.old is None:
            yield f"ケース「{pair.name}」を新たに加えました。"
        elif pair.new is None:
            yield f"前回のケース「{pair.name}」は、今回はありません。"
        elif pair.old.name != pair.new.name:
            yield f"ケース「{pair.old.name}」の名前を「{pair.new.name}」に改めました。"


def _years(comparison: Comparison) -> Iterator[str]:
    """Years that only one of the two has."""
    rows = comparison.main_totals.rows
    for word, years in (
        (NEW, [row.year for row in rows if row.old is None]),
        (OLD, [row.year for row in rows if row.new is None]),
    ):
        if years:
            yield f"{'、'.join(year_name(year) for year in years)}は、{word}の推計だけにあります。"
