"""The pages that take a step on the road of editions.

Whatever is sent, a page leaves exactly the events of its verb, or nothing at all when the step is refused.
"""

import copy
import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from publishing.editions import freeze, publish, start_next_edition
from publishing.forms.editions import BasicsForm
from strategy.items import save_item
from strategy.models import Edition, Plan, PlanItem
from strategy.plans import save_edition
from tests import factories
from tests.snapshots import everything_stored

OFFICE = "/office/toyonaka/digital-strategy/"
NEXT = {"title": "次の戦略", "stage": "PROPOSAL", "first_fiscal_year": "R5", "last_fiscal_year": "R9"}
PLAN = {
    "title": "第4期総合戦略",
    "kind": "STRATEGY",
    "slug": "dai-4-ki",
    "first_fiscal_year": "R9",
    "last_fiscal_year": "R13",
    "preset": "guide",
}


class World:
    """豊中市 with one plan, its edition at the state that a step needs, and Aoki at the desk."""

    def __init__(self, client, aoki: User, edition: Edition, made: dict[str, PlanItem]):
        self.client, self.aoki, self.edition, self.made = client, aoki, edition, made
        self.plan: Plan = edition.plan
        self.toyonaka = self.plan.government
        client.force_login(aoki)

    def freeze(self) -> "World":
        self.edition = freeze(actor=None, edition=self.edition)
        return self

    def publish(self, **fields) -> "World":
        self.edition = publish(actor=None, edition=self.freeze().edition, **fields)
        return self

    def hidden_fields(self, path: str) -> dict[str, str]:
        """What the page sends back unseen."""
        page = self.client.get(path).content.decode()
        names = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        return {name: value for name, value in names.items() if name != "csrfmiddlewaretoken"}

    def events(self) -> list[str]:
        return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


@pytest.fixture(scope="module")
def _rows(for_the_file) -> tuple[Edition, dict[str, PlanItem]]:
    edition = factories.edition(factories.plan(factories.government()), title="第3期総合戦略")
    return edition, factories.small_tree(edition)


@pytest.fixture
def world(client, _rows, aoki) -> World:
    return World(client, aoki, *copy.deepcopy(_rows))


def sent_to_freeze(world: World) -> dict[str, str]:
    return world.hidden_fields(f"{OFFICE}1/freeze/")


def sent_to_basics(world: World) -> dict:
    world.edition.refresh_from_db()
    form = BasicsForm(edition=world.edition)
    values = {name: form[name].value() for name in form.fields}
    return {k: v for k, v in values.items() if v is not None} | {"title": "直した題名", "seen": form.digest()}


SOON = timezone.now() + datetime.timedelta(days=2)
LATER = {"when": "later", "day": SOON.strftime("%Y-%m-%d"), "time": "09:00"}

# Each step: how the world stands, the page, what is sent, the events it leaves, where it leads.
STEPS: dict[str, tuple[Callable, str, Callable, list[str], str]] = {
    "next": (World.freeze, "1/next/", lambda w: NEXT, ["edition.start_next"], "2/"),
    "correct": (
        World.publish,
        "1/correct/",
        lambda w: {"title": "第3期総合戦略（正誤訂正）"},
        ["edition.correct"],
        "2/",
    ),
    "freeze": (lambda w: w, "1/freeze/", sent_to_freeze, ["edition.freeze"], ""),
    "publish": (World.freeze, "1/publish/", lambda w: {"when": "now"}, ["edition.publish"], ""),
    "reserve": (World.freeze, "1/publish/", lambda w: LATER, ["edition.publish"], ""),
    "withdraw": (World.publish, "1/withdraw/", lambda w: {"reason": "誤り"}, ["edition.withdraw"], ""),
    "cancel": (
        lambda w: w.publish(at=SOON),
        "1/withdraw/",
        lambda w: {"reason": "日程の見直し"},
        ["edition.withdraw"],
        "",
    ),
    "basics": (lambda w: w, "1/basics/", sent_to_basics, ["edition.save"], "1/"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_its_event_once_and_leads_on(world, step):
    prepare, path, sent, events, target = STEPS[step]
    prepare(world)
    data, before = sent(world), world.events()
    answer = world.client.post(OFFICE + path, data)
    assert (answer.status_code, answer.get("Location")) == (302, OFFICE + target)
    assert world.events() == before + events
    stored = everything_stored()
    again = world.client.post(OFFICE + path, data)  # sent twice by a double click
    if step in ("reserve", "basics"):  # the same once more does no harm
        assert world.events() == before + events * 2
    else:
        assert (again.status_code, everything_stored()) == (422, stored)
    assert AuditEvent.objects.first().actor == world.aoki


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_an_empty_form_changes_nothing_and_says_what_is_missing(world, step):
    prepare, path, *_ = STEPS[step]
    prepare(world)
    before = everything_stored()
    answer = world.client.post(OFFICE + path, {})
    assert answer.status_code == 422
    assert everything_stored() == before
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_takes_a_step(world, step, baba, chiba, neighbour):
    prepare, path, sent, *_ = STEPS[step]
    prepare(world)
    data = sent(world)
    for who, status in ((baba, 403), (chiba, 404), (neighbour, 404)):
        world.client.force_login(who)
        before = everything_stored()
        answer = world.client.post(OFFICE + path, data)
        assert (answer.status_code, who.name) == (status, who.name)
        assert everything_stored() == before, who.name


@pytest.mark.django_db
def test_a_field_that_the_page_does_not_have_changes_nothing(world):
    """R14: neither number, nor seal, nor another plan can be smuggled in."""
    smuggled = {
        "number": 99,
        "content_hash": "x",
        "published_at": "2020-01-01",
        "plan": 0,
        "correction": "on",
    }
    world.client.post(f"{OFFICE}1/basics/", sent_to_basics(world) | smuggled)
    world.freeze()
    world.client.post(f"{OFFICE}1/next/", NEXT | smuggled)
    rows = Edition.objects.order_by("number").values_list("number", "published_at", "correction", "plan")
    assert list(rows) == [(1, None, False, world.plan.pk), (2, None, False, world.plan.pk)]


# --- what the pages say -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_freeze_page_lists_what_is_empty(world):
    page = world.client.get(f"{OFFICE}1/freeze/").content.decode()
    assert "まだあいている所（6）" in page
    assert f'href="{OFFICE}1/items/{world.made["measure1"].lineage}/"' in page
    assert "あいたまま凍結する" in page


@pytest.mark.django_db
def test_what_cannot_be_frozen_has_no_button(world):
    empty = factories.edition(factories.plan(world.toyonaka, "karappo"))
    page = world.client.get("/office/toyonaka/karappo/1/freeze/").content.decode()
    assert "このままでは凍結できません" in page
    assert "凍結する</button>" not in page
    data = world.hidden_fields("/office/toyonaka/karappo/1/freeze/")
    answer = world.client.post("/office/toyonaka/karappo/1/freeze/", data)
    assert answer.status_code == 422
    assert "項目が一つもない版は凍結できません。" in answer.content.decode()
    empty.refresh_from_db()
    assert not empty.is_frozen


@pytest.mark.django_db
def test_a_stale_confirmation_freezes_nothing_and_shows_what_changed(world, endo):
    data = sent_to_freeze(world)
    item = world.made["measure1"]
    save_item(actor=endo, item=item, version=1, title="遠藤が直した取組み", body="<p>本文</p>")
    before = everything_stored()
    answer = world.client.post(f"{OFFICE}1/freeze/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert everything_stored() == before
    assert "確認の画面を開いたあとで、この版の内容が変わりました。" in page
    assert "画面を開いたあとの変更" in page
    assert "「遠藤が直した取組み」" in page
    assert "まだあいている所（5）" in page
    fresh = dict(re.findall(r'<input type="hidden" name="(seen|shown_at)" value="([^"]*)"', page))
    assert world.client.post(f"{OFFICE}1/freeze/", fresh).status_code == 302
    assert Edition.objects.get().is_frozen


@pytest.mark.django_db
def test_the_publish_page_says_which_edition_is_replaced_and_from_when(world):
    save_edition(actor=None, edition=world.edition, stage="ADOPTED", effective_from=datetime.date(2023, 4, 1))
    world.publish()
    following = start_next_edition(
        actor=None, edition=world.edition, stage="ADOPTED", effective_from=datetime.date(2026, 4, 1)
    )
    freeze(actor=None, edition=following)
    page = world.client.get(f"{OFFICE}2/publish/").content.decode()
    assert "「第3期総合戦略」（成案、第1版）に、令和8年（2026年）4月1日から代わります。" in page


@pytest.mark.django_db
def test_a_reservation_is_confirmed_in_the_japanese_calendar(world):
    world.freeze()
    at = timezone.localtime(SOON).replace(hour=9, minute=0)
    day = {"when": "later", "day": f"令和{at.year - 2018}年{at.month}月{at.day}日", "time": "9:00"}
    page = world.client.post(f"{OFFICE}1/publish/", day, follow=True).content.decode()
    assert f"令和{at.year - 2018}年{at.month}月{at.day}日" in page
    assert "9:00に公表します。" in page
    assert timezone.localtime(Edition.objects.get().publish_at).strftime("%H:%M") == "09:00"


@pytest.mark.django_db
def test_what_names_a_hidden_plan_is_not_published(world):
    source = factories.edition(factories.plan(world.toyonaka, "sogo-keikaku"), title="第4次総合計画")
    factories.small_tree(source)
    world.edition.rests_on.add(freeze(actor=None, edition=source))
    world.freeze()
    page = world.client.get(f"{OFFICE}1/publish/").content.decode()
    assert "先に公表するものがあります" in page
    assert "公表する</button>" not in page
    before = everything_stored()
    answer = world.client.post(f"{OFFICE}1/publish/", {"when": "now"})
    assert (answer.status_code, everything_stored()) == (422, before)


@pytest.mark.django_db
def test_a_page_tells_why_a_step_cannot_be_taken(world):
    def said(path: str) -> str:
        answer = world.client.get(OFFICE + path)
        assert answer.status_code == 200
        return re.findall(r'<p class="notice-title">([^<]*)</p>', answer.content.decode())[-1]

    assert said("1/next/") == "この版はまだ凍結されていません"
    assert said("1/publish/") == "この版はまだ凍結されていません"
    assert said("1/correct/") == "この版は公表されていません"
    assert said("1/withdraw/") == "この版は公表されていません"
    world.freeze()
    assert said("1/freeze/") == "この版はすでに凍結されています"
    assert said("1/basics/") == "凍結した版の基本事項は変えられません"
    world.edition = publish(actor=None, edition=world.edition)
    assert said("1/publish/") == "この版はすでに公表されています"
    start_next_edition(actor=None, edition=world.edition, stage="DRAFT")
    assert said("1/next/") == said("1/correct/") == "作成中の版がすでにあります"
    world.client.post(f"{OFFICE}1/withdraw/", {"reason": "誤り"})
    assert said("1/withdraw/") == "この版はすでに取り下げられています"
    assert said("1/publish/") == "この版は取り下げられています"


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 320])
def test_the_freeze_page_costs_the_same_for_many_items(world, items, django_assert_max_num_queries):
    plan = factories.plan(world.toyonaka, "ookii")
    factories.grow(factories.edition(plan), items)
    path = "/office/toyonaka/ookii/1/freeze/"
    world.client.get(path)
    with django_assert_max_num_queries(24):
        assert world.client.get(path).status_code == 200


# --- a new plan ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_plan_is_registered_and_leads_to_its_first_edition(world):
    before = world.events()
    answer = world.client.post("/office/toyonaka/plans/new/", PLAN)
    assert (answer.status_code, answer.get("Location")) == (302, "/office/toyonaka/dai-4-ki/1/")
    assert world.events() == [*before, "plan.create", "edition.create", "levels.create", "plan.start"]
    stored = everything_stored()
    again = world.client.post("/office/toyonaka/plans/new/", PLAN)
    assert (again.status_code, everything_stored()) == (422, stored)
    assert "この名前の計画がすでにあります。" in again.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["people", "log", "総合戦略", ""])
def test_a_name_that_cannot_be_is_told_at_its_field(world, slug):
    before = everything_stored()
    answer = world.client.post("/office/toyonaka/plans/new/", PLAN | {"slug": slug})
    page = answer.content.decode()
    assert (answer.status_code, everything_stored()) == (422, before)
    assert 'href="#id_slug"' in page
    assert "第4期総合戦略" in page  # what was typed stays


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("baba", 403), ("neighbour", 404)])
def test_only_planners_register_a_plan(world, who, status, request):
    world.client.force_login(request.getfixturevalue(who))
    before = everything_stored()
    assert world.client.post("/office/toyonaka/plans/new/", PLAN).status_code == status
    assert everything_stored() == before
