"""What is written to a part of a change follows the text on which the part begins."""

import copy

import pytest

from publishing.comparison.keeping import hand_of
from publishing.comparisons import cut_change, note_changes
from publishing.editions import start_next_edition
from publishing.models import ComparisonNote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _pair(for_the_file) -> dict:
    old = factories.published(factories.plan(factories.government()))
    return {"actor": None, "old": old, "new": start_next_edition(actor=None, edition=old, stage="PROPOSAL")}


@pytest.fixture
def pair(_pair, db) -> dict:
    return copy.deepcopy(_pair)


def written(pair) -> dict[str, str]:
    """Each change with the reason that is written to it."""
    return {key: note.reason for note in hand_of(pair["old"], pair["new"]).notes for key in note.keys}


def cut(pair, *lines: int) -> None:
    cut_change(**pair, key="item:a", lines=lines)


def write(pair, *keys: str, reason: str) -> None:
    note_changes(**pair, keys=keys, reason=reason)


@pytest.fixture
def three(pair) -> dict:
    """A change in three parts, of lines 1-2, 3-5 and 6-, with a reason each."""
    cut(pair, 2, 5)
    for key, reason in (("item:a", "一"), ("item:a/2", "二"), ("item:a/3", "三")):
        write(pair, key, reason=reason)
    return pair


def test_a_first_cut_leaves_the_reason_with_the_first_part(pair):
    write(pair, "item:a", reason="全体")
    cut(pair, 3)
    assert written(pair) == {"item:a": "全体"}


def test_a_cut_in_between_moves_the_parts_behind_it(three):
    cut(three, 2, 3, 5)
    assert written(three) == {"item:a": "一", "item:a/2": "二", "item:a/4": "三"}


def test_a_cut_that_goes_gives_its_reason_to_the_part_before(three):
    cut(three, 5)
    assert written(three) == {"item:a": "一\n二", "item:a/2": "三"}
    cut(three)
    assert written(three) == {"item:a": "一\n二\n三"}
    assert ComparisonNote.objects.count() == 1


def test_where_the_part_before_had_none_the_note_goes_there_whole(pair):
    cut(pair, 2)
    note_changes(**pair, keys=["item:a/2"], reason="二", remark="備考")
    cut(pair)
    (note,) = hand_of(pair["old"], pair["new"]).notes
    assert (note.keys, note.reason, note.remark) == (("item:a",), "二", "備考")


def test_a_moved_cut_gives_the_reason_to_the_part_that_has_the_text_now(three):
    cut(three, 3, 5)  # line 3, on which 二 began, is in the first part now
    assert written(three) == {"item:a": "一\n二", "item:a/3": "三"}


def test_other_changes_of_the_row_keep_it(pair):
    cut(pair, 2)
    write(pair, "item:a/2", "item:b", reason="二とB")
    write(pair, "item:a", reason="一")
    cut(pair)
    assert written(pair) == {"item:b": "二とB", "item:a": "一\n二とB"}


def test_parts_of_one_row_stay_one_row(three):
    write(three, "item:a", "item:a/2", "item:a/3", reason="すべて")
    cut(three)
    assert written(three) == {"item:a": "すべて"}


def test_another_change_whose_key_begins_alike_is_left_alone(three):
    write(three, "item:ab", reason="別の項目")
    write(three, "item:a/9", reason="無い部分")
    cut(three)
    assert written(three) == {"item:a": "一\n二\n三", "item:ab": "別の項目", "item:a/9": "無い部分"}
