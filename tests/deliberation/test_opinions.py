"""Opinions of the text: given, put right, withdrawn, paused; lists of them; their rights."""

import datetime
import uuid

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.models import Opinion, OpinionPause
from deliberation.opinions import pause_opinions, resume_opinions, save_opinion, withdraw_opinion
from tests import factories
from tests.deliberation.opinionated import QUOTE, Opinionated
from tests.deliberation.sittings import a_member, an_item

Source = Opinion.Source


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


# --- giving one -----------------------------------------------------------------------------------------------


def test_an_opinion_keeps_its_place_and_its_words(world):
    made = world.opinion(quote_at=3)
    text = "見本の取組み1\n産後ケアを身近な場所で行います。利用しやすい料金にします。"
    assert (made.place, made.quote, made.quote_at) == (
        "第1章－1（1）①　見本の取組み1",
        QUOTE,
        text.index(QUOTE),
    )
    assert (made.author, made.state, made.source) == ("千葉", "OPEN", "MEMBER")


def test_neither_words_nor_names_stand_in_the_record(world):
    made = world.opinion()
    save_opinion(actor=world.aoki, opinion=made, seen=1, text="もっと安く。")
    withdraw_opinion(actor=world.aoki, opinion=made, seen=2)
    for event in AuditEvent.objects.filter(verb__startswith="plan_opinion."):
        told = f"{event.subject_name}{event.detail}"
        assert "料金" not in told and "安く" not in told and "千葉" not in told
        assert event.subject_name == "委員の意見（第1章－1（1）①　見本の取組み1）"


def test_sent_twice_it_is_kept_once(world):
    first, second = world.opinion(), world.opinion()
    assert first.pk == second.pk
    assert world.opinion(text="別の意見です。").pk != first.pk
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " ", "proposal": ""}, "意見か修正案を書いてください。"),
        ({"quote": "長" * 501}, "引く言葉は500字までです"),
        ({"lineage": uuid.uuid4()}, "この項目は、この版にはありません"),
        ({"member": None}, "どの委員の意見か"),
        ({"text": "長" * 4001}, "4000"),
    ],
)
def test_what_is_no_opinion_is_refused(world, fields, sentence):
    with pytest.raises(Exception) as refused:
        world.opinion(**fields)
    assert sentence in " ".join(refused.value.messages)
    assert not Opinion.objects.exists()


def test_nothing_of_a_neighbour_is_bound_to_it(world, ogori):
    other = Opinionated(ogori)
    foreign = (
        {"edition": other.edition, "lineage": None},
        {"meeting": other.meeting},
        {"member": other.chiba, "meeting": None},
        {"item": an_item(other.meeting, other.edition)},
    )
    for fields in foreign:
        with pytest.raises(Refused, match="この計画のものではない"):
            world.opinion(**fields)
    assert not Opinion.objects.exists()


# --- putting it right, taking it back -------------------------------------------------------------------------


def test_who_comes_too_late_sees_what_stands_there(world):
    made = world.opinion()
    save_opinion(actor=world.aoki, opinion=made, seen=1, text="先の文。")
    with pytest.raises(Overtaken) as overtaken:
        save_opinion(actor=world.aoki, opinion=made, seen=1, text="後の文。")
    assert overtaken.value.current.text == "先の文。"


def test_an_answered_opinion_keeps_its_words_but_may_get_another_place(world):
    made = world.opinion()
    world.answer(made)
    with pytest.raises(Refused, match="回答のある意見の文は変えられません"):
        save_opinion(actor=world.aoki, opinion=made, seen=1, text="別の文")
    with pytest.raises(Refused, match="回答のある意見の文は変えられません"):
        withdraw_opinion(actor=world.aoki, opinion=made, seen=1)
    moved = save_opinion(
        actor=world.aoki, opinion=made, seen=1, lineage=world.made["chapter"].lineage, quote=""
    )
    assert moved.place == "第1章　子ども・若者が夢や希望をもてるまちづくり"


def test_what_was_taken_back_is_kept_and_cannot_be_answered(world):
    made = world.opinion()
    withdraw_opinion(actor=world.chiba.user, opinion=made, seen=1)
    with pytest.raises(Refused, match="取り下げられています"):
        world.answer(made)
    assert Opinion.objects.get().is_withdrawn


# --- the pause ------------------------------------------------------------------------------------------------


def test_a_pause_refuses_new_ones_and_keeps_the_old(world):
    old = world.opinion()
    pause_opinions(actor=world.aoki, edition=world.edition, reason="第5回の資料をまとめています")
    with pytest.raises(Refused, match="第5回の資料をまとめています"):
        world.opinion(text="新しい意見")
    assert save_opinion(actor=world.aoki, opinion=old, seen=1, text="直した文").text == "直した文"
    world.answer(old)
    resume_opinions(actor=world.aoki, edition=world.edition)
    assert world.opinion(text="新しい意見").pk


def test_what_the_office_itself_records_goes_on_during_a_pause(world):
    pause_opinions(actor=world.aoki, edition=world.edition, reason="見本")
    given = {"meeting": None, "member": None, "actor": world.aoki}
    assert world.opinion(source=Source.CITIZEN, **given).author == ""
    assert world.opinion(source=Source.ASSEMBLY, **given).pk
    with pytest.raises(Refused):
        world.opinion(source=Source.OTHER_BODY, author="子ども・子育て会議", **given)


def test_a_pause_is_set_and_lifted_once(world):
    with pytest.raises(Refused, match="休止していません"):
        resume_opinions(actor=world.aoki, edition=world.edition)
    with pytest.raises(Refused, match="理由を書いて"):
        pause_opinions(actor=world.aoki, edition=world.edition, reason=" ")
    pause_opinions(actor=world.aoki, edition=world.edition, reason="見本")
    with pytest.raises(Refused, match="すでに休止しています"):
        pause_opinions(actor=world.aoki, edition=world.edition, reason="見本")
    assert OpinionPause.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------------------------


def address(world, rest=""):
    return f"/office/{world.government.slug}/{world.plan.slug}/opinions/{rest}"


def test_who_may_read_and_who_may_act(client, world, ogori):
    made = world.opinion()
    baba = factories.person("馬場", "DEPARTMENT", world.government)
    client.force_login(baba)
    assert [client.get(address(world, rest)).status_code for rest in ("", f"{made.pk}/", "list.docx")] == [
        200
    ] * 3
    acts = ("add/", f"{made.pk}/edit/", f"{made.pk}/withdraw/", f"pause/{world.edition.number}/")
    assert [client.get(address(world, rest)).status_code for rest in acts] == [403] * 4
    assert client.post(address(world, f"{made.pk}/reply/"), {}).status_code == 403
    for stranger in (factories.person("土井"), world.chiba.user, factories.person("隣", "ADMIN", ogori)):
        client.force_login(stranger)
        assert [client.get(address(world, rest)).status_code for rest in ("", f"{made.pk}/")] == [404] * 2


def test_an_opinion_of_another_plan_is_not_found_here(client, world, ogori):
    theirs = Opinionated(ogori).opinion()
    client.force_login(world.aoki)
    assert client.get(address(world, f"{theirs.pk}/")).status_code == 404
    assert client.get(address(world, f"?meeting={theirs.meeting_id}")).status_code == 404


def test_the_office_records_puts_right_pauses_and_takes_back(client, world):
    client.force_login(world.aoki)
    sent = {"seen": "0", "source": "MEMBER", "meeting": str(world.meeting.pk), "member": str(world.chiba.pk)}
    sent |= {"about": str(world.item.lineage), "quote": QUOTE, "text": "電話で承りました（見本）。"}
    client.post(address(world, "add/"), sent)
    made = Opinion.objects.get()
    assert (made.author, made.by, made.quote) == ("千葉", world.aoki, QUOTE)
    edited = {"seen": "1", "about": "", "quote": "", "text": "直しました。"}
    client.post(address(world, f"{made.pk}/edit/"), edited)
    made.refresh_from_db()
    assert (made.lineage, made.text, made.version) == (None, "直しました。", 2)
    late = client.post(address(world, f"{made.pk}/edit/"), edited | {"text": "後の文"})
    assert (late.status_code, "後の文" in late.content.decode()) == (409, True)
    client.post(address(world, f"{made.pk}/withdraw/"), {"seen": "2"})
    client.post(address(world, f"pause/{world.edition.number}/"), {"reason": "まとめています"})
    assert OpinionPause.objects.get().edition == world.edition
    assert "まとめています" in client.get(address(world)).content.decode()
    client.post(address(world, f"pause/{world.edition.number}/"), {})
    assert not OpinionPause.objects.exists()
    made.refresh_from_db()
    assert made.is_withdrawn


def test_a_member_of_an_ended_body_is_not_offered(client, world):
    a_member(world.body, "任期終了", last_day=datetime.date(2020, 3, 31))
    client.force_login(world.aoki)
    assert "任期終了" not in client.get(address(world, "add/")).content.decode()
