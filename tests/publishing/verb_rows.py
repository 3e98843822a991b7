"""A row for the verb that keeps a printed year of review (tests/test_verbs.py)."""

from collections.abc import Callable

from paper.pdf import Pdf
from tests.publishing import reviews

ROWS: dict[str, Callable] = {
    "review.print": lambda w, act: act(
        review=reviews.published(w.published("hyoka-keikaku")),
        pdf=Pdf(content=b"%PDF-", page_count=1, pages={}, printed={}),
        name="printed/mihon-review.pdf",
    ),
}
