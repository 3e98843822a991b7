"""What all pictures share: round axes, printed figures, words kept apart, literal text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper import drawing
from tests.paper.drawn import parsed

FONT = drawing.FONT


@pytest.mark.parametrize(
    ("low", "high", "with_zero", "ticks"),
    [
        (
            359_394,
            401_558,
            False,
            ["350,000", "360,000", "370,000", "380,000", "390,000", "400,000", "410,000"],
        ),
        (1_200, 9_800, False, ["0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000"]),
        (359_394, 401_558, True, ["0", "100,000", "200,000", "300,000", "400,000", "500,000"]),
        (5_000_000, 14_000_000, False, ["0", "500", "1,000", "1,500"]),
        (7, 7, False, ["6.8", "7.0", "7.2"]),
        (0, 0, True, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_an_axis_has_round_figures_and_begins_at_nought_where_that_is_near(low, high, with_zero, ticks):
    axis = drawing.axis(low, high, with_zero=with_zero)
    assert [words for _, words in axis.ticks] == ticks
    assert axis.unit == ("万" if high >= 1e6 else "")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 30)), max_size=8))
def test_words_are_kept_apart_in_their_order(blocks):
    wished, heights = sorted(wish for wish, _ in blocks), [height for _, height in blocks]
    edges = drawing.spread(wished, heights, 0, 300)
    for edge, height, later in zip(edges, heights, edges[1:], strict=False):
        assert edge + height <= later + 1e-6
    if wished:
        assert edges[0] >= -1e-9 and edges[-1] + heights[-1] <= 300 + 1e-6


def test_words_that_stand_free_keep_their_place():
    assert drawing.spread([10, 100], [20, 20], 0, 300) == [10, 100]
    assert drawing.spread([100, 100], [20, 20], 0, 300) == [90, 110]


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [(0.5, 0, "1"), (-1.5, 0, "−2"), (-0.4, 0, "0"), (13.65, 1, "13.7"), (402_190, 0, "402,190")],
)
def test_figures_are_rounded_as_offices_do(value, places, words):
    assert drawing.counted(value, places) == words


def test_a_file_brings_its_font_and_namespace_and_a_page_only_an_id():
    alone = drawing.svg("", 10, 20, title="<図>\x00", prefix="p")
    assert parsed(alone)[0].text == "<図>"
    assert alone.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" role="img"')
    within = drawing.svg("", 10, 20, title="図", prefix="p", key="a", css="chart-wide")
    assert within == (
        f'<svg viewBox="0 0 10 20" role="img" aria-labelledby="p-a" class="chart-wide" font-family="{FONT}">'
        '<title id="p-a">図</title>'
        '<rect width="10" height="20" fill="#ffffff"/></svg>'
    )
