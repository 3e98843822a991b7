"""A population vision arranged to be read: what it says first, then courses, classes, ages, changes, indices, method, sources.

Page, PDF, Word and Excel show this arrangement; it is made of the data of the vision's document alone. Pure.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from strategy.fiscal import format_date
from vision import assumed_tables, index_tables, result_tables
from vision.blocks import Block, Book, ClassesPicture, CoursesPicture, Paragraphs, Part, PyramidPicture, Table
from vision.figures import ScenarioFigures, Summary, share, whole
from vision.pictures import classes_of, courses_of, look_of, pyramid_of
from vision.telling import told_of, told_of_assumptions, told_of_method
from vision.wording import decimal, difference, people, percent, year_name

Data = Mapping[str, Any]
PUBLISHED, ENTERED = "PATTERN1", "ENTERED"
DRAFT_WORD, DRAFT = "素案", "（素案）"
ONLY_IN_WORKBOOK = "区域ごとの率の表は、Excelのファイルに入れています。"
NOTHING_OWN = "「推計の方法」のとおりで、ほかに変えたところはありません。"
MOST_RATES = assumed_tables.MOST_AREAS


def report_of(data: Data, *, most_areas: int | None = MOST_RATES) -> Book:
    """The whole vision as citizens read it: courses that are not made public are left out.

    ``data`` as ``vision.document`` has it. Rates of single areas are printed for ``most_areas`` at most, None for all.
    """
    return _Report(data, most_areas).book()


class _Report:
    def __init__(self, data: Data, most_areas: int | None):
        self.data, self.most_areas = data, most_areas
        self.vision: Data = data["vision"]
        shown = [ScenarioFigures(row) for row in data["scenarios"] if row["is_shown"]]
        self.shown = sorted(shown, key=lambda one: not one.is_adopted)
        self.courses = [one for one in self.shown if one.years]
        self.adopted = next((one for one in self.shown if one.is_adopted), None)
        self.published = next((one for one in self.courses if one.kind == PUBLISHED), None)
        computed = [one for one in self.courses if one.male]
        # What is drawn by age: the adopted course, else the published one, else any.
        self.lead = essence(self.adopted, self.published, self.vision["base_year"])
        wanted = sorted(computed, key=lambda one: (not one.is_adopted, one.kind != PUBLISHED))
        self.aged = next(iter(wanted), None)

    def book(self) -> Book:
        parts = (self._outlook, self._totals, self._classes, self._ages, self._changes, self._indices)
        rest = (self._method, self._assumed, self._sources, self._annex)
        return Book(
            title=self.vision["title"],
            mark="" if self.vision["adopted_on"] or DRAFT_WORD in self.vision["title"] else DRAFT,
            notice=self.vision["notice"],
            government=self.data["government"]["name"],
            lead=self.lead,
            facts=tuple(self._facts()),
            parts=tuple(
                Part(key, title, blocks)
                for key, title, blocks in (made() for made in (*parts, *rest))
                if blocks
            ),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        vision = self.vision
        yield "基準年", f"{year_name(vision['base_year'])}（国勢調査、10月1日）"
        yield "推計の期間", f"{year_name(vision['base_year'])}から{year_name(vision['last_year'])}まで"
        if areas := "、".join(area["name"] for area in self.data["areas"]):
            yield "区域", areas + ("の合計" if len(self.data["areas"]) > 1 else "")
        if vision["adopted_on"]:
            yield "策定日", format_date(datetime.date.fromisoformat(vision["adopted_on"]))
        if vision["based_on"]:
            yield "前の版", vision["based_on"]["title"]

    # --- parts: key, title, blocks; without blocks it is left out ---------------------------------------------

    def _outlook(self) -> tuple[str, str, tuple[Block, ...]]:
        lines = tuple(line.strip() for line in self.vision["outlook"].splitlines() if line.strip())
        return "outlook", "人口の将来展望", (Paragraphs(lines),) if lines else ()

    def _totals(self) -> tuple[str, str, tuple[Block, ...]]:
        blocks: list[Block] = []
        if drawn := courses_of(self.courses):
            base = self.vision["base_year"]
            title = f"総人口の見通し。{self.lead}"
            look = look_of(drawn, base)
            blocks.append(CoursesPicture("courses", title, "総人口の見通し（人）。", tuple(drawn), look))
            blocks.append(result_tables.totals_table(self.courses, self.published))
            blocks += _there(
                index_tables.index_table(self.courses, base), result_tables.band_table(self.courses)
            )
        if missing := result_tables.missing_sentences(self.shown):
            blocks.append(Paragraphs(missing, label="計算できなかったもの", is_list=True))
        return "totals", "総人口の見通し", tuple(blocks)

    def _classes(self) -> tuple[str, str, tuple[Block, ...]]:
        told = [one for one in self.courses if any(row.young_share for row in one.summaries.values())]
        first = next((one for one in told if one.is_adopted), next(iter(told), None))
        if first is None:
            return "classes", "", ()
        name = f"「{first.name}」の年齢3区分別の人口"
        title = f"{name}。{class_sentence(first)}"
        bars = tuple(classes_of(first))
        blocks: list[Block] = (
            [ClassesPicture("classes", title, f"{name}（人）と割合。", bars)] if bars else []
        )
        blocks.append(result_tables.classes_table("classes", name, [first]))
        if others := [one for one in told if one is not first]:
            table = result_tables.classes_table("classes", "年齢3区分別の人口", others, named=True)
            blocks.append(_of_others(table))
        return "classes", "年齢3区分別の人口", tuple(blocks)

    def _ages(self) -> tuple[str, str, tuple[Block, ...]]:
        one = self.aged
        if one is None:
            return "ages", "", ()
        first, last = one.years[0], one.years[-1]
        pyramid = pyramid_of(one, first, last)
        caption = f"「{one.name}」の男女・年齢別の人口（人）。"
        drawn: list[Block] = [PyramidPicture("pyramid", pyramid.title, caption, pyramid)] if pyramid else []
        table = result_tables.ages_table(one, tuple(dict.fromkeys((first, last))))
        return "ages", "人口ピラミッド", (*drawn, table)

    def _changes(self) -> tuple[str, str, tuple[Block, ...]]:
        told = [one for one in self.courses if one.changes]
        return "changes", "自然増減と社会増減", self._split(result_tables.changes_table, told)

    def _indices(self) -> tuple[str, str, tuple[Block, ...]]:
        told = [one for one in self.courses if any(row.young is not None for row in one.summaries.values())]
        found = (
            *self._split(index_tables.indices_table, told),
            *self._split(index_tables.stages_table, told),
            index_tables.impact_table(self.data["impact"]),
        )
        return "indices", "指数と影響度", _there(*found)

    def _method(self) -> tuple[str, str, tuple[Block, ...]]:
        """What all computed courses share, told once, then what each assumes."""
        assumed = {
            one.lineage: told_of_assumptions(self.data, one.data) for one in self.shown if one.kind != ENTERED
        }
        shared = [
            line
            for line in next(iter(assumed.values()), ())
            if all(line in told for told in assumed.values())
        ]
        blocks = []
        if assumed:
            of_tables = [one for one in self.shown if one.lineage in assumed]
            first = next((one for one in of_tables if one.male), of_tables[0])
            lines = (*told_of_method(self.data, first.data), *(shared if len(assumed) > 1 else ()))
            blocks.append(Paragraphs(lines, label="推計の方法", is_list=True))
        for one in self.shown:
            given = tuple(line.strip() for line in one.data["description"].splitlines() if line.strip())
            told = assumed.get(one.lineage) or told_of(self.data, one.data)
            own = tuple(line for line in told if len(assumed) < 2 or line not in shared)
            own = own or (NOTHING_OWN,)
            label = result_tables.called(one)
            blocks.append(Paragraphs((*given, *own), label=label, is_list=True))
        return "method", "推計の考え方", tuple(blocks)

    def _split(self, made: Callable[..., Table | None], told: Sequence[ScenarioFigures]) -> tuple[Block, ...]:
        """The table of the first course, and one of all others, which a page folds away."""
        if not told:
            return ()
        first, others = made(told[:1]), made(told[1:], named=True) if told[1:] else None
        own = replace(first, name=f"「{told[0].name}」の{first.name}") if first else None
        return _there(own, _of_others(others) if others else None)

    def _assumed(self) -> tuple[str, str, tuple[Block, ...]]:
        assumed = assumed_tables.assumed_table(self.shown)
        return "assumed", "仮定値", _there(assumed, assumed_tables.assumptions_table(self.data))

    def _sources(self) -> tuple[str, str, tuple[Block, ...]]:
        return "sources", "使った資料", _there(assumed_tables.sources_table(self.data))

    def _annex(self) -> tuple[str, str, tuple[Block, ...]]:
        tables = tuple(assumed_tables.rate_tables(self.data, most_areas=self.most_areas))
        names = {row["area"] for row in self.data["assumptions"] if row["area"]}
        is_cut = self.most_areas is not None and len(self.data["areas"]) > self.most_areas
        said = (Paragraphs((ONLY_IN_WORKBOOK,)),) if names and is_cut else ()
        return "annex", "仮定値の表", (*tables, *said)


def _of_others(table: Table) -> Table:
    return replace(table, key=f"other-{table.key}", name=f"ほかのケースの{table.name}", is_annex=True)


def _there(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)


# --- sentences ----------------------------------------------------------------------------------------------


def essence(adopted: ScenarioFigures | None, published: ScenarioFigures | None, base_year: int) -> str:
    """The vision in a sentence or two: from where to where the adopted course leads, and how far it is from the published one."""
    if adopted is None or not adopted.years:
        return "採用する見通しは、まだ決まっていません。"
    first = adopted.at(base_year) or adopted.summaries[adopted.years[0]]
    last = adopted.summaries[adopted.years[-1]]
    said = f"{year_name(first.year)}の{people(first.total)}人が、{year_name(last.year)}には{people(last.total)}人"
    said += f"（{_change(first, last)}）になる見通しです。"
    other = published.at(last.year) if published and published.lineage != adopted.lineage else None
    if other is None:
        return said
    gap = whole(last.total) - whole(other.total)
    if not gap:
        return f"{said}社人研推計準拠と同じ人数です。"
    return f"{said}社人研推計準拠の{people(other.total)}人より{people(abs(gap))}人{'多い' if gap > 0 else '少ない'}値です。"


def _change(first: Summary, last: Summary) -> str:
    """By how much, in people and per cent: −5,000人、−25.0％."""
    gap = whole(last.total) - whole(first.total)
    rate = share(Decimal(gap), Decimal(whole(first.total)))
    if rate is None:
        return f"{difference(gap)}人"
    return f"{difference(gap)}人、{'＋' if rate > 0 else ''}{decimal(rate)}％"


def class_sentence(figures: ScenarioFigures) -> str:
    """How the share of the old goes: 老年人口の割合は30.1％から38.2％になります。"""
    rows: Sequence[Summary] = [figures.summaries[year] for year in figures.years]
    told = [row for row in rows if row.old_share is not None]
    if len(told) < 2:
        return ""
    first, last = told[0], told[-1]
    return (
        f"老年人口の割合は、{year_name(first.year)}の{percent(first.old_share)}から"
        f"{year_name(last.year)}の{percent(last.old_share)}になります。"
    )
