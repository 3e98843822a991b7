"""Terms beside the text: in which items a word stands."""

import pytest

from strategy.models import Edition, PlanItem, Term
from strategy.terms import create_term
from strategy.wordlist import occurrences, wordlist
from tests import factories


def define(edition: Edition, word: str) -> Term:
    return create_term(actor=None, edition=edition, word=word, definition="見本の説明")


@pytest.mark.django_db
def test_a_word_is_found_in_titles_and_texts_whatever_its_width_and_marks(edition):
    made = factories.small_tree(edition)
    ki = "<p>地域の<strong>ＤＸ</strong>推<em>進</em>と関係</p><p>人口</p>"
    PlanItem.objects.filter(pk=made["measure2"].pk).update(body=ki)
    PlanItem.objects.filter(pk=made["chapter"].pk).update(title="DX推進のまち")
    words = {word: define(edition, word) for word in ("DX推進", "関係人口", "妊娠", "どこにもない")}
    assert {row.term.word: row.count for row in wordlist(edition)} == {
        "DX推進": 2, "関係人口": 0, "妊娠": 1, "どこにもない": 0,
    }  # fmt: skip
    assert [place.called for place in occurrences(words["DX推進"])] == ["第1章", "第1章－1（1）②"]
    assert occurrences(words["関係人口"]) == []  # a paragraph ends between the two


@pytest.mark.django_db
@pytest.mark.parametrize(("items", "terms"), [(10, 1), (320, 60)])
def test_two_queries_however_many_items_and_terms(edition, items, terms, django_assert_num_queries):
    factories.grow(edition, items)
    Term.objects.bulk_create(
        Term(edition=edition, position=n, word=f"取組み{n}", definition="説明") for n in range(terms)
    )
    with django_assert_num_queries(2):
        assert len(wordlist(edition)) == terms
    term = Term.objects.select_related("edition").first()
    with django_assert_num_queries(2):
        occurrences(term)
