"""Pages outside a review name it as it is and lead to it."""

from kpi.models import ReviewYear
from kpi.templatetags.review_words import register
from strategy.models import Edition


def test_a_review_is_named_and_found_by_its_year():
    word, title = register.filters["review_word"], register.filters["review_title"]
    edition = Edition(first_fiscal_year=2023, last_fiscal_year=2027)
    year = ReviewYear(kind="YEAR", fiscal_year=2024, revision=2, edition=edition)
    term = ReviewYear(kind="TERM", fiscal_year=2027, revision=1, edition=edition)
    assert [(word(one), title(one)) for one in (year, term)] == [
        ("2024", "令和6年度の評価（訂正1）"),
        ("2027-term", "令和5年度から令和9年度までの総括評価"),
    ]
