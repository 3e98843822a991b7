import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.normalise import fold, has_radicals, repair_radicals


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("⼦育て⽀援", "子育て支援"),
        ("⺠間・⻄部・⻘年・⻑期・⺟⼦", "民間・西部・青年・長期・母子"),
        ("神⼾", "神戸"),
        ("⿊⾭⿈", "黒青黄"),
        ("⻩⻨⻭⻯⻲⻫", "黄麦歯竜亀斉"),
        ("⽬標︓", "目標："),
    ],
)
def test_radicals_become_the_characters_they_stand_for(broken, repaired):
    assert has_radicals(broken)
    assert repair_radicals(broken) == repaired
    assert not has_radicals(repaired)


@pytest.mark.parametrize(
    "kept", ["①②⑳", "Ⅳ", "㈱", "～〜", "ＡＢＣ１２３（）", "ｶﾅ", "戶田", "髙﨑", "葛󠄀", "⺅⺡⻌", ":："]
)
def test_an_import_changes_nothing_else(kept):
    assert repair_radicals(kept) == kept
    assert not has_radicals(kept)


@pytest.mark.parametrize("block", [range(0x2F00, 0x2FD6)])
def test_the_whole_kangxi_block_is_repaired(block):
    for code in block:
        assert unicodedata.name(repair_radicals(chr(code))).startswith("CJK UNIFIED IDEOGRAPH")


@given(st.text())
def test_repairing_keeps_the_length_and_is_done_after_once(text):
    repaired = repair_radicals(text)
    assert len(repaired) == len(text)
    assert not has_radicals(repaired)


def test_no_radical_remains_of_a_real_plan(shared):
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("004*.txt")))
    broken = [c for c in text if "\u2e80" <= c <= "\u2fdf" or c == "︓"]
    assert len(broken) == 1711
    repaired = repair_radicals(text)
    assert [c for c in repaired if "\u2e80" <= c <= "\u2fdf" or c == "︓"] == []
    assert "子育て支援" in repaired


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＤＸ推進", "dx推進"),
        ("デジタル", "でじたる"),
        ("ﾃﾞｼﾞﾀﾙ", "デジタル"),
        ("か゛", "が"),
        ("第 １ 章", "第1章"),
        ("DX 推進", "DX推進"),
        ("まち・ひと・しごと　創生", "まち・ひと・しごと創生"),
        ("local  government\n", "Local Government"),
        ("〇歳", "○歳"),
        ("◯歳", "○歳"),
        ("2023－2027", "2023-2027"),
        ("2023‐2027", "2023−2027"),
        ("2023～2027", "2023〜2027"),
        ("①", "1"),
        ("㈱", "（株）"),
        ("Ⅳ", "iv"),
        ("神戶", "神⼾"),
        ("⻑期", "長期"),
        ("葛󠄀城", "葛城"),
        ("子\u200b育て", "子育て"),
    ],
)
def test_what_a_reader_takes_for_the_same_is_found(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("カード", "カド"),
        ("はは", "ぱぱ"),
        ("local government", "localgovernment"),
        ("きょう", "きよう"),
        ("一", "ー"),
    ],
)
def test_what_differs_stays_apart(one, other):
    assert fold(one) != fold(other)


@given(
    st.text(
        alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("か゛゙ﾞ〇ー－ 　⼾ヷ"))
    )
)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
