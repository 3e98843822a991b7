"""公表: the page shows what would be published and what is missing, and publishes what it showed."""

import pytest
from django.urls import reverse

from kpi.models import ReviewYear
from tests.kpi import closings, promises
from tests.kpi.office import said, staff, text
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    return closings.ready(year)


def at(name="review_close", word="2024"):
    return reverse(name, args=["toyonaka", "digital-strategy", word])


def codes(answer) -> list[str]:
    return [gap.code for gap in answer.context["ready"].gaps]


def test_the_planner_publishes_what_the_page_showed(client, aoki, review):
    client.force_login(aoki)
    shown = client.get(at())
    assert (shown.status_code, shown.context["ready"].blocking) == (200, ())
    answer = client.post(at(), {"seen": shown.context["ready"].seen})
    assert (answer.status_code, answer.url, said(answer)) == (302, at(), ["令和6年度の評価を公表しました。"])
    review.refresh_from_db()
    assert (review.is_published, review.published_by) == (True, aoki)
    done = client.get(at())
    assert review.content_hash[:16] in text(done)


def test_what_is_missing_stands_on_the_page_with_the_way_to_it(client, aoki, year, review):
    closings.say(review, year, "births", cause="", issue="", action="")
    promises.submitted(year.targets["emission"].indicator, 2024, "-25%")
    client.force_login(aoki)
    shown = client.get(at())
    assert codes(shown) == [
        "cause", "unapproved", "returns", "no-external", "no-assembly", "no-residents", "no-direction", "overdue",
    ]  # fmt: skip
    births = year.targets["births"].lineage
    there = reverse("review_kpi", args=["toyonaka", "digital-strategy", "2024", births])
    assert there in text(shown)
    answer = client.post(at(), {"seen": shown.context["ready"].seen})
    assert (answer.status_code, ReviewYear.objects.get(pk=review.pk).is_published) == (422, False)
    assert "要因・課題・今後の対応が書かれていません" in text(answer)
    minimum = client.post(at(), {"seen": shown.context["ready"].seen, "minimum": "on"})
    assert (minimum.status_code, ReviewYear.objects.get(pk=review.pk).is_published) == (302, True)


def test_who_saw_another_report_gets_the_new_one_to_confirm(client, aoki, year, review):
    client.force_login(aoki)
    seen = client.get(at()).context["ready"].seen
    closings.say(review, year, "births", cause="ほかの要因")
    answer = client.post(at(), {"seen": seen})
    assert (answer.status_code, "報告の内容が変わりました" in text(answer)) == (422, True)
    fresh = answer.context["ready"].seen
    assert (fresh != seen, f'name="seen" value="{fresh}"' in text(answer)) == (True, True)
    assert client.post(at(), {"seen": fresh}).status_code == 302


def test_who_publishes_second_is_told_and_shown_what_was_published(client, aoki, review):
    client.force_login(aoki)
    seen = client.get(at()).context["ready"].seen
    client.post(at(), {"seen": seen})
    late = client.post(at(), {"seen": seen})
    assert (late.status_code, len(late.context["revisions"])) == (422, 1)
    assert "公表した年度評価は変えられません" in text(late)


def test_a_correction_is_started_with_a_reason_and_published_beside_the_first(client, aoki, review):
    closings.published(review)
    client.force_login(aoki)
    empty = client.post(at("review_correct"), {"reason": " "})
    assert (empty.status_code, ReviewYear.objects.count()) == (422, 1)
    answer = client.post(at("review_correct"), {"reason": "集計の誤り"})
    assert (answer.status_code, said(answer)) == (
        302,
        ["令和6年度の評価（訂正1）を始めました。直してから公表してください。"],
    )
    shown = client.get(at())
    assert "集計の誤り" in text(shown)
    twice = client.post(at("review_correct"), {"reason": "もう一度"})
    assert (twice.status_code, ReviewYear.objects.count()) == (302, 2)
    client.post(at(), {"seen": shown.context["ready"].seen})
    assert [row.revision for row in client.get(at()).context["revisions"]] == [2, 1]


def test_readers_of_the_office_look_and_only_planners_publish(client, neighbour, toyonaka, year, review):
    seen = closings.seen_of(review)
    for role in ("VIEWER", "DEPARTMENT"):
        client.force_login(staff("Baba", role, toyonaka, year.child))
        shown = client.get(at())
        assert (shown.status_code, "を公表する</button>" in text(shown)) == (200, False)
        assert client.post(at(), {"seen": seen}).status_code == 403
        assert client.post(at("review_correct"), {"reason": "誤り"}).status_code == 403
        assert client.get(at("review_proposals")).status_code == 200
    client.force_login(neighbour)
    assert {client.get(at(name)).status_code for name in ("review_close", "review_proposals")} == {404}
    assert client.post(at(), {"seen": seen}).status_code == 404
    assert ReviewYear.objects.get(pk=review.pk).is_published is False


def test_an_open_year_shows_what_will_be_handed_on(client, aoki, year, review):
    closings.say_of_item(review, year, direction="improve", direction_reason="利用が少ない。")
    client.force_login(aoki)
    shown = client.get(at("review_proposals"))
    assert [row.decision for row in shown.context["coming"]] == ["改善"]
    closings.published(review)
    shown = client.get(at("review_proposals"))
    assert (shown.context["coming"], [row.decision for row in shown.context["proposals"]]) == ((), ["改善"])


@pytest.mark.parametrize("size", [2, 12])
def test_queries_do_not_grow(client, aoki, toyonaka, django_assert_num_queries, size):
    year = a_round(toyonaka, measures=size)
    review = closings.ready(year)
    for n in range(size):
        closings.say_of_item(review, year, f"measure{n + 1}", direction="improve")
        closings.heard(review, "よい。", name=f"会議{n}")
    client.force_login(aoki)
    client.get(at())
    with django_assert_num_queries(24):
        client.get(at())
