"""The desk: duties by role, plans at work, changes since the last visit."""

import copy
import datetime

import pytest
from django.utils import timezone

from accounts.models import Department, Membership
from publishing.desk import Desk, Duty
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import save_item
from strategy.models import Edition
from tests import factories
from tests.kpi.boards import at_entry
from tests.kpi.rounds import a_round

PAGE = "/office/toyonaka/"
BODY = "<p>見本の本文です。</p>"
JUNE = timezone.make_aware(datetime.datetime(2026, 6, 18, 9, 12))


def desk_of(person, now: datetime.datetime | None = None) -> Desk:
    membership = Membership.objects.select_related("government", "department", "user").get(user=person)
    return Desk(membership, now or timezone.now(), None)


def duties(person, now: datetime.datetime | None = None) -> list[tuple[str, str, str]]:
    """Title, sentence and button of each duty."""
    return [(duty.title, duty.sentence, duty.button) for duty in desk_of(person, now).duties]


@pytest.fixture(scope="module")
def _draft(for_the_file) -> Edition:
    return factories.edition(factories.plan(factories.government()), title="第3期総合戦略")


@pytest.fixture
def draft(_draft, db) -> Edition:
    return copy.deepcopy(_draft)


@pytest.fixture
def made(draft):
    return factories.small_tree(draft)


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_desk_without_a_plan_offers_to_register_one(client, aoki, baba):
    for person, offered in ((aoki, True), (baba, False)):
        client.force_login(person)
        page = client.get(PAGE).content.decode()
        assert "計画はまだ登録されていません。" in page
        assert ('href="/office/toyonaka/plans/new/"' in page) is offered


@pytest.mark.django_db
def test_who_works_for_several_chooses(client, toyonaka, ogori, aoki):
    Membership.objects.create(user=aoki, government=ogori, role="VIEWER")
    client.force_login(aoki)
    page = client.get("/office/").content.decode()
    assert 'href="/office/toyonaka/"' in page
    assert 'href="/office/ogori/"' in page


@pytest.mark.django_db
def test_the_end_of_a_period_waits_a_year_ahead(toyonaka, aoki):
    plan = factories.plan(toyonaka)
    edition = factories.published(plan, title="第3期総合戦略", last_fiscal_year=2026)
    assert duties(aoki, JUNE - datetime.timedelta(days=300)) == []
    (duty,) = desk_of(aoki, JUNE).duties
    assert duty == Duty(
        "「第3期総合戦略」の次の計画",
        "計画期間は令和8年度までです。次の版はまだつくられていません。",
        "/office/toyonaka/digital-strategy/1/next/",
        "次の版をつくる…",
        datetime.date(2027, 3, 31),
    )
    assert desk_of(aoki, JUNE + datetime.timedelta(days=365)).duties[0].is_late
    start_next_edition(actor=aoki, edition=edition, stage="DRAFT")
    assert [duty.due for duty in desk_of(aoki, JUNE).duties] == [None]


@pytest.mark.django_db
def test_the_yearly_round_asks_departments_and_planners(client, toyonaka, aoki, baba):
    year = a_round(toyonaka)
    at_entry(year)
    Membership.objects.filter(user=baba).update(department=year.child)
    asked = "令和6年度の評価への回答"
    (duty,) = desk_of(baba, JUNE).duties
    assert (duty.title, duty.is_late, duty.button) == (asked, True, "答える")
    assert duty.url == f"{PAGE}digital-strategy/review/2024/returns/{year.child.pk}/"
    assert [duty.title for duty in desk_of(aoki, JUNE).duties] == ["令和6年度の評価：入力"]
    client.force_login(baba)
    assert asked in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_the_table_shows_what_is_at_work(toyonaka, aoki):
    plan = factories.plan(toyonaka)
    first = factories.published(plan, last_fiscal_year=2099)
    second = start_next_edition(actor=None, edition=first, stage="PROPOSAL")
    third = start_next_edition(actor=None, edition=freeze(actor=None, edition=second), stage="DRAFT")
    ended = factories.published(
        factories.plan(toyonaka, "sogo-keikaku", "COMPREHENSIVE"), last_fiscal_year=2023
    )
    lines = desk_of(aoki).lines
    assert [line.edition for line in lines] == [third, first, ended]
    assert [line.drafting is None for line in lines] == [False, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 8])
def test_the_desk_costs_the_same_for_many(
    client, toyonaka, aoki, baba, endo, size, django_assert_num_queries
):
    for n in range(size):
        edition = factories.edition(factories.plan(toyonaka, f"plan-{n}"))
        made = factories.small_tree(edition, measures=2 * size)
        for version in range(1, size + 1):
            save_item(
                actor=(baba, endo)[n % 2], item=made["measure1"], version=version, title="施策", body=BODY
            )
    client.force_login(aoki)
    client.get(PAGE)
    # session, user, membership; plans, editions, drafting; acts, their events, people, items, editions of events;
    # open consultations, votes at work, opinions without an answer
    with django_assert_num_queries(15):
        client.get(PAGE)


# --- the way in ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_works_for_one_government_goes_straight_to_its_desk(client, aoki):
    client.force_login(aoki)
    answer = client.get("/office/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert client.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_somebody_without_a_government_is_told_what_to_do(client, chiba):
    client.force_login(chiba)
    page = client.get("/office/").content.decode()
    assert "所属する団体がありません。" in page
    assert "管理者に、団体への登録を頼んでください。" in page


# --- duties of planners -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_text_being_written_waits_with_what_is_missing(draft, made, aoki, endo):
    waiting = [("「第3期総合戦略」（素案）の本文", "未入力 2項目（記入 0／2）。", "続きを書く")]
    assert duties(aoki) == duties(endo) == waiting
    assert desk_of(aoki).duties[0].url == "/office/toyonaka/digital-strategy/1/"
    for name in ("measure1", "measure2"):
        save_item(actor=aoki, item=made[name], version=1, title="施策", body=BODY)
    assert duties(aoki) == [
        (
            "「第3期総合戦略」（素案）の凍結",
            "本文の要る項目は、すべて書かれています。確かめて、凍結できます。",
            "凍結する…",
        )
    ]


@pytest.mark.django_db
def test_an_edition_without_items_waits_to_be_begun(draft, aoki):
    assert duties(aoki) == [
        ("「第3期総合戦略」（素案）の本文", "まだ項目がありません。章から書き始めてください。", "書き始める")
    ]


@pytest.mark.django_db
def test_a_frozen_edition_waits_to_be_published_unless_a_newer_one_came(draft, made, aoki):
    edition = freeze(actor=aoki, edition=draft)
    ((title, sentence, button),) = duties(aoki)
    assert (title, button) == ("「第3期総合戦略」（素案）の公表", "公表する…")
    assert sentence.endswith("に凍結しました。公表の日時は決まっていません。")
    start_next_edition(actor=aoki, edition=edition, stage="PROPOSAL")
    assert [title for title, _, _ in duties(aoki)] == ["「第3期総合戦略」（案）の本文"]


@pytest.mark.django_db
def test_a_reservation_waits_with_its_day_and_is_late_when_it_was_not_kept(draft, made, aoki):
    at = timezone.make_aware(datetime.datetime(2099, 6, 24, 9, 0))
    publish(actor=aoki, edition=freeze(actor=aoki, edition=draft), at=at)

    def told(days: int) -> tuple[str, str, bool, str]:
        desk = desk_of(aoki, at - datetime.timedelta(days=days))
        (duty,) = desk.duties
        return duty.day(), desk.days_left(duty), duty.is_late, duty.button

    assert told(6) == ("6月24日（水）", "あと6日", False, "予約を見る")
    assert told(1) == ("6月24日（水）", "あす", False, "予約を見る")
    assert told(0) == ("6月24日（水）", "きょう", False, "予約を見る")
    assert told(-2) == ("6月24日（水）", "2日過ぎています", True, "確かめる")


@pytest.mark.django_db
def test_what_has_a_day_comes_first(toyonaka, draft, made, aoki):
    late = factories.plan(toyonaka, "sogo-keikaku")
    factories.published(late, last_fiscal_year=2026)
    reserved = factories.edition(factories.plan(toyonaka, "kobetsu"))
    factories.small_tree(reserved)
    at = JUNE + datetime.timedelta(days=3)
    Edition.objects.filter(pk=freeze(actor=aoki, edition=reserved).pk).update(publish_at=at)
    days = [duty.due for duty in desk_of(aoki, JUNE).duties]
    assert days == [datetime.date(2026, 6, 21), datetime.date(2027, 3, 31), None]


# --- duties of others ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_department_sees_its_own_items_without_text(toyonaka, draft, made, aoki, baba):
    own = Department.objects.create(government=toyonaka, name="こども事業課")
    other = Department.objects.create(government=toyonaka, name="企画課")
    save_item(actor=aoki, item=made["measure1"], version=1, title="施策", body="", department=own)
    save_item(actor=aoki, item=made["measure2"], version=1, title="施策", body="", department=other)
    assert duties(baba) == []  # nobody said yet which department is theirs
    Membership.objects.filter(user=baba).update(department=own)
    (duty,) = desk_of(baba).duties
    assert (duty.title, duty.button) == ("こども事業課の項目に、本文のないものが1件あります", "書く")
    assert duty.url == f"/office/toyonaka/digital-strategy/1/?missing=1&department={own.pk}"
    save_item(actor=baba, item=made["measure1"], version=2, title="施策", body=BODY, department=own)
    assert duties(baba) == []


@pytest.mark.django_db
def test_a_reader_has_no_duties(client, draft, made, toyonaka):
    reader = factories.person("江口", "VIEWER", toyonaka)
    assert duties(reader) == []
    client.force_login(reader)
    page = client.get(PAGE).content.decode()
    assert "いま、あなたを待っていることはありません。" in page
    assert "計画を登録する" not in page


# --- plans at work ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_of_another_government_lies_on_the_desk(client, draft, made, ogori, aoki):
    factories.small_tree(factories.edition(factories.plan(ogori), title="よその計画"))
    client.force_login(aoki)
    page = client.get(PAGE).content.decode()
    assert "第3期総合戦略" in page
    assert "よその計画" not in page
    assert client.get("/office/ogori/").status_code == 404


# --- changes ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_changes_are_told_since_the_visit_before_this_one(client, draft, made, aoki, baba):
    save_item(actor=baba, item=made["measure1"], version=1, title="はじめの直し", body="")
    client.force_login(aoki)
    page = client.get(PAGE).content.decode()
    assert "この7日の変化" in page
    assert "「はじめの直し」" in page
    began = timezone.now() - datetime.timedelta(hours=2)
    Membership.objects.filter(user=aoki).update(visited_at=began)
    assert "この7日の変化" in client.get(PAGE).content.decode()  # still the same visit
    client.logout()
    client.force_login(aoki)
    assert "からの変化" in client.get(PAGE).content.decode()
    stored = Membership.objects.get(user=aoki)
    assert stored.previous_visit_at == began
    assert stored.visited_at > began
