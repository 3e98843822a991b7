"""What the planner wrote, read back with few queries; what one row says, and whether somebody wrote since."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.comparison.arranging import RENUMBERED
from publishing.comparison.hand import Hand, Note
from publishing.comparison.keeping import (
    comparison_of,
    hand_of,
    require_rows_seen,
    rows_seen,
    said_in,
    seen_of,
    settings_seen,
    written_on,
)
from publishing.comparison.kinds import Kind
from publishing.comparison.table import Cause, Change, EditionFacts, LeftOut, Place, Row, Table
from publishing.comparisons import cut_change, note_changes, save_comparison
from publishing.editions import start_next_edition
from strategy.models import Edition
from strategy.stale import Stale
from tests import factories


@pytest.fixture(scope="module")
def _old(for_the_file) -> Edition:
    return factories.published(factories.plan(factories.government()))


@pytest.fixture
def old(_old, db) -> Edition:
    return copy.deepcopy(_old)


@pytest.fixture
def new(old) -> Edition:
    return start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)


@pytest.mark.django_db
def test_where_nobody_wrote_anything_there_is_nothing(old, new):
    assert comparison_of(old, new) is None
    assert hand_of(old, new) == Hand()


@pytest.mark.django_db
def test_one_direction_is_not_the_other(old, new):
    note_changes(actor=None, old=old, new=new, keys=["title"], reason="名称")
    assert hand_of(new, old) == Hand()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 60])
def test_the_number_of_queries_does_not_grow(old, new, rows):
    pair = {"actor": None, "old": old, "new": new}
    for n in range(rows):
        causes = [Cause("意見", f"意見{n}"), Cause("表決", "表決", "/toyonaka/")]
        note_changes(**pair, keys=[f"item:{n}", f"figure:{n}"], reason=f"趣旨{n}", causes=causes)
    with CaptureQueriesContext(connection) as plain:
        hand = hand_of(old, new)
    assert len(plain) == 2
    assert [note.reason for note in hand.notes] == [f"趣旨{n}" for n in range(rows)]
    assert hand.notes[-1] == Note(
        (f"item:{rows - 1}", f"figure:{rows - 1}"),
        reason=f"趣旨{rows - 1}",
        causes=(Cause("意見", f"意見{rows - 1}"), Cause("表決", "表決", "/toyonaka/")),
    )
    for n in range(rows):
        cut_change(**pair, key=f"item:{n}", lines=[1, 3])
    save_comparison(**pair, paper_number="資料4", points="一\n二", terms=[("旧", "新")])
    with CaptureQueriesContext(connection) as cut:
        hand = hand_of(old, new)
    assert len(cut) == 3
    assert len(hand.cuts) == rows
    assert (hand.paper_number, hand.points, hand.terms) == ("資料4", ("一", "二"), (("旧", "新"),))


# --- what one row says --------------------------------------------------------------------------------------

FACTS = EditionFacts(1, "題名", "題名", "題名", "案", None, 0, False, "", True, "")


def change(key: str, place: str = "第1章", kind: Kind = Kind.REVISED) -> Change:
    return Change(key, (kind,), Place(place), ())


def row(*changes: Change, reason: str = "", place: str = "") -> Row:
    places = (Place(place),) if place else tuple(change.place for change in changes)
    return Row(1, changes, places, (Kind.REVISED,), reason=reason)


def table(*rows: Row, left_out: tuple[LeftOut, ...] = ()) -> Table:
    return Table("豊中市", "toyonaka", "keikaku", FACTS, FACTS, rows, left_out)


def test_several_rows_together_say_all_that_is_written_once():
    notes = (
        Note(("a",), reason="同じ趣旨", remark="備考", causes=(Cause("意見", "一"),)),
        Note(
            ("b",),
            reason="同じ趣旨",
            revision_stage="時点修正",
            causes=(Cause("意見", "一"), Cause("表決", "二")),
        ),
        Note(("c",), reason="別の趣旨"),
    )
    rows = table(*(row(change(key)) for key in "abc"))
    assert said_in(rows, ["a", "b", "c"], notes) == Note(
        ("a", "b", "c"),
        reason="同じ趣旨\n別の趣旨",
        remark="備考",
        revision_stage="時点修正",
        causes=(Cause("意見", "一"), Cause("表決", "二")),
    )


def test_the_words_of_one_place_do_not_hide_the_others():
    note = Note(("a",), place="計画全体")
    rows = table(row(change("a"), place="計画全体"), row(change("b", "第2章")))
    assert said_in(rows, ["a"], [note]).place == "計画全体"
    assert said_in(rows, ["a", "b"], [note]).place == "計画全体、第2章"
    assert said_in(rows, ["b"], []).place == ""


def test_where_nothing_is_written_the_row_says_what_the_table_says():
    out = LeftOut(change("a", kind=Kind.UP), RENUMBERED)
    gathered = LeftOut(change("b"), "字句の整理", gathered=True)
    found = table(row(change("c")), left_out=(out, gathered))
    assert said_in(found, ["a"], []) == Note(("a",), "OMITTED", reason=RENUMBERED)
    assert said_in(found, ["b"], []) == Note(("b",), "GATHERED", reason="字句の整理")
    assert said_in(found, ["a", "c"], []) == Note(("a", "c"))
    assert said_in(found, ["gone"], []) == Note(("gone",))


# --- whether somebody wrote since ---------------------------------------------------------------------------


def test_the_sign_of_notes_is_that_of_all_they_say():
    note = Note(("a",), reason="趣旨")
    signs = {
        seen_of(notes)
        for notes in (
            (),
            (note,),
            (Note(("a", "b"), reason="趣旨"),),
            (Note(("a",), "OMITTED", reason="趣旨"),),
            (Note(("a",), reason="趣旨", causes=(Cause("意見", "一"),)),),
        )
    }
    assert len(signs) == 5
    assert seen_of([Note(("a",), reason="趣旨")]) == seen_of((note,))
    assert written_on([note, Note(("b",))], ["b", "c"]) == (Note(("b",)),)


def test_the_sign_of_the_rows_is_no_matter_of_the_text():
    """Departments may go on writing while a planner chooses rows; what other planners wrote counts."""
    before = table(row(change("a"), reason="趣旨"), row(change("b")))
    texts_went_on = table(
        row(change("new")),
        row(change("a"), reason="趣旨"),
        left_out=(LeftOut(change("c", kind=Kind.UP), RENUMBERED),),
    )
    assert rows_seen(before) == rows_seen(texts_went_on)
    for written in (
        table(row(change("a"), reason="別の趣旨"), row(change("b"))),
        table(row(change("a"), reason="趣旨"), row(change("b"), place="計画全体")),
        table(row(change("a"), change("b"), reason="趣旨")),
        table(row(change("a"), reason="趣旨"), left_out=(LeftOut(change("b"), "誤植"),)),
    ):
        with pytest.raises(Stale) as stale:
            require_rows_seen(written, rows_seen(before))
        require_rows_seen(written, stale.value.seen)


@pytest.mark.django_db
def test_settings_that_nobody_wrote_have_the_sign_of_empty_ones(old, new):
    save_comparison(actor=None, old=old, new=new, paper_number="", points="", terms=())
    assert settings_seen(comparison_of(old, new)) == settings_seen(None)
