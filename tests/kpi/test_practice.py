"""How a government reviews, as data: what is stored is read back, days are days of the year after the reviewed one."""

import datetime
from dataclasses import replace

import pytest

from kpi.review.practice import (
    DEFAULT,
    Effect,
    Practice,
    Step,
    StepKind,
    Word,
    due_day,
    from_data,
    to_data,
)


def test_what_is_stored_is_read_back():
    own = replace(
        DEFAULT,
        steps=(Step("entry", StepKind.ENTRY, "照会", 6, 12), Step("out", StepKind.PUBLICATION, "公表")),
        directions=(Word("new", "改善し継続", Effect.CHANGE),),
        grant_names=("企業版ふるさと納税",),
        asks_head=False,
        gathers=True,
        reminds_before=(3,),
        reminds_after=(),
    )
    assert [from_data(to_data(one)) for one in (own, DEFAULT)] == [own, DEFAULT]


def test_the_usual_practice_is_the_national_calendar():
    """照会5月, 回答6月, 庁内評価7月, 外部評価8月, 議会9月, 公表10月, 予算要求10～11月."""
    assert [(step.name, step.month) for step in DEFAULT.steps] == [
        ("準備", 5), ("入力", 6), ("庁内評価", 7), ("外部評価", 8), ("議会報告", 9), ("公表", 10), ("予算へ反映", 11),
    ]  # fmt: skip
    assert [word.word for word in DEFAULT.directions] == "拡充 継続 改善 縮小 廃止 終了".split()
    assert [word.word for word in DEFAULT.directions if word.effect is Effect.KEEP] == ["継続"]


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (6, 12, datetime.date(2026, 6, 12)),
        (6, None, datetime.date(2026, 6, 30)),
        (11, 31, datetime.date(2026, 11, 30)),
        (12, None, datetime.date(2026, 12, 31)),
        (4, 1, datetime.date(2026, 4, 1)),
        (3, 31, datetime.date(2027, 3, 31)),  # the year after the reviewed one ends in March
        (2, 29, datetime.date(2027, 2, 28)),
        (None, None, None),
    ],
)
def test_the_day_of_a_step_lies_in_the_year_after_the_reviewed_one(month, day, expected):
    assert due_day(Step("x", StepKind.ENTRY, "入力", month, day), 2025) == expected


def test_steps_and_words_are_found_by_key_and_kind():
    assert DEFAULT.of_kind(StepKind.ENTRY) == DEFAULT.step("entry")
    assert Practice((), (), ()).of_kind(StepKind.ENTRY) is None
    assert (DEFAULT.direction("improve"), DEFAULT.direction("")) == (
        Word("improve", "改善", Effect.CHANGE),
        None,
    )
    assert DEFAULT.self_evaluation("b").word == "B 計画どおり"
