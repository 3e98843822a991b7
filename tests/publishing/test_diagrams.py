"""The pictures of a plan for its page, with the same in a table, and as files for staff."""

import datetime
from xml.etree import ElementTree

import pytest

from publishing.diagrams import pictures_of
from strategy.models import Edition
from tests import factories
from tests.documents import aligned, document, entry
from tests.publishing.test_book_concept import whole


def test_a_plan_has_the_pictures_for_which_it_has_items():
    assert [picture.key for picture in pictures_of(whole())] == ["concept"]
    assert pictures_of(document(entry("TEXT", "はじめに"))) == ()


def tree():
    pillar = entry("PILLAR", "住環境の充実")
    goals = [
        entry("GOAL", f"目標{n}", f"第{n}章", [entry("DIRECTION", "方向", f"第{n}章－1", alignments=found)])
        for n, found in ((1, [aligned(pillar)]), (2, []))
    ]
    return pictures_of(document(pillar, *goals))[0]


def test_the_table_beside_the_tree_says_who_reaches_what():
    picture = tree()
    assert (picture.key, picture.heads) == ("tree", ("目標", "取組みの柱", "direction"))
    assert [(row.head, row.cells) for row in picture.rows] == [
        ("第1章　目標1", (("住環境の充実",), ("1　方向",))),
        ("第2章　目標2", (("－",), ("1　方向",))),
    ]
    assert picture.caption == "取組みの柱・目標・directionのつながりを示します。"


def test_wide_and_narrow_pictures_are_named_and_a_file_stands_alone():
    for picture in (tree(), *pictures_of(whole())):
        for svg in (picture.wide, picture.narrow, picture.alone):
            assert svg.count("<title") == 1 and 'role="img"' in svg and "style=" not in svg
        ElementTree.fromstring(picture.alone)
        assert picture.alone.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert 'viewBox="0 0 360 ' in tree().narrow


@pytest.fixture
def edition(toyonaka):
    """A public edition with two goals, so that there is a tree to draw."""
    made = factories.edition(
        factories.plan(toyonaka), stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1)
    )
    factories.small_tree(made)
    other = factories.item(made, "chapter", "もう一つの目標")
    for n in range(4):
        factories.item(made, "section", f"節{n}", parent=other)
    return made


@pytest.mark.parametrize(("who", "status"), [("baba", 200), ("chiba", 404), ("neighbour", 404)])
def test_staff_take_a_picture_home(request, client, edition, who, status):
    client.force_login(request.getfixturevalue(who))
    response = client.get("/office/toyonaka/digital-strategy/1/diagrams/tree.svg")
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "image/svg+xml"
        assert (
            response["Content-Disposition"] == 'attachment; filename="toyonaka-digital-strategy-1-tree.svg"'
        )
        assert (
            ElementTree.fromstring(response.content)[0].text
            == "第3期まち・ひと・しごと創生総合戦略の施策体系図"
        )
        assert client.get("/office/toyonaka/digital-strategy/1/diagrams/concept.svg").status_code == 404
        page = client.get("/office/toyonaka/digital-strategy/1/preview/").content.decode()
        assert page.count('id="diagram-tree-table"') == page.count("diagrams/tree.svg") == 1
