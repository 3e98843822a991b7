"""Which editions and which style an address of a 新旧対照表 asks for."""

import copy

import pytest
from django.http import Http404

from publishing.comparison import styles
from publishing.comparison.pairs import HIGHEST, Pair, office_pair, public_pair, read_documents
from publishing.comparisons import save_comparison_style
from publishing.document import Document
from publishing.rules import shelf_or_404
from strategy.models import Edition
from tests import factories
from tests.publishing.compared import two_editions


@pytest.fixture(scope="module")
def _editions(for_the_file):
    return two_editions(factories.government())


@pytest.fixture
def editions(_editions, db):
    return copy.deepcopy(_editions)


def test_both_editions_come_with_their_documents_and_the_style_in_one_query(
    editions, toyonaka, django_assert_num_queries
):
    save_comparison_style(actor=None, government=toyonaka, style=styles.preset("stacked"))
    with django_assert_num_queries(1):
        pair = office_pair(toyonaka, "digital-strategy", 2, 1)
        assert (pair.old, pair.new) == editions
        assert Document.of(pair.old).content_hash == editions[0].content_hash
        assert pair.style("").key == "stacked"
        assert pair.new.plan.government == toyonaka
    assert not pair.is_frozen


@pytest.mark.parametrize(("number", "old"), [(2, 3), (3, 1), (HIGHEST + 1, 1), (2, 10**30)])
def test_unknown_editions_are_not_found(editions, toyonaka, number, old):
    with pytest.raises(Http404):
        office_pair(toyonaka, "digital-strategy", number, old)


def test_readers_find_public_editions_only(editions):
    shelf = shelf_or_404("toyonaka", "digital-strategy")
    with pytest.raises(Http404, match="公表されている第2版はありません。"):
        public_pair(shelf, 2, 1)
    pair = public_pair(shelf, 1, 1)
    read_documents(pair)
    assert bytes(pair.old.content) == bytes(editions[0].content)


def pair(old: dict, new: dict, own: str = "new-old") -> Pair:
    defaults = {"stage": "ADOPTED", "number": 1}
    return Pair(
        Edition(**(defaults | old)), Edition(**(defaults | new | {"number": 2})), (), styles.preset(own)
    )


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ({"stage": "DRAFT", "stage_word": "行政素案"}, {"stage": "PROPOSAL"}, ("行政素案", "案")),
        ({"term": 2}, {"term": 3}, ("第2期 成案", "第3期 成案")),
        ({"term": 2}, {"term": 2, "revision": 1}, ("第2期 成案", "第2期 成案（改訂1）")),
        ({"term": 2}, {"term": 2, "correction": True}, ("成案", "成案（正誤訂正）")),
        ({}, {}, ("第1版（成案）", "第2版（成案）")),
    ],
)
def test_the_shortest_words_that_tell_both_apart(old, new, names):
    assert pair(old, new).names == names


def test_the_style_that_was_asked_for_else_the_usual_one():
    assert pair({}, {}, own="stacked").style("").key == "stacked"
    assert pair({}, {}, own="stacked").style("old-new").key == "old-new"
    assert pair({}, {"correction": True}).style("").key == "errata"
    with pytest.raises(styles.StyleError, match="様式「x」はありません。"):
        pair({}, {}).style("x")


def test_an_own_style_stands_in_the_place_of_its_preset():
    own = styles.from_data({"key": "stacked", "columns": ["place"]})
    assert Pair(Edition(), Edition(), (), own).styles["stacked"].columns == ("place",)
    assert styles.preset("stacked").columns != ("place",)
