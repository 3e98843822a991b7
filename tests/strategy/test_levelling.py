"""No text makes the parser think for long, and what an office writes goes to it as it is."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.levelling import DEEPEST, levelled
from strategy.sanitise import TAGS, SanitiseError, clean
from tests.strategy.test_sanitise import FRAGMENTS, check

KEPT = TAGS | {"rp"}


def seconds(html: str) -> float:
    """What cleaning costs, the quicker of two runs."""
    found = []
    for _ in range(2):
        before = time.perf_counter()
        with suppress(SanitiseError):
            clean(html)
        found.append(time.perf_counter() - before)
    return min(found)


MANY = "".join(f"<{tag}>" * 3 for tag in "b i u s a font big code em small strong tt".split())


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("", "<ul>"),
        ("", "<ul><li>"),
        ("", "<ul><table><td></ul></table>"),  # the end tag reaches nothing out of the cell
        ("", "<ul><!--</ul>-->"),
        ("", "<ul><i a\"=\" ></ul>\">"),
        ("", "<ul><script><!--<script></script></ul>--></script>"),
        ("<svg><title>", "<ul>"),
        ("<svg>", "<rp>"),
        ("", "<rp>"),
        ("<p>" + MANY, "<p>y"),  # a parser would open all of them again in every paragraph
    ],
)  # fmt: skip
def test_four_times_the_text_takes_about_four_times_as_long(first, again):
    """If it were quadratic, sixteen times."""
    small, large = (seconds(first + again * (length // len(again))) for length in (30_000, 120_000))
    assert large < 10 * max(small, 0.01)


def test_surplus_tags_are_left_out_and_the_others_closed():
    html = "<ul>" * 300 + "x" + "</ul>" * 300
    assert levelled(html, KEPT) == "<ul>" * DEEPEST + "x" + "</ul>" * DEEPEST
    with pytest.raises(SanitiseError, match="入れ子が深すぎます（上限60段）"):
        clean(html)


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("<p><b>一<p>二", "<p><b>一</b></p><p>二</p>"),
        ("<ul><li>一<li><p>二</ul>", "<ul><li>一</li><li><p>二</p></li></ul>"),
        (
            "<table><tr><td>一<td>二<tr><td><b>三</table>",
            "<table><tr><td>一</td><td>二</td></tr><tr><td><b>三</b></td></tr></table>",
        ),
        ("<b><i>一</b></i>", "<b><i>一</i></b>"),
        ("<p>1 < 2<!-- x --><style>p{}</style><o:p>三</o:p></p>", "<p>1 &lt; 2三</p>"),
        ('<p><a href="/x">一</a><br></ul>', '<p><a href="/x">一</a><br></p>'),
        ("<td>一</td>", "一"),
    ],
)
def test_an_untidy_text_is_written_anew_tag_by_tag(untidy, tidy):
    forced = "<svg></svg>" * 101  # as pasted from a page full of symbols
    assert levelled(forced + untidy, KEPT | {"b", "i"}) == tidy


PAGE = (
    "<h3>一</h3><p class=MsoNormal>本文<strong>太字</strong><o:p></o:p></p><ul><li>あ<li>い<ul><li>う</ul></ul>"
    "<table><tr><td>1<td><p>2<tr><td colspan=2>3</table><p>一<p>二<br>三<!-- 注 --></p>"
)
OLD = f"<div><h1>一</h1><div>{PAGE}</div><dl><dt>語<dd><b>意味</b></dl></div>"


def test_a_long_ordinary_page_stays_as_it_is():
    page = PAGE * 50
    assert levelled(page, KEPT) is page


def test_a_page_of_ordinary_parts_comes_out_as_its_parts():
    one = clean(OLD).html
    assert clean(OLD * 50).html == one * 50
    # and so it does when it is written anew
    assert clean(OLD * 50 + "<svg></svg>").html == one * 50


@given(st.lists(FRAGMENTS, min_size=2, max_size=8), st.integers(60, 120))
@settings(max_examples=60, deadline=None)
def test_what_is_clean_stays_clean_however_much_there_is_of_it(fragments, times):
    try:
        cleaned = clean("".join(fragments) * times)
    except SanitiseError:
        return
    check(cleaned.html)
    assert clean(cleaned.html).html == cleaned.html
