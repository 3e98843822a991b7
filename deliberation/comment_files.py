"""The result of a call for comments as a file: PDF, Word, Excel, CSV, JSON; all of one arrangement, equal in content."""

import datetime
from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from deliberation.comment_report import Result, listed, to_bytes
from deliberation.models import PublicComment
from paper import csv
from paper.docx import Cell, CellContent, Word
from paper.docx_look import WIDE
from paper.pdf import PdfError, render
from paper.stylesheets import stylesheet
from paper.xlsx import LONGEST_TEXT, Column, Sheet, Value, write
from strategy.fiscal import format_date

KINDS = (
    ("pdf", "結果（PDF、読み上げ対応）", "PDF"),
    ("docx", "結果（Word）", "Word"),
    ("xlsx", "結果（Excel）", "Excel"),
    ("csv", "意見と考え方の表（CSV）", "CSV"),
    ("json", "結果のデータ（JSON）", "JSON"),
)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
MARK = "（案）"  # until it is published
NONE = "意見なし"


def require_kind(kind: str) -> None:
    """Http404 for a form in which no result is given away."""
    if kind not in TYPES:
        raise Http404("この形式の結果はありません。")


def title_of(result: Result) -> str:
    """意見募集の結果　総合戦略（素案）への意見; （案） until it is published."""
    return f"意見募集の結果　{result.title}{'' if result.published_on else MARK}"


# What a page says already, in its heading, its first sentence and the strip of counts.
SAID_ABOVE = ("件名", "意見を出した人", "意見の数", "区分ごとの項目数", "公表日")


def facts_of(result: Result) -> list[tuple[str, str]]:
    """The front block: what was asked, when, how many answered and how."""
    opinions = f"{result.opinions}件" if result.opinions else NONE
    facts = [
        ("件名", result.title),
        ("対象", f"{result.edition}（第{result.edition_number}版）"),
        ("募集期間", result.period),
        ("意見を出した人", result.senders_words),
        ("意見の数", opinions),
        ("出し方の内訳", listed(result.ways, result.sender_unit)),
        ("出した人の区分", listed(result.classes, result.sender_unit)),
        (
            "区分ごとの項目数",
            "、".join(f"{one.word} {one.count}項目" for one in result.words) if result.rows else "",
        ),
        ("次にすること", result.next_words),
        ("問い合わせ先", result.contact),
        ("文書番号", result.document_number),
        (
            "公表日",
            format_date(datetime.date.fromisoformat(result.published_on)) if result.published_on else "",
        ),
    ]
    return [(name, words) for name, words in facts if words]


def rest_of(result: Result) -> list[tuple[str, str]]:
    """The facts that a page does not say elsewhere."""
    return [(name, words) for name, words in facts_of(result) if name not in SAID_ABOVE or words == NONE]


def heads_of(result: Result) -> list[str]:
    """No, 該当箇所, 意見の概要, 同じ趣旨の意見（件）, 市の考え方, 区分."""
    return ["No", "該当箇所", "意見の概要", "同じ趣旨の意見（件）", f"{result.unit}の考え方", "区分"]


def table_of(result: Result) -> Iterator[list[Value]]:
    """The rows under ``heads_of``."""
    for row in result.rows:
        yield [row.number, row.place, row.text, row.count, row.reply, result.word_of(row)]


def content_of(result: Result, kind: str, *, created: datetime.datetime) -> bytes:
    """The bytes of a file of this kind; equal results give equal bytes. PdfError where no PDF can be made.

    ``created`` stands in the file as its date and needs a time zone.
    """
    if kind == "pdf":
        return _pdf(result, created)
    if kind == "docx":
        return _docx(result, created)
    if kind == "xlsx":
        return _xlsx(result, created)
    return _csv(result) if kind == "csv" else to_bytes(result)


def name_of(comment: PublicComment, kind: str) -> str:
    """toyonaka-digital-strategy-comments-1.pdf."""
    plan = comment.plan
    return f"{plan.government.slug}-{plan.slug}-comments-{comment.number}.{kind}"


def response_of(content: bytes, comment: PublicComment, kind: str) -> HttpResponse:
    """The file as an answer in which nothing runs: a PDF to be read at once, everything else to be kept."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", name_of(comment, kind))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def draft_file(result: Result, comment: PublicComment, kind: str, now: datetime.datetime) -> HttpResponse:
    """The file for the office, made now; 503 with a sentence where no PDF can be made."""
    require_kind(kind)
    try:
        content = content_of(result, kind, created=comment.result_published_at or now)
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return response_of(content, comment, kind)


def _pdf(result: Result, created: datetime.datetime) -> bytes:
    html = render_to_string(
        "deliberation/comments/print.html",
        {"result": result, "title": title_of(result), "facts": facts_of(result), "heads": heads_of(result)}
        | {"rows": [(row, result.word_of(row)) for row in result.rows]},
    )
    return render(html, css=[stylesheet("print"), stylesheet("review")], created=created).content


def _docx(result: Result, created: datetime.datetime) -> bytes:
    word = Word(title=title_of(result), author=result.government, created=created, page=WIDE)
    word.header(title_of(result))
    word.heading(1, title_of(result))
    word.paragraph(result.lead)
    word.heading(2, "募集のあらまし")
    word.table(
        [["項目", "内容"], *([name, _lines(words)] for name, words in facts_of(result))], widths_mm=[50, 217]
    )
    word.heading(2, f"意見と{result.unit}の考え方")
    if not result.rows:
        word.paragraph("ご意見はありませんでした。")
        return word.save()
    word.paragraph(f"区分　{result.legend}")
    heads = [Cell((head,), head=True) for head in heads_of(result)]
    rows = [
        [
            str(row.number),
            row.place,
            _lines(row.text),
            Cell((str(row.count),), align="right"),
            _lines(row.reply),
            Cell((result.word_of(row),), align="center"),
        ]
        for row in result.rows
    ]
    every = range(1, len(rows) + 1)  # a long answer may go on over the page
    word.table([heads, *rows], widths_mm=[12, 38, 88, 18, 89, 22], loose_rows=every)
    return word.save()


def _lines(text: str) -> Cell:
    contents: tuple[CellContent, ...] = tuple(line for line in text.splitlines() if line.strip()) or ("",)
    return Cell(contents, upright="top")


def _xlsx(result: Result, created: datetime.datetime) -> bytes:
    title = title_of(result)
    facts: list[list[Value]] = [["結果", result.lead], *([name, words] for name, words in facts_of(result))]
    widths = (6, 24, 50, 10, 50, 12)
    columns = [Column(head, width) for head, width in zip(heads_of(result), widths, strict=True)]
    rows = [
        [value[:LONGEST_TEXT] if isinstance(value, str) else value for value in row]
        for row in table_of(result)
    ]
    sheets = [
        Sheet("あらまし", (Column("項目", 24), Column("内容", 90)), facts, title, fitted=True),
        Sheet("意見と考え方", columns, rows, title, fitted=True),
    ]
    return write(sheets, created=created)


def _csv(result: Result) -> bytes:
    return csv.write(heads_of(result), table_of(result))  # type: ignore[arg-type]
