"""A 新旧対照表 as data."""

from dataclasses import replace

from publishing.comparison.kinds import Kind, ordered
from publishing.comparison.table import Change, LeftOut, LevelCount, Place, Row, Side
from tests.publishing.comparisons import table


def side(lineage: str, level: str = "主な取組み") -> Side:
    return Side(lineage, level, "", "見出し", "", "", "", "")


def change(key: str, *kinds: Kind, **fields) -> Change:
    return Change(key, kinds, Place(f"見出し{key}"), (), **fields)


def of(*changes: Change, left_out: tuple[LeftOut, ...] = ()):
    rows = tuple(Row(n, (one,), (one.place,), one.kinds) for n, one in enumerate(changes, start=1))
    return replace(table(), rows=rows, left_out=left_out)


def test_kinds_stand_in_the_order_in_which_they_are_printed():
    assert ordered({Kind.REVISED, Kind.MERGED, Kind.RETITLED}) == (Kind.MERGED, Kind.RETITLED, Kind.REVISED)


def test_changes_of_the_annex_are_counted_too():
    found = of(
        change("a", Kind.REVISED),
        change("b", Kind.REVISED, Kind.RETITLED),
        left_out=(
            LeftOut(change("c", Kind.DOWN, count=4), "番号"),
            LeftOut(change("d", Kind.REVISED), "誤植", True),
        ),
    )
    assert found.kind_counts == {Kind.RETITLED: 1, Kind.REVISED: 3, Kind.DOWN: 1}
    assert (found.left_out_count, found.gathered_count) == (5, 1)
    assert [one.key for one in found.changes()] == ["a", "b", "c", "d"]


def test_classes_of_changes_are_counted_by_level_and_a_branch_by_each_of_its_items():
    branch = change("a", Kind.NEW, new=(side("a", "小柱"), side("b"), side("c")))
    retitled = change("d", Kind.RETITLED, old=(side("d"),), new=(side("d"),))
    merged = change("e", Kind.MERGED, old=(side("e"), side("f")), new=(side("e"),))
    assert of(branch, retitled, merged).class_counts == {
        ("小柱", Kind.NEW): 1,
        ("主な取組み", Kind.NEW): 2,
        ("主な取組み", Kind.RETITLED): 1,
        ("主な取組み", Kind.MERGED): 1,
    }


def test_rows_without_a_reason_and_stages_of_revision_are_told():
    found = of(change("a"), change("b"))
    told = replace(
        found,
        rows=(replace(found.rows[0], reason="趣旨", revision_stage="時点修正"), found.rows[1]),
    )
    assert [row.number for row in told.without_reason] == [2]
    assert told.revision_stages == {"時点修正": 1}


def test_pages_are_filled_in_for_what_each_side_has():
    came, went = (
        change("item:n", Kind.NEW, new=(side("n"),)),
        change("item:o", Kind.REMOVED, old=(side("o"),)),
    )
    joined = change("item:n/2", Kind.REVISED, old=(side("o"),), new=(side("n"),))
    paged = of(came, went, joined, change("title", Kind.THROUGHOUT)).paged(
        {"o": "3", "n": "9"}, {"n": "5", "o": "9"}
    )
    assert [(place.old_page, place.new_page) for row in paged.rows for place in row.places] == [
        ("", "5"),
        ("3", ""),
        ("3", "5"),
        ("", ""),
    ]
    assert paged.unpaged() == of(came, went, joined, change("title", Kind.THROUGHOUT)).unpaged()


def test_words_that_the_planner_wrote_for_a_place_stay_when_pages_come():
    found = of(change("item:n", Kind.REVISED, new=(side("n"),)))
    renamed = replace(found, rows=(replace(found.rows[0], places=(Place("全般"),)),))
    (place,) = renamed.paged({}, {"n": "5"}).rows[0].places
    assert (place.words, place.new_page) == ("全般", "5")


def test_the_difference_of_a_level_that_one_edition_has_not_is_its_whole_number():
    assert LevelCount("取組み", 1, 132, 2, 139, 2).difference == 7
    assert LevelCount("取組み", 1, None, 0, 5, 0).difference == 5
    assert LevelCount("取組み", 1, 4, 0, None, 0).difference == -4


def test_a_correction_is_called_by_its_name():
    errata = replace(table(), new=replace(table().new, title="見本戦略", correction=True))
    assert errata.title == "見本戦略　正誤表"
