"""Search within a plan."""

import pytest

from publishing.document import Document
from publishing.searching import EXCERPT, MAX_QUERY, search
from tests import factories
from tests.documents import kpi_plan


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


def test_indicators_are_found_by_name_audience_and_source_and_lead_to_their_row():
    made = kpi_plan()
    (hit,) = search(made, "とよふぁみ")
    assert (hit.target.name, hit.anchor) == ("とよふぁみ登録者数", hit.target.anchor)
    assert hit.excerpt == "現状　8,211人（2022年12月31日時点）、目標値　11,200人"
    assert [found.target.name for found in search(made, "18～49歳")] == ["住み続けたい市民の割合"]
    assert [found.excerpt for found in search(made, "待機児童")] == [""]


def test_an_indicator_that_is_shown_again_is_found_once():
    assert [hit.target.name for hit in search(kpi_plan(), "出生数")] == ["出生数"]
