"""What others did, as sentences."""

import copy
import datetime
import importlib

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Department, Membership
from kpi.targets import create_target, delete_target
from publishing.changes import SENTENCES, Change, changes_since, known_as, moment, told_verbs
from publishing.comparison.styles import preset
from publishing.comparisons import note_changes, save_comparison_style
from publishing.editions import freeze, publish, publish_due, start_correction, start_next_edition, withdraw
from strategy.alignments import align_item
from strategy.items import delete_item, save_item
from strategy.models import Edition
from strategy.plans import save_edition
from tests import factories

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(scope="module")
def _edition(for_the_file) -> Edition:
    return factories.edition(factories.plan(factories.government()), title="第3期総合戦略")


@pytest.fixture
def edition(_edition, db) -> Edition:
    return copy.deepcopy(_edition)


@pytest.fixture
def made(edition):
    return factories.small_tree(edition)


@pytest.fixture
def now(made) -> datetime.datetime:
    """The moment after everything was prepared."""
    return timezone.now()


def said(changes: list[Change]) -> list[str]:
    return [f"{change.who}が{change.thing}{change.after}" for change in changes]


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_are_called_by_their_place(toyonaka, aoki, baba, chiba):
    department = Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    Membership.objects.filter(user=baba).update(department=department, contractor=True)
    assert known_as(toyonaka, [aoki, baba, chiba]) == {
        aoki.pk: "青木（企画担当）",
        baba.pk: "馬場（こども事業課、委託）",
        chiba.pk: "千葉",
    }


@pytest.mark.django_db
def test_who_did_what_to_which_item(toyonaka, made, now, aoki, baba):
    item = made["measure1"]
    save_item(actor=baba, item=item, version=1, title="直した取組み", body="")
    (change,) = changes_since(toyonaka, now, but=aoki.pk)
    assert said([change]) == ["馬場（所管課）が「直した取組み」を直しました"]
    assert change.url == f"/office/toyonaka/digital-strategy/1/items/{item.lineage}/"
    assert changes_since(toyonaka, now, but=baba.pk) == []  # one's own acts are known
    assert changes_since(toyonaka, timezone.now(), but=aoki.pk) == []


@pytest.mark.django_db
def test_the_same_act_many_times_is_one_sentence(toyonaka, made, now, aoki, baba):
    for version in range(1, 6):
        save_item(actor=baba, item=made["measure1"], version=version, title="自動保存", body="")
    save_item(actor=baba, item=made["measure2"], version=1, title="もう一つ", body="")
    save_item(actor=aoki, item=made["measure2"], version=2, title="もう一つ", body="")
    changes = changes_since(toyonaka, now)
    assert [(change.who, change.thing, change.times) for change in changes] == [
        ("青木（企画担当）", "「もう一つ」", 1),
        ("馬場（所管課）", "「もう一つ」", 1),
        ("馬場（所管課）", "「自動保存」", 5),
    ]


@pytest.mark.django_db
def test_the_road_of_an_edition_in_sentences(toyonaka, edition, now, endo):
    name = "「第3期総合戦略」（素案、第1版）"
    save_edition(actor=endo, edition=edition, term=3)
    frozen = freeze(actor=endo, edition=edition)
    at = timezone.make_aware(datetime.datetime(2099, 4, 1, 9, 0))
    publish(actor=endo, edition=frozen, at=at)
    withdraw(actor=endo, edition=frozen, reason="日程")
    publish(actor=endo, edition=frozen)
    start_correction(actor=endo, edition=frozen)
    assert said(changes_since(toyonaka, now)) == [
        "遠藤（管理者）が「第3期総合戦略（正誤訂正）」（素案、第2版）をつくりました",
        f"遠藤（管理者）が{name}を公表しました",
        f"遠藤（管理者）が{name}の公表予約を取り消しました",
        f"遠藤（管理者）が{name}を凍結しました",
        f"遠藤（管理者）が{name}の基本事項を直しました",
    ]


@pytest.mark.django_db
def test_what_was_done_on_a_comparison_leads_to_it(toyonaka, edition, made, now, aoki):
    old = freeze(actor=None, edition=edition)
    new = start_next_edition(actor=None, edition=old, stage="PROPOSAL")
    for keys in (["title"], ["period"]):
        note_changes(actor=aoki, old=old, new=new, keys=keys, reason="名称を改めます。")
    save_comparison_style(actor=aoki, government=toyonaka, style=preset("stacked"))
    newest = changes_since(toyonaka, now)[:2]
    assert said(newest) == [
        "青木（企画担当）が「豊中市」の新旧対照表の様式を変えました",
        "青木（企画担当）が「第3期総合戦略」（案、第2版）の新旧対照表の行を直しました",
    ]
    assert [(change.url, change.times) for change in newest] == [
        ("", 1),
        ("/office/toyonaka/digital-strategy/2/comparison/1/", 2),
    ]


@pytest.mark.django_db
def test_a_reservation_names_its_moment_and_the_clock_keeps_it(toyonaka, edition, now, aoki):
    soon = timezone.now() + HOUR
    publish(actor=aoki, edition=freeze(actor=aoki, edition=edition), at=soon)
    newest = changes_since(toyonaka, now)[0]
    assert said([newest]) == [
        f"青木（企画担当）が「第3期総合戦略」（素案、第1版）の公表を予約しました（{moment(soon)}）"
    ]
    assert publish_due(soon) == 1
    newest = changes_since(toyonaka, now)[0]
    assert said([newest]) == ["予約の時計が「第3期総合戦略」（素案、第1版）を公表しました"]


@pytest.mark.django_db
def test_what_is_gone_has_a_name_and_no_address(toyonaka, made, now, aoki):
    delete_item(actor=aoki, item=made["measure1"])
    (change,) = changes_since(toyonaka, now)
    assert (change.thing, change.after, change.url) == ("「見本の取組み1」", "を削除しました", "")


@pytest.mark.django_db
def test_a_target_leads_to_its_page_while_it_stands(toyonaka, edition, made, now, aoki):
    target = create_target(actor=aoki, item=made["chapter"], name="就業率", target_text="73%")
    gone = create_target(actor=aoki, item=made["chapter"], name="出生数", target_text="維持")
    delete_target(actor=aoki, target=gone)
    for found in (changes_since(toyonaka, now), changes_since(toyonaka, now, edition=edition)):
        assert (said(found)[-1], found[-1].url) == (
            "青木（企画担当）が「就業率」の目標値を足しました",
            f"/office/toyonaka/digital-strategy/1/kpi/{target.lineage}/",
        )
    assert [(change.thing, change.after, change.url) for change in changes_since(toyonaka, now)][:2] == [
        ("「出生数」", "の目標値を削除しました", ""), ("「出生数」", "の目標値を足しました", ""),
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_item_leads_to_its_newest_edition(toyonaka, edition, made, now, aoki):
    align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    start_next_edition(actor=None, edition=freeze(actor=None, edition=edition), stage="PROPOSAL")
    change = changes_since(toyonaka, now)[-1]
    assert said([change]) == ["青木（企画担当）が「見本の取組み1」にほかの計画との対応を足しました"]
    assert change.url.startswith("/office/toyonaka/digital-strategy/2/items/")


@pytest.mark.django_db
def test_people_and_other_governments_are_nobodys_business(toyonaka, ogori, made, now, aoki, neighbour):
    for name in ("person.invite", "membership.end", "person.sign_in", "master.export"):
        AuditEvent.objects.create(government=toyonaka, verb=name, subject="membership:1", actor=aoki)
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    save_item(actor=neighbour, item=elsewhere["measure1"], version=1, title="よそ", body="")
    assert changes_since(toyonaka, now) == []
    assert len(changes_since(ogori, now)) > 0
    assert not [name for name in told_verbs() if name.startswith(("person", "membership", "admin", "master"))]


@pytest.mark.django_db
def test_of_one_edition_only(toyonaka, edition, made, now, aoki):
    other = factories.small_tree(factories.edition(factories.plan(toyonaka, "kobetsu")))
    save_item(actor=aoki, item=made["section"], version=1, title="直した節", body="")
    save_item(actor=aoki, item=other["section"], version=1, title="よその節", body="")
    delete_item(actor=aoki, item=made["measure1"])
    delete_item(actor=aoki, item=other["measure1"])
    save_edition(actor=aoki, edition=edition, term=3)
    assert said(changes_since(toyonaka, now, edition=edition)) == [
        "青木（企画担当）が「第3期総合戦略」（素案、第1版）の基本事項を直しました",
        "青木（企画担当）が「見本の取組み1」を削除しました",
        "青木（企画担当）が「直した節」を直しました",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("acts", [2, 30])
def test_the_number_of_queries_does_not_grow(
    toyonaka, edition, made, now, aoki, endo, acts, django_assert_num_queries
):
    for n in range(acts):
        item = factories.item(edition, "measure", f"取組み{n}", made["direction"])
        save_item(actor=(aoki, endo)[n % 2], item=item, version=1, title=f"直した{n}", body="")
    save_edition(actor=aoki, edition=edition, term=3)
    with django_assert_num_queries(5):  # acts, events with their actors, memberships, items, editions
        changes = changes_since(toyonaka, now)
    assert len(changes) == min(12, 2 * acts + 1)


def test_a_moment_is_said_in_japan():
    at = datetime.datetime(2026, 3, 31, 15, 5, tzinfo=datetime.UTC)
    assert moment(at) == "令和8年4月1日（水）0:05"


def test_every_sentence_belongs_to_a_verb_that_is_told():
    assert importlib.import_module("strategy.loading")  # its verb is declared when a command reads it
    assert SENTENCES.keys() <= set(told_verbs())
    assert [name for name, sentence in SENTENCES.items() if not sentence.startswith("{}")] == []
