"""The rows of tests/test_verbs.py for deliberation, part by part."""

from collections.abc import Callable
from typing import Any

from tests.deliberation import (
    verb_rows_comments,
    verb_rows_committee,
    verb_rows_documents,
    verb_rows_ledger,
    verb_rows_meetings,
    verb_rows_opinions,
    verb_rows_procedures,
    verb_rows_results,
)

ROWS: dict[str, Callable[..., Any]] = {
    **verb_rows_ledger.ROWS,
    **verb_rows_committee.ROWS,
    **verb_rows_meetings.ROWS,
    **verb_rows_documents.ROWS,
    **verb_rows_results.ROWS,
    **verb_rows_opinions.ROWS,
    **verb_rows_procedures.ROWS,
    **verb_rows_comments.ROWS,
}
