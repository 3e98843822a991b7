"""The report of a review, read from its rows: approved figures only, words for readers, constant queries."""

import datetime
from dataclasses import replace

import pytest
from django.http import Http404

from kpi.models import GrantReview, ItemProject, ReviewOpinion, ServedItem
from kpi.review.reading import Rows, report_of
from kpi.review.report import from_bytes, to_bytes
from kpi.schemes import grade_by_hand
from kpi.targets import relist_target
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests.kpi import closings, promises
from tests.kpi.closings import TODAY
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    return closings.ready(year)


def read(review):
    return report_of(closings.current(review), TODAY)


def test_a_kpi_stands_in_the_report_as_the_office_knows_it_and_readers_may(year, review):
    ease, births, emission = read(review).rows
    assert (ease.number, ease.name, ease.department) == (
        1,
        "子育てがしやすいまちだと思う市民の割合",
        "こども政策課",
    )
    assert [(one.fiscal_year, one.text) for one in ease.figures] == [(2023, "69.0"), (2024, "70.2")]
    assert (ease.rate_text, ease.rate, ease.grade, ease.arrow) == ("43%", "0.428571", "on-track", "up")
    assert (births.rate_text, births.grade, births.needs_cause, births.cause) == (
        "−300%",
        "below",
        True,
        "転出が増えた。",
    )
    assert (emission.rate_text, emission.grade, emission.figures[1].absent) == ("－", "unknown", "未公表")


def test_a_figure_that_is_not_approved_is_not_in_the_report(year, review):
    before = to_bytes(read(review))
    promises.submitted(year.targets["emission"].indicator, 2024, "-25.1%")
    promises.typed(year.targets["ease"].indicator, 2024, "99.9%", seen=3, why="誤り")
    assert to_bytes(read(review)) == before


def test_counts_goals_and_totals_leave_out_what_is_printed_again(toyonaka):
    year = a_round(toyonaka, slug="other")
    working = start_next_edition(
        actor=None,
        edition=year.edition,
        stage=Edition.Stage.ADOPTED,
        effective_from=datetime.date(2024, 4, 1),
    )
    target = working.targets.get(lineage=year.targets["ease"].lineage)
    relist_target(actor=None, target=target, item=working.items.get(level__key="section"))
    ServedItem.objects.create(edition=working, target=target, item=working.items.filter(kind="MEASURE")[0])
    publish(actor=None, edition=freeze(actor=None, edition=working))
    report = read(closings.ready(year))
    assert report.edition_number == 2
    assert [(row.number, row.is_relisted) for row in report.rows] == [
        (1, False),
        (2, False),
        (3, False),
        (0, True),
    ]
    assert (report.total, report.relisted, report.counts) == (3, 1, (0, 1, 0, 0, 1, 1))
    assert [(row.total, row.counts) for row in report.goals] == [(3, report.counts)]
    assert report.items[0].kpis == (str(target.lineage),)
    assert report.items[1].kpis == ()


def test_what_is_promised_is_numbered_before_supplementary_indicators(toyonaka):
    year = a_round(toyonaka, slug="other")
    working = start_next_edition(
        actor=None,
        edition=year.edition,
        stage=Edition.Stage.ADOPTED,
        effective_from=datetime.date(2024, 4, 1),
    )
    working.targets.filter(name="出生数").update(role="SUPPLEMENTARY", target_text="")
    publish(actor=None, edition=freeze(actor=None, edition=working))
    report = read(closings.ready(year))
    assert [(row.number, row.role) for row in report.rows] == [(1, "KPI"), (3, "SUPPLEMENTARY"), (2, "KPI")]


def test_what_was_said_stands_in_words_not_in_keys(year, review):
    closings.say(review, year, "ease", direction="improve", new_target="75%（令和9年度）")
    item = closings.say_of_item(
        review, year, self_evaluation="b", direction="end", direction_reason="終わる。"
    )
    ItemProject.objects.create(review=review, item_review=item, name="相談窓口", budget=1200, settled=None)
    GrantReview.objects.create(
        review=review, item=year.made["measure1"], project="窓口", grant_name="推進交付金", amount=5_000_000,
        effect="FAIRLY", future="DEVELOP",
    )  # fmt: skip
    hearing = closings.heard(review, "全体に順調です。", has_outsiders=True)
    ReviewOpinion.objects.create(
        review=review,
        hearing=hearing,
        target=year.targets["ease"],
        text="相談先を見せて。",
        answer="直します。",
    )
    report = read(review)
    assert (report.rows[0].direction, report.rows[0].new_target) == ("改善", "75%（令和9年度）")
    assert report.rows[0].opinions == ("相談先を見せて。",)
    first = report.items[0]
    assert (first.self_evaluation, first.direction, first.direction_reason) == (
        "B 計画どおり",
        "終了",
        "終わる。",
    )
    assert [(one.name, one.budget, one.settled) for one in first.projects] == [("相談窓口", "1200", "")]
    assert report.place(first.place).title == "見本の取組み1"
    (grant,) = report.grants
    assert (grant.effect, grant.future, grant.amount) == (
        "地方創生に相当程度効果があった",
        "追加等更に発展させる",
        "5000000",
    )
    assert [(row.kind, row.is_there) for row in report.inputs] == [
        ("KPI", True),
        ("EXTERNAL", True),
        ("ASSEMBLY", False),
        ("RESIDENTS", False),
    ]
    assert report.inputs[1].opinions == (
        ("子育てがしやすいまちだと思う市民の割合", "相談先を見せて。", "直します。"),
        ("全体", "全体に順調です。", ""),
    )


def test_a_grade_given_by_hand_is_the_one_that_counts(year, review):
    grade_by_hand(
        actor=None, target=year.targets["births"], fiscal_year=2024, grade="on-track", reason="全国より良い"
    )
    report = read(review)
    assert (report.rows[1].grade, report.rows[1].grade_by_hand, report.rows[1].hand_reason) == (
        "below",
        "on-track",
        "全国より良い",
    )
    assert (report.counts, report.rows[1].needs_cause) == ((0, 2, 0, 0, 0, 1), False)


def test_the_stored_bytes_give_the_same_report(year, review):
    closings.heard(review, "順調です。")
    report = read(review)
    assert from_bytes(to_bytes(report)) == report
    stored = closings.published(review)
    assert report_of(stored, TODAY) == replace(
        Rows(closings.current(review), TODAY).report,
        published_on=from_bytes(bytes(stored.content)).published_on,
    )


def test_readers_learn_nothing_of_an_open_year(review):
    with pytest.raises(Http404):
        report_of(closings.current(review), TODAY, for_readers=True)
    stored = closings.published(review)
    assert report_of(stored, TODAY, for_readers=True).fiscal_year == 2024


def test_a_review_of_the_whole_term_has_every_year_of_it(year):
    for fiscal_year, text in ((2025, "70.9%"), (2026, "72.0%"), (2027, "73.4%")):
        promises.approved(year.targets["ease"].indicator, fiscal_year, text)
    review = closings.ready(year)
    type(review).objects.filter(pk=review.pk).update(kind="TERM", fiscal_year=2027)
    report = report_of(closings.current(review), datetime.date(2028, 11, 1))
    assert report.years == (2023, 2024, 2025, 2026, 2027)
    assert [one.text for one in report.rows[0].figures] == ["69.0", "70.2", "70.9", "72.0", "73.4"]
    assert (report.rows[0].grade, report.rows[0].rate_text) == ("achieved", "108%")


@pytest.mark.parametrize("size", [2, 12])
def test_queries_do_not_grow(toyonaka, django_assert_num_queries, size):
    year = a_round(toyonaka, measures=size)
    review = closings.ready(year)
    for n in range(size):
        hearing = closings.heard(review, "順調です。", name=f"会議{n}")
        ReviewOpinion.objects.create(
            review=review, hearing=hearing, item=year.made["measure1"], text="よい。"
        )
        item = closings.say_of_item(review, year, f"measure{n + 1}", achievement="した。")
        ItemProject.objects.create(review=review, item_review=item, name="窓口")
    found = closings.current(review)
    with django_assert_num_queries(QUERIES):
        report_of(found, TODAY)


QUERIES = 17
