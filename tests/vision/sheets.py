"""Sheets of an invented town in the layouts in which people hand tables round."""

from collections.abc import Iterable, Sequence
from typing import Any

from paper.grids import Cell, Grid, Merge
from tests.vision.towns import people
from vision.ages import group_words
from vision.tables import PeopleTable

CODE, NAME = "99999", "見本町"
REAL = {"27203": "豊中市", "40216": "小郡市"}


def grid(rows: Iterable[Sequence[Any]], name: str = "表", merges: Sequence[Merge] = ()) -> Grid:
    """A sheet of these rows; None and "" are empty cells."""
    made = []
    for number, row in enumerate(rows, start=1):
        cells = tuple(
            Cell(number, column, str(value))
            for column, value in enumerate(row, start=1)
            if value not in (None, "")
        )
        if cells:
            made.append(cells)
    return Grid(name, tuple(made), tuple(merges))


def town(sex: str, open_from: int = 90, of: int = 20_000) -> tuple[int, ...]:
    """People of the town by group."""
    return people(of, open_from, sex)


def long_rows(
    years: Sequence[int] = (2015, 2020), open_from: int = 90, code: str = "27203", name: str = "豊中市"
) -> list[list[Any]]:
    """code, name, sex, age and a column for each year, totals first."""
    words = [
        word.replace("～", "-").replace("歳以上", "+").replace("歳", "") for word in group_words(open_from)
    ]
    rows: list[list[Any]] = [["code", "name", "sex", "age", *years]]
    for sex in "MF":
        counts = [town(sex, open_from, 20_000 - 500 * n) for n in range(len(years))]
        rows.append([code, name, sex, "total", *(sum(one) for one in counts)])
        rows += [[code, name, sex, word, *(one[n] for one in counts)] for n, word in enumerate(words)]
    return rows


def simple_rows(open_from: int = 90, title: str = "令和2年国勢調査") -> list[list[Any]]:
    """年齢｜総数｜男｜女 under a title."""
    men, women = town("M", open_from), town("F", open_from)
    rows: list[list[Any]] = [[title], [], ["年齢", "総数", "男", "女"]]
    rows.append(["総数", sum(men) + sum(women), sum(men), sum(women)])
    rows += [
        [word, one + other, one, other]
        for word, one, other in zip(group_words(open_from), men, women, strict=True)
    ]
    return rows


def standard_rows(districts: Sequence[str] = ("",), day: str = "2020-10-01") -> list[list[Any]]:
    """地域・年齢別人口 of the standard open data, a row for each district."""
    words = group_words(85)
    heads = [f"{word.replace('～', '-')}の{sex}" for word in words for sex in ("男性", "女性")]
    first = [
        "全国地方公共団体コード",
        "地域コード",
        "地方公共団体名",
        "調査年月日",
        "地域名",
        "総人口",
        "男性",
        "女性",
    ]
    rows: list[list[Any]] = [[*first, *heads, "世帯数", "備考"]]
    for n, district in enumerate(districts):
        men, women = town("M", 85, 6000), town("F", 85, 6000)
        cells = [value for pair in zip(men, women, strict=True) for value in pair]
        both = sum(men) + sum(women)
        number = f"{n + 1:03d}" if district not in ("", "総数") else ""
        rows.append(["272035", number, "豊中市", day, district, both, sum(men), sum(women), *cells, 3000, ""])
    return rows


def is_town(table: PeopleTable, year: int, open_from: int = 90, of: int = 20_000) -> bool:
    """Whether a year of a table is the town."""
    one = table.years[year]
    return (table.open_from, one.male, one.female) == (
        open_from,
        town("M", open_from, of),
        town("F", open_from, of),
    )


def rate_rows(kind: str = "生残率", rate: str = "0.95", code: str = "", name: str = "") -> list[list[Any]]:
    """Rates by sex and age, a column for each period, under a title."""
    words = [*group_words(90)[:-2], "85歳以上"]
    arriving = group_words(90)[1:]
    rows: list[list[Any]] = [
        [f"将来の{kind}"],
        ["団体コード", "市区町村名", "性別", "年齢", "2020年→2025年", "2025年→2030年"],
    ]
    for sex in ("男", "女"):
        rows += [
            [code, name, sex, f"{one}→{other}", rate, rate]
            for one, other in zip(words, arriving, strict=True)
        ]
    return rows
