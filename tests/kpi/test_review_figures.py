"""The judged rows of a reviewed year: printed order, grades, arrows, what is behind, targets revised mid-term."""

import datetime
from decimal import Decimal

import pytest

from kpi.indicators import mark_break
from kpi.models import Target
from kpi.review.figures import Figures, figures_of
from kpi.review.report import Revised, YearFigure
from kpi.schemes import grade_by_hand
from kpi.series import Shown
from kpi.targets import create_target, relist_target, save_target
from publishing.editions import freeze, publish, start_correction, start_next_edition
from strategy.models import Edition
from tests.kpi import promises
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def year(toyonaka):
    """豊中市's round: 2023 and 2024 for one KPI, a typed figure for another, none for the third."""
    made = a_round(toyonaka)
    ease, births = made.targets["ease"].indicator, made.targets["births"].indicator
    promises.approved(ease, 2023, "69.0%")
    promises.approved(ease, 2024, "70.4%")
    promises.approved(births, 2023, "3,301人")
    promises.typed(births, 2024, "3,200人", quality="PROVISIONAL")
    return made


def row_of(figures: Figures, target: Target):
    row = figures.row(target.lineage)
    assert row is not None
    return row


def test_rows_are_judged_by_the_edition_and_say_what_is_behind(year):
    figures = figures_of(year.open(2024), TODAY)
    assert figures.years == (2023, 2024)
    assert [
        (
            row.target.name,
            row.progress.status.word,
            row.state.word,
            row.arrow,
            row.needs_cause,
            row.department,
        )
        for row in figures.rows
    ] == [
        ("子育てがしやすいまちだと思う市民の割合", "順調", "承認", "up", False, year.child),
        ("出生数", "基準値を下回る", "入力中", "down", True, year.child),
        ("温室効果ガス排出量", "判定不能", "未入力", "", False, year.planning),
    ]


def test_figures_stand_as_printed_and_say_why_there_is_none(year):
    figures = figures_of(year.open(2024), TODAY)
    ease, births, emission = figures.own
    assert ease.figures == (
        YearFigure(2023, "69.0", "69.0", "FINAL"),
        YearFigure(2024, "70.4", "70.4", "FINAL"),
    )
    assert births.figures[1] == YearFigure(2024, "3,200", "3200", "PROVISIONAL")
    assert emission.figures == (YearFigure(2023, absent="未入力"), YearFigure(2024, absent="未入力"))
    assert births.figure.value == Decimal(3200)


def test_the_report_counts_approved_figures_only(year):
    figures = figures_of(year.open(2024), TODAY, shown=Shown.APPROVED)
    births = row_of(figures, year.targets["births"])
    assert (births.figure, births.state.word, births.progress.value_year) == (None, "未入力", 2023)


def test_a_grade_given_by_people_says_whether_it_is_behind(year):
    target = year.targets["births"]
    grade_by_hand(actor=None, target=target, fiscal_year=2024, grade="on-track", reason="全国より緩やか")
    row = row_of(figures_of(year.open(2024), TODAY), target)
    assert (row.manual.word, row.progress.status.word, row.is_behind) == ("順調", "基準値を下回る", False)


@pytest.mark.parametrize(
    ("text", "more", "arrow"),
    [
        ("69.0%", {}, "flat"),
        ("68.9%", {}, "down"),
        ("69.1%", {"is_partial": True}, ""),  # a part of a year is not compared with a whole one
    ],
)
def test_arrows(toyonaka, text, more, arrow):
    made = a_round(toyonaka)
    promises.typed(made.targets["ease"].indicator, 2022, "69.0%")
    promises.typed(made.targets["ease"].indicator, 2024, text, **more)
    assert row_of(figures_of(made.open(2024), TODAY), made.targets["ease"]).arrow == arrow


def test_no_arrow_across_a_change_of_the_definition(year):
    mark_break(actor=None, indicator=year.targets["ease"].indicator, fiscal_year=2024, note="設問の変更")
    assert row_of(figures_of(year.open(2024), TODAY), year.targets["ease"]).arrow == ""


def revise(edition: Edition, target: Target, text: str, since: datetime.date) -> Edition:
    """The next adopted edition, with another target."""
    new = start_next_edition(
        actor=None, edition=edition, stage="ADOPTED", title="改訂版", effective_from=since
    )
    own = new.targets.get(lineage=target.lineage)
    save_target(actor=None, target=own, version=own.version, target_text=text)
    return publish(actor=None, edition=freeze(actor=None, edition=new))


def test_a_target_revised_mid_term_shows_old_and_new_with_the_day(year):
    target = year.targets["ease"]
    new = revise(year.edition, target, "75%", datetime.date(2024, 10, 1))
    review = year.open(2024)
    assert review.edition == new
    figures = figures_of(review, TODAY)
    row = row_of(figures, target)
    assert (row.target.target_text, row.revised) == (
        "75%",
        (Revised(year.edition.title, "68.1%（令和3年度）", "73%", "2024-10-01"),),
    )
    assert row.promise.spec.value == Decimal(75)
    assert row_of(figures, year.targets["births"]).revised == ()
    # The year before is judged by the edition that held then.
    before = figures_of(year.open(2023), TODAY)
    assert row_of(before, target).promise.spec.value == Decimal(73)


def test_a_correction_of_a_print_revises_nothing(year):
    target = year.targets["ease"]
    new = start_correction(actor=None, edition=year.edition)
    own = new.targets.get(lineage=target.lineage)
    save_target(actor=None, target=own, version=own.version, target_text="73.0%")
    publish(actor=None, edition=freeze(actor=None, edition=new))
    review = year.open(2024)
    assert review.edition == new
    assert row_of(figures_of(review, TODAY), target).revised == ()


def test_the_number_of_queries_does_not_grow(toyonaka, django_assert_max_num_queries):
    made = a_round(toyonaka)
    review = made.open(2024)

    def read() -> int:
        with django_assert_max_num_queries(14) as asked:
            figures_of(review, TODAY)
        return len(asked)

    few = read()
    # Past the guards of the frozen edition: a second plan's edition with many KPIs.
    many = a_round(toyonaka, slug="wide", measures=2)
    wide = start_next_edition(
        actor=None, edition=many.edition, stage="ADOPTED", effective_from=datetime.date(2023, 5, 1)
    )
    item = wide.items.get(lineage=many.made["chapter"].lineage)
    first = None
    for n in range(12):
        indicator = promises.indicator(toyonaka, name=f"指標{n}", unit="人")
        promises.approved(indicator, 2024, "5人")
        made_target = create_target(
            actor=None, item=item, indicator=indicator, name=f"指標{n}", target_text="9人"
        )
        first = first or made_target
    relist_target(actor=None, target=first, item=wide.items.get(lineage=many.made["section"].lineage))
    publish(actor=None, edition=freeze(actor=None, edition=wide))
    review = many.open(2024)
    with django_assert_max_num_queries(few):
        figures = figures_of(review, TODAY)
    assert (len(figures.rows), len(figures.own)) == (16, 15)
