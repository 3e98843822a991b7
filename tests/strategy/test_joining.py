"""Proposals for items that no lineage joins: which pairs, how much speaks for them, and why."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.joining import Item, Strength, propose, sign_of

CARE = "妊娠を希望する人や子育て世帯が、身近な場所で相談できる体制を整えます。産前産後の支援を充実させます。"
JOBS = "市内の中小企業の魅力を発信し、若者の就職と定着を支援します。事業承継の相談窓口を設けます。"
ROADS = "鉄道とバスの乗り継ぎを改善し、高齢になっても移動しやすいまちをつくります。"


def item(lineage: str, title: str, body: str = "", number: str = "", kind: str = "MEASURE", under: str = ""):
    return Item(lineage, kind, number, title, body, under)


def pairs(proposals) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in proposals]


@pytest.mark.parametrize(
    ("old", "new", "reason", "strength"),
    [
        (item("a", "子育て支援の充実", CARE, "①"), item("b", "子育て支援の充実", CARE, "①"),
         "番号と見出しと本文が同じ", Strength.STRONG),
        (item("a", "子育て支援の充実", number="①"), item("b", "子育て支援の充実", number="②"),
         "見出しが同じ", Strength.STRONG),
        (item("a", "ＤＸの推進", CARE), item("b", "DXの推進", CARE.replace("身近な", "近くの")),
         "見出しが同じ、本文が似ている", Strength.STRONG),
        (item("a", "子育て支援の充実", CARE), item("b", "切れ目のない子育て支援の充実", CARE),
         "本文が同じ、見出しが似ている", Strength.STRONG),
        (item("a", "子育て支援の充実", CARE, "①"), item("b", "安心して産める環境", CARE, "①"),
         "番号と本文が同じ", Strength.FAIR),
        (item("a", "現状と課題", CARE), item("b", "現状と課題", JOBS),
         "見出しが同じ", Strength.FAIR),
        (item("a", "子育て支援の充実", kind="GOAL"), item("b", "子育て支援の充実", kind="DIRECTION"),
         "見出しが同じ、項目の種類は違う", Strength.FAIR),
        (item("a", "結婚・出産の希望をかなえる"), item("b", "結婚・出産を応援するまち"),
         "見出しが似ている", Strength.WEAK),
    ],
)  # fmt: skip
def test_what_speaks_for_a_pair(old, new, reason, strength):
    (found,) = propose([old], [new])
    assert (found.old, found.new, found.reason, found.strength) == ("a", "b", reason, strength)
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (item("a", "子育て支援の充実", CARE, "①"), item("b", "公共交通の利便性の向上", ROADS, "①")),
        (item("a", "子育て支援"), item("b", "創業の促進")),
        (item("a", "はじめに", ""), item("b", "資料編", ROADS)),
    ],
)
def test_the_same_number_alone_is_no_reason(old, new):
    assert propose([old], [new]) == ()


def test_a_text_that_goes_on_differently_is_not_called_the_same():
    (found,) = propose([item("a", "題", CARE * 9 + JOBS)], [item("b", "題", CARE * 9 + ROADS)])
    assert found.reason == "見出しが同じ、本文が似ている"


def test_each_item_is_in_one_proposal_the_better_one():
    old = [item("a", "子育て支援の充実", CARE), item("b", "子育て支援の推進", JOBS)]
    new = [item("c", "子育て支援の推進", CARE), item("d", "子育て支援の充実", CARE)]
    assert pairs(propose(old, new)) == [("b", "c"), ("a", "d")]


def test_proposals_stand_in_the_reading_order_of_the_new_edition():
    old = [item("a", "子育て支援の充実"), item("b", "公共交通の改善")]
    new = [item("c", "公共交通の改善"), item("d", "子育て支援の充実")]
    assert pairs(propose(old, new)) == [("b", "c"), ("a", "d")]


def chapters(prefix: str, *titles: str) -> list[Item]:
    """Chapters that all hold 現状と課題, and this again 現状."""
    found = []
    for n, title in enumerate(titles):
        found += [
            item(f"{prefix}{n}", title, kind="GOAL"),
            item(f"{prefix}{n}s", "現状と課題", kind="TEXT", under=f"{prefix}{n}"),
            item(f"{prefix}{n}m", "現状", kind="TEXT", under=f"{prefix}{n}s"),
        ]
    return found


def test_items_of_one_title_go_with_those_above_them():
    old = chapters("a", "子育て支援", "しごとづくり", "まちの魅力")
    new = chapters("b", "まちの魅力", "子育て支援", "しごとづくり")
    found = propose(old, new)
    at = {"a0": "b1", "a1": "b2", "a2": "b0"}
    assert {one.old: one.new for one in found} == {
        f"{old}{below}": f"{new}{below}" for old, new in at.items() for below in ("", "s", "m")
    }
    assert {one.reason for one in found if len(one.old) > 2} == {"見出しが同じ、上の項目どうしも対応している"}


def test_joined_items_are_not_proposed_and_speak_for_those_below():
    old, new = chapters("a", "子育て支援", "しごとづくり"), chapters("b", "交通", "産業")
    joined = [("a0", "b1"), ("a1", "b0")]
    found = propose(old, new, joined)
    assert pairs(found) == [("a1s", "b0s"), ("a1m", "b0m"), ("a0s", "b1s"), ("a0m", "b1m")]


def test_nothing_comes_of_nothing():
    assert propose([], []) == propose([item("a", "題")], []) == propose([], [item("a", "題")]) == ()
    assert propose([item("a", "題")], [item("b", "題")], [("a", "x")]) == ()


LINES = st.text(alphabet="子育て支援の充実、推進。", max_size=12)
ITEMS = st.lists(st.tuples(LINES, LINES, st.sampled_from(["", "①"]), st.integers(0, 5)), max_size=6)


def tree(rows, prefix: str) -> list[Item]:
    return [
        item(f"{prefix}{n}", title, body, number, under=f"{prefix}{above}" if above < n else "")
        for n, (title, body, number, above) in enumerate(rows)
    ]


@given(ITEMS, ITEMS)
def test_both_directions_and_any_input_keep_the_promises(one, other):
    old, new = tree(one, "a"), tree(other, "b")
    found = propose(old, new)
    assert len({row.old for row in found}) == len({row.new for row in found}) == len(found)
    assert all(0 < row.score <= 1 and row.reason for row in found)
    assert found == propose(old, new)


@given(ITEMS)
def test_an_edition_loaded_twice_is_found_again(rows):
    rows = [(f"第{n}の見出し{'あいうえおか'[n] * 9}", *row[1:]) for n, row in enumerate(rows)]
    old, new = tree(rows, "a"), tree(rows, "b")
    found = propose(old, new)
    assert pairs(found) == [(f"a{n}", f"b{n}") for n in range(len(rows))]
    assert all(row.strength == Strength.STRONG for row in found)


def test_300_items_on_either_side_are_ready_in_a_moment():
    draw = random.Random(1)
    words = "子育て 支援 地域 医療 健康 教育 防災 雇用 企業 観光 交通 環境 福祉 文化 行政 市民 推進 充実 強化 改善".split()

    def text(length: int) -> str:
        return "".join(draw.choice(words) + draw.choice("のをにがはと、。") for _ in range(length))

    old = [item(f"a{n}", text(5), text(130), under=f"a{n // 10}" if n > 9 else "") for n in range(300)]
    new = [replace(one, lineage=f"b{n}", under=one.under.replace("a", "b")) for n, one in enumerate(old)]
    draw.shuffle(new)
    start = time.process_time()
    found = propose(old, new)
    assert time.process_time() - start < 1
    assert {(one.old[1:], one.new[1:]) for one in found} == {(str(n), str(n)) for n in range(300)}


def test_a_sign_tells_whether_the_same_items_are_joined():
    assert sign_of([("a", "b"), ("c", "d")]) == sign_of({("c", "d"), ("a", "b")})
    assert len({sign_of([]), sign_of([("a", "b")]), sign_of([("b", "a")])}) == 3
