"""The flat run of pieces: every item once, in printed order."""

from itertools import pairwise

import pytest

from publishing.document import Document
from publishing.pieces import contents, frame_tables, pieces, pillar_columns
from strategy.alignments import align_item
from strategy.items import relist_item
from tests import factories
from tests.documents import kpi_plan


@pytest.fixture
def edition(toyonaka):
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def tree(edition):
    return factories.small_tree(edition)


def shown(edition) -> list[tuple[str, list[str]]]:
    """Form and titles of each piece."""
    rows = []
    for piece in pieces(Document.draft(edition)):
        entries = piece.entries or ((piece.entry,) if piece.form == "heading" else ())
        rows.append((piece.form, [entry.title for entry in entries]))
    return rows


def test_every_item_comes_once_in_printed_order(edition, tree):
    factories.item(edition, "initiative", "産後ケア", tree["section"])
    document = Document.draft(edition)
    titles = [title for _, group in shown(edition) for title in group]
    assert titles == [entry.title for entry in document.walk()]


def test_forms(edition, tree):
    factories.item(edition, "initiative", "産後ケア", tree["section"])
    assert [form for form, _ in shown(edition)] == [
        "heading",
        "pillars",
        "heading",
        "heading",
        "heading",
        "measures",
        "examples",
    ]


def test_a_direction_without_measures_prints_a_dash(edition, tree):
    factories.item(edition, "direction", "施策のない方向性", tree["section"])
    assert shown(edition)[-2:] == [("heading", ["施策のない方向性"]), ("none", [])]


def test_a_section_that_cannot_hold_measures_prints_none(edition, tree):
    factories.item(edition, "section", "空の節", tree["chapter"])
    assert shown(edition)[-1] == ("heading", ["空の節"])


@pytest.mark.parametrize(
    ("index", "order"), [(0, ["relisted", "measures"]), (1, ["measures", "relisted"])], ids=["first", "last"]
)
def test_a_relisted_item_stands_where_it_was_put(edition, tree, index, order):
    other = factories.item(edition, "direction", "別の方向性", tree["section"])
    factories.item(edition, "measure", "別の取組み", other)
    relist_item(actor=None, item=tree["measure1"], under=other, index=index)
    run = shown(edition)
    assert [form for form, _ in run[-2:]] == order
    assert ("relisted", ["見本の取組み1"]) in run


def test_a_relisted_item_stands_between_two_measures(edition, tree):
    other = factories.item(edition, "direction", "別の方向性", tree["section"])
    factories.item(edition, "measure", "前の取組み", other)
    factories.item(edition, "measure", "後の取組み", other)
    relist_item(actor=None, item=tree["measure1"], under=other, index=1)
    assert shown(edition)[-3:] == [
        ("measures", ["前の取組み"]),
        ("relisted", ["見本の取組み1"]),
        ("measures", ["後の取組み"]),
    ]


def test_heading_levels_never_skip(edition, tree):
    levels = [piece.heading for piece in pieces(Document.draft(edition)) if piece.form == "heading"]
    assert levels[0] == 3
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert max(levels) <= 6


def test_pillars_reach_the_goals_of_their_measures(edition, tree):
    assert pillar_columns(Document.draft(edition)) == ()
    align_item(actor=None, item=tree["measure1"], to_item=tree["pillar"])
    column = pillar_columns(Document.draft(edition))[0]
    assert column.stamp == "子"
    assert [goal.title for goal in column.goals] == [tree["chapter"].title]


def test_contents_list_texts_goals_and_their_first_directions(edition, tree):
    lines = contents(Document.draft(edition))
    assert [(line.rank, line.entry.kind) for line in lines] == [(1, "TEXT"), (1, "GOAL"), (2, "DIRECTION")]


def test_no_frame_without_a_national_plan(edition, tree):
    assert frame_tables(Document.draft(edition)) == ()


def test_a_goal_tells_how_many_kpi_it_has():
    goals = [piece for piece in pieces(kpi_plan()) if piece.style == "goal"]
    assert [piece.targets for piece in goals] == ["4件", "3件（再掲1を含む）"]
