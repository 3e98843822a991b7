import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper import phrases
from paper.phrases import NO_END, NO_START, break_phrases, em_width

NAME = "デジタル田園都市国家構想の実現に向けた豊中市まち・ひと・しごと創生総合戦略"
TITLES = [
    (NAME, 14, ["デジタル田園都市国家構想の", "実現に向けた豊中市まち・", "ひと・しごと創生総合戦略"]),
    ("いきいきと心豊かに暮らせるまちづくり", 10, ["いきいきと心豊かに", "暮らせるまちづくり"]),
    (
        "災害に強く、犯罪を防ぎ、安全に暮らせる地域づくり",
        16,
        ["災害に強く、犯罪を防ぎ、", "安全に暮らせる地域づくり"],
    ),
    ("安全・安心な暮らしの確保", 9, ["安全・安心な", "暮らしの確保"]),
    ("KPI 2027", 10, ["KPI 2027"]),
    ("一行目\n二行目", 10, ["一行目", "二行目"]),
    ("", 10, [""]),
]


def test_the_examples_hold():
    failed, attempted = doctest.testmod(phrases)
    assert (failed, attempted) == (0, 4)


@pytest.mark.parametrize(("text", "width", "lines"), TITLES)
def test_titles_break_at_phrase_ends(text, width, lines):
    assert break_phrases(text, width) == lines


SIGNS = st.sampled_from("豊中市の計画をまちづくりデジタルー、。・（）「」12AKPI ％～ゃっ")


@given(st.text(SIGNS, max_size=60), st.floats(1, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text, width):
    lines = break_phrases(text, width)
    assert "".join(lines) == text
    assert [line for line in lines if em_width(line) > width and len(line) > 1] == []


@given(
    st.lists(st.sampled_from(["計画", "まち", "「市」", "取組ー", "KPI", "（案）", "ちょっと"]), max_size=20)
)
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_sign(words):
    """Wherever a comma stands within reach of every line, no forbidden place is taken."""
    lines = break_phrases("、".join(words), 12)
    assert [line for line in lines[1:] if line[0] in NO_START] == []
    assert [line for line in lines[:-1] if line[-1] in NO_END] == []


def test_a_sign_wider_than_the_line_stands_alone():
    assert break_phrases("豊中", 0.5) == ["豊", "中"]


def test_a_long_text_is_broken_in_time():
    lines = break_phrases("人口減少に歯止めをかけるための取組みを進める。" * 200, 20)
    assert len(lines) > 200
