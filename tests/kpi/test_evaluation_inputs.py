"""The materials of a review, opinions, the judgement of the year, grants and the 引継 on their pages."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from kpi.models import (
    GrantReview,
    Hearing,
    Indicator,
    ReviewOpinion,
    ReviewYear,
)
from kpi.review.grants import save_grant
from kpi.review.hearings import add_hearing, save_hearing
from tests.kpi import promises
from tests.kpi.evaluations import a_year, at, enter, fill
from tests.kpi.office import said, staff, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_year(toyonaka)


@pytest.fixture
def review(year):
    return year.open()


@pytest.fixture
def filled(year, review):
    return fill(year, review)


def test_the_four_materials_say_what_is_missing(client, year, review, aoki):
    client.force_login(aoki)
    page = text(client.get(at("review_inputs", review)))
    assert ("承認した値 2／3件" in page, page.count('tag-warn">まだ</span>')) == (True, 4)
    meeting = add_hearing(actor=None, review=review, kind="EXTERNAL", name="推進会議")
    page = text(client.get(at("review_inputs", review)))
    assert ("外部の有識者がいた会議がまだありません" in page, page.count('tag-warn">まだ</span>')) == (
        True,
        4,
    )
    save_hearing(actor=None, hearing=meeting, seen=1, has_outsiders=True)
    assert text(client.get(at("review_inputs", review))).count('tag-warn">まだ</span>') == 3


def test_a_meeting_its_opinions_and_their_answers(client, year, review, aoki):
    client.force_login(aoki)
    assert client.get(at("opinion_add", review)).url == at("hearing_add", review)  # first the meeting
    sent = {"seen": 0, "kind": "EXTERNAL", "name": "推進会議", "held_on": "2025-08-04", "has_outsiders": "on"}
    client.post(at("hearing_add", review), sent)
    meeting = Hearing.objects.get()
    assert (meeting.held_on, meeting.has_outsiders) == (datetime.date(2025, 8, 4), True)
    target, item = year.targets["births"], year.made["measure1"]
    for about in ("", f"kpi-{target.pk}", f"item-{item.pk}"):
        sent = {"seen": 0, "hearing": meeting.pk, "about": about, "text": "意見", "again": 1}
        answer = client.post(at("opinion_add", review), sent)
    assert answer.url == at("opinion_add", review) + f"?hearing={meeting.pk}"
    rows = list(ReviewOpinion.objects.order_by("position"))
    assert [(one.target, one.item) for one in rows] == [(None, None), (target, None), (None, item)]
    sent = {
        "seen": 1,
        "hearing": meeting.pk,
        "about": f"kpi-{target.pk}",
        "text": "意見",
        "answer": "検討する",
    }
    client.post(at("opinion", review, rows[1].pk), sent)
    assert "検討する" in text(client.get(at("review_kpi", review, target.lineage)))
    client.post(at("opinion_delete", review, rows[0].pk), {"seen": 1})
    assert ReviewOpinion.objects.count() == 2
    answer = client.post(at("hearing_delete", review, meeting.pk), {"seen": 1})
    assert (answer.status_code, "意見が2件あるので" in text(answer)) == (422, True)


def test_a_meeting_of_another_year_is_no_choice(client, year, review, aoki):
    elsewhere = add_hearing(actor=None, review=year.open(2023), kind="EXTERNAL", name="前の年の会議")
    own = add_hearing(actor=None, review=review, kind="EXTERNAL", name="推進会議")
    client.force_login(aoki)
    sent = {"seen": 0, "hearing": elsewhere.pk, "about": "", "text": "意見"}
    assert client.post(at("opinion_add", review), sent).status_code == 422
    assert client.post(at("opinion_add", review), sent | {"hearing": own.pk}).status_code == 302


def test_the_judgement_of_the_year_and_two_who_write_it(client, review, aoki):
    client.force_login(aoki)
    sent = {"seen": 1, "judgement": "概ね順調", "judged_by": "推進会議", "summary": "総評"}
    client.post(at("review_summary", review), sent)
    assert "概ね順調" in text(client.get(at("review_inputs", review)))
    answer = client.post(at("review_summary", review), sent | {"judgement": "遅れ"})
    assert (answer.status_code, "<td>概ね順調</td><td>遅れ</td>" in text(answer)) == (409, True)
    assert ReviewYear.objects.get().judgement == "概ね順調"


def test_meetings_and_opinions_saved_meanwhile_show_both(client, year, filled, aoki):
    client.force_login(aoki)
    meeting, opinion = Hearing.objects.get(), ReviewOpinion.objects.get(text="出生数へ")
    save_hearing(actor=None, hearing=meeting, seen=1, name="新しい名前")
    sent = {"seen": 1, "kind": "ASSEMBLY", "name": "推進会議"}
    answer = client.post(at("hearing", filled, meeting.pk), sent)
    page = text(answer)
    assert (answer.status_code, "<td>新しい名前</td><td>推進会議</td>" in page) == (409, True)
    assert "<td>外部の評価</td><td>議会</td>" in page
    sent = {"seen": 9, "hearing": meeting.pk, "about": "", "text": "直した意見"}
    answer = client.post(at("opinion", filled, opinion.pk), sent)
    page = text(answer)
    assert (answer.status_code, "<td>出生数</td><td>年度全体</td>" in page) == (409, True)
    assert "<td>出生数へ</td><td>直した意見</td>" in page
    answer = client.post(at("hearing_delete", filled, meeting.pk), {"seen": 1})
    assert (answer.status_code, Hearing.objects.count()) == (409, 1)
    assert "新しい名前" in text(answer)


# --- grants -------------------------------------------------------------------------------------------------


def test_a_grant_project_with_its_increments(client, year, review, aoki):
    client.force_login(aoki)
    item = str(year.made["measure1"].lineage)
    sent = {
        "seen": 0, "item": item, "project": "移住支援", "grant_name": "町独自の交付金", "amount": "12,345,678円",
        "effect": "FAIRLY", "future": "CONTINUE", "indicators-count": "1", "indicators-0-name": "来訪者",
        "indicators-0-unit": "人", "indicators-0-start": "1,000", "indicators-0-due": "令和8年3月",
        "indicators-0-planned_2023": "50", "indicators-0-actual_2023": "△3", "indicators-0-planned_2024": "50",
    }  # fmt: skip
    assert client.post(at("grant_add", review), sent).status_code == 302
    made = GrantReview.objects.get()
    assert (made.amount, made.grant_name, made.item) == (
        Decimal(12345678), "町独自の交付金", year.made["measure1"],
    )  # fmt: skip
    assert made.indicators == [
        {
            "name": "来訪者", "unit": "人", "start": "1000", "due": "令和8年3月",
            "increments": [
                {"fiscal_year": 2023, "planned": "50", "actual": "-3"},
                {"fiscal_year": 2024, "planned": "50", "actual": ""},
            ],
        }
    ]  # fmt: skip
    assert "来訪者：目標 100・実績 −3人" in text(client.get(at("review_grants", review)))
    path = at("grant", review, made.pk)
    assert 'value="−3"' in text(client.get(path))
    client.force_login(staff("閲覧", "VIEWER", year.government))
    page = text(client.get(path))
    assert "開始前 1,000、令和8年3月" in page
    assert "令和5年度　目標 50・実績 −3<br>令和6年度　目標 50・実績 ―" in page
    client.force_login(aoki)
    # Sent again as the page shows it, nothing changes.
    again = sent | {"seen": 1, "indicators-0-actual_2023": "−3", "amount": "12,345,678"}
    client.post(path, again)
    assert GrantReview.objects.get().version == 1
    save_grant(actor=None, grant=made, seen=1, future="STOP")
    answer = client.post(path, again)
    assert (answer.status_code, "<td>事業の中止</td><td>事業の継続</td>" in text(answer)) == (409, True)


def test_more_indicators_are_asked_for_without_saving(client, year, review, aoki):
    client.force_login(aoki)
    sent = {"seen": 0, "indicators-count": "1", "indicators-more": "1", "project": "途中"}
    answer = client.post(at("grant_add", review), sent)
    page = text(answer)
    assert (answer.status_code, 'name="indicators-3-name"' in page, 'value="途中"' in page) == (
        200,
        True,
        True,
    )
    assert GrantReview.objects.count() == 0


def test_a_department_puts_projects_under_its_own_items_only(client, year, review, toyonaka):
    enter(review)
    sent = {
        "seen": 0, "item": str(year.made["measure1"].lineage), "project": "移住支援", "grant_name": "交付金",
        "indicators-count": "0",
    }  # fmt: skip
    client.force_login(staff("別所", "DEPARTMENT", toyonaka, year.planning))
    assert client.get(at("grant_add", review)).status_code == 403  # it answers for no item
    assert client.post(at("grant_add", review), sent).status_code == 403
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, year.child))
    assert client.post(at("grant_add", review), sent).status_code == 302
    made = GrantReview.objects.get()
    client.force_login(staff("別役", "DEPARTMENT", toyonaka, year.planning))
    assert client.get(at("grant", review, made.pk)).status_code == 200
    assert client.post(at("grant", review, made.pk), sent | {"seen": 1}).status_code == 403
    assert client.post(at("grant_delete", review, made.pk), {"seen": 1}).status_code == 403


# --- 引継 -----------------------------------------------------------------------------------------------------


def test_duties_are_handed_over_on_one_page(client, toyonaka, aoki, baba):
    for name in ("A", "B"):
        promises.indicator(toyonaka, name=name, person=baba)
    client.force_login(aoki)
    path = reverse("duties", args=["toyonaka"])
    page = text(client.get(f"{path}?person={baba.pk}"))
    assert f'<option value="{baba.pk}" selected>' in page
    giver, taker = page.index("渡す人（前任）"), page.index("受け取る人（後任）")
    assert giver < page.index(f'<option value="{baba.pk}" selected>') < taker
    answer = client.post(path, {"person": baba.pk, "successor": aoki.pk})
    assert said(answer) == ["馬場さんの担当2件を、青木さんに引き継ぎました。"]
    assert {one.person for one in Indicator.objects.all()} == {aoki}
    assert client.post(path, {"person": aoki.pk, "successor": aoki.pk}).status_code == 422
    client.force_login(baba)
    assert client.get(path).status_code == 403


def test_the_person_in_charge_is_chosen_and_shown_on_the_indicators_page(client, toyonaka, aoki, baba):
    made = promises.indicator(toyonaka, name="就業率")
    client.force_login(aoki)
    sent = {
        "name": "就業率", "unit": "%", "better": "UP", "effect": "OUTCOME", "frequency": "YEARLY",
        "lag_years": 1, "version": 1, "person": baba.pk, "deputy_person": aoki.pk,
    }  # fmt: skip
    assert client.post(reverse("indicator_save", args=["toyonaka", made.key]), sent).status_code == 302
    made.refresh_from_db()
    assert (made.person, made.deputy_person) == (baba, aoki)
    client.force_login(baba)
    page = text(client.get(reverse("indicator", args=["toyonaka", made.key])))
    assert "<dt>担当者</dt><dd>馬場（副：青木）</dd>" in page
