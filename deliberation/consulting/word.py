"""The Word form in which a department answers a 各課照会; what it has answered already stands in it."""

import datetime
from collections.abc import Iterator

from deliberation.consulting.answer_rows import rows_of
from deliberation.consulting.excel import called
from deliberation.consulting.layout import HEADINGS, WORD_ROWS, WORD_STEPS
from deliberation.consulting.letters import due_words
from deliberation.consulting.origin import MARK, write_origin
from deliberation.consulting.spots import NONE, Spots
from deliberation.models import ConsultationAnswer
from paper.docx import Cell, Word
from paper.docx_look import WIDE

_WIDTHS = (70.0, 105.0, 92.0)


def document(answer: ConsultationAnswer, *, created: datetime.datetime) -> bytes:
    """The form of one department as .docx; equal calls give equal bytes. Two queries at most."""
    consultation, edition = answer.consultation, answer.consultation.edition
    spots = Spots(edition)
    word = Word(
        title=f"{consultation.title}　{answer.department.name}",
        author=str(edition.plan.government),
        created=created,
        page=WIDE,
    )
    word.header(consultation.title, right_text=answer.department.name)
    word.heading(1, f"{consultation.title}（回答様式）")
    for line in filter(None, consultation.text.splitlines()):
        word.paragraph(line)
    word.table(
        [
            [_head("対象"), f"{edition.title}（{edition.stage_name}、第{edition.number}版）"],
            [_head("回答する課"), str(answer.department)],
            [_head("締切"), due_words(consultation)],
            [_head(MARK), write_origin(answer)],
        ],
        head_rows=0,
        widths_mm=(40.0, 227.0),
    )
    word.heading(2, "回答")
    word.table([[_head(heading) for heading in HEADINGS], *_rows(answer, spots)], widths_mm=_WIDTHS)
    word.heading(2, "書き方")
    for number, step in enumerate(WORD_STEPS, start=1):
        word.list_item(step, ordered=True, number=number)
    word.heading(2, "該当箇所の一覧", new_page=True)
    for spot in spots.all:
        word.list_item(spot.in_file)
    return word.save()


def _rows(answer: ConsultationAnswer, spots: Spots) -> Iterator[list[Cell]]:
    if answer.state == ConsultationAnswer.State.NONE:
        yield [_cell(NONE), _cell(""), _cell("")]
    for row in rows_of(answer):
        yield [_cell(text) for text in (called(row, spots), row.proposal, row.reason)]
    for _ in range(WORD_ROWS):
        yield [_cell(""), _cell(""), _cell("")]


def _head(text: str) -> Cell:
    return Cell((text,), head=True)


def _cell(text: str) -> Cell:
    return Cell((text,), upright="top")  # one paragraph, lines broken in it: read back, nothing is lost
