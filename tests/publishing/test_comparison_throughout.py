"""Terms that were replaced throughout the text."""

import pytest

from publishing.comparison.kinds import Kind
from publishing.comparison.lines import title_line
from publishing.comparison.table import Change, Place
from publishing.comparison.throughout import Throughout, suggested

LONG = ("第3期総合戦略", "デジタル総合戦略")


def test_longer_terms_go_first():
    terms = Throughout([("総合戦略", "戦略"), LONG])
    assert terms.applied("第3期総合戦略と国の総合戦略") == "デジタル総合戦略と国の戦略"


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("第3期総合戦略は", "デジタル総合戦略は", 1),
        ("第3期総合戦略と第3期総合戦略", "デジタル総合戦略とデジタル総合戦略", 2),
        ("第3期総合戦略", "第3期総合戦略", 0),
        ("第3期総合戦略", "", 0),
        ("", "デジタル総合戦略", 0),
        ("第3期総合戦略とデジタル総合戦略", "デジタル総合戦略とデジタル総合戦略", 1),
    ],
)
def test_places_are_those_where_the_old_term_gave_way_to_the_new_one(old, new, count):
    assert Throughout([LONG]).counts(old, new)[LONG[0]] == count


def test_a_term_that_is_part_of_the_new_one_is_counted_once():
    terms = Throughout([("総合戦略", "デジタル総合戦略")])
    assert terms.counts("国の総合戦略", "国のデジタル総合戦略")["総合戦略"] == 1
    assert terms.counts("国のデジタル総合戦略", "国のデジタル総合戦略")["総合戦略"] == 0


def test_terms_that_say_the_same_or_nothing_are_none():
    assert not Throughout([("同じ", "同じ"), ("", "新"), ("旧", "")])


def changed(old: str, new: str) -> Change:
    return Change("x", (Kind.REVISED,), Place("見出し"), (title_line(old, new),))


def test_a_replacement_that_stands_in_several_places_is_suggested():
    changes = [changed("主な取り組みの一覧", "主な事業の一覧"), *[changed("観光の振興", "観光の推進")] * 3]
    assert suggested(changes) == (("振興", "推進", 3),)
    assert suggested(changes, known=(("振興", "推進"),)) == ()
