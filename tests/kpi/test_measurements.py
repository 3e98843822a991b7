"""Figures: nothing is lost or overwritten, nobody's newer value is overridden, approval publishes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.indicators import add_reference
from kpi.measurements import (
    approve_value,
    publish_value,
    record_value,
    return_value,
    submit_value,
)
from kpi.models import Measurement, MeasurementRevision, Publication
from kpi.series import Shown, series_of
from tests.kpi import promises
from tests.snapshots import everything_stored, refused

OTHERS = "ほかの人が先にこの値を変えました。いまの値を確かめてから、もう一度入れてください。"
RESERVED_WHY = "承認した値を直すときは、理由を書いてください。"


@pytest.fixture
def indicator(toyonaka):
    return promises.indicator(toyonaka, "就業率")


def life(measurement: Measurement) -> list[tuple[int, str | None, str]]:
    return [
        (row.n, None if row.value is None else f"{row.value:.{row.places}f}", row.state)
        for row in measurement.revisions.all()
    ]


def overtaken(act, **arguments) -> MeasurementRevision | None:
    """What stands there now, as it is told to who came too late; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(Overtaken) as caught:
        act(**arguments)
    assert everything_stored() == before
    assert caught.value.sentence == OTHERS
    return caught.value.current


# --- from the first typing to the public --------------------------------------------------------------------


@pytest.mark.django_db
def test_the_life_of_a_figure(indicator, aoki, baba):
    typed = record_value(actor=baba, indicator=indicator, fiscal_year=2024, typed="７０．４％")
    measurement = typed.measurement
    step = {"measurement": measurement}
    submit_value(actor=baba, **step, seen=1)
    return_value(actor=aoki, **step, seen=2, why=" 出典の年度が違います。 ")
    record_value(actor=baba, indicator=indicator, fiscal_year=2024, typed="70.5", seen=3)
    submit_value(actor=baba, **step, seen=4)
    approved = approve_value(actor=aoki, **step, seen=5)
    assert Publication.objects.count() == 0  # approval alone never publishes
    published = publish_value(actor=aoki, **step, seen=6)
    assert (published.revision, published.by) == (approved, aoki)
    assert life(measurement) == [
        (1, "70.4", "DRAFT"), (2, "70.4", "SUBMITTED"), (3, "70.4", "RETURNED"),
        (4, "70.5", "DRAFT"), (5, "70.5", "SUBMITTED"), (6, "70.5", "APPROVED"),
    ]  # fmt: skip
    assert [(row.by, row.why) for row in measurement.revisions.all()][1:4] == [
        (baba, ""), (aoki, "出典の年度が違います。"), (baba, ""),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(subject=f"measurement:{measurement.pk}").order_by("pk")
    assert [(event.verb, event.detail["revision"]) for event in events] == [
        ("measurement.record", 1), ("measurement.submit", 2), ("measurement.return", 3),
        ("measurement.record", 4), ("measurement.submit", 5), ("measurement.approve", 6),
        ("measurement.publish", 6),
    ]  # fmt: skip
    assert events[2].detail == {
        "indicator": "就業率", "fiscal_year": 2024, "value": "70.4", "revision": 3, "reason": "出典の年度が違います。",
    }  # fmt: skip


@pytest.mark.django_db
def test_steps_out_of_turn_are_refused(indicator, aoki):
    made = {
        state: make(indicator, 2018 + n) for n, (state, make) in enumerate(promises.IN_EACH_STATE.items())
    }

    def ends(act, state: str, **more) -> str:
        row = made[state]
        return refused(act, actor=aoki, measurement=row.measurement, seen=row.n, **more)

    submitting = "提出ができるのは「入力中」・「差戻し」の値だけです（いまは「{}」）。"
    assert ends(submit_value, "SUBMITTED") == submitting.format("提出")
    assert ends(submit_value, "APPROVED") == submitting.format("承認")
    approving = "承認ができるのは「提出」の値だけです（いまは「{}」）。"
    assert ends(approve_value, "DRAFT") == approving.format("入力中")
    assert ends(approve_value, "RETURNED") == approving.format("差戻し")
    assert ends(approve_value, "PUBLIC") == approving.format("承認")
    assert ends(return_value, "DRAFT", why="x") == (
        "差戻しができるのは「提出」の値だけです（いまは「入力中」）。"
    )
    assert ends(return_value, "SUBMITTED", why=" ") == "差し戻す理由を書いてください。"
    only = "公表できるのは承認した値だけです。先に承認してください。"
    assert [ends(publish_value, state) for state in ("DRAFT", "SUBMITTED", "RETURNED")] == [only] * 3
    assert ends(publish_value, "PUBLIC") == "この値はすでに公表されています。"
    row = made["RETURNED"]
    assert submit_value(actor=aoki, measurement=row.measurement, seen=row.n).state == "SUBMITTED"


# --- who came too late --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_saw_an_older_figure_is_told_of_the_newer_one(indicator, aoki):
    first = promises.typed(indicator, text="70.4")
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    second = record_value(**enter, typed="70.5", seen=1)
    for seen in (0, 1, 3):
        assert overtaken(record_value, **enter, typed="70.6", seen=seen) == second
    step = {"actor": aoki, "measurement": first.measurement}
    assert overtaken(submit_value, **step, seen=1) == second
    submit_value(**step, seen=2)
    newest = approve_value(**step, seen=3)
    for act, more in ((approve_value, {}), (return_value, {"why": "x"}), (publish_value, {})):
        assert overtaken(act, **step, seen=3, **more) == newest
    assert overtaken(record_value, **(enter | {"fiscal_year": 2025}), typed="1", seen=1) is None


@pytest.mark.django_db
def test_an_approved_figure_is_published_while_the_next_is_being_written(indicator, aoki):
    approved = promises.approved(indicator)
    step = {"actor": aoki, "measurement": approved.measurement}
    record_value(actor=aoki, indicator=indicator, fiscal_year=2024, typed="71.0%", seen=3, why="集計の誤り")
    assert (
        refused(publish_value, **step, seen=4) == "公表できるのは承認した値だけです。先に承認してください。"
    )
    assert publish_value(**step, seen=3).revision == approved


@pytest.mark.django_db
def test_the_same_figure_is_not_entered_twice(indicator, aoki):
    promises.approved(indicator, text="70.40%")
    before = everything_stored()
    again = record_value(actor=aoki, indicator=indicator, fiscal_year=2024, typed="70.40", seen=3)
    assert (again.n, again.state) == (3, "APPROVED")
    assert everything_stored() == before
    finer = record_value(actor=aoki, indicator=indicator, fiscal_year=2024, typed="70.400", seen=3)
    assert (finer.n, finer.places, finer.quality) == (4, 3, "FINAL")  # the same value, printed otherwise


# --- 速報, 確定, 訂正, emptied --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_provisional_figure_gives_way_to_the_final_one_and_that_to_a_correction(toyonaka, aoki):
    indicator = promises.indicator(toyonaka, "市内事業所数", "事業所")
    provisional = promises.approved(indicator, text="13,237事業所（速報値）")
    assert provisional.quality == "PROVISIONAL"
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    final = record_value(**enter, typed="13,512", seen=3)
    assert final.quality == "FINAL"
    step = {"actor": aoki, "measurement": final.measurement}
    submit_value(**step, seen=4)
    approve_value(**step, seen=5)
    assert refused(record_value, **enter, typed="13,515", seen=6) == RESERVED_WHY
    corrected = record_value(**enter, typed="13,515", seen=6, why="二重計上")
    assert (corrected.quality, corrected.why) == ("CORRECTED", "二重計上")
    before = everything_stored()
    assert record_value(**enter, typed="13,515", seen=7) == corrected
    assert everything_stored() == before
    assert [row.value for row in final.measurement.revisions.all()] == [13237] * 3 + [13512] * 3 + [13515]


@pytest.mark.django_db
def test_a_figure_in_the_wrong_cell_is_emptied_before_it_is_approved(indicator, aoki):
    typed = promises.typed(indicator)
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    emptied = record_value(**enter, typed=" ", seen=1)
    assert life(typed.measurement) == [(1, "70.4", "DRAFT"), (2, None, "DRAFT")]
    assert refused(submit_value, actor=aoki, measurement=typed.measurement, seen=emptied.n) == (
        "値が空です。先に値を入れてください。"
    )
    again = record_value(**enter, typed="71%", seen=0)  # an empty cell was shown
    assert again.n == 3
    approve_value(
        actor=aoki,
        measurement=again.measurement,
        seen=submit_value(actor=aoki, measurement=again.measurement, seen=3).n,
    )
    assert refused(record_value, **enter, typed="―", seen=5) == (
        "承認した値は空にできません。正しい値を入れて、もう一度提出してください。"
    )
    assert refused(record_value, **(enter | {"fiscal_year": 2025}), typed="") == (
        "値が入力されていません。値を入れてください。"
    )


# --- what is entered beside the figure ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_figure_with_its_particulars(indicator, aoki):
    made = record_value(
        actor=aoki, indicator=indicator, fiscal_year=2022, typed="累計3,322", numerator="1,230", denominator="3,000",
        is_partial=True, quality="PROVISIONAL", period_kind="SPAN", starts_on=date(2022, 7, 1),
        ends_on=date(2022, 12, 31), why="上半期の休館",
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.value, made.places, made.numerator, made.denominator) == (3322, 0, 1230, 3000)
    assert (made.is_running_total, made.is_partial, made.quality, made.why) == (
        True, True, "PROVISIONAL", "上半期の休館",
    )  # fmt: skip
    kept = made.measurement
    assert (kept.fiscal_year, kept.period_kind, kept.starts_on, kept.ends_on) == (
        2022, "SPAN", date(2022, 7, 1), date(2022, 12, 31),
    )  # fmt: skip
    own = record_value(
        actor=aoki, indicator=indicator, fiscal_year=2023, typed="累計10", is_running_total=False
    )
    assert own.is_running_total is False


@pytest.mark.django_db
def test_what_nobody_says_again_stays_while_the_figure_is_the_same(indicator, aoki):
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    record_value(**enter, typed="累計41.0", numerator="1230", denominator="3000")
    before = everything_stored()
    record_value(**enter, typed="41.0", seen=1)
    assert everything_stored() == before
    bare = record_value(**enter, typed="41.0", numerator="", denominator="", is_running_total=False, seen=1)
    assert (bare.n, bare.numerator, bare.denominator, bare.is_running_total) == (2, None, None, False)
    record_value(**enter, typed="41.0", denominator="3000", seen=2)
    other = record_value(**enter, typed="42.0", seen=3)
    assert (other.n, other.denominator) == (4, None)  # of another figure it says nothing


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["999,999,999,999,999", "-999,999,999.999999", "0.000001", "123456789.012345", "72.0"]
)
def test_figures_come_back_as_they_were_typed(indicator, text):
    made = promises.typed(indicator, text=text)
    made.refresh_from_db()
    assert f"{made.value:,.{made.places}f}".replace(",", "") == text.replace(",", "")


@pytest.mark.django_db
def test_what_an_indicator_is_compared_with_has_figures_of_its_own(indicator, toyonaka, aoki):
    average = add_reference(actor=None, indicator=indicator, name="全国平均")
    promises.typed(indicator, 2020, "72.0%")
    promises.typed(indicator, 2020, "78.5%", series=average)
    promises.typed(indicator, 2020, "1", stage=2)
    assert [(row.series, row.stage) for row in indicator.measurements.order_by("id")] == [
        (None, 1), (average, 1), (None, 2),
    ]  # fmt: skip
    other = promises.indicator(toyonaka, "別の指標")
    enter = {"actor": aoki, "indicator": other, "fiscal_year": 2020, "typed": "1"}
    assert refused(record_value, **enter, series=average) == "ほかの指標の比べる系列には入れられません。"
    before = everything_stored()
    with pytest.raises(ValidationError):
        record_value(**enter, stage=3)
    with pytest.raises(ValidationError):
        record_value(**enter, quality="ROUGH")
    assert everything_stored() == before


# --- bad input ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_figures_that_are_refused(indicator, aoki):
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    assert refused(record_value, **enter, typed="5４.9.") == (
        "小数点が二つあります。「54.9」のように入れてください。"
    )
    assert refused(record_value, **enter, typed="12人") == (
        "単位「人」は、この指標の単位「%」と違います。単位を確認してください。"
    )
    assert refused(record_value, **enter, typed="70", denominator="多数") == (
        "分母：「多数」に数がありません。数だけを入れてください。"
    )
    assert refused(record_value, **(enter | {"fiscal_year": 24}), typed="70") == (
        "年度は、1900から2199までの西暦で入れてください。"
    )


@pytest.mark.django_db
def test_years_outside_the_plan_are_refused(indicator, aoki):
    enter = {"actor": aoki, "indicator": indicator, "typed": "70%"}
    before = "令和4年度（2022年度）は計画の始まる令和5年度（2023年度）より前です。年度を確かめてください。"
    behind = "令和10年度（2028年度）は計画の終わる令和9年度（2027年度）より後です。年度を確かめてください。"
    assert refused(record_value, **enter, fiscal_year=2022, period=(2023, 2027)) == before
    assert refused(record_value, **enter, fiscal_year=2028, period=(2023, 2027)) == behind
    assert refused(record_value, **enter, fiscal_year=2022, first_year=2023) == before
    day = {"period_kind": "DAY", "starts_on": date(2023, 3, 1), "fiscal_year": 2023}
    assert refused(record_value, **enter, **day, period=(2023, 2027)) == (
        "日付（2023/03/01）は計画の始まる令和5年（2023年）4月1日より前です。日付を確かめてください。"
    )
    assert record_value(**enter, fiscal_year=2028, first_year=2023).n == 1
    assert record_value(**enter, fiscal_year=2015).n == 1  # no plan was named


@pytest.mark.django_db
def test_a_year_has_one_figure(indicator, aoki):
    promises.typed(indicator, 2024)
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024, "typed": "71%"}
    assert refused(record_value, **enter, period_kind="YEAR") == (
        "令和6年度（2024年度）の値は、別の時期（年度：2024/04/01～2025/03/31）の値としてすでに入っています。"
        "一つの年度に入れられる値は一つです。"
    )
    promises.typed(indicator, 2024, "", seen=1)  # emptied
    assert record_value(**enter, period_kind="YEAR").value == Decimal(71)
    assert refused(record_value, **enter) == (
        "令和6年度（2024年度）の値は、別の時期（年：2024/01/01～2024/12/31）の値としてすでに入っています。"
        "一つの年度に入れられる値は一つです。"
    )


@pytest.mark.django_db
def test_readers_see_the_note_and_never_why(indicator, aoki):
    """「課長の確認ずみ」 is the office's own; what stands beside the figure is the note."""
    enter = {"actor": aoki, "indicator": indicator, "fiscal_year": 2024}
    first = record_value(**enter, typed="70.4", note="経済センサスによる", why="課長の確認ずみ")
    sent = submit_value(actor=aoki, measurement=first.measurement, seen=1)
    approved = approve_value(actor=aoki, measurement=first.measurement, seen=2)
    publish_value(actor=aoki, measurement=first.measurement, seen=3)
    assert (sent.note, approved.note, approved.why) == ("経済センサスによる", "経済センサスによる", "")
    found = series_of(indicator.government, [str(indicator.key)], shown=Shown.PUBLIC)
    (figure,) = found[str(indicator.key)].figures
    assert (figure.remark, figure.text) == ("経済センサスによる", "70.4")
    again = record_value(**enter, typed="70.4", note="", seen=3)
    assert (again.n, again.note, again.state) == (4, "", "DRAFT")
