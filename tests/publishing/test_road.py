"""The road of editions: what happened, and what may be done next."""

import datetime

import pytest
from django.utils import timezone

from publishing.changes import moment
from publishing.editions import freeze, publish, publish_due, start_correction, start_next_edition, withdraw
from publishing.road import road
from strategy.models import Edition, Plan
from tests import factories

PAGE = "/office/toyonaka/digital-strategy/"
DAY = datetime.date(2026, 6, 18)


@pytest.fixture
def plan(toyonaka) -> Plan:
    return factories.plan(toyonaka)


@pytest.fixture
def working(plan) -> Edition:
    edition = factories.edition(plan)
    factories.small_tree(edition)
    return edition


def steps(plan: Plan) -> dict[int, list[tuple[str, str, str]]]:
    return {
        stop.edition.number: [(step.name, step.who, step.note) for step in stop.steps]
        for stop in road(plan, DAY, "VIEWER")
    }


def buttons(plan: Plan, role: str = "PLANNER") -> dict[int, list[str]]:
    """The labels of the actions of each edition; the primary one between brackets."""
    return {
        stop.edition.number: [f"［{a.label}］" if a.primary else a.label for a in stop.actions]
        for stop in road(plan, DAY, role)
    }


@pytest.mark.django_db
def test_each_step_says_who_and_when(plan, working, aoki, endo):
    at = timezone.make_aware(datetime.datetime(2099, 4, 1, 9, 0))
    edition = freeze(actor=aoki, edition=working)
    publish(actor=endo, edition=edition, at=at)
    withdraw(actor=endo, edition=edition, reason="日程の見直し")
    soon = timezone.now() + datetime.timedelta(hours=1)
    publish(actor=endo, edition=edition, at=soon)
    publish_due(soon)
    edition.refresh_from_db()
    withdraw(actor=aoki, edition=edition, reason="数値の誤り")
    assert steps(plan) == {
        1: [
            ("作成", "予約の時計", ""),
            ("凍結", "青木（企画担当）", ""),
            ("公表予約", "遠藤（管理者）", "令和81年4月1日（水）9:00に公表"),
            ("公表予約の取消し", "遠藤（管理者）", "日程の見直し"),
            ("公表予約", "遠藤（管理者）", f"{moment(soon)}に公表"),
            ("公表", "予約の時計", ""),
            ("取下げ", "青木（企画担当）", "数値の誤り"),
        ]
    }


@pytest.mark.django_db
def test_an_edition_says_what_it_came_from_and_what_came_after_it(plan, aoki):
    first = factories.published(plan, effective_from=datetime.date(2023, 4, 1))
    second = start_next_edition(
        actor=aoki, edition=first, stage="ADOPTED", effective_from=datetime.date(2026, 4, 1)
    )
    publish(actor=aoki, edition=freeze(actor=aoki, edition=second))
    start_correction(actor=aoki, edition=second)
    told = steps(plan)
    assert list(told) == [3, 2, 1]
    assert told[3] == [("作成（正誤訂正）", "青木（企画担当）", "第2版をもとに")]
    assert told[2][0] == ("作成", "青木（企画担当）", "第1版をもとに")
    assert told[1][-1] == ("交代", "青木（企画担当）", "第2版に代わる（令和8年（2026年）4月1日から）")


@pytest.mark.django_db
def test_what_may_be_done_follows_the_state(plan, working, aoki):
    assert buttons(plan) == {1: ["書く", "［凍結する…］", "基本事項を直す"]}
    edition = freeze(actor=aoki, edition=working)
    assert buttons(plan) == {1: ["［公表する…］", "次の版をつくる…"]}
    edition = publish(actor=aoki, edition=edition, at=timezone.now() + datetime.timedelta(days=1))
    assert buttons(plan) == {1: ["公表の日時を変える…", "公表予約を取り消す…", "次の版をつくる…"]}
    edition = publish(actor=aoki, edition=edition)
    assert buttons(plan) == {1: ["［次の版をつくる…］", "正誤訂正の版をつくる…", "取り下げる…"]}
    second = start_correction(actor=aoki, edition=edition)
    assert buttons(plan)[1] == ["取り下げる…"]  # one edition at a time
    publish(actor=aoki, edition=freeze(actor=aoki, edition=second))
    assert buttons(plan) == {
        2: ["［次の版をつくる…］", "正誤訂正の版をつくる…", "取り下げる…"],
        1: ["この版から次の版をつくる…", "取り下げる…"],  # corrected once is enough
    }
    withdraw(actor=aoki, edition=Edition.objects.get(number=2), reason="誤り")
    assert buttons(plan)[2] == ["［次の版をつくる…］"]


@pytest.mark.django_db
def test_only_planners_act(plan, working):
    for role in ("DEPARTMENT", "VIEWER"):
        assert buttons(plan, role) == {1: []}
    assert len(buttons(plan, "ADMIN")[1]) == 3


@pytest.mark.django_db
def test_the_page_shows_the_road(client, plan, working, aoki, baba):
    client.force_login(aoki)
    page = client.get(PAGE).content.decode()
    assert "記入 0／2" in page
    assert f'href="{PAGE}1/freeze/"' in page
    client.force_login(baba)
    page = client.get(PAGE).content.decode()
    assert "記入 0／2" in page
    assert "freeze" not in page


@pytest.mark.django_db
def test_the_pdf_is_offered_once_it_is_made(client, plan, working, aoki):
    client.force_login(aoki)
    assert f'href="{PAGE}1/plan.pdf"' in client.get(PAGE).content.decode()  # set on the spot
    freeze(actor=aoki, edition=working)
    page = client.get(PAGE).content.decode()
    assert "PDFは準備しています" in page
    assert f'href="{PAGE}1/plan.docx"' in page


@pytest.mark.django_db
def test_a_plan_without_an_edition_says_so(client, plan, aoki):
    client.force_login(aoki)
    assert "この計画には、まだ版がありません。" in client.get(PAGE).content.decode()
    assert client.get("/office/toyonaka/nothing/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 6])
def test_the_page_costs_the_same_for_many_editions(client, plan, aoki, endo, size, django_assert_num_queries):
    edition = factories.published(plan)
    for n in range(size):
        made = start_next_edition(
            actor=(aoki, endo)[n % 2],
            edition=edition,
            stage="ADOPTED",
            effective_from=datetime.date(2024, 4, 1),
        )
        edition = publish(actor=endo, edition=freeze(actor=aoki, edition=made))
    factories.grow(factories.edition(plan), 8 * size)
    client.force_login(aoki)
    client.get(PAGE)
    # session, user, membership, plan, editions, events, people, drafting;
    # confirmations, votes, comments, answers, consultations
    with django_assert_num_queries(13):
        client.get(PAGE)
