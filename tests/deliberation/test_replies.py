"""Answers to opinions, and the mail that tells of them."""

import datetime

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.saving import Overtaken
from deliberation.models import Opinion, PublicComment, Reply
from deliberation.opinions import save_opinion, withdraw_opinion
from tests.deliberation.opinionated import Opinionated


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def test_the_changed_item_is_one_of_an_edition_of_this_plan(world, ogori):
    made, following = world.opinion(), world.next()
    given = {"changed_edition": following, "changed_lineage": world.item.lineage}
    assert world.answer(made, "REFLECTED", **given).changed_edition == following
    other = Opinionated(ogori)
    with pytest.raises(Refused, match="この計画の版の一覧から"):
        world.answer(made, "REFLECTED", 1, changed_edition=other.edition, changed_lineage=other.item.lineage)
    with pytest.raises(Refused, match="案を直さない区分"):
        world.answer(made, "NOTED", 1, **given)
    with pytest.raises(Refused, match="選んだ版にはありません"):
        world.answer(made, "REFLECTED", 1, changed_edition=following, changed_lineage=other.item.lineage)


def test_unknown_words_and_empty_answers_are_refused(world):
    made = world.opinion()
    with pytest.raises(Refused, match="一覧から選んで"):
        world.answer(made, "SOMETHING")
    with pytest.raises(Refused, match="回答を書いてください"):
        world.answer(made, text=" ")
    assert not Reply.objects.exists()


def test_of_two_answers_the_second_sees_the_first(world):
    made = world.opinion()
    world.answer(made, text="先の回答")
    with pytest.raises(Overtaken) as overtaken:
        world.answer(made, text="後の回答")
    assert overtaken.value.current.text == "先の回答"


def test_the_page_answers_and_keeps_what_came_too_late(client, world):
    made = world.opinion()
    client.force_login(world.aoki)
    page = f"/office/toyonaka/{world.plan.slug}/opinions/{made.pk}/"
    sent = {"seen": "0", "disposition": "REFLECTED", "text": "時間帯を加えました（見本）。"}
    sent["changed"] = f"{world.edition.pk}:{world.item.lineage}"
    assert client.post(f"{page}reply/", sent).status_code == 302
    assert Reply.objects.get().changed_lineage == world.item.lineage
    late = client.post(f"{page}reply/", sent | {"text": "後から書いた回答"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "後から書いた回答" in shown and "時間帯を加えました（見本）。" in shown
    wrong = client.post(f"{page}reply/", sent | {"seen": "1", "disposition": "NOTED"})
    assert wrong.status_code == 422
    save_opinion(actor=world.aoki, opinion=made, seen=1, quote="")
    assert client.get(page).status_code == 200


def test_in_a_published_result_of_comments_nothing_changes(client, world):
    now = timezone.now()
    comment = PublicComment.objects.create(
        plan=world.plan,
        number=1,
        edition=world.edition,
        title="意見募集",
        opens_at=now - datetime.timedelta(days=31),
        closes_at=now,
        who_may="どなたでも",
        result=b"{}",
        result_hash="0" * 64,
        result_published_at=now,
    )
    given = {"source": Opinion.Source.CITIZEN, "member": None, "meeting": None, "comment": comment}
    made = world.opinion(actor=world.aoki, **given)
    for act in (
        lambda: world.answer(made),
        lambda: save_opinion(actor=world.aoki, opinion=made, seen=1, text="別の文"),
        lambda: withdraw_opinion(actor=world.aoki, opinion=made, seen=1),
    ):
        with pytest.raises(Refused, match="公表"):
            act()
    client.force_login(world.aoki)
    page = client.get(f"/office/toyonaka/{world.plan.slug}/opinions/{made.pk}/").content.decode()
    assert "回答する</button>" not in page
