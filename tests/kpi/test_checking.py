"""What was typed into a cell of a workbook: the shorter way leads where the long one does, and what is wrong is said."""

import doctest
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.audit import Refused
from kpi.importing import checking, receiving, text_cells
from kpi.importing.checking import COUNTED, check_cell, clean_text, day_of, figure_of, remark_of
from kpi.importing.facts import Revision, Standing, TargetNow
from kpi.sheet.returned import Entry
from kpi.typed import read_typed

DAY = date(2025, 6, 18)
UNITS = (
    "%",
    "人",
    "千人",
    "万円",
    "億円",
    "",
    "か所",
    "割",
    "人/日",
    "‰",
    "年",
    "ポイント",
    "百万円",
    "時間",
)
STANDING = Standing(
    2024, "令和6年度", {}, {}, {}, {}, {"go": "継続", "more": "拡充"}, {"a": "A 計画を上回る"}
)


@pytest.mark.parametrize("module", [checking, receiving, text_cells])
def test_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def outcome(read):
    """What came of reading: the figure with its digits, or the sentence."""
    try:
        figure = read()
    except Refused as refusal:
        return refusal.sentence
    return figure, str(figure.value)


digits = st.from_regex(r"-?[0-9]{1,11}(,[0-9]{1,4}){0,3}(\.[0-9]{0,8})?", fullmatch=True)
anything = st.text("0123456789.,-△％%人千万約以上（速報値）累計 　０１２", max_size=14)


@settings(max_examples=400, deadline=None)
@given(st.one_of(digits, anything), st.sampled_from(UNITS))
def test_the_shorter_way_reads_what_the_long_one_reads(text, unit):
    assert outcome(lambda: figure_of(text, unit)) == outcome(lambda: read_typed(text, unit=unit))


def target(unit="人", printed="3,420人 3,500人"):
    return TargetNow("x", 1, 1, "登録者数", "", unit, printed, (None, None))


def value(text, of=None, figures=()):
    of = of or target()
    standing = Standing(2024, "令和6年度", {}, {}, {of.indicator: tuple(figures)}, {}, {}, {})
    said = check_cell("target", "value", Entry("KPI実績", "F16", text), of, standing)
    return said.fault or str(said.value)


def revision(places):
    return Revision(1, 1, 1, "FISCAL_YEAR", 1, None, places, None, None, "FINAL", False, False, "", "DRAFT")


def test_half_a_person_is_a_mistake_and_the_likely_number_is_named():
    assert value("10.415") == "単位「人」に小数は使えません。「10,415」ではありませんか。"
    assert value("-1.234") == "単位「人」に小数は使えません。「-1,234」ではありませんか。"
    assert value("10.5人") == "単位「人」に小数は使えません。小数のない数を入れてください。"
    assert value("10.0") == "10.0"
    assert value("１０．５") == "単位「人」に小数は使えません。小数のない数を入れてください。"


def test_an_average_of_people_may_have_decimals():
    assert value("10.5", target(printed="9.8人 12人")) == "10.5"
    assert value("10.5", figures=[revision(1)]) == "10.5"
    assert value("10.5", figures=[revision(0)]) != "10.5"
    assert value("10.415", target("千人")) == "10.415"
    assert "千人" not in COUNTED


def test_the_drawn_mistake():
    assert value("5４.9.", target("%")) == "小数点が二つあります。「54.9」のように入れてください。"


def test_what_was_done_to_a_figure_is_said():
    assert remark_of("４８．６％") == "全角の数字を半角に直しました。"
    assert remark_of("△22.5") == "「△」を負の数と読みました。"
    assert (remark_of("48.6"), remark_of("48人")) == ("", "")


def word(name, text):
    said = check_cell("target", name, Entry("KPI実績", "N5", text), target(), STANDING)
    return None if said is None else said.fault or said.value


def test_words_are_read_in_any_width_and_never_guessed():
    assert (word("direction", "継 続"), word("direction", "拡"), word("direction", "―")) == (
        "go",
        "more",
        None,
    )
    assert word("quality", "速報") == "PROVISIONAL"
    assert (
        word("quality", "ａｂｃ")
        == "「ａｂｃ」という選択肢はありません。速報、確定、訂正から選んでください。"
    )
    assert word("self_evaluation", "Ａ") == "a"


def test_texts_are_kept_clean():
    assert clean_text(" 一行目\r\n二行目\r\x07 ") == "一行目\n二行目"
    assert clean_text("𠮷野家\t①") == "𠮷野家\t①"


@pytest.mark.parametrize(
    ("text", "kind", "day", "sentence"),
    [
        ("2025-06-10", "date", date(2025, 6, 10), ""),
        ("2025-06-10T00:00:00", "date", date(2025, 6, 10), ""),
        ("令和７年６月１０日", "text", date(2025, 6, 10), ""),
        ("R7.6.10", "text", date(2025, 6, 10), ""),
        ("45000", "number", None, "「45000」は日付として読めません。"),
        ("2025-06-19", "text", None, "日付（2025/06/19）がまだ来ていません。"),
    ],
)
def test_days(text, kind, day, sentence):
    found, fault = day_of(Entry("説明", "C9", text, kind), DAY)
    assert (found, fault.startswith(sentence), bool(fault)) == (day, True, bool(sentence))
