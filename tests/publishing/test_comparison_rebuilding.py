"""Nothing is missing from a comparison: the newer edition can be rebuilt from the older one and the table."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.comparison.comparing import Comparing
from publishing.comparison.data import from_data, to_data
from publishing.comparison.hand import Hand
from publishing.comparison.kinds import Kind
from publishing.comparison.lines import pieces_of
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.document import Document
from strategy.matching import linked, through
from tests.sessions import Draft, rebuilt, shape

SEEDS = st.integers(0, 10**6)


def named(document: Document):
    return [(entry.lineage, entry.predecessors) for entry in document.walk()]


def compared(old: Document, new: Document, links) -> Comparing:
    return Comparing(Reader(old), Reader(new), links=links)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_after_three_sessions_the_newer_edition_is_rebuilt_from_the_older_one_and_the_table(seed):
    draft = Draft(seed)
    editions = [draft.edition(1)]
    for number in (2, 3, 4):
        draft.session()
        editions.append(draft.edition(number))
    steps = [linked(named(one), named(other)) for one, other in pairwise(editions)]
    links = through(through(steps[0], steps[1]), steps[2])
    for old, new, joined in ((editions[0], editions[3], links), (editions[2], editions[3], steps[2])):
        table = arranged(compared(old, new, joined), Hand())
        stored = from_data(json.loads(json.dumps(to_data(table))))
        assert stored == table
        assert rebuilt(old, stored) == shape(new)


MIRRORED = {
    Kind.NEW: Kind.REMOVED,
    Kind.REMOVED: Kind.NEW,
    Kind.MERGED: Kind.SPLIT,
    Kind.SPLIT: Kind.MERGED,
    Kind.UP: Kind.DOWN,
    Kind.DOWN: Kind.UP,
}


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_table_backwards_mirrors_the_table(seed):
    draft = Draft(seed)
    old = draft.edition(1)
    draft.session()
    new = draft.edition(2)
    links = linked(named(old), named(new))
    there = compared(old, new, links).changes()
    back = compared(new, old, {(other, one) for one, other in links}).changes()

    def seen(changes, *, turned):
        found = set()
        for change in changes:
            if Kind.NEW in change.kinds or Kind.REMOVED in change.kinds:
                continue  # a branch that came is one change; the one that went may hold what was saved from it
            kinds = {MIRRORED.get(kind, kind) if turned else kind for kind in change.kinds}
            sides = (change.old, change.new)[:: -1 if turned else 1]
            found.add((tuple(frozenset(side.lineage for side in one) for one in sides), frozenset(kinds)))
        return found

    assert seen(there, turned=False) == seen(back, turned=True)


@pytest.mark.parametrize("seed", range(5))
def test_moving_an_item_without_editing_gives_a_move_and_no_mark_in_its_text(seed):
    draft = Draft(seed)
    old = draft.edition(1)
    node = draft.nodes()[0]
    draft.top.children.remove(node)
    draft.insert()
    draft.nodes()[-1].children.append(node)
    new = draft.edition(2)
    (moved,) = [
        change
        for change in compared(old, new, None).changes()
        if node.lineage in [side.lineage for side in change.new]
    ]
    assert moved.kinds == (Kind.MOVED,)
    assert pieces_of(line for line in moved.lines if line.form == "text") == []
