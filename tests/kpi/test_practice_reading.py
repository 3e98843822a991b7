"""A practice as it is typed: what is read of it, and what is wrong with it in sentences."""

import datetime

import pytest

from kpi.review.practice import DEFAULT, Effect, PracticeError, Step, StepKind, Word, from_data, to_data
from kpi.review.practice_reading import example_of, faults_of, read_practice, typed_of
from kpi.review.practices import save_practice


def typed(**changes: object) -> dict[str, object]:
    return typed_of(DEFAULT) | changes


def with_step(n: int, **changes: str) -> dict[str, object]:
    content = typed_of(DEFAULT)
    content["steps"][n] |= changes
    return content


def test_the_usual_practice_is_sound():
    assert faults_of(typed_of(DEFAULT)) == ()


def test_what_is_typed_is_read():
    content = with_step(1, name="照会・回答", month="６", day="１２") | {
        "directions": [{"key": "own-1", "word": "見直し", "effect": "CHANGE"}],
        "self_evaluations": [],
        "grant_names": "交付金A\n\n 交付金B \n交付金A",
        "reminds_before": "１４日、７、7",
        "reminds_after": "",
        "gathers": True,
    }
    practice = read_practice(content)
    assert practice.steps[1] == Step("entry", StepKind.ENTRY, "照会・回答", 6, 12)
    assert practice.directions == (Word("own-1", "見直し", Effect.CHANGE),)
    assert (practice.grant_names, practice.reminds_before, practice.reminds_after) == (
        ("交付金A", "交付金B"), (14, 7), (),
    )  # fmt: skip
    assert from_data(to_data(practice)) == practice


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            typed(steps=typed_of(DEFAULT)["steps"][:1] + typed_of(DEFAULT)["steps"][2:]),
            "課が入力する手順がありません",
        ),
        (with_step(5, kind="ASSEMBLY"), "公表する手順がありません"),
        (with_step(0, name=" "), "手順1：名前を入れてください。"),
        (with_step(0, name="あ" * 21), "手順1：名前は20字までです。"),
        (with_step(2, name="入力"), "手順3：「入力」は、ほかの手順の名前と同じです。"),
        (with_step(0, kind="PARTY"), "手順1：することを選んでください。"),
        (with_step(0, month="13"), "手順1：月は1から12までの数字で入れてください。"),
        (with_step(0, month="五"), "手順1：月は1から12までの数字で入れてください。"),
        (with_step(3, month="9", day="31"), "手順4：9月の日は1から30までの数字で入れてください。"),
        (with_step(0, month=""), "手順1：月を入れてください（日だけでは期限になりません）。"),
        (with_step(1, month="5", day="1"), "手順2：期限が、前の手順より早くなっています"),
        (
            typed(steps=typed_of(DEFAULT)["steps"][5:6] + typed_of(DEFAULT)["steps"][:2]),
            "順番を入れかえてください",
        ),
        (typed(directions=[]), "方針の言葉が一つもありません。一つは残してください。"),
        (
            typed(directions=[{"key": "a", "word": "継続", "effect": "x"}]),
            "方針の言葉1：次の計画への働きを選んで",
        ),
        (
            typed(self_evaluations=[{"key": k, "word": "A"} for k in "ab"]),
            "自己評価の言葉2：「A」は、上にもあります。",
        ),
        (typed(grant_names="名" * 101), "は100字までです。"),
        (typed(reminds_before="7、x"), "期限の前の督促の日「x」は、0から90までの数字"),
        (typed(reminds_after="91"), "期限の後の督促の日「91」は"),
        (typed(reminds_after="1,2,3,4,5,6"), "期限の後の督促は5回までです。"),
    ],
)
def test_each_fault_is_a_sentence_that_says_where(content, fault):
    with pytest.raises(PracticeError) as refused:
        read_practice(content)
    assert [fault in sentence for sentence in refused.value.faults].count(True) == 1


def test_a_year_begins_in_april_so_january_comes_after_december():
    assert faults_of(with_step(6, month="1", day="31")) == ()


def test_who_reminds_nobody_is_told_so():
    practice = read_practice(typed(reminds_before="", reminds_after=""))
    assert example_of(practice, datetime.date(2025, 6, 30)) == "督促のメールは自動では送りません。"


@pytest.mark.django_db
def test_the_same_practice_is_not_kept_twice(toyonaka, aoki):
    first = save_practice(actor=aoki, government=toyonaka, practice=DEFAULT, seen=0)
    again = save_practice(actor=aoki, government=toyonaka, practice=DEFAULT, seen=1)
    assert (again.version, first.pk, first.history.get().history_user) == (1, again.pk, aoki)
