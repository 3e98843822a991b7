"""Judging a target with the figures of its indicator: what is stored is put before the evaluator whole."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from kpi.figures import Reference, Series
from kpi.grades import DEFAULT, TAMA
from kpi.judgements import EVERY, Scheme, judge, measured, newest_year, promise_of
from kpi.models import Indicator
from kpi.progress import Measured, Reason
from kpi.reading_print import read_print
from kpi.spec import Better
from kpi.storing import baseline_data, target_data
from tests.kpi.test_figures import FIGURE

PERIOD = (2023, 2027)
SERIES = Series(
    1, "k", "就業率", "%", "UP", "OUTCOME", "", "", "", "", "", "", "YEARLY", (), None, 1, (), (), (), ()
)
TODAY = date(2026, 6, 1)


def promise(target: str, baseline: str, unit: str = "%", better: str = "UP"):
    read = read_print(
        target_text=target, baseline_text=baseline, name="見本", unit=unit, better=better, period=PERIOD
    )
    return promise_of(target_data(read[0]), baseline_data(read[1]), better, PERIOD)


def series(figures: dict[int, str], **more) -> Series:
    return replace(SERIES, figures=tuple(figure(year, value) for year, value in figures.items()), **more)


def figure(year: int, value: str, **more):
    return replace(FIGURE, fiscal_year=year, value=Decimal(value), **more)


def test_a_promise_is_judged_by_the_figures_of_its_series():
    made = promise("73%", "68.1%（令和3年度）")
    assert (made.better, made.period, made.spec.value) == (Better.UP, PERIOD, 73)
    found = judge(made, series({2024: "70.4", 2025: "71.6"}), year=2025, today=TODAY)
    assert (found.status.word, found.value, found.value_year, found.scheme) == (
        "順調", Decimal("71.6"), 2025, "default",
    )  # fmt: skip
    assert (
        judge(made, series({2024: "70.4"}), year=2024, today=TODAY, scheme=TAMA).status.word
        == "着実に進んでいる"
    )
    assert (Scheme().scheme, Scheme().number) == (DEFAULT, 0)


def test_everything_of_a_figure_reaches_the_evaluator():
    one = figure(
        2024, "3", quality="PROVISIONAL", is_running_total=True, is_partial=True, denominator=Decimal(1741), stage=2
    )  # fmt: skip
    (found,) = measured([one])
    assert all(hasattr(found, field.name) for field in fields(Measured))
    assert (found.fiscal_year, found.value, found.is_provisional, found.is_running_total) == (
        2024,
        3,
        True,
        True,
    )
    assert (found.is_partial, found.denominator, found.stage) == (True, 1741, 2)


def test_the_reference_that_the_target_names_is_to_be_exceeded():
    made = promise("全国平均を上回る", "72.0%（令和2年度）")
    both = series(
        {2025: "79.0"},
        references=(
            Reference("全国平均", "", (figure(2025, "78.5"),)),
            Reference("府平均", "", (figure(2025, "80.0"),)),
        ),
    )
    assert judge(made, both, year=2025, today=TODAY).achieved is True
    turned = replace(both, references=both.references[::-1])
    assert judge(made, turned, year=2025, today=TODAY).achieved is True
    unnamed = replace(both, references=both.references[1:])
    assert judge(made, unnamed, year=2025, today=TODAY).achieved is False
    assert judge(made, series({2025: "79.0"}), year=2025, today=TODAY).reasons[0] is Reason.REFERENCE_MISSING


def test_why_there_is_no_figure_yet():
    made = promise("73%", "68.1%（令和3年度）")
    given = {"year": 2025, "today": TODAY}
    assert set(EVERY) == set(Indicator.Frequency.values)
    assert judge(made, series({}), **given).reasons == (Reason.NO_DATA, Reason.NOT_ENTERED)
    to_readers = judge(made, series({}), **given, for_readers=True)
    assert (to_readers.reasons[1], to_readers.notes) == (Reason.NOT_YET_PUBLISHED, ("未公表",))
    late = series({}, known_month=11)
    assert judge(made, late, **given).notes == ("未公表（令和8年11月予定）",)
    census = series({}, frequency="FIVE_YEARLY", survey_years=(2021,))
    assert judge(made, census, **given).notes == ("調査年でない（次は令和8年度）",)
    irregular = series({}, frequency="IRREGULAR", survey_years=(2023,))
    assert judge(made, irregular, **given).reasons == (Reason.NO_DATA, Reason.NOT_SURVEY_YEAR)


def test_the_newest_year_of_the_plan_with_any_figure():
    both = [series({2021: "1", 2024: "1"}), series({2023: "1", 2030: "1"})]
    assert newest_year(both, PERIOD) == 2024
    assert newest_year([series({2021: "1", 2030: "1"})], PERIOD) is None
    assert newest_year([], PERIOD) is None
