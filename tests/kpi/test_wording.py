import doctest
import time

import pytest

from kpi.intake import wording
from kpi.intake.wording import one_line, pieces, undoubled


def test_the_examples_hold():
    assert doctest.testmod(wording) == (0, 7)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("令和 4年度", "令和4年度"),
        ("R5 年度にサービス\nを構築", "R5年度にサービスを構築"),
        ("5年間で 6,814人\n増加", "5年間で6,814人増加"),
        ("第 1章　子ども・若者", "第1章　子ども・若者"),
        ("第 1 章－2　 教育", "第1章－2　教育"),
        ("研修 延べ受講者数（初級～上級）", "研修 延べ受講者数（初級～上級）"),
        ("割合 （対象：18～49歳）", "割合（対象：18～49歳）"),
        ("⼦育て⽀援", "子育て支援"),
        ("<ul><li>子育て</li><li>教育</li></ul>", "子育て教育"),
        ("5＜6 & 3<4", "5＜6 & 3<4"),
        ("**重要**な __点__", "重要な 点"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("Smart\r\nCity", "Smart City"),
        (" 　\n ", ""),
    ],
)
def test_a_cell_on_one_line(cell, said):
    assert one_line(cell) == said
    assert one_line(said) == said


def test_lists_inside_a_cell_fall_into_pieces():
    assert pieces("✓ 相談支援\n▶ 交流の\n　場づくり\n➡居場所") == ("相談支援", "交流の場づくり", "居場所")
    assert pieces("<ul><li>■ 相談</li><li>■ 交流</li></ul>") == ("相談", "交流")


def test_a_sentence_said_twice_is_said_once():
    assert undoubled("拠点をつくります。拠点をつくります。人を育てます") == (
        "拠点をつくります。人を育てます",
        True,
    )
    assert undoubled("はい。はい。拠点をつくります。人を育てます。拠点をつくります。") == (
        "はい。はい。拠点をつくります。人を育てます。拠点をつくります。",
        False,
    )


@pytest.mark.parametrize("sign", [" ", "　", "__a ", "**", "人", "a\n", "<", "（", "令和 ", "※"])
def test_no_cell_takes_long(sign):
    begun = time.process_time()
    one_line(sign * (32_000 // len(sign)))
    undoubled(sign * (32_000 // len(sign)))
    assert time.process_time() - begun < 1
