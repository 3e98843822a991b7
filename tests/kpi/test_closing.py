"""A year is published as it was shown, with its figures, and from then on stays as it is."""

import datetime

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from kpi.indicators import add_reference
from kpi.models import MeasurementRevision, Proposal, Publication, ReviewYear
from kpi.review.closing import ReportChanged, publish_review, start_correction
from kpi.review.reading import report_of
from kpi.review.report import from_bytes, hash_of
from kpi.schemes import grade_by_hand
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests.kpi import closings, promises
from tests.kpi.closings import TODAY
from tests.kpi.rounds import a_round
from tests.snapshots import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    return closings.ready(year)


def test_what_was_shown_is_what_is_stored(review, aoki):
    seen = closings.seen_of(review)
    made = publish_review(actor=aoki, review=review, seen=seen)
    content = bytes(ReviewYear.objects.get(pk=review.pk).content)
    assert (hash_of(content), made.published_by, made.is_published) == (made.content_hash, aoki, True)
    assert from_bytes(content).published_on == timezone.localdate().isoformat()
    event = AuditEvent.objects.get(verb="review.publish")
    assert (event.actor, event.detail["figures"], event.detail["proposals"], event.detail["minimum"]) == (
        aoki,
        4,
        0,
        False,
    )


def test_who_saw_another_report_is_told_and_nothing_is_published(year, review):
    seen = closings.seen_of(review)
    closings.say(review, year, "births", cause="転出が減った。")
    sentence = refused(publish_review, actor=None, review=review, seen=seen)
    assert sentence == ReportChanged().sentence
    publish_review(actor=None, review=review, seen=closings.seen_of(review))


def test_the_step_of_publication_must_be_reached(year):
    review = closings.ready(year, step="internal")
    assert refused(publish_review, actor=None, review=review, seen=closings.seen_of(review)) == (
        "いまの段階は「庁内評価」です。「進み具合」のページで「公表」の段階に進めてから公表してください。"
    )


def test_a_kpi_behind_needs_its_cause_unless_the_minimum_is_published(year, review):
    closings.say(review, year, "births", cause="", issue="", action="住宅を支援する。")
    seen = closings.seen_of(review)
    sentence = refused(publish_review, actor=None, review=review, seen=seen)
    assert sentence == "「出生数」は計画どおりに進んでいませんが、要因・課題が書かれていません（手引き7-2）。"
    publish_review(actor=None, review=review, seen=seen, minimum=True)
    assert AuditEvent.objects.get(verb="review.publish").detail["minimum"] is True


def test_without_any_figure_there_is_nothing_to_publish(year):
    review = year.open(2024)
    ReviewYear.objects.filter(pk=review.pk).update(step="publication")
    sentence = refused(publish_review, actor=None, review=review, seen=closings.seen_of(review), minimum=True)
    assert sentence.startswith("承認した実績値が一つもありません。")


def test_publishing_makes_public_what_the_report_shows_and_nothing_else(year, review):
    ease, emission = year.targets["ease"].indicator, year.targets["emission"].indicator
    promises.published(emission, 2023, "-26.0%")
    promises.submitted(emission, 2024, "-27.9%")
    promises.approved(ease, 2025, "71.0%")  # after the reviewed year
    promises.approved(ease, 2021, "68.1%")  # before the plan
    promises.typed(ease, 2024, "99.9%", seen=3, why="誤り")  # a correction that nobody approved
    grade = grade_by_hand(
        actor=None, target=year.targets["births"], fiscal_year=2024, grade="late", reason="人口流出"
    )
    closings.published(review)
    public = MeasurementRevision.objects.filter(publication__isnull=False)
    found = public.order_by("measurement__indicator__name", "measurement__fiscal_year")
    assert [
        (row.measurement.indicator.name, row.measurement.fiscal_year, f"{row.value:.1f}") for row in found
    ] == [
        ("出生数", 2023, "3301.0"),
        ("出生数", 2024, "3180.0"),
        ("子育てがしやすいまちだと思う市民の割合", 2023, "69.0"),
        ("子育てがしやすいまちだと思う市民の割合", 2024, "70.2"),
        ("温室効果ガス排出量", 2023, "-26.0"),
    ]
    assert Publication.objects.filter(manual_grade=grade).count() == 1


def test_the_figures_that_a_kpi_is_compared_with_become_public_with_it(toyonaka):
    year = a_round(toyonaka)
    stage, since = Edition.Stage.ADOPTED, datetime.date(2024, 4, 1)
    edition = start_next_edition(actor=None, edition=year.edition, stage=stage, effective_from=since)
    chapter = edition.items.get(level__key="chapter")
    texts = {"baseline_text": "70%（令和3年度）", "target_text": "全国平均を上回る"}
    indicator = promises.target(chapter, "就業率", unit="%", **texts).indicator
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    reference = add_reference(actor=None, indicator=indicator, name="全国平均")
    other = add_reference(actor=None, indicator=year.targets["ease"].indicator, name="府平均")
    review = closings.ready(year)
    promises.approved(indicator, 2024, "72.0%")
    promises.approved(indicator, 2024, "71.0%", series=reference)
    promises.approved(year.targets["ease"].indicator, 2024, "60.0%", series=other)
    closings.published(review, minimum=True)
    public = MeasurementRevision.objects.filter(publication__isnull=False)
    assert list(
        public.filter(measurement__series__isnull=False).values_list("measurement__series__name")
    ) == [("全国平均",)]
    assert report_of(ReviewYear.objects.get(pk=review.pk), TODAY).rows[3].grade == "achieved"


def test_a_decision_becomes_a_proposal_with_its_reason(year, review):
    closings.say(review, year, "ease", direction="continue", new_target="75%", issue="目標に近い。")
    closings.say(review, year, "births", direction="improve")
    closings.say_of_item(review, year, "measure1", direction="abolish", direction_reason="利用がない。")
    closings.say_of_item(review, year, "measure2", direction="continue")
    closings.published(review)
    found = Proposal.objects.order_by("id").values_list(
        "subject", "decision", "new_target", "reason", "state", "target_lineage", "item_lineage"
    )
    ease, births, measure = (
        year.targets["ease"].lineage,
        year.targets["births"].lineage,
        year.made["measure1"].lineage,
    )
    assert list(found) == [
        (
            "子育てがしやすいまちだと思う市民の割合",
            "目標値の見直し",
            "75%",
            "目標に近い。",
            "OPEN",
            ease,
            None,
        ),
        ("出生数", "改善", "", "住まいが足りない。　住宅を支援する。", "OPEN", births, None),
        ("第1章－1（1）①　見本の取組み1", "廃止", "", "利用がない。", "OPEN", None, measure),
    ]


def test_a_correction_of_a_figure_afterwards_leaves_the_published_year_as_it_was(year, review):
    made = closings.published(review)
    before = bytes(made.content)
    promises.approved(year.targets["ease"].indicator, 2024, "60.0%", seen=3, why="集計の誤り")
    stored = ReviewYear.objects.get(pk=made.pk)
    assert bytes(stored.content) == before
    assert report_of(stored, TODAY).rows[0].figures[-1].text == "70.2"


def test_a_correction_is_published_beside_the_first_with_its_reason(year, review):
    closings.say(review, year, "births", direction="improve")
    closings.say(review, year, "ease", direction="improve")
    first = closings.published(review)
    kept = Proposal.objects.get(subject="出生数")
    Proposal.objects.filter(pk=kept.pk).update(state="DECLINED", edition=year.edition, answer="済み")
    promises.approved(year.targets["ease"].indicator, 2024, "73.5%", seen=3, why="集計の誤り")
    second = start_correction(actor=None, review=first, reason="集計の誤り")
    closings.say(second, year, "ease", direction="continue")
    second = closings.published(second)
    reports = [from_bytes(bytes(row.content)) for row in ReviewYear.objects.order_by("revision")]
    assert [(one.revision, one.correction_reason, one.rows[0].figures[-1].text) for one in reports] == [
        (1, "", "70.2"),
        (2, "集計の誤り", "73.5"),
    ]
    assert list(Proposal.objects.order_by("id").values_list("subject", "review", "state")) == [
        ("子育てがしやすいまちだと思う市民の割合", first.pk, "OPEN"),
        ("出生数", second.pk, "DECLINED"),
    ]


def test_a_published_review_is_not_published_again(review):
    seen = closings.seen_of(review)
    publish_review(actor=None, review=review, seen=seen)
    with pytest.raises(Refused, match="公表した年度評価は変えられません"):
        publish_review(actor=None, review=review, seen=seen)


@pytest.mark.parametrize("more", [0, 8])
def test_queries_do_not_grow(toyonaka, django_assert_num_queries, more):
    year = a_round(toyonaka)
    review = closings.ready(year)
    for n in range(more):
        promises.approved(year.targets["emission"].indicator, 2023 - n, f"-{n + 26}%")
    for n in range(1, 3 if more else 2):
        closings.say_of_item(review, year, f"measure{n}", direction="abolish", direction_reason="x")
    seen = closings.seen_of(review)
    with django_assert_num_queries(QUERIES):
        publish_review(actor=None, review=review, seen=seen)


QUERIES = 29
