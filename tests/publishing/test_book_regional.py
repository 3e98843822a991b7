"""The 地域ビジョン as readers see it: on the page, in the book, in Word."""

import io
from typing import Any

import docx as reader
import pytest

from publishing.book.arranging import arrange
from publishing.book.blocks import Link
from publishing.book.regional import Regional, RegionalRow, quotation_words, regional_of
from publishing.editions import freeze, publish
from publishing.word import docx
from tests.documents import blocks, document, entry
from tests.vision.tied import regional, tied
from vision.regional import link_items

VISION: dict[str, Any] = {
    "keyword": "選ばれるまち", "purpose": "", "model_types": ["SDGs未来都市"], "priority_fields": [],
    "quotation": {"title": "基本構想", "source": "見本県、令和6年", "url": "https://example.jp/a", "page": "12ページ"},
    "links": [{"lineage": "9", "kind": "GOAL", "number": "第1章", "title": "子どもの目標"}],
}  # fmt: skip


def test_only_what_is_said_has_a_row():
    assert regional_of(None) is None
    assert regional_of(VISION) == Regional((
        RegionalRow("合言葉", ("選ばれるまち",)),
        RegionalRow("モデル地域ビジョン", ("SDGs未来都市",)),
        RegionalRow("引用", ("見本県、令和6年「基本構想」（12ページ）",), url="https://example.jp/a"),
        RegionalRow("つながる目標・柱", links=(Link("第1章　子どもの目標", "item-9"),)),
    ))  # fmt: skip
    assert quotation_words(VISION["quotation"] | {"page": ""}) == "見本県、令和6年「基本構想」"


def test_it_stands_behind_the_text_of_its_item_in_book_and_word():
    goal = entry("GOAL", "子どもの目標", "第1章", body="<p>本文です。</p>")
    links = [{"lineage": goal["lineage"], "kind": "GOAL", "number": "第1章", "title": "子どもの目標"}]
    text = entry("TEXT", "将来像", "1", body="<p>理想像の文です。</p>") | {
        "regional_vision": VISION | {"links": links}
    }
    plan = document(text, goal)
    book = arrange(plan)
    (block,) = blocks(book, Regional)
    kinds = [one.kind for one in book.sections[0].blocks]
    assert kinds[:3] == ["heading", "body", "regional"]
    assert block.rows[-1].links == (Link("第1章　子どもの目標", f"item-{goal['lineage']}"),)
    tables = reader.Document(io.BytesIO(docx(plan))).tables
    (cells,) = (
        rows
        for table in tables
        if (rows := [[cell.text for cell in row.cells] for row in table.rows])[0][0] == "合言葉"
    )
    assert cells[0] == ["合言葉", "選ばれるまち"]
    assert cells[2] == ["引用", "見本県、令和6年「基本構想」（12ページ）"]
    assert "第1章　子どもの目標" in cells[3][1]


@pytest.mark.django_db
def test_readers_see_it_on_the_page_and_in_the_api(client, toyonaka):
    edition, made, _ = tied(toyonaka)
    own = regional(
        made["heading"], quoted_title="基本構想", quoted_from="見本県", quoted_url="https://example.jp/a"
    )
    link_items(actor=None, vision=own, items=[made["chapter"]])
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = client.get("/toyonaka/digital-strategy/").content.decode()
    assert '<dd class="regional-keyword">子育て世帯に選ばれるまち</dd>' in page
    assert f'<a href="#item-{made["chapter"].lineage}">第1章　{made["chapter"].title}</a>' in page
    assert '<a href="https://example.jp/a">見本県「基本構想」</a>' in page
    assert "css/regional.css" in page
    item = f"/api/v1/governments/toyonaka/plans/digital-strategy/editions/1/items/{made['heading'].lineage}"
    told = client.get(item).json()["regional_vision"]
    assert (told["keyword"], [one["number"] for one in told["links"]]) == (
        "子育て世帯に選ばれるまち",
        ["第1章"],
    )
