"""Which items wait for text."""

import pytest

from strategy.filling import Progress, needs_text


@pytest.mark.parametrize(
    ("kind", "has_children", "needed"),
    [
        ("TEXT", False, True),
        ("TEXT", True, False),
        ("GOAL", True, False),
        ("GOAL", False, True),
        ("DIRECTION", False, True),
        ("MEASURE", False, True),
        ("MEASURE", True, True),
        ("INITIATIVE", False, True),
        ("PILLAR", False, False),
        ("FOUNDATION", False, False),
    ],
)
def test_leaves_and_measures_need_text_and_names_do_not(kind, has_children, needed):
    assert needs_text(kind, has_children) is needed


def test_progress_counts_what_is_left():
    assert Progress(written=147, needed=154).missing == 7
