"""Many closed votes counted at once are counted as each of them alone."""

from deliberation.counting import counts_of
from deliberation.results import result_of
from tests.deliberation.procedures import voted
from tests.deliberation.sittings import a_draft


def test_counts_of_many_boxes_are_those_of_each(toyonaka, django_assert_num_queries):
    draft = a_draft(toyonaka)
    boxes = [voted(toyonaka, draft, f"第{n}委員会", in_favour=n) for n in (2, 1)]
    with django_assert_num_queries(4):
        found = counts_of(boxes)
    assert found == {count.item: count for box in boxes for count in result_of(box).counts}
    assert (len(found), {count.in_favour for count in found.values()}) == (2, {1, 2})
    with django_assert_num_queries(0):
        assert counts_of([]) == {}
