"""意見と対応の一覧 as a printed page, as Word and as Excel. Equal lists give equal bytes."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from accounts.models import Government
from deliberation.dispositions import Dispositions
from deliberation.opinion_lists import Line
from paper import pdf, xlsx
from paper.docx import Cell, Word
from paper.docx_look import WIDE
from paper.phrases import break_phrases
from paper.stylesheets import stylesheet

NAME = "意見と対応の一覧"
# Widths in mm of the printed table; None takes what is left.
WIDTHS = (10, 17, 50, None, None, 17, 15, 34)
MARKS = (0, 1, 5, 6)  # columns of short words, which stand in the middle
TEXT_WIDTH = 267  # mm of a landscape page
TITLE_EMS = 46
A_TABLE = 1500  # rows: the printer takes 2,000
LONG = 400  # characters, from which on a row may go on on the next page
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EMPTY = "意見はありませんでした。"
SHEET_COLUMNS = (
    ("No", 6),
    ("だれの意見か", 14),
    ("どこで", 26),
    ("案件", 10),
    ("該当箇所", 30),
    ("引いた言葉", 24),
    ("ご意見", 50),
    ("修正案", 40),
    ("理由", 30),
    ("回答", 50),
    ("区分", 12),
    ("状態", 10),
    ("修正箇所", 30),
)


@dataclass(frozen=True)
class Listing:
    """The whole list, ready to be printed; ``of`` says of what (令和4年度第5回…, a title of an edition)."""

    government: Government
    of: str
    dispositions: Dispositions
    lines: Sequence[Line]

    @property
    def title(self) -> str:
        return f"{NAME}（{self.of}）" if self.of else NAME

    @property
    def answer_name(self) -> str:
        """市の考え方・対応, 町の考え方・対応 …"""
        return f"{self.government.address.unit}の考え方・対応"

    @property
    def heads(self) -> tuple[str, ...]:
        return ("No", "案件", "該当箇所", "ご意見", self.answer_name, "区分", "状態", "修正箇所")

    @property
    def counts(self) -> str:
        """全12件（反映5、既記載3、参考4）."""
        counts = Counter(line.word for line in self.lines if line.word)
        words = dict.fromkeys(one.word for one in self.dispositions.words if counts[one.word])
        told = [f"{word}{counts.pop(word)}" for word in words]
        told += [f"{word}{count}" for word, count in counts.items() if count]
        waiting = sum(not line.word for line in self.lines)
        told += [f"回答前{waiting}"] if waiting else []
        return f"全{len(self.lines)}件" + (f"（{'、'.join(told)}）" if told else "")

    def cells(self, line: Line) -> tuple[str, ...]:
        """A row as it is printed."""
        answer = line.reply.text if line.reply else ""
        return (
            str(line.number),
            line.about,
            line.place,
            line.said,
            answer or "―",
            line.word or "―",
            line.state,
            line.changed or "―",
        )


def file_of(listing: Listing, kind: str, created: datetime.datetime) -> bytes:
    """The bytes of this kind, a key of KINDS. Raises PdfError where no PDF can be made."""
    if kind == "pdf":
        return pdf.render(
            html_of(listing), css=[stylesheet("print"), stylesheet("opinions")], created=created
        ).content
    return _docx(listing, created) if kind == "docx" else _xlsx(listing, created)


def html_of(listing: Listing) -> str:
    """The page that is printed."""
    lines = list(listing.lines)
    tables = [lines[start : start + A_TABLE] for start in range(0, len(lines), A_TABLE)]
    rows = [[(listing.cells(line), _is_long(line)) for line in table] for table in tables]
    context = {
        "listing": listing,
        "title": break_phrases(listing.title, TITLE_EMS),
        "widths": WIDTHS,
        "marks": MARKS,
        "tables": rows,
        "empty": EMPTY,
    }
    return render_to_string("deliberation/print/opinions.html", context)


def _is_long(line: Line) -> bool:
    return max(len(line.said), len(line.reply.text) if line.reply else 0) > LONG


def _docx(listing: Listing, created: datetime.datetime) -> bytes:
    word = Word(title=listing.title, author=listing.government.name, created=created, page=WIDE)
    word.header(NAME, right_text="")
    word.paragraph("\n".join(break_phrases(listing.title, TITLE_EMS)), style="対照表の題名")
    word.paragraph(f"{listing.dispositions.legend}\n{listing.counts}", indent=False)
    if not listing.lines:
        word.paragraph(EMPTY)
        return word.save()
    rest = (TEXT_WIDTH - sum(filter(None, WIDTHS))) / WIDTHS.count(None)
    rows = [[Cell((head,)) for head in listing.heads]]
    rows += [
        [Cell(tuple(cell.split("\n")), upright="top") for cell in listing.cells(line)]
        for line in listing.lines
    ]
    long = {number for number, line in enumerate(listing.lines, start=1) if _is_long(line)}
    word.table(rows, widths_mm=[width or rest for width in WIDTHS], loose_rows=long)
    return word.save()


def _xlsx(listing: Listing, created: datetime.datetime) -> bytes:
    """A column for each fact, ready to be sorted; whatever was said is text."""
    columns = [
        xlsx.Column(listing.answer_name if name == "回答" else name, width) for name, width in SHEET_COLUMNS
    ]
    sheet = xlsx.Sheet(
        NAME, columns, [_sheet_row(line) for line in listing.lines], listing.title, fitted=True
    )
    return xlsx.write([sheet], created=created)


def _sheet_row(line: Line) -> list[xlsx.Value]:
    one = line.opinion
    return [
        line.number,
        one.get_source_display(),
        line.whence,
        line.about,
        one.place or "全体",
        one.quote,
        one.text,
        one.proposal,
        one.reason,
        line.reply.text if line.reply else "",
        line.word,
        line.state,
        line.changed,
    ]
