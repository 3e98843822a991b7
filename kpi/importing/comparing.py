"""An upload laid against what stands here now: what the preview shows, and again what is applied."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpi.importing.changes import Asks, Comparison, Difference, HeadWrite, Kind
from kpi.importing.checking import checked_rows, clean_text, day_of, mended
from kpi.importing.differences import compare
from kpi.importing.facts import Answer, Decisions, Standing, decisions_from
from kpi.importing.pausing import no_collecting
from kpi.importing.standing import standing_of, traces_of, workbook_key, written_by
from kpi.models import DepartmentReturn, ReviewYear, Upload
from kpi.sheet.returned import Entry, Fault, Returned, from_data
from strategy.fiscal import format_date

HEAD = "所属長の確認"
LONGEST_NAME = DepartmentReturn._meta.get_field("head_name").max_length or 60
OF_NO_DEPARTMENT = (
    "全ての課の表なので、所属長の確認は取り込みません。課ごとに、進み具合の画面で入れてください。"
)
_ROW = re.compile(r"[0-9]+")


def returned_of(upload: Upload) -> Returned:
    """What was read of an upload that could be read."""
    with no_collecting():
        return from_data(upload.parsed)


def comparison_of(upload: Upload, today: datetime.date) -> Comparison:
    """What an upload that waits would change, as things stand. Fourteen queries at most."""
    known = known_of(upload.review, [upload])
    return with_traces(compared(upload, returned_of(upload), known, today))


def with_traces(comparison: Comparison) -> Comparison:
    """The comparison with who entered the figures that a person has to choose about. One query at most."""
    traces = traces_of({one.revision for one in comparison.differences if one.revision})
    if not traces:
        return comparison
    lines = (
        one._replace(by=trace.by, at=trace.at, why=trace.why) if (trace := traces.get(one.revision)) else one
        for one in comparison.differences
    )
    return replace(comparison, differences=tuple(lines))


def comparisons_of(
    review: ReviewYear, uploads: Sequence[Upload], today: datetime.date
) -> dict[int, Comparison]:
    """The same for many uploads of one review, by their ids, in as many queries."""
    if not uploads:
        return {}
    known = known_of(review, uploads)
    return {one.pk: compared(one, returned_of(one), known, today) for one in uploads}


@dataclass(frozen=True)
class Known:
    """What stands here, and what earlier uploads of the same workbooks wrote, by workbook."""

    standing: Standing
    written: Mapping[str, Mapping[str, tuple[int, int]]]

    def for_workbook(self, meta: Mapping[str, Any]) -> Standing:
        """What stands here for whoever filled in this workbook."""
        written = self.written.get(workbook_key(meta))
        return replace(self.standing, written=written) if written else self.standing


def forget_read(upload: Upload) -> None:
    """Let go of what was read of a large workbook, once it was taken apart; it is read again if somebody asks for it."""
    upload.__dict__.pop("parsed", None)


def known_of(review: ReviewYear, uploads: Iterable[Upload]) -> Known:
    """What these uploads of a review are compared with."""
    workbooks = {workbook_key(one.parsed["meta"]) for one in uploads}
    with no_collecting():
        return Known(standing_of(review), written_by(review, workbooks))


def compared(upload: Upload, returned: Returned, known: Known, today: datetime.date) -> Comparison:
    """What an upload would change, where everything was read already."""
    standing = known.for_workbook(returned.meta)
    decisions = decisions_from(upload.decisions)
    own = upload.department_id
    answer = standing.answers.get(own, Answer(own, "", None)) if own else None
    lines, head = _head(returned, answer, decisions, today)
    with no_collecting():
        return compare(
            checked_rows(returned, standing, decisions),
            standing,
            decisions,
            department=own,
            faults=[*map(_fault, returned.faults), *lines, *_left_out(returned, decisions)],
            head=head,
        )


def _left_out(returned: Returned, decisions: Decisions) -> Iterator[Difference]:
    """Cells that a person emptied on the page: they say nothing, and that can be taken back."""
    blank = {place for place, text in decisions.mended.items() if not text.strip()}
    if not blank:
        return
    for row in returned.rows:
        for entry in row.entries.values():
            if f"{entry.sheet}!{entry.cell}" in blank:
                sentence = f"表の「{entry.text.strip()[:40]}」は取り込みません。"
                yield Difference(
                    entry.sheet, entry.cell, row.row, row.label, "", "", "", Kind.OUTSIDE, sentence, Asks.TEXT
                )


def _fault(fault: Fault) -> Difference:
    row = _ROW.search(fault.cell)
    return Difference(
        fault.sheet, fault.cell, int(row[0]) if row else 0, "表", "", "", "", Kind.FAULT, fault.sentence
    )


def _head(
    returned: Returned, answer: Answer | None, decisions: Decisions, today: datetime.date
) -> tuple[list[Difference], HeadWrite | None]:
    """所属長確認 against what stands for the department; a workbook of all departments says nothing about it."""
    entries = [one for one in (returned.head_name, returned.head_checked_on) if one and one.text.strip()]
    if not entries:
        return [], None
    if answer is None:
        return [_line(one, "", one.text, Kind.OUTSIDE, OF_NO_DEPARTMENT) for one in entries], None
    lines: list[Difference] = []
    name, day = answer.name, answer.checked_on
    for entry in (mended(one, decisions) for one in entries):
        if not entry.text.strip():
            continue
        is_name = entry.cell == getattr(returned.head_name, "cell", None)
        found, fault = _name_of(entry) if is_name else day_of(entry, today)
        old = answer.name if is_name else answer.checked_on
        if fault:
            lines.append(_line(entry, _shown(old), entry.text, Kind.FAULT, fault)._replace(asks=Asks.TEXT))
        elif found != old:
            lines.append(_line(entry, _shown(old), _shown(found), Kind.CHANGED if old else Kind.ADDED))
            name, day = (found, day) if is_name else (name, found)
    head = HeadWrite(answer.department, name, day)
    return lines, None if head == HeadWrite(*answer) else head


def _name_of(entry: Entry) -> tuple[str, str]:
    name = clean_text(entry.text)
    return name, f"氏名は{LONGEST_NAME}字までです。" if len(name) > LONGEST_NAME else ""


def _line(entry: Entry, old: str, new: str, kind: Kind, sentence: str = "") -> Difference:
    row = _ROW.search(entry.cell)
    return Difference(entry.sheet, entry.cell, int(row[0]) if row else 0, HEAD, "", old, new, kind, sentence)


def _shown(value: str | datetime.date | None) -> str:
    return format_date(value) if isinstance(value, datetime.date) else value or "―"


def notices_of(returned: Returned) -> Iterator[tuple[str, str]]:
    """What is worth saying about the file and stops nothing: the place and the sentence."""
    for one in returned.notices:
        yield " ".join(filter(None, (one.sheet, one.cell))), one.sentence
