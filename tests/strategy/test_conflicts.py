"""Two people wrote one item: whichever text is taken, the other stays in the history."""

import pytest

from accounts.models import AuditEvent, Outbox
from strategy.conflicts import last_saver, overwrite_item, set_aside
from strategy.items import Overtaken, save_item
from strategy.models import PlanItem
from tests import factories


@pytest.fixture
def item(toyonaka, baba) -> PlanItem:
    """馬場 saved version 2 while 青木 was still writing."""
    made = factories.small_tree(factories.edition(factories.plan(toyonaka)))["measure1"]
    save_item(actor=baba, item=made, version=1, title="馬場の見出し", body="<p>馬場の文</p>")
    made.refresh_from_db()
    return made


def texts(item: PlanItem) -> list[tuple[str, str]]:
    """Who saved what, newest first."""
    rows = item.history.select_related("history_user").order_by("-history_id")
    return [(str(row.history_user), row.body) for row in rows]


def test_the_last_saver_is_known(item, baba):
    who, at = last_saver(item)
    assert who == baba
    assert at is not None


def test_ones_own_text_takes_the_place_and_the_other_is_told(item, aoki, baba):
    saved = overwrite_item(actor=aoki, item=item, seen=2, title="青木の見出し", body="<p>青木の文</p>")
    assert (saved.item.title, saved.item.version) == ("青木の見出し", 3)
    assert texts(item)[:2] == [("青木", "<p>青木の文</p>"), ("馬場", "<p>馬場の文</p>")]
    mail = Outbox.objects.get()
    assert mail.to == baba.address_for_mail
    assert f"/items/{item.lineage}/" in mail.body
    event = AuditEvent.objects.first()
    assert (event.verb, event.detail["over"]) == ("item.overwrite", baba.pk)


def test_somebody_without_mail_is_not_written_to(item, aoki, baba):
    type(baba).objects.filter(pk=baba.pk).update(email=None)
    overwrite_item(actor=aoki, item=item, seen=2, title="青木の見出し", body="")
    assert Outbox.objects.count() == 0


def test_nobody_is_told_of_the_own_other_window(item, baba):
    overwrite_item(actor=baba, item=item, seen=2, title="別の画面", body="")
    assert Outbox.objects.count() == 0


def test_the_others_text_stays_and_ones_own_is_in_the_history(item, aoki):
    saved = set_aside(actor=aoki, item=item, seen=2, title="青木の見出し", body="<p>青木の文</p>")
    assert (saved.item.title, saved.item.body, saved.item.version) == ("馬場の見出し", "<p>馬場の文</p>", 4)
    assert texts(item)[:3] == [
        ("青木", "<p>馬場の文</p>"),
        ("青木", "<p>青木の文</p>"),
        ("馬場", "<p>馬場の文</p>"),
    ]
    assert AuditEvent.objects.filter(verb="item.set_aside").count() == 1


@pytest.mark.parametrize("settle", [overwrite_item, set_aside])
def test_a_third_save_in_between_is_a_new_conflict(settle, item, aoki, endo):
    save_item(actor=endo, item=item, version=2, title="遠藤の見出し", body="<p>遠藤の文</p>")
    before = texts(item)
    with pytest.raises(Overtaken) as late:
        settle(actor=aoki, item=item, seen=2, title="青木の見出し", body="<p>青木の文</p>")
    assert late.value.current.body == "<p>遠藤の文</p>"
    assert texts(item) == before
