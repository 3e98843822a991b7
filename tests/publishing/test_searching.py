"""Search within a plan."""

import pytest

from publishing.document import Document
from publishing.searching import EXCERPT, MAX_QUERY, search
from tests import factories


@pytest.fixture
def document(toyonaka):
    edition = factories.edition(factories.plan(toyonaka))
    factories.item(edition, "chapter", "ＤＸの推進", body="<p>ア<strong>プリ</strong>で届け出ます。</p>")
    factories.item(edition, "chapter", "子育て", body=f"<p>{'長い文' * 40}</p>")
    return Document.draft(edition)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("dx", ["ＤＸの推進"]),
        ("アプリ", ["ＤＸの推進"]),
        ("あぷり dx", ["ＤＸの推進"]),
        ("第2章", ["子育て"]),
        ("アプリ　子育て", []),
        ("", []),
        ("　 ", []),
        ("strong", []),
    ],
)
def test_all_words_must_be_there(document, query, titles):
    assert [hit.entry.title for hit in search(document, query)] == titles


def test_excerpts_are_short(document):
    assert search(document, "子育て")[0].excerpt == ("長い文" * 40)[:EXCERPT] + "…"


def test_a_very_long_query_is_cut(document):
    assert search(document, "子育て" + " " * MAX_QUERY + "アプリ")[0].entry.title == "子育て"


def test_an_excerpt_calls_other_items_by_their_number_of_today(toyonaka):
    edition = factories.edition(factories.plan(toyonaka))
    chapter = factories.item(edition, "chapter", "DXの推進")
    body = f'<p>くわしくは<a href="#item-{chapter.lineage}">第9章</a>へ。</p>'
    factories.item(edition, "chapter", "子育て", body=body)
    assert search(Document.draft(edition), "子育て")[0].excerpt == "くわしくは第1章へ。"
