"""Where a target stands, and of what its item tells."""

import pytest

from kpi.neighbourhood import neighbourhood_of, titles_near
from kpi.rules import target_or_404
from kpi.targets import relist_target, serve_items
from strategy.alignments import align_item
from tests.kpi import promises


@pytest.mark.django_db
def test_a_target_stands_among_the_rows_of_its_item(edition, made):
    first, second = (promises.target(made["chapter"], name) for name in ("一番目", "二番目"))
    below = promises.target(made["section"], "節の指標")
    relist_target(actor=None, target=below, item=made["chapter"], index=1)
    relist_target(actor=None, target=first, item=made["section"])
    serve_items(actor=None, target=first, items=[made["measure2"], made["measure1"]])
    near = neighbourhood_of(target_or_404(edition, first.lineage))
    assert (near.place.full_number, near.index, near.count, near.is_first, near.is_last) == (
        "第1章",
        0,
        3,
        True,
        False,
    )
    assert [(row.item, place.title) for row, place in near.relistings] == [
        (made["section"], made["section"].title)
    ]
    assert [place.title for place in near.served] == ["見本の取組み2", "見本の取組み1"]
    assert [row.name for row in near.neighbours] == ["一番目", "二番目", "節の指標"]
    last = neighbourhood_of(target_or_404(edition, second.lineage))
    assert (last.index, last.is_last, last.relistings, last.served) == (2, True, (), ())


@pytest.mark.django_db
def test_titles_near_are_those_of_the_pillars_of_the_goal_else_of_the_item(edition, made):
    lineage = str(made["section"].lineage)
    assert titles_near(edition, lineage) == [made["section"].title, made["chapter"].title]
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    assert titles_near(edition, lineage) == ["子育て環境の充実"]
    assert titles_near(edition, "") == []
