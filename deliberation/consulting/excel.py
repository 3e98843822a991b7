"""The workbook in which a department answers a 各課照会; what it has answered already stands in it."""

import datetime
from collections.abc import Iterator

from deliberation.consulting.answer_rows import AnswerRow, rows_of
from deliberation.consulting.layout import EMPTY_ROWS, META, PLACE, PROPOSAL, REASON, SHEET, STEPS
from deliberation.consulting.letters import due_words
from deliberation.consulting.origin import write_origin
from deliberation.consulting.spots import NONE, Spots
from deliberation.models import ConsultationAnswer
from paper.forms_xlsx import FormCell, FormColumn, FormPage, FormSheet, HiddenPage, Look, write_form


def workbook(answer: ConsultationAnswer, *, created: datetime.datetime) -> bytes:
    """The form of one department as .xlsx; equal calls give equal bytes. Two queries at most."""
    consultation, spots = answer.consultation, Spots(answer.consultation.edition)
    rows = tuple(_rows(answer, spots))
    title = f"{consultation.title}　{answer.department.name}"
    columns = (
        FormColumn(PLACE, 44, choices=(NONE, *(spot.in_file for spot in spots.all)), is_input=True),
        FormColumn(PROPOSAL, 60, prompt="直したあとの文を書きます。", is_input=True),
        FormColumn(REASON, 50, prompt="直す理由や意見を書きます。", is_input=True),
    )
    return write_form(
        (
            FormSheet(
                SHEET,
                title,
                f"締切 {due_words(consultation)}　書き方は「書き方」のシートにあります。",
                columns,
                rows,
            ),
            FormPage("書き方", (4, 96), tuple(_steps(answer))),
            HiddenPage(
                META,
                (
                    write_origin(answer),
                    "このシートは、どの照会の様式かを見分けるためのものです。消さないでください。",
                ),
            ),
        ),
        created=created,
    )


def _rows(answer: ConsultationAnswer, spots: Spots) -> Iterator[tuple[FormCell, ...]]:
    if answer.state == ConsultationAnswer.State.NONE:
        yield _row(NONE, "", "")
    for row in rows_of(answer):
        yield _row(called(row, spots), row.proposal, row.reason)
    for _ in range(EMPTY_ROWS):
        yield _row("", "", "")


def _row(place: str, proposal: str, reason: str) -> tuple[FormCell, ...]:
    return tuple(FormCell(text, Look.INPUT) for text in (place, proposal, reason))


def called(row: AnswerRow, spots: Spots) -> str:
    """How a row's place is written into a file; an item that is gone keeps its words."""
    spot = spots.by_lineage.get(row.lineage)
    return spot.in_file if spot else f"{row.place}〔{row.lineage.hex[:8] if row.lineage else ''}〕"


def _steps(answer: ConsultationAnswer) -> Iterator[tuple[FormCell, ...]]:
    consultation = answer.consultation
    yield (FormCell(consultation.title, Look.HEADING),)
    yield ()
    for text in filter(
        None, (consultation.text, f"締切　{due_words(consultation)}", f"回答する課　{answer.department}")
    ):
        yield FormCell("", Look.TEXT), FormCell(text, Look.TEXT)
    yield ()
    for number, step in enumerate(STEPS, start=1):
        yield FormCell(str(number), Look.TEXT), FormCell(step, Look.TEXT)
