"""The chapter 人口ビジョン of a plan: on which projection it rests, in figures of the day it was frozen.

Short: the courses with the gap to the published one, the classes, the pyramid, the method. The vision itself says the rest.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from paper.classes import ClassYear
from paper.courses import Course, Look
from paper.pyramid import Pyramid
from publishing.book.blocks import Heading, Link, Section
from publishing.document import Document
from strategy.fiscal import format_date
from vision.ages import group_words
from vision.blocks import (
    Block,
    Cell,
    ClassesPicture,
    Column,
    CoursesPicture,
    Group,
    Paragraphs,
    PyramidPicture,
    Table,
)
from vision.pictures import axis_names
from vision.prints.pdf import piece
from vision.report import DRAFT, DRAFT_WORD
from vision.result_tables import SHARES_NOTE, without_blanks
from vision.wording import difference, people, percent, year_name

Data = Mapping[str, Any]
TITLE, ANCHOR = "人口ビジョン", "population"
CLASSES = (("young", "年少人口"), ("working", "生産年齢人口"), ("old", "老年人口"))


@dataclass(frozen=True)
class Population:
    """What the plan says of the population vision it rests on; blocks as ``vision`` prints them."""

    kind: ClassVar[str] = "population"
    blocks: tuple[Block, ...]
    government: str
    number: int

    def pieces(self) -> list[SafeString]:
        """The blocks for the printer."""
        return [piece(block) for block in self.blocks]


def population_of(document: Document) -> Population | None:
    """The chapter's content; None where the plan cites no vision, as those of schemas 1 and 2."""
    data = document.population_vision
    if data is None:
        return None
    return Population(tuple(_blocks(data)), data["government_slug"], data["number"])


def population_chapter(document: Document) -> tuple[Section, Link] | None:
    """The chapter as a section of the book with its line of the contents."""
    found = population_of(document)
    if found is None:
        return None
    heading = Heading(1, TITLE, ANCHOR, head=TITLE)
    return Section("text", new_page=True, blocks=[heading, found]), Link(TITLE, ANCHOR)


def _blocks(data: Data) -> Iterator[Block]:
    yield Paragraphs(tuple(_said(data)))
    if data["notice"]:
        yield Paragraphs((data["notice"],), label="注")
    adopted = data["adopted"]
    if data["courses"]:
        yield _courses(data)
    if adopted:
        yield _totals(data, adopted)
        yield from _classes(adopted)
    if data["pyramids"]:
        yield from _ages(data["pyramids"], adopted["name"] if adopted else data["title"])
    if data["method"]:
        yield Paragraphs(tuple(data["method"]), label="推計の方法", is_list=True)


def _said(data: Data) -> Iterator[str]:
    """On which vision the plan rests, where it leads, and how the goals follow from it."""
    day = data["adopted_on"]
    draft = "" if DRAFT_WORD in data["title"] else DRAFT
    when = f"（{format_date(datetime.date.fromisoformat(day))}策定）" if day else draft
    yield f"この計画は、「{data['title']}」{when}をよりどころにしています。"
    if data["adopted"]:
        first, last = data["adopted"]["years"][0], data["adopted"]["years"][-1]
        yield (
            f"採用する見通し「{data['adopted']['name']}」では、{year_name(first['year'])}の{people(first['total'])}人が、"
            f"{year_name(last['year'])}には{people(last['total'])}人になります。"
        )
    yield from (line.strip() for line in data["argument"].splitlines() if line.strip())


def _courses(data: Data) -> CoursesPicture:
    drawn = tuple(
        Course(one["name"], [(year, total) for year, total in one["points"]], one["is_adopted"])
        for one in data["courses"]
    )
    years = sorted({year for one in drawn for year, _ in one.points})
    look = Look(base_year=data["base_year"], names=axis_names(years))
    title = f"「{data['title']}」の総人口の見通し。値は下の表にあります。"
    return CoursesPicture("population-courses", title, "総人口の見通し（人）。", drawn, look)


def _totals(data: Data, adopted: Data) -> Table:
    """Total people of every course by year, and the gap between the adopted and the published one (社人研推計準拠)."""
    by_course = [dict(one["points"]) for one in data["courses"]]
    gaps = {row["year"]: row["difference"] for row in data["gap"]}
    years = sorted({year for points in by_course for year in points} | set(gaps))
    rows = tuple(
        (
            Cell(year_name(year), Decimal(year)),
            *(_people(points.get(year)) for points in by_course),
            *([_gap(gaps.get(year))] if gaps else []),
        )
        for year in years
    )
    columns = [
        Column("年", "text", 34, is_head=True),
        *(
            Column(one["name"] + ("（採用する見通し）" if one["is_adopted"] else ""))
            for one in data["courses"]
        ),
    ]
    if gaps:
        columns.append(Column("採用する見通しと社人研推計準拠との差", short="社人研推計\n準拠との差"))
    return Table("population-totals", "ケースごとの総人口（人）", tuple(columns), (Group("", rows),))


def _classes(adopted: Data) -> Iterator[Block]:
    """The three classes of the adopted course, drawn where people or shares are known."""
    years: Sequence[Data] = [row for row in adopted["years"] if row["young_share"] is not None]
    if not years:
        return
    names = axis_names([row["year"] for row in years])
    bars = tuple(_bar(row, names[row["year"]]) for row in years)
    name = f"「{adopted['name']}」の年齢3区分別の人口"
    if any(bar.people for bar in bars):
        title = f"{name}。値は下の表にあります。"
        yield ClassesPicture("population-classes", title, f"{name}（人）と割合。", bars)
    rows = tuple(
        (
            Cell(year_name(row["year"]), Decimal(row["year"])),
            *(_people(row[key]) for key in ("total", *(key for key, _ in CLASSES))),
            *(_share(row[f"{key}_share"]) for key, _ in CLASSES),
        )
        for row in years
    )
    columns = (
        Column("年", "text", 34, is_head=True),
        Column("総人口"),
        *(Column(word) for _, word in CLASSES),
        *(Column(f"{word}の割合", short=f"{word}\nの割合") for _, word in CLASSES),
    )
    yield without_blanks(Table("population-classes-table", name, columns, (Group("", rows),), SHARES_NOTE))


def _bar(row: Data, name: str) -> ClassYear:
    shares = tuple(Decimal(row[f"{key}_share"]) if row[f"{key}_share"] else None for key, _ in CLASSES)
    return ClassYear(row["year"], name, row["young"], row["working"], row["old"], shares, row["total"])


def _ages(pyramids: Data, name: str) -> Iterator[Block]:
    """The pyramid of the first year with the last one over it, and the table with the same figures."""
    words = group_words(pyramids["open"])
    years = sorted(pyramids["years"].items())
    (first, then), (last, later) = years[0], years[-1]
    is_pair = first != last
    names = [year_name(int(year)) for year in (first, last)]
    pyramid = Pyramid(
        f"「{name}」の人口ピラミッド。{'と'.join(dict.fromkeys(names))}の男女・年齢別の人口。値は下の表にあります。",
        words,
        then["M"],
        then["F"],
        later["M"] if is_pair else (),
        later["F"] if is_pair else (),
        names[0],
        names[1] if is_pair else "",
        [*then.get("sums", ()), *(later.get("sums", ()) if is_pair else ())],
    )
    yield PyramidPicture("population-pyramid", pyramid.title, "男女・年齢別の人口（人）。", pyramid)
    rows = tuple(
        (Cell(word), *(_people(row[sex][place]) for _, row in years for sex in ("M", "F")))
        for place, word in enumerate(words)
    )
    columns = [Column("年齢", "text", 28, is_head=True)]
    for year, _ in years:
        columns += [
            Column(f"{year_name(int(year))}の{sex}", short=f"{year}年\n{sex}") for sex in ("男性", "女性")
        ]
    title = "男女別・年齢5歳階級別の人口（人）"
    yield Table("population-ages", title, tuple(columns), (Group("", rows),), is_annex=True)


def _people(count: int | None) -> Cell:
    return Cell() if count is None else Cell(people(count), Decimal(count))


def _gap(count: int | None) -> Cell:
    return Cell() if count is None else Cell(difference(count), Decimal(count))


def _share(share: str | None) -> Cell:
    return Cell() if share is None else Cell(percent(Decimal(share)), Decimal(share))
