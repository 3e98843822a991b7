"""The figures of a vision as one long CSV table: a row for each course, year, sex and age group or class."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from paper import csv
from vision.ages import group_words
from vision.document import VisionDocument
from vision.figures import ScenarioFigures, Summary, whole

# The first three are those with which every table of 自治体標準オープンデータセット begins.
HEADS = (
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "計画名",
    "版番号",
    "ケース",
    "ケースの種類",
    "採用する見通し",
    "年",
    "性別",
    "年齢",
    "人口",
    "割合",
    "区域",
    "注記",
)
TOTAL, BOTH = "総数", "男女計"
CLASSES = (
    ("young", "15歳未満"),
    ("working", "15～64歳"),
    ("old", "65歳以上"),
    ("old75", "75歳以上"),
)
PLACES = Decimal("0.001")
Row = list[csv.Value]


def csv_of(document: VisionDocument) -> bytes:
    """All figures of the courses that are shown, UTF-8 with a mark, as Excel asks for it.

    ``ID`` names course, year, sex and age and stays with its row from edition to edition.
    """
    return csv.write(HEADS, rows_of(document))


def rows_of(document: VisionDocument) -> Iterator[Row]:
    """The rows, course by course and year by year. People by age carry up to three decimals, as they were computed."""
    data = document.data
    areas = "、".join(area["name"] for area in data["areas"])
    for one in document.shown:
        for year in one.years:
            for sex, age, people, share in _figures(one, year):
                yield [
                    data["government"]["code"],
                    f"{one.lineage}-{year}-{sex}-{age}",
                    data["government"]["name"],
                    data["vision"]["title"],
                    data["vision"]["number"],
                    one.name,
                    one.data["kind_name"],
                    "はい" if one.is_adopted else "いいえ",
                    year,
                    sex,
                    age,
                    people,
                    share,
                    areas,
                    data["vision"]["notice"],
                ]


def _figures(figures: ScenarioFigures, year: int) -> Iterator[tuple[str, str, Decimal | int, Decimal | None]]:
    summary: Summary = figures.summaries[year]
    yield BOTH, TOTAL, whole(summary.total), None
    for name, age in CLASSES:
        people, share = getattr(summary, name), getattr(summary, f"{name}_share")
        if people is not None:
            yield BOTH, age, whole(people), share
        elif share is not None:  # published as a share alone
            yield BOTH, age, whole(summary.total * share / 100), share
    if not figures.male:
        return
    words = group_words(figures.data["open"])
    for sex, people in (("男性", figures.male[year]), ("女性", figures.female[year])):
        yield sex, TOTAL, whole(sum(people, Decimal())), None
        yield from (
            (sex, word, count.quantize(PLACES, ROUND_HALF_UP).normalize() + 0, None)
            for word, count in zip(words, people, strict=True)
        )
