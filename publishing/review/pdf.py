"""A report as PDF: A4 landscape, overview first, then the sheets; made in a limited process (``paper.pdf``)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kpi.review.report import Report
from paper.pdf import Pdf, render
from paper.stylesheets import stylesheet
from publishing.review import kpi_sheet, words
from publishing.review.arranging import arrange
from publishing.review.blocks import Block, Book, CountChart, LineChart, Paragraphs, Part, Table
from publishing.review.charts import count_svg, line_svg
from publishing.review.markup import paper_table


def pdf_of(report: Report, *, created: datetime.datetime | None = None) -> Pdf:
    """The printed report. Takes seconds: never inside a transaction. Raises PdfError."""
    sheets = [stylesheet("print"), stylesheet("review")]
    return render(html_of(report), css=sheets, created=created)


@dataclass(frozen=True)
class PrintedPart:
    """A part with its pieces as HTML; ``is_broad``: on A3."""

    number: int
    title: str
    pieces: tuple[SafeString, ...]
    is_broad: bool = False


def html_of(report: Report) -> str:
    """The page that is printed: no address in it leads out of it."""
    book = arrange(report)
    parts = list(_overview(book))
    return render_to_string(
        "publishing/review/print.html",
        {
            "book": book,
            "essence": words.essence(report),
            "pairs": [parts[n : n + 2] for n in range(0, len(parts), 2)],
            "chapters": [_chapter(part, report) for part in book.chapters],
        },
    )


def _overview(book: Book) -> Iterator[PrintedPart]:
    pictures = 0
    for number, part in enumerate(book.overview, start=1):
        pieces = []
        for block in part.blocks:
            pictures += isinstance(block, CountChart | LineChart)
            pieces.append(_piece(block, pictures, with_name=False))
        yield PrintedPart(number, part.title, tuple(pieces))


def _chapter(part: Part, report: Report) -> PrintedPart:
    several = len(part.blocks) > 1
    pieces = tuple(_piece(block, 0, with_name=several) for block in part.blocks)
    is_broad = part.key == kpi_sheet.KEY and kpi_sheet.is_wide(report)
    return PrintedPart(0, part.title, pieces, is_broad)


def _piece(block: Block, picture: int, *, with_name: bool) -> SafeString:
    if isinstance(block, Table):
        name = format_html("<h3>{}</h3>", block.name) if with_name else mark_safe("")
        return name + paper_table(block)
    if isinstance(block, Paragraphs):
        return paragraphs_html(block)
    if isinstance(block, CountChart):
        return _figure(f"図{picture}　評価ごとの指標数", count_svg(block, key=str(picture)))
    unit = f"（単位：{block.unit}）" if block.unit else ""
    return _figure(f"図{picture}　{block.name}の推移{unit}", line_svg(block, on_paper=True, key=str(picture)))


def _figure(caption: str, svg: str) -> SafeString:
    return format_html("<figure><figcaption>{}</figcaption>{}</figure>", caption, mark_safe(svg))


def paragraphs_html(block: Paragraphs) -> SafeString:
    """Paragraphs; the label stands in bold above them."""
    label = (
        format_html('<p class="flush"><strong>{}</strong></p>', block.label) if block.label else mark_safe("")
    )
    return label + mark_safe("".join(format_html("<p>{}</p>", line) for line in block.lines))
