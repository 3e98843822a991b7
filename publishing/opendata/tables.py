"""Rows of the tables that are given away, cell by cell in the order of their columns (columns.py)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from kpi.figures import Figure, Series
from kpi.findings import fiscal_year
from kpi.models import Indicator, Measurement, MeasurementRevision, Target
from kpi.progress import Progress
from paper import csv, xlsx
from publishing.document import Document
from publishing.opendata.columns import DEFINITION, TABLES, Column, definition_rows
from publishing.opendata.kpis import Kpi, KpiTable, KpiYear
from publishing.opendata.numbers import as_measured, plain

Cell = str | int | Decimal | None | Any
Rows = Iterable[list[Cell]]


@dataclass(frozen=True)
class Source:
    """Who gives a table away and of which plan: the cells with which its rows begin."""

    code: str
    government: str
    plan: str

    def begin(self, row: object) -> list[Cell]:
        return [self.code, str(row), self.government, self.plan]


def source_of(document: Document) -> Source:
    """The source as the document names it."""
    return Source(document.government["code"], document.government["name"], document.edition["title"])


def kpi_rows(table: KpiTable) -> Iterator[list[Cell]]:
    """A row for each target and year; one without a year for a target of which nothing was published yet."""
    source = source_of(table.document)
    last = table.document.edition["last_fiscal_year"]
    for kpi in table.kpis:
        for year in kpi.years or (None,):
            yield _kpi_row(source, table, kpi, year, last)


def _kpi_row(source: Source, table: KpiTable, kpi: Kpi, year: KpiYear | None, last: int) -> list[Cell]:
    target, spec = kpi.target, kpi.promise.spec
    figure = year.figure if year else None
    return [
        *source.begin(f"{target.lineage}-{year.fiscal_year}" if year else target.lineage),
        _called(kpi.goal) if kpi.goal else "",
        target.name,
        target.audience,
        target.unit or kpi.series.unit,
        year.fiscal_year if year else None,
        *_figure_cells(figure),
        target.role_name,
        _called(kpi.item),
        Indicator.Better(target.better).label,
        target.baseline,
        target.target,
        Target.Kind(spec.kind.value).label if target.target else "",
        plain(spec.value) if spec.value is not None else None,
        (fiscal_year(spec.by) if spec.by else last) if target.target else None,
        *_judgement_cells(year.progress if year else None, table),
        *((year.by_hand.word, year.by_hand.reason) if year and year.by_hand else ("", "")),
        target.source,
        target.lineage,
        target.indicator,
    ]


def _called(entry: Any) -> str:
    return f"{entry.number} {entry.title}".strip()


def _figure_cells(figure: Figure | None) -> list[Cell]:
    if figure is None:
        return [None, "", ""]
    quality = MeasurementRevision.Quality(figure.quality).label
    return [as_measured(figure.value, figure.places), quality, counting_of(figure)]


def counting_of(figure: Figure) -> str:
    """How a figure counts where it is not that of its whole year."""
    if figure.is_running_total:
        return "期間の初めからの累計"
    return "年度の途中まで" if figure.is_partial else ""


def _judgement_cells(progress: Progress | None, table: KpiTable) -> list[Cell]:
    if progress is None:
        return ["", "", "", None, None, None, None, "", "", "", None, "", "", "", "", None]
    return [
        progress.status.word,
        progress.status.key,
        "" if progress.achieved is None else _yes(progress.achieved),
        *map(_share, (progress.achievement, progress.expected, progress.pace)),
        _share(progress.gap),
        progress.gap_unit if progress.gap is not None else "",
        progress.gap_text,
        progress.formula,
        progress.value_year,
        "、".join(progress.notes),
        _yes(progress.is_interim),
        _yes(progress.is_provisional),
        table.scheme.scheme.name,
        table.scheme.number,
    ]


def _yes(stated: bool) -> str:
    return "はい" if stated else "いいえ"


def _share(number: Decimal | None) -> Decimal | None:
    return None if number is None else plain(number)


def value_rows(series: Series, source: Source) -> Iterator[list[Cell]]:
    """A row for each published figure of an indicator, then of what it is compared with."""
    for name, told_by, figures in (
        ("", series.source, series.figures),
        *((one.name, one.source, one.figures) for one in series.references),
    ):
        for figure in figures:
            yield [
                *source.begin(figure.measurement),
                series.name,
                name,
                series.unit,
                figure.fiscal_year,
                *_figure_cells(figure),
                Measurement.PeriodKind(figure.period_kind).label,
                figure.starts_on,
                figure.ends_on,
                figure.stage,
                _share(figure.numerator),
                _share(figure.denominator),
                told_by,
                series.key,
            ]


def term_rows(document: Document) -> Iterator[list[Cell]]:
    """A row for each 用語の定義 of a document."""
    source = source_of(document)
    for number, term in enumerate(document.terms, 1):
        yield [*source.begin(number), term["word"], term["reading"], term["definition"]]


def as_csv(columns: Iterable[Column], rows: Rows) -> bytes:
    """A table as CSV (UTF-8 with a mark, CRLF), in which nothing can run."""
    return csv.write([column.name for column in columns], rows)


def as_workbook(name: str, rows: Rows, *, title: str, created: datetime) -> bytes:
    """The table ``name`` (a key of TABLES) as an Excel workbook, with its データ項目定義書 as second sheet.

    Equal rows give equal bytes, so ``created`` is not the time of the call.
    """
    return xlsx.write(
        [
            xlsx.Sheet(name, _columns(TABLES[name]), rows, title=title),
            xlsx.Sheet("項目定義書", _columns(DEFINITION), definition_rows(name), title=title),
        ],
        created=created,
    )


def _columns(columns: Iterable[Column]) -> list[xlsx.Column]:
    return [xlsx.Column(column.name, column.width) for column in columns]
