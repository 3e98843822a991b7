"""Bodies: their names, and the rules by which they decide."""

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.bodies import add_body, save_body, save_bylaws
from deliberation.boxes import open_box
from deliberation.bylaws import DEFAULT, Base, Tie, from_data
from deliberation.forms.bodies import RULES, BylawsForm
from deliberation.models import Body, Meeting, Member
from tests.deliberation.sittings import a_body, a_member, a_written_vote, members_of

pytestmark = pytest.mark.django_db


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


def test_a_body_has_a_name_of_its_own_in_each_government(toyonaka, ogori, aoki):
    made = add_body(actor=aoki, government=toyonaka, kind="STATUTORY", name=" 総合戦略委員会 ")
    assert (made.name, made.bylaws["quorum"], made.history.get().history_user) == (
        "総合戦略委員会",
        "1/2",
        aoki,
    )
    again = sentences(add_body, actor=aoki, government=toyonaka, kind="INTERNAL", name="総合戦略委員会")
    assert again == ["同じ名前の会議体がすでにあります。"]
    assert add_body(actor=None, government=ogori, kind="INTERNAL", name="総合戦略委員会").pk


def test_who_comes_too_late_sees_what_stands_there(toyonaka, aoki):
    body = a_body(toyonaka)
    save_body(actor=aoki, body=body, seen=1, basis="条例（見本）")
    with pytest.raises(Overtaken) as late:
        save_body(actor=aoki, body=body, seen=1, basis="要綱（見本）")
    assert late.value.current.basis == "条例（見本）"
    assert save_body(actor=aoki, body=body, seen=2, basis="条例（見本）").version == 2  # nothing changed


def test_the_kind_stays_once_a_meeting_was_called(toyonaka, aoki):
    meeting, _, _ = a_written_vote(toyonaka)
    assert sentences(save_body, actor=aoki, body=meeting.body, seen=1, kind="INTERNAL") == [
        "会議を招集した会議体の種類は変えられません。会議体を新しくつくってください。"
    ]
    day = datetime.date(2026, 4, 1)
    assert sentences(
        save_body, actor=aoki, body=meeting.body, seen=1, first_day=day, last_day=datetime.date(2025, 4, 1)
    ) == ["廃止日が設置日より前です。"]


def test_rules_do_not_change_while_a_vote_is_open(toyonaka, aoki):
    meeting, _, _ = a_written_vote(toyonaka)
    open_box(actor=aoki, meeting=meeting)
    with pytest.raises(Refused, match="表決の受付中は、決まりを変えられません"):
        save_bylaws(actor=aoki, body=meeting.body, seen=1, bylaws=replace(DEFAULT, tie=Tie.REJECTED))


def test_the_event_names_the_rules_that_changed(toyonaka, aoki):
    body = a_body(toyonaka)
    save_bylaws(actor=aoki, body=body, seen=1, bylaws=replace(DEFAULT, tie=Tie.REJECTED, texts={"tie": "文"}))
    assert AuditEvent.objects.get(verb="body.bylaws").detail == {"rules": ["texts", "tie"]}


def filled(body: Body, **changed: str) -> dict[str, str]:
    """What the form of the rules sends."""
    form = BylawsForm(None, body=body)
    return {name: str(form[name].value()) for name in form.fields} | changed


def test_every_rule_is_a_setting_with_a_box_for_its_text(toyonaka, aoki):
    body = a_body(toyonaka)
    fields = set(BylawsForm(None, body=body).fields)
    settings = set(DEFAULT.__dataclass_fields__) - {"quorum_is_over", "majority_is_over", "texts"}
    settings -= {"paper_days", "reminds_before"}
    assert {name for name, *_ in RULES} == settings
    assert fields == settings | {f"text_{name}" for name in settings} | {
        "seen",
        "paper_days",
        "reminds_before",
    }
    sent = filled(
        body, quorum="2/3", majority="1/2>", base="IN_OFFICE", tie="REJECTED", chair_votes="no", paper_days="3",
        reminds_before="１、 7・1",
        text_quorum=" 委員の3分の2以上の出席（見本） ",
    )  # fmt: skip
    form = BylawsForm(sent, body=body)
    assert form.is_valid(), form.errors
    kept = from_data(form.save(actor=aoki).bylaws)
    assert kept == replace(
        DEFAULT,
        quorum=Fraction(2, 3),
        quorum_is_over=False,
        base=Base.IN_OFFICE,
        tie=Tie.REJECTED,
        chair_votes=False,
        paper_days=3,
        reminds_before=(7, 1),
        texts={"quorum": "委員の3分の2以上の出席（見本）"},
    )
    assert filled(Body.objects.get())["quorum"] == "2/3"
    wrong = BylawsForm(filled(body, reminds_before="3日前"), body=body)
    assert wrong.errors == {
        "reminds_before": ["「3、1」のように、0から30までの数を読点で区切って入れてください。"]
    }
    assert BylawsForm(filled(body, quorum="none"), body=body).fields["quorum"].choices[-1] == (
        "none",
        "定めない",
    )


def test_a_body_of_the_office_counts_nothing_and_keeps_the_other_rules(toyonaka, aoki):
    body = a_body(toyonaka, replace(DEFAULT, tie=Tie.REJECTED), kind=Body.Kind.INTERNAL)
    assert set(BylawsForm(None, body=body).fields) == {"seen", "quorum", "text_quorum"}
    form = BylawsForm(filled(body, quorum="none"), body=body)
    assert form.is_valid()
    kept = from_data(form.save(actor=aoki).bylaws)
    assert (kept.quorum, kept.tie) == (None, Tie.REJECTED)


def test_two_people_change_the_rules_and_both_are_shown(client, toyonaka, aoki):
    body = a_body(toyonaka)
    sent = filled(body, tie="REJECTED")
    save_bylaws(actor=None, body=body, seen=1, bylaws=replace(DEFAULT, may_change=False))
    client.force_login(aoki)
    page = client.post(reverse("body_bylaws", args=["toyonaka", body.pk]), sent)
    assert page.status_code == 409
    assert page.context["form"].differing == [
        ("可否同数のとき", "会長が決める", "否決とする"),
        ("締切までは出し直せる", "いいえ", "はい"),
    ]


def test_the_page_shows_who_is_missing_and_costs_the_same_for_many(
    client, toyonaka, aoki, django_assert_num_queries
):
    body = a_body(toyonaka)
    client.force_login(aoki)
    for count, name in enumerate(
        ("INDUSTRY", "OFFICIAL", "ACADEMIA", "LABOUR", "MEDIA", "PROFESSION", "RESIDENT")
    ):
        a_member(
            body,
            f"見本{count}",
            sector=name,
            is_digital_expert=count == 0,
            office="CHAIR" if not count else "ORDINARY",
        )
    address = reverse("body", args=["toyonaka", body.pk])
    client.get(address)  # the first page after signing in writes the session
    with django_assert_num_queries(6):
        page = client.get(address)
    assert page.context["seats"].covered.missing == ("金",)
    assert "「金」の委員がいません" in page.content.decode()
    members_of(a_body(toyonaka, name="別の会議"), 3)
    Member.objects.bulk_create(Member(body=body, name=f"見本の委員{n}") for n in range(40))
    with django_assert_num_queries(6):
        client.get(address)


def test_the_list_of_bodies_counts_members_in_office_and_meetings(
    client, toyonaka, aoki, django_assert_num_queries
):
    body = a_body(toyonaka)
    members_of(body, 3)
    a_member(body, "元委員", last_day=datetime.date(2020, 3, 31))
    client.force_login(aoki)
    client.get(reverse("bodies", args=["toyonaka"]))
    with django_assert_num_queries(4):
        rows = client.get(reverse("bodies", args=["toyonaka"])).context["rows"]
    assert [(row.name, row.seats, row.sittings) for row in rows] == [("総合戦略委員会", 3, 0)]
    for n in range(20):
        a_member(a_body(toyonaka, name=f"会議{n}"))
    with django_assert_num_queries(4):
        client.get(reverse("bodies", args=["toyonaka"]))


def test_a_body_is_added_on_its_page_and_a_department_may_not(client, toyonaka, aoki, baba):
    address = reverse("body_add", args=["toyonaka"])
    client.force_login(baba)
    assert client.get(address).status_code == 403
    client.force_login(aoki)
    page = client.post(address, {"seen": "0", "kind": "GUIDELINE", "name": ""})
    assert (page.status_code, page.context["form"].errors["name"]) == (422, ["名称を入れてください。"])
    page = client.post(address, {"seen": "0", "kind": "GUIDELINE", "name": "有識者会議"})
    made = Body.objects.get()
    assert (page.status_code, page.url) == (302, reverse("body", args=["toyonaka", made.pk]))


def test_the_room_is_found_from_every_page(client, toyonaka, aoki):
    client.force_login(aoki)
    home = reverse("deliberation_home", args=["toyonaka"])
    assert client.get(home).url == reverse("bodies", args=["toyonaka"])
    meeting, _, _ = a_written_vote(toyonaka, state=Meeting.State.PLANNED)
    assert client.get(home).url == reverse("meetings", args=["toyonaka", meeting.plan.slug])
    assert f'href="{home}"' in client.get(reverse("bodies", args=["toyonaka"])).content.decode()
