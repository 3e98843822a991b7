"""各課照会: asked, answered in rows or by 「意見なし」, reminded, put off, closed; who may see and do what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Department, Membership, Outbox
from accounts.saving import Overtaken
from deliberation.consulting.answer_rows import AnswerRow, rows_of
from deliberation.consulting.answers import CLOSED, answer_consultation
from deliberation.consulting.consultations import (
    close_consultation,
    extend_consultation,
    open_consultation,
    waiting_of,
)
from deliberation.consulting.duties import duties_of
from deliberation.consulting.reminding import remind_consultation, remind_consultations_due, waiting_for
from deliberation.models import Consultation, ConsultationAnswer, Opinion
from deliberation.opinions import pause_opinions
from deliberation.replies import reply
from tests import factories
from tests.deliberation.procedures import Asked, asked

State = ConsultationAnswer.State
NONE = {"rows": (), "has_none": True}


@pytest.fixture
def world(toyonaka, baba) -> Asked:
    return asked(toyonaka, baba)


def row(
    world: Asked, proposal: str = "直した文", reason: str = "実態に合わせるため", name: str = "measure1"
) -> AnswerRow:
    item = world.made[name]
    return AnswerRow(item.lineage, item.title, proposal, reason)


def answer(world: Asked, *rows: AnswerRow, seen: int = 1, actor=None) -> ConsultationAnswer:
    return answer_consultation(actor=actor, answer=world.answer, seen=seen, rows=rows, has_none=not rows)


# --- asking -------------------------------------------------------------------------------------------------


def test_asking_tells_the_people_of_the_departments(world, baba):
    (mail,) = Outbox.objects.all()
    assert mail.to == baba.email
    assert mail.subject == "【豊中市】照会：総合戦略（素案）への意見について（子育て課）"
    assert (
        f"/office/toyonaka/digital-strategy/consultations/{world.consultation.pk}/answers/{world.child.pk}/"
        in mail.body
    )
    assert [department.name for department in waiting_of(world.consultation)] == ["子育て課", "道路課"]


def test_what_cannot_be_asked_is_refused(world, ogori):
    theirs = Department.objects.create(government=ogori, name="福祉課")
    gone = Department.objects.create(
        government=world.child.government,
        name="旧課",
        last_day=timezone.localdate() - datetime.timedelta(days=1),
    )
    given = {
        "actor": None,
        "edition": world.edition,
        "title": "照会",
        "text": "",
        "due_on": timezone.localdate(),
    }
    for departments, sentence in (
        ([], "照会する課を、一つ以上選んでください。"),
        ([theirs], "ほかの団体の課には照会できません。"),
        ([gone], "旧課は、すでに廃止されています。"),
    ):
        with pytest.raises(Refused) as refused:
            open_consultation(**given, departments=departments)
        assert refused.value.sentence == sentence
    given["due_on"] -= datetime.timedelta(days=1)
    with pytest.raises(Refused, match="締切が、きょうより前です"):
        open_consultation(**given, departments=[world.child])
    assert Consultation.objects.count() == 1


# --- answering ----------------------------------------------------------------------------------------------


def test_an_answer_becomes_opinions_at_their_items(world, baba):
    made = answer(world, row(world), row(world, "", "全体に読みやすい", "direction"), actor=baba)
    assert (made.state, made.answered_by, made.version) == (State.GIVEN, baba, 2)
    found = Opinion.objects.order_by("position").values_list(
        "source", "author", "lineage", "place", "text", "proposal", "reason"
    )
    first, second = world.made["measure1"], world.made["direction"]
    assert list(found) == [
        ("DEPARTMENT", "子育て課", first.lineage, first.title, "", "直した文", "実態に合わせるため"),
        ("DEPARTMENT", "子育て課", second.lineage, second.title, "全体に読みやすい", "", ""),
    ]
    assert rows_of(world.answer) == [row(world), row(world, "", "全体に読みやすい", "direction")]


def test_answering_anew_keeps_what_is_the_same_and_withdraws_the_rest(world):
    answer(world, row(world), row(world, "別の文"))
    kept = Opinion.objects.get(proposal="直した文")
    answer(world, row(world), row(world, "三つめの文"), seen=2)
    rows = dict(Opinion.objects.values_list("proposal", "is_withdrawn"))
    assert rows == {"直した文": False, "別の文": True, "三つめの文": False}
    assert Opinion.objects.get(proposal="直した文").pk == kept.pk
    again = answer_consultation(actor=None, answer=world.answer, seen=3, **NONE)
    assert (again.state, rows_of(again)) == (State.NONE, [])


def test_an_opinion_that_was_replied_to_is_not_taken_back(world, aoki):
    answer(world, row(world))
    opinion = Opinion.objects.get()
    reply(actor=aoki, opinion=opinion, seen=0, disposition="REFLECTED", text="直しました。")
    with pytest.raises(Refused, match="すでに回答があります"):
        answer_consultation(actor=None, answer=world.answer, seen=2, **NONE)
    assert (world.answer.state, Opinion.objects.get().is_withdrawn) == (State.GIVEN, False)


@pytest.mark.parametrize(
    ("rows", "has_none", "sentence"),
    [
        (1, True, "「意見なし」とするときは"),
        (0, False, "意見を書くか、意見がないときは"),
        (101, False, "100行まで"),
        (-1, False, "該当箇所だけの行があります"),
    ],
)
def test_half_an_answer_is_none(world, rows, has_none, sentence):
    given = [row(world, f"文{n}") for n in range(rows)] if rows >= 0 else [row(world), row(world, "", "")]
    with pytest.raises(Refused, match=sentence):
        answer_consultation(actor=None, answer=world.answer, seen=1, rows=given, has_none=has_none)
    assert (Opinion.objects.count(), world.answer.state) == (0, State.OPEN)


def test_whoever_comes_too_late_sees_it_and_nothing_is_lost(world):
    answer(world, row(world))
    with pytest.raises(Overtaken):
        answer(world, row(world, "別の人の文"), seen=1)
    assert rows_of(world.answer) == [row(world)]


def test_after_the_closing_and_during_a_pause_nothing_is_taken(world, aoki):
    pause_opinions(actor=aoki, edition=world.edition, reason="とりまとめ中")
    with pytest.raises(Refused, match="とりまとめ中"):
        answer(world, row(world))
    close_consultation(actor=None, consultation=world.consultation, seen=1)
    with pytest.raises(Refused) as refused:
        answer_consultation(actor=None, answer=world.answer, seen=1, **NONE)
    assert refused.value.sentence == CLOSED
    with pytest.raises(Refused, match="すでに締め切っています"):
        close_consultation(actor=None, consultation=world.consultation, seen=2)


# --- another day, reminders ---------------------------------------------------------------------------------


def test_another_day_opens_a_closed_one_again_and_is_told(world, baba):
    close_consultation(actor=None, consultation=world.consultation, seen=1)
    day = timezone.localdate() + datetime.timedelta(days=30)
    made = extend_consultation(actor=None, consultation=world.consultation, seen=2, due_on=day)
    assert (made.closed_at, timezone.localtime(made.due_at).date()) == (
        None,
        day + datetime.timedelta(days=1),
    )
    assert list(Outbox.objects.order_by("id").values_list("to", flat=True)) == [baba.email] * 2
    with pytest.raises(Overtaken):
        extend_consultation(actor=None, consultation=world.consultation, seen=2, due_on=day)


def test_reminding_by_hand(world, baba):
    today = timezone.localdate()
    assert [(one.department.name, one.to) for one in waiting_for(world.consultation, today)] == [
        ("子育て課", (baba.email,)),
        ("道路課", ()),
    ]
    with pytest.raises(Refused, match="道路課には、メールの届く利用者がいません"):
        remind_consultation(
            actor=None, consultation=world.consultation, departments=[world.child, world.road]
        )
    assert remind_consultation(actor=None, consultation=world.consultation, departments=[world.child]) == 1
    with pytest.raises(Refused, match="きょうすでに督促しています"):
        remind_consultation(actor=None, consultation=world.consultation, departments=[world.child])
    answer_consultation(actor=None, answer=world.answer, seen=1, **NONE)
    with pytest.raises(Refused, match="すでに回答しているか"):
        remind_consultation(actor=None, consultation=world.consultation, departments=[world.child])


def at_noon(days: int) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def test_the_clock_reminds_two_days_before_and_once_after(world, monkeypatch):
    reminded = []
    for now in [at_noon(days) for days in range(15)]:
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        reminded.append(remind_consultations_due(now))
    assert reminded == [0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]


def test_the_clock_is_silent_at_night_and_about_what_is_answered(world):
    assert remind_consultations_due(at_noon(5) - datetime.timedelta(hours=5)) == 0
    answer_consultation(actor=None, answer=world.answer, seen=1, **NONE)
    assert remind_consultations_due(at_noon(5)) == 0


# --- the desk -----------------------------------------------------------------------------------------------


def duties(user) -> list[tuple[str, str, bool]]:
    membership = Membership.objects.select_related("government", "department").get(user=user)
    return [(one.title, one.name, one.is_late) for one in duties_of(membership, timezone.localdate())]


def test_the_desk_of_a_department_and_of_a_planner(world, baba, aoki):
    assert duties(baba) == [
        ("照会「総合戦略（素案）への意見について」への回答", "consultation_answer", False)
    ]
    assert duties(aoki) == []
    answer_consultation(actor=None, answer=world.answer, seen=1, **NONE)
    assert duties(baba) == []
    answer_consultation(actor=None, answer=world.answer_of(world.road), seen=1, **NONE)
    assert duties(aoki) == [
        ("照会「総合戦略（素案）への意見について」（回答 2／2課）", "consultation", False)
    ]
    close_consultation(actor=None, consultation=world.consultation, seen=1)
    assert duties(aoki) == []


def test_a_planner_learns_of_those_that_are_late(world, aoki):
    Consultation.objects.update(due_at=timezone.now() - datetime.timedelta(days=2))
    ((_, name, is_late),) = duties(aoki)
    assert (name, is_late) == ("consultation", True)


# --- pages --------------------------------------------------------------------------------------------------


def place(world: Asked, name: str, *more) -> str:
    return reverse(name, args=["toyonaka", "digital-strategy", *more])


def posted(world: Asked, **fields) -> dict:
    item = str(world.made["measure1"].lineage)
    return {
        "seen": "1",
        "rows-count": "1",
        "rows-0-place": item,
        "rows-0-proposal": "直す\r\n文",
        "rows-0-reason": "理由",
    } | fields


def test_a_department_answers_on_one_screen(client, world, baba):
    client.force_login(baba)
    page = place(world, "consultation_answer", world.consultation.pk, world.child.pk)
    assert client.get(page).status_code == 200
    more = client.post(page, posted(world) | {"rows-more": "1"})
    assert (more.status_code, Opinion.objects.count()) == (200, 0)
    assert "直す" in more.content.decode()
    bad = client.post(page, posted(world, **{"rows-0-place": ""}))
    assert (bad.status_code, Opinion.objects.count()) == (422, 0)
    assert "1行目：該当箇所：該当箇所を選んでください。" in bad.content.decode()
    done = client.post(page, posted(world))
    assert (done.status_code, Opinion.objects.get().proposal) == (302, "直す\n文")
    late = client.post(page, posted(world, **{"rows-0-proposal": "遅れた文"}))
    assert late.status_code == 409
    assert {"遅れた文", "直す\n文"} <= {
        part for part in ("遅れた文", "直す\n文") if part in late.content.decode()
    }
    with_none = client.post(page, {"seen": "2", "rows-count": "0", "has_none": "on"})
    assert (with_none.status_code, world.answer.state) == (302, State.NONE)


def test_each_reads_and_answers_only_what_is_theirs(client, world, baba, neighbour, chiba, toyonaka):
    own = place(world, "consultation_answer", world.consultation.pk, world.child.pk)
    other = place(world, "consultation_answer", world.consultation.pk, world.road.pk)
    form = place(world, "consultation_form_file", world.consultation.pk, world.road.pk, "xlsx")
    listed = place(world, "consultation", world.consultation.pk)
    viewer = factories.person("江口", "VIEWER", toyonaka)
    for user, expected in (
        (baba, {own: 200, other: 403, form: 403, listed: 200}),
        (viewer, {own: 200, other: 200, form: 403, listed: 200}),
        (neighbour, dict.fromkeys((own, other, form, listed), 404)),
        (chiba, dict.fromkeys((own, other, form, listed), 404)),
    ):
        client.force_login(user)
        assert {path: client.get(path).status_code for path in expected} == expected
    client.force_login(viewer)
    assert client.post(own, posted(world)).status_code == 403
    client.force_login(baba)
    assert client.post(other, posted(world)).status_code == 403
    assert client.get(place(world, "consultation_add")).status_code == 403
    assert Opinion.objects.count() == 0


def test_a_planner_asks_reminds_extends_and_closes(client, world, aoki):
    client.force_login(aoki)
    fields = {
        "edition": world.edition.pk,
        "title": "二度目の照会",
        "due_on": "2099-01-31",
        "departments": [world.child.pk],
    }
    assert client.post(place(world, "consultation_add"), fields | {"departments": []}).status_code == 422
    made = client.post(place(world, "consultation_add"), fields)
    new = Consultation.objects.get(title="二度目の照会")
    assert made.url == place(world, "consultation", new.pk)
    remind = place(world, "consultation_remind", new.pk)
    assert client.get(remind).status_code == 200
    assert client.post(remind, {"departments": [world.child.pk]}).status_code == 302
    assert (
        client.post(
            place(world, "consultation_extend", new.pk), {"seen": 1, "due_on": "2099-02-28"}
        ).status_code
        == 302
    )
    assert client.post(place(world, "consultation_close", new.pk), {"seen": 1}).status_code == 409
    assert client.post(place(world, "consultation_close", new.pk), {"seen": 2}).status_code == 302
    verbs = (
        AuditEvent.objects.filter(subject=f"consultation:{new.pk}")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "consultation.open",
        "consultation.remind",
        "consultation.extend",
        "consultation.close",
    ]
    assert client.get(place(world, "consultations")).status_code == 200


def test_the_pages_ask_as_often_for_many_departments(client, world, aoki, django_assert_num_queries):
    client.force_login(aoki)
    page = place(world, "consultation", world.consultation.pk)
    client.get(page)  # the visit is noted once
    with django_assert_num_queries(5):
        client.get(page)
    departments = [
        Department.objects.create(government=world.child.government, name=f"課{n}") for n in range(8)
    ]
    ConsultationAnswer.objects.bulk_create(
        ConsultationAnswer(consultation=world.consultation, department=one) for one in departments
    )
    with django_assert_num_queries(5):
        client.get(page)
