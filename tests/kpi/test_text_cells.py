"""Texts and projects that come in a workbook: compared cell by cell, nothing cut, nothing lost."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.audit import Refused
from kpi.importing.applying import apply_upload
from kpi.importing.changes import Kind
from kpi.importing.comparing import comparison_of, returned_of
from kpi.importing.deciding import decide_upload
from kpi.models import (
    ItemProject,
    ItemReview,
    TargetReview,
    Upload,
)
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.target_reviews import save_target_review
from tests.kpi import returned, rounds
from tests.kpi.returned import of_item, of_project, of_target

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 6, 18)


@pytest.fixture
def round_(toyonaka):
    return rounds.a_round(toyonaka)


@pytest.fixture
def review(round_):
    return round_.open()


@pytest.fixture
def ease(round_):
    return round_.targets["ease"]


@pytest.fixture
def births(round_):
    return round_.targets["births"]


def lines(upload):
    """The differences in short: cell, kind, old and new."""
    found = comparison_of(upload, DAY).differences
    return [(one.cell, one.kind.value, one.old, one.new) for one in found]


def sentences(upload):
    return [(one.cell, one.kind.value, one.sentence) for one in comparison_of(upload, DAY).differences]


def decided(upload, **decisions):
    return decide_upload(actor=None, upload=upload, seen=upload.version, decisions=decisions)


def applied(upload, actor=None):
    return apply_upload(actor=actor, upload=upload, seen=upload.version)


def facts(target, year=2024):
    """The newest revision in short."""
    found = returned.newest(target, year)
    value = None if found.value is None else f"{found.value:.{found.places}f}"
    return found.n, value, found.quality, found.state, found.note


# --- texts ---------------------------------------------------------------------------------------------------


def test_texts_are_compared_cell_by_cell(review, ease, aoki):
    save_target_review(actor=aoki, review=review, target=ease, seen=0, cause="甲", issue="課題\r\n二行目")
    written = of_target(ease, cause="甲", issue="課題\n二行目", action="新しい", direction="改善")
    row_ = save_target_review(
        actor=aoki, review=review, target=ease, seen=1, cause="画面で直した", direction="continue"
    )
    upload = returned.upload(review, written)
    assert lines(upload) == [
        ("K5", "対象外", "画面で直した", "甲"),
        ("M5", "追加", "―", "新しい"),
        ("N5", "食い違い", "継続", "改善"),
    ]
    conflict = comparison_of(upload, DAY).differences[2]
    assert (conflict.by, conflict.stamp) == ("青木", 2)
    applied(decided(upload, choices={"KPI実績!N5": "excel:2"}), aoki)
    row_.refresh_from_db()
    assert (row_.cause, row_.action, row_.direction, row_.version) == ("画面で直した", "新しい", "improve", 3)
    history = TargetReview.history.first()
    assert (history.version, history.history_user, history.history_type) == (3, aoki, "~")


def test_words_are_chosen_from_those_of_the_government(review, round_, ease):
    item = round_.made["measure1"]
    upload = returned.upload(
        review,
        of_target(ease, 5, direction="がんばる"),
        of_item(item, 5, self_evaluation="Ｂ", direction="拡充", achievement="実績"),
    )
    assert sentences(upload)[0] == (
        "N5", "誤り", "「がんばる」という選択肢はありません。拡充、継続、改善、縮小、廃止、終了から選んでください。",
    )  # fmt: skip
    applied(decided(upload, mended={"KPI実績!N5": "終了"}))
    found = ItemReview.objects.get()
    assert (found.self_evaluation, found.direction, found.achievement) == ("b", "expand", "実績")
    assert TargetReview.objects.get().direction == "end"
    assert [one.history_type for one in ItemReview.history.all()] == ["+"]


def test_a_text_too_long_is_not_cut(review, ease):
    upload = returned.upload(review, of_target(ease, cause="あ" * 2001))
    assert sentences(upload) == [("K5", "誤り", "2,000字までです（いまは2,001字）。短くしてください。")]


# --- projects ------------------------------------------------------------------------------------------------


def projects(item):
    found = ItemProject.objects.filter(item_review__item=item)
    return [(one.name, one.budget, one.settled, one.funding) for one in found]


def test_projects_change_by_name_and_none_is_lost(review, round_):
    item = round_.made["measure1"]
    kept = Project("子育てひろば事業", Decimal(100), None, "一般財源"), Project("もう一つの事業", Decimal(5))
    save_item_review(actor=None, review=review, item=item, seen=0, projects=kept, achievement="実績")
    upload = returned.upload(
        review,
        of_project(item, 5, base=1, name="子育て ひろば事業", settled="９８千円", budget="100"),
        of_project(item, 6, base=1, name="新しい事業", budget="1,200"),
        of_project(item, 7, base=1, funding="国庫補助"),
    )
    assert lines(upload) == [
        ("H5", "追加", "―", "98"),
        ("F6", "追加", "―", "新しい事業"),
        ("G6", "追加", "―", "1,200"),
        ("7", "誤り", "", ""),
        ("", "対象外", "もう一つの事業", "―"),
    ]
    with pytest.raises(Refused, match="主な事業 7：事業名がありません"):
        applied(upload)
    whole = returned.upload(
        review, *(replace(one, entries={}) if one.row == 7 else one for one in _rows(upload))
    )
    applied(whole)
    assert projects(item) == [
        ("子育てひろば事業", 100, 98, "一般財源"),
        ("もう一つの事業", 5, None, ""),
        ("新しい事業", 1200, None, ""),
    ]
    review_row = ItemReview.objects.get()
    assert (review_row.version, review_row.achievement) == (2, "実績")


def _rows(upload):
    return returned_of(Upload.objects.get(pk=upload.pk)).rows


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,2.5", "「1,2.5」"),
        ("-5", "当初予算額は、0以上の数で入れてください。"),
        ("12.5", "当初予算額は、小数のない数で入れてください。"),
        ("12人", "単位「人」は、この指標の単位「千円」と違います。"),
    ],
)
def test_money_is_whole_thousands(review, round_, typed, sentence):
    upload = returned.upload(review, of_project(round_.made["measure1"], name="事業", budget=typed))
    faults = [one for one in comparison_of(upload, DAY).differences if one.kind is Kind.FAULT]
    assert [one.cell for one in faults] == ["G5"]
    assert faults[0].sentence.startswith(sentence)
