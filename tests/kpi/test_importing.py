"""A returned workbook against what stands here: what becomes of each cell, and what is written when it is applied."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.audit import Refused
from kpi.importing.applying import apply_upload
from kpi.importing.changes import Kind
from kpi.importing.comparing import Known, compared, comparison_of, known_of, returned_of
from kpi.importing.deciding import decide_upload
from kpi.importing.facts import LEAVE
from kpi.measurements import record_value
from kpi.models import (
    DepartmentReturn,
    Indicator,
    Measurement,
    MeasurementRevision,
)
from kpi.sheet.returned import Entry, Fault
from tests.kpi import promises, returned, rounds
from tests.kpi.returned import of_target, row

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


# --- three sides: what the workbook was written with, what was typed, what stands here -----------------------


def test_new_figures_and_changed_ones(review, ease, births):
    promises.typed(ease.indicator, 2024, "70.4%")
    upload = returned.upload(
        review, of_target(ease, 5, value="71.0", quality="速報"), of_target(births, 6, value="３，４００人")
    )
    assert lines(upload) == [
        ("F5", "変更", "70.4%", "71.0%"),
        ("G5", "変更", "確定", "速報"),
        ("F6", "追加", "―", "3,400人"),
    ]
    assert sentences(upload)[2] == ("F6", "追加", "全角の数字を半角に直しました。")
    applied(upload)
    assert facts(ease) == (2, "71.0", "PROVISIONAL", "DRAFT", "")
    assert facts(births) == (1, "3400", "FINAL", "DRAFT", "")


def test_an_empty_cell_says_nothing(review, ease):
    promises.typed(ease.indicator, 2024, "70.4%", note="速報の集計", numerator="704", denominator="1000")
    upload = returned.upload(review, of_target(ease, value="", quality=" ", note="　", numerator=""))
    assert (lines(upload), comparison_of(upload, DAY).changes) == ([], 0)


def test_a_dash_empties_what_was_never_approved_and_nothing_else(review, ease, births):
    promises.submitted(ease.indicator, 2024, "70.4%")
    promises.approved(births.indicator, 2024, "3,400人")
    upload = returned.upload(review, of_target(ease, 5, value="―"), of_target(births, 6, value="―"))
    assert sentences(upload) == [
        ("F5", "変更", ""),
        ("F6", "誤り", "承認した値は空にできません。正しい値を入れてください。"),
    ]
    applied(decided(upload, mended={"KPI実績!F6": ""}))
    assert (facts(ease)[1], facts(births)[1]) == (None, "3400")


def test_what_changed_here_meanwhile_stays_where_the_workbook_did_not_touch_it(review, ease):
    promises.typed(ease.indicator, 2024, "70.4%")
    untouched = returned.upload(review, of_target(ease, value="70.4"))
    record_value(actor=None, indicator=ease.indicator, fiscal_year=2024, typed="71.2", seen=1)
    assert lines(untouched) == [("F5", "対象外", "71.2%", "70.4%")]
    applied(untouched)
    assert facts(ease)[:2] == (2, "71.2")


def test_what_changed_on_both_sides_is_a_conflict(review, ease, aoki):
    written = of_target(ease, value="61.8")
    promises.typed(ease.indicator, 2024, "61.9", aoki, why="速報の集計")
    upload = returned.upload(review, written)
    found = comparison_of(upload, DAY).differences
    assert [(one.kind, one.old, one.new, one.by, one.why, one.stamp) for one in found] == [
        (Kind.CONFLICT, "61.9%", "61.8%", "青木", "速報の集計", 1)
    ]
    with pytest.raises(Refused, match="食い違い1件が残っている"):
        applied(upload)
    kept = decided(upload, choices={"KPI実績!F5": "screen:1"})
    assert lines(kept) == [("F5", "対象外", "61.9%", "61.8%")]
    kept = decided(kept, choices={"KPI実績!F5": "excel:1"})
    applied(kept)
    assert facts(ease)[:2] == (2, "61.8")


def test_a_choice_holds_only_for_what_was_seen(review, ease):
    written = of_target(ease, value="61.8")
    promises.typed(ease.indicator, 2024, "61.9")
    upload = decided(returned.upload(review, written), choices={"KPI実績!F5": "excel:1"})
    record_value(actor=None, indicator=ease.indicator, fiscal_year=2024, typed="62.0", seen=1)
    assert lines(upload) == [("F5", "食い違い", "62.0%", "61.8%")]
    with pytest.raises(Refused, match="ほかの人が値を変えています"):
        applied(upload)
    assert facts(ease)[:2] == (2, "62.0")


def test_the_same_value_on_both_sides_is_no_conflict(review, ease):
    written = of_target(ease, value="61.9")
    promises.submitted(ease.indicator, 2024, "61.9")
    upload = returned.upload(review, written)
    assert (lines(upload), comparison_of(upload, DAY).same) == ([], 1)


def test_being_submitted_meanwhile_is_no_conflict(review, ease):
    promises.typed(ease.indicator, 2024, "61.9")
    written = of_target(ease, value="62.1")
    promises_submitted = returned.newest(ease)
    MeasurementRevision.objects.create(
        measurement=promises_submitted.measurement,
        n=2,
        value="61.9",
        places=1,
        state="SUBMITTED",
        at=timezone.now(),
    )
    assert lines(returned.upload(review, written)) == [("F5", "変更", "61.9%", "62.1%")]


def test_parts_of_a_share_go_with_their_figure(review, ease):
    promises.typed(ease.indicator, 2024, "70.4%", numerator="704", denominator="1000")
    applied(returned.upload(review, of_target(ease, value="71", numerator="７１", denominator="100")))
    newest = returned.newest(ease)
    assert (newest.value, newest.numerator, newest.denominator) == (71, 71, 100)
    applied(returned.upload(review, of_target(ease, value="72")))
    assert (returned.newest(ease).numerator, returned.newest(ease).denominator) == (None, None)


def test_parts_and_notes_without_a_figure_are_not_lost_in_silence(review, ease):
    upload = returned.upload(review, of_target(ease, numerator="7", note="調査なし", quality="確定"))
    assert [(cell, kind) for cell, kind, *_ in lines(upload)] == [("H5", "誤り"), ("J5", "対象外")]


def test_a_running_total_and_a_partial_year_stay_what_they_are(review, births):
    promises.typed(births.indicator, 2024, "累計3,420人", is_partial=True)
    applied(returned.upload(review, of_target(births, value="3,500")))
    newest = returned.newest(births)
    assert (newest.is_running_total, newest.is_partial, newest.value) == (True, True, 3500)


def test_a_figure_of_another_stretch_of_time_stays_there(review, births):
    day = datetime.date(2024, 10, 1)
    promises.typed(births.indicator, 2024, "3,420人", period_kind="DAY", ends_on=day)
    applied(returned.upload(review, of_target(births, value="3,500")))
    assert Measurement.objects.get().ends_on == day
    assert facts(births)[:2] == (2, "3500")


# --- an approved figure --------------------------------------------------------------------------------------


def test_an_approved_figure_needs_a_reason(review, ease, aoki):
    promises.approved(ease.indicator, 2024, "70.4%")
    upload = returned.upload(review, of_target(ease, value="71.0"))
    assert sentences(upload) == [
        ("F5", "誤り", "承認した値を直すときは、理由が要ります。この行の欄に入れてください。")
    ]
    applied(decided(upload, reasons={"KPI実績!F5": "集計の誤り"}), aoki)
    newest = returned.newest(ease)
    assert facts(ease) == (4, "71.0", "CORRECTED", "DRAFT", "")
    assert (newest.why, newest.by) == ("集計の誤り", aoki)
    # 確定 beside what was corrected says nothing new
    again = returned.upload(review, of_target(ease, value="71.0", quality="確定"))
    assert lines(again) == []


def test_a_note_in_the_workbook_is_a_reason(review, ease):
    promises.approved(ease.indicator, 2024, "70.4%")
    applied(returned.upload(review, of_target(ease, value="71.0", note="確報値に改めた")))
    assert (facts(ease)[2:], returned.newest(ease).why) == (
        ("CORRECTED", "DRAFT", "確報値に改めた"), "注記：確報値に改めた",
    )  # fmt: skip


def test_an_approved_provisional_figure_becomes_final_without_one(review, ease):
    promises.approved(ease.indicator, 2024, "70.4%", quality="PROVISIONAL")
    applied(returned.upload(review, of_target(ease, value="70.9", quality="確定")))
    assert facts(ease)[:3] == (4, "70.9", "FINAL")


# --- rows ----------------------------------------------------------------------------------------------------


def test_a_row_without_a_key_waits_for_a_person(review, ease, births):
    upload = returned.upload(review, row("target", "", 9, label=births.name, value="3,400"))
    assert [(line.cell, line.kind, line.subject) for line in comparison_of(upload, DAY).differences] == [
        ("9", Kind.FAULT, births.name)
    ]
    left = decided(upload, rows={"KPI実績!9": LEAVE})
    assert lines(left) == [("9", "対象外", "―", "3,400")]
    applied(decided(left, rows={"KPI実績!9": str(births.lineage)}))
    assert facts(births)[:2] == (1, "3400")


def test_a_row_matched_to_what_has_a_row_already_names_both(review, births):
    upload = returned.upload(
        review, of_target(births, 6, value="3,400"), row("target", "", 9, label="出生", value="3,500")
    )
    upload = decided(upload, rows={"KPI実績!9": str(births.lineage)})
    assert sentences(upload)[1] == (
        "9", "誤り",
        "同じ指標の行が二つあります（KPI実績 6行目とKPI実績 9行目）。一方を取り込まないことにするか、表から消してください。",
    )  # fmt: skip
    assert not comparison_of(decided(upload, rows={"KPI実績!9": LEAVE}), DAY).open


def test_two_targets_of_one_indicator_must_say_the_same(review, ease, births):
    def found(first, second):
        upload = returned.upload(review, of_target(ease, 5, value=first), of_target(births, 6, value=second))
        standing = known_of(review, [upload]).standing
        twin = standing.targets[births.lineage.hex]._replace(indicator=ease.indicator_id, unit="%")
        known = Known(replace(standing, targets={**standing.targets, twin.lineage: twin}), {})
        return compared(upload, returned_of(upload), known, DAY)

    other = found("70.4", "70.5")
    assert [(one.cell, one.kind.value) for one in other.differences] == [
        ("F5", "追加"), ("F6", "追加"), ("6", "誤り"),
    ]  # fmt: skip
    same = found("70.4", "70.4")
    assert (same.is_ready, len(same.figures)) == (True, 1)


def test_a_department_writes_its_own_rows_only(review, round_, ease):
    emission = round_.targets["emission"]
    promises.typed(emission.indicator, 2024, "-22.5")
    rows = of_target(ease, 5, value="70.4"), of_target(emission, 6, value="-22.5")
    assert lines(returned.upload(review, *rows, department=round_.child)) == [("F5", "追加", "―", "70.4%")]
    other = of_target(emission, 6, value="-25")
    refused = returned.upload(review, rows[0], other, department=round_.child)
    assert sentences(refused)[1][:2] == ("6", "誤り")
    Indicator.objects.filter(pk=emission.indicator_id).update(deputy=round_.child)
    assert comparison_of(refused, DAY).is_ready


def test_faults_of_the_file_stop_it(review, ease):
    fault = Fault("KPI実績", "F9", "F9が「#N/A」というエラーになっています。値を入れ直してください。")
    upload = returned.upload(review, of_target(ease, value="70.4"), faults=(fault,))
    with pytest.raises(Refused, match="誤り1件が残っている"):
        applied(upload)


@pytest.mark.parametrize(
    ("kind", "words"), [("error", "エラー値"), ("formula", "数式の結果"), ("date", "日付")]
)
def test_what_is_no_value_is_named(review, ease, kind, words):
    upload = returned.upload(review, of_target(ease, kind=kind, value="2025-04-01"))
    assert [kind for _, kind, *_ in lines(upload)] == ["誤り"]
    assert words in sentences(upload)[0][2]


# --- 所属長確認 ------------------------------------------------------------------------------------------------


def head(name="課長　花子", day="令和7年6月10日"):
    return {
        "head_name": Entry("説明", "C8", name),
        "head_checked_on": Entry("説明", "C9", day),
    }


def test_the_head_of_the_department_is_kept_in_its_return(review, round_):
    upload = returned.upload(review, department=round_.child, **head())
    assert lines(upload) == [
        ("C8", "追加", "―", "課長　花子"),
        ("C9", "追加", "―", "令和7年（2025年）6月10日"),
    ]
    applied(upload)
    row_ = DepartmentReturn.objects.get(department=round_.child)
    assert (row_.head_name, row_.head_checked_on, row_.version) == (
        "課長　花子",
        datetime.date(2025, 6, 10),
        2,
    )
    assert lines(returned.upload(review, department=round_.child, **head())) == []


def test_a_day_ahead_and_a_workbook_of_all_departments(review, round_):
    ahead = returned.upload(review, department=round_.child, **head(day="R9.1.1"))
    assert sentences(ahead)[1][1] == "誤り"
    applied(decided(ahead, mended={"説明!C9": "R7.6.1"}))
    assert DepartmentReturn.objects.get(department=round_.child).head_checked_on == datetime.date(2025, 6, 1)
    assert [kind for _, kind, *_ in lines(returned.upload(review, **head()))] == ["対象外", "対象外"]
