"""The chapter 人口ビジョン of a plan: on the page, in PDF and Word, from the figures that the plan was frozen with."""

import html
import io
import re
import zipfile

import pytest

from publishing.book.arranging import arrange
from publishing.book.population import population_of
from publishing.document import Document
from publishing.editions import freeze, publish
from publishing.printing import html_of
from publishing.word import docx
from tests import factories
from tests.publishing.populations import NOTICE, public
from tests.vision import towns
from vision.blocks import ClassesPicture, CoursesPicture, Paragraphs, PyramidPicture, Table
from vision.models import Scenario, VisionCitation

pytestmark = pytest.mark.django_db
ARGUMENT = "2030年の人口を2万人とし、基本目標1の数値目標としました。"


@pytest.fixture
def vision(toyonaka):
    return public(toyonaka)


@pytest.fixture
def edition(toyonaka, vision):
    edition = factories.edition(factories.plan(toyonaka))
    VisionCitation.objects.create(edition=edition, vision=vision, argument=ARGUMENT)
    return edition


def plain(text: str) -> str:
    return re.sub(r"[\s　]+", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def test_it_says_on_what_the_plan_rests_with_a_table_beside_each_picture(edition, vision):
    found = population_of(Document.draft(edition))
    assert [type(block) for block in found.blocks] == [
        Paragraphs,
        Paragraphs,
        CoursesPicture,
        Table,
        ClassesPicture,
        Table,
        PyramidPicture,
        Table,
        Paragraphs,
    ]
    assert found.blocks[0].lines == (
        f"この計画は、「{vision.title}」（令和7年（2025年）3月28日策定）をよりどころにしています。",
        "採用する見通し「見本の見通し」では、令和2（2020）年の19,999人が、令和12（2030）年には20,705人になります。",
        ARGUMENT,
    )
    assert found.blocks[1].lines == (NOTICE,)
    totals = found.blocks[3]
    assert [column.name for column in totals.columns] == [
        "年",
        "パターン1",
        "見本の見通し（採用する見通し）",
        "採用する見通しと社人研推計準拠との差",
    ]
    assert [[cell.text for cell in row] for row in totals.rows][-1] == [
        "令和12（2030）年",
        "20,522",
        "20,705",
        "＋183",
    ]


def test_a_plan_that_cites_none_has_no_such_chapter(toyonaka):
    document = Document.draft(factories.edition(factories.plan(toyonaka)))
    assert population_of(document) is None
    assert "人口ビジョン" not in [link.text for link in arrange(document).contents]


def test_paper_and_word_carry_the_chapter_and_its_notice(edition):
    document = Document.draft(edition)
    book = arrange(document)
    assert [link.text for link in book.contents][-1] == "人口ビジョン"
    page = html_of(book)
    assert page.count("<svg ") == 3
    with zipfile.ZipFile(io.BytesIO(docx(document))) as archive:
        word = archive.read("word/document.xml").decode()
    for text in (page, word):
        said = plain(text)
        assert [
            one for one in (ARGUMENT, NOTICE, "20,705", "＋183", "社人研推計準拠との差") if one not in said
        ] == []


def test_the_page_of_the_plan_leads_to_the_vision(client, edition, vision):
    factories.small_tree(edition)
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = client.get(f"/toyonaka/{edition.plan.slug}/").content.decode()
    assert page.count("chart-wide") == page.count("chart-narrow") == 3
    assert (
        f'<a class="target" href="/toyonaka/population/{vision.number}/">人口ビジョンの全体を読む</a>' in page
    )
    assert NOTICE in page
    listed = client.get("/toyonaka/population/").content.decode()
    assert (
        f'<dd><a href="/toyonaka/{edition.plan.slug}/editions/{edition.number}/">{edition.title}</a></dd>'
        in listed
    )


def test_figures_that_were_decided_elsewhere_are_shown_as_they_were_entered(toyonaka):
    edition = factories.edition(factories.plan(toyonaka))
    vision = towns.a_vision(toyonaka, scenarios=False, adopted_on=None)
    Scenario.objects.filter(pk=towns.entered(vision).pk).update(is_adopted=True)
    VisionCitation.objects.create(edition=edition, vision=vision)
    found = population_of(Document.draft(edition))
    totals, classes = (block for block in found.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in totals.rows] == [
        ["令和2（2020）年", "401,558"],
        ["令和9（2027）年", "402,190"],
        ["令和22（2040）年", "400,861"],
    ]
    assert [cell.text for cell in list(classes.rows)[1]] == ["令和9（2027）年", "402,190", "13.3％", "60.5％"]
    assert found.blocks[0].lines[0].endswith("（素案）をよりどころにしています。")
