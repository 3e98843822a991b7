"""戻す: an earlier text comes back by an ordinary save, and what stood there until then stays in the history."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Department
from publishing.editions import freeze
from strategy.chronicle import RESTORED
from strategy.items import Overtaken, delete_item, save_item
from strategy.models import PlanItem
from strategy.restoring import restore_item
from tests import factories
from tests.snapshots import everything_stored, refused


@pytest.fixture
def item(edition) -> PlanItem:
    return factories.small_tree(edition)["measure1"]


@pytest.fixture
def own(toyonaka) -> Department:
    return Department.objects.create(government=toyonaka, name="こども事業課")


def now(item: PlanItem) -> PlanItem:
    return PlanItem.objects.select_related("department").get(pk=item.pk)


def saved(actor, item: PlanItem, title: str, body: str, department: Department | None = None) -> int:
    """A save by the newest version; the id of its row."""
    save_item(
        actor=actor,
        item=item,
        version=now(item).version,
        title=title,
        body=body,
        department=department,
        closing=True,
    )
    return item.history.order_by("-history_id").first().history_id


@pytest.mark.django_db
def test_title_body_and_department_come_back_as_a_row_of_its_own(item, own, aoki, baba):
    first = saved(aoki, item, "よい見出し", "<p>よい文</p>", own)
    saved(baba, item, "だめな見出し", "<p>だめな文</p>")
    brought = restore_item(actor=aoki, item=item, version=3, row=first)
    assert (brought.item.version, brought.lost) == (4, ())
    stands = now(item)
    assert (stands.title, stands.body, stands.department) == ("よい見出し", "<p>よい文</p>", own)
    told = item.history.order_by("history_id").values_list(
        "title", "history_user__name", "history_change_reason"
    )
    assert list(told)[1:] == [
        ("よい見出し", "青木", ""),
        ("だめな見出し", "馬場", ""),
        ("よい見出し", "青木", RESTORED),
    ]
    event = AuditEvent.objects.get(verb="item.restore")
    assert event.detail == {"lineage": str(item.lineage), "row": first, "version": 4}
    assert AuditEvent.objects.filter(verb="item.save").count() == 2


@pytest.mark.django_db
def test_further_writing_is_a_row_after_it(item, aoki):
    first = saved(aoki, item, "一", "")
    save_item(actor=aoki, item=item, version=2, title="二", body="")  # its row is still open
    restore_item(actor=aoki, item=item, version=3, row=first)
    save_item(actor=aoki, item=item, version=4, title="三", body="")
    titles = list(item.history.order_by("history_id").values_list("title", flat=True))
    assert titles[1:] == ["一", "二", "一", "三"]


@pytest.mark.django_db
def test_who_looked_at_an_old_page_restores_nothing(item, aoki, baba):
    first = saved(aoki, item, "一", "")
    saved(baba, item, "二", "<p>馬場の文</p>")
    before = everything_stored()
    with pytest.raises(Overtaken) as caught:
        restore_item(actor=aoki, item=item, version=2, row=first)
    assert (caught.value.current.title, everything_stored()) == ("二", before)


@pytest.mark.django_db
def test_a_closed_department_stays_away_and_that_is_said(item, own, toyonaka, aoki):
    other = Department.objects.create(government=toyonaka, name="子育て支援課")
    first = saved(aoki, item, "一", "", own)
    saved(aoki, item, "二", "", other)
    own.last_day = timezone.localdate() - datetime.timedelta(days=1)
    own.save()
    brought = restore_item(actor=aoki, item=item, version=3, row=first)
    assert brought.lost == ("そのときの所管課はもうないので、所管課はいまのままです。",)
    assert (now(item).title, now(item).department) == ("一", other)


@pytest.mark.django_db
def test_an_item_without_a_department_may_come_back_so(item, own, aoki):
    first = saved(aoki, item, "一", "")
    saved(aoki, item, "二", "", own)
    restore_item(actor=aoki, item=item, version=3, row=first)
    assert now(item).department is None


@pytest.mark.django_db
def test_a_department_brings_texts_back_but_gives_no_item_away(item, own, toyonaka, baba):
    other = Department.objects.create(government=toyonaka, name="子育て支援課")
    first = saved(baba, item, "一", "", other)
    saved(baba, item, "二", "", own)
    restore_item(actor=baba, item=item, version=3, row=first, with_department=False)
    assert (now(item).title, now(item).department) == ("一", own)


@pytest.mark.django_db
def test_what_the_sanitiser_takes_today_does_not_come_back(item, aoki):
    row = saved(aoki, item, "一", "<p>文</p>")
    saved(aoki, item, "二", "")
    PlanItem.history.filter(history_id=row).update(body="<p>文</p><script>alert(1)</script>")
    brought = restore_item(actor=aoki, item=item, version=3, row=row)
    assert brought.lost == ("スクリプトは使えないので取り除きました。",)
    assert now(item).body == "<p>文</p>"


@pytest.mark.django_db
def test_restorings_that_are_refused(edition, item, aoki):
    first = saved(aoki, item, "一", "")
    last = saved(aoki, item, "二", "")
    other = edition.items.get(title="見本の取組み2")
    foreign = other.history.get().history_id
    strange = "この記録は、この項目の履歴にありません。履歴のページを開き直してください。"
    restore = {"actor": aoki, "item": item, "version": 3}
    assert refused(restore_item, **restore, row=foreign) == strange
    assert refused(restore_item, **restore, row=10**17) == strange
    assert refused(restore_item, **restore, row=last) == (
        "いまの文は、この記録と同じです。戻すものはありません。"
    )
    freeze(actor=aoki, edition=edition)
    assert refused(restore_item, **restore, row=first) == (
        "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    )


@pytest.mark.django_db
def test_a_deleted_item_is_not_restored_here(item, aoki):
    first = saved(aoki, item, "一", "")
    delete_item(actor=aoki, item=now(item))
    assert refused(restore_item, actor=aoki, item=item, version=2, row=first) == (
        "この項目はもうありません。ほかの人が削除したか、ほかの項目に統合しました。画面を開き直してください。"
    )
