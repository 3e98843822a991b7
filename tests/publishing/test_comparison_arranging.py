"""Rows and annex out of changes: the planner arranges, and nothing can vanish."""

import pytest

from publishing.comparison.arranging import RENUMBERED, cut, lost_notes, rows_of
from publishing.comparison.hand import Hand, Note
from publishing.comparison.kinds import Kind
from publishing.comparison.lines import title_line
from publishing.comparison.table import Change, Place


def change(key: str, *kinds: Kind, lines: int = 1) -> Change:
    told = tuple(title_line("旧の文", f"新の文{n}") for n in range(lines))
    return Change(key, kinds or (Kind.REVISED,), Place(f"見出し{key}", "1", "2"), told, count=lines)


CHANGES = [change("a"), change("b"), change("c", Kind.DOWN), change("d", lines=3)]


def arranged(*notes: Note, **hand) -> tuple[list[tuple[int, tuple[str, ...]]], list[tuple[str, str]]]:
    found = Hand(notes=notes, **hand)
    rows, left_out = rows_of(list(cut(CHANGES, found)), found)
    return [(row.number, row.keys) for row in rows], [(out.change.key, out.reason) for out in left_out]


def test_each_change_has_a_row_but_mere_renumbering():
    assert arranged() == ([(1, ("a",)), (2, ("b",)), (3, ("d",))], [("c", RENUMBERED)])


def test_what_is_renumbered_comes_into_the_table_when_the_planner_says_so():
    rows, left_out = arranged(Note(("c",), reason="番号を改めます。"))
    assert (rows[2], left_out) == ((3, ("c",)), [])


def test_rows_put_together_stand_where_the_first_of_them_stands():
    note = Note(("d", "a"), reason="まとめます。", place="全般", revision_stage="時点修正", remark="備考")
    rows, _ = rows_of(CHANGES, Hand(notes=(note,)))
    assert [row.keys for row in rows] == [("a", "d"), ("b",)]
    first = rows[0]
    assert (first.reason, first.revision_stage, first.remark) == ("まとめます。", "時点修正", "備考")
    assert [place.words for place in first.places] == ["全般"]


def test_places_of_rows_put_together_are_all_named():
    rows, _ = rows_of(CHANGES, Hand(notes=(Note(("a", "b")),)))
    assert [place.words for place in rows[0].places] == ["見出しa", "見出しb"]


def test_what_is_gathered_is_counted_in_the_last_row_and_stands_in_the_annex():
    found = Hand(
        notes=(Note(("b", "d"), "GATHERED", reason="字句の整理"), Note(("a",), "OMITTED", reason="誤植"))
    )
    rows, left_out = rows_of(CHANGES, found)
    assert [row.places[0].words for row in rows] == ["その他、字句の整理（4箇所）"]
    assert rows[0].is_gathered
    assert [(out.change.key, out.gathered) for out in left_out] == [
        ("a", False), ("b", True), ("d", True), ("c", False)
    ]  # fmt: skip


def test_a_change_is_cut_at_paragraph_bounds_and_each_part_has_its_note():
    rows, _ = arranged(Note(("d/2",), reason="別の趣旨"), cuts={"d": (1, 2)})
    assert [keys for _, keys in rows] == [("a",), ("b",), ("d",), ("d/2",), ("d/3",)]
    parts = list(cut(CHANGES, Hand(cuts={"d": (1,)})))[-2:]
    assert [len(part.lines) for part in parts] == [1, 2]
    assert parts[0].lines + parts[1].lines == CHANGES[-1].lines


def test_a_cut_behind_the_end_of_a_text_that_became_shorter_is_none():
    assert arranged(cuts={"a": (5,), "gone": (1,)}) == arranged()


@pytest.mark.parametrize(
    "notes",
    [
        (),
        (Note(("a", "b", "c", "d")),),
        (Note(("a", "gone"), "GATHERED", reason="整理"), Note(("c",))),
        (Note(("d",), "OMITTED", reason="誤植"), Note(("a", "c"), "OMITTED", reason="誤植")),
    ],
)
def test_every_change_stands_in_exactly_one_place(notes):
    rows, left_out = rows_of(CHANGES, Hand(notes=notes))
    told = [key for row in rows for key in row.keys] + [out.change.key for out in left_out]
    assert sorted(told) == ["a", "b", "c", "d"]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_a_reason_whose_change_is_no_more_is_told():
    hand = Hand(notes=(Note(("gone",), reason="前に書いた趣旨"), Note(("a",), reason="今の趣旨")))
    (told,) = lost_notes(CHANGES, hand)
    assert told.startswith("「前に書いた趣旨」と書いた変更は、今の文にはありません。")
