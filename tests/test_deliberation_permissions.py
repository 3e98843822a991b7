"""Every address of deliberation × every person, as tests/test_permissions.py does it for all others.

What a body has not been called to, what a member wrote, who sent a comment: told to nobody without the right, on any page.
"""

import datetime
import io
import uuid
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.storage import default_storage
from django.utils import timezone

from deliberation.ballots import cast
from deliberation.boxes import open_box
from deliberation.models import (
    Advice,
    AssemblyRecord,
    Consultation,
    ConsultationAnswer,
    Meeting,
    Minutes,
    MinutesCorrection,
    Opinion,
    Paper,
    PaperBallot,
    PublicComment,
    Question,
    Sanction,
    ScheduleEntry,
    Sending,
    Submission,
    SubmittedOpinion,
    Submitter,
)
from deliberation.procedures.inquiries import add_inquiry
from paper.merging import Merged
from publishing.committee import bundle
from publishing.editions import publish
from tests import factories
from tests.deliberation import sittings
from tests.test_permissions import (
    CANARY,
    OF_DELIBERATION,
    SIGN_IN,
    Address,
    arguments_of,
    crossed,
    expected,
    filled,
    in_turn,
    tells,
)
from tests.test_promotion import rights, smuggled

pytestmark = pytest.mark.django_db

# Where a right to read does not mean 200 when the page is asked for plainly.
OTHERWISE: dict[str, int] = {
    # only take what is sent
    **dict.fromkeys(
        "voting_open voting_extend voting_close paper_ballot_reject sending_add sending_remove minutes_circulate "
        "minutes_publish minutes_correction opinion_reply submission_unite comment_answers summary_release "
        "summary_dissolve comment_publish public_comment_send consultation_upload advice_rider assembly_question "
        "advice_meeting tie_decide".split(),
        405,
    ),
    # lead on: to the plan's meetings, to a page that shows the same, to the ballot, to the door
    **dict.fromkeys(
        "deliberation_home office_paper_text advice_add committee_confirm committee_cast committee_result "
        "committee_enter_link comment_announce".split(),
        302,
    ),
    # not there yet: a result before the closing, a consent nobody asks for, a figure, a file that nobody made
    **dict.fromkeys(
        "voting_result result_send ledger_file committee_consent committee_figure public_ledger public_comment_result "
        "public_comment_file public_comment_received".split(),
        404,
    ),
}
# What a department's page refuses by what it is about, not by the role: 馬場 has no department here.
DEPARTMENTS_OWN = frozenset({"consultation_answer", "consultation_form_file"})


@pytest.fixture(autouse=True)
def nothing_is_bound(monkeypatch):
    """Who may have the bound papers is asked here; binding them takes seconds and has tests of its own."""
    monkeypatch.setattr(bundle, "pdf_of_paper", lambda *_: b"")
    monkeypatch.setattr(bundle, "pdf_of_document", lambda *_: b"")
    monkeypatch.setattr(
        bundle, "_merged", lambda key, parts, *_: Merged(b"%PDF-1.7", tuple(1 for _ in parts))
    )


@pytest.fixture
def examples(toyonaka, aoki, baba, chiba, endo, neighbour, operator) -> dict[str, list[str]]:
    """豊中市 with a vote that is open, a meeting whose result is public, a call for comments and one nobody knows of."""
    return world(toyonaka, chiba, aoki)


def world(government: Any, member_user: Any, actor: Any) -> dict[str, list[str]]:
    """One row of everything, full of secrets; examples for the arguments of addresses, by their names."""
    public = publish(actor=None, edition=sittings.a_draft(government))
    secret = sittings.a_draft(government, public.plan)
    body = sittings.a_body(government)
    member = sittings.a_member(body, "千葉", member_user, office="CHAIR")
    other = sittings.a_member(body, "土井", postal=CANARY)
    sitting = a_sitting(secret, body, member, other, actor)
    asked = what_was_asked(secret, body, actor)
    heard = what_was_heard(public)
    opinion = Opinion.objects.create(
        plan=public.plan,
        edition=secret,
        source="MEMBER",
        member=member,
        meeting=sitting["meeting"],
        text=CANARY,
        at=timezone.now(),
        by=member_user,
    )
    done = sittings.a_meeting(
        body,
        public.plan,
        form="IN_PERSON",
        state="FINISHED",
        purpose="公表した会議",
        result_published_at=timezone.now(),
    )
    shown = a_file(done, stored("公表した資料です。"), "公表した資料")
    rows = {"body": body, "member": other, "opinion": opinion, **sitting, **asked, **heard}
    return {name: [str(row.pk)] for name, row in rows.items()} | {
        "government": [government.slug],
        "plan": [public.plan.slug],
        "number": [str(secret.number)],
        "code": ["0" * 32],
        "token": ["nothing"],
        "what": ["notice"],
        "side": ["new"],
        "sha256": ["0" * 64],
        "ending": ["docx"],
        "published_meeting": [str(done.pk)],
        "published_paper": [str(shown.pk)],
    }


def a_sitting(edition: Any, body: Any, member: Any, other: Any, actor: Any) -> dict[str, Any]:
    """A written meeting with an open vote: one vote, one paper ballot that waits, papers, a question, minutes."""
    now = timezone.now()
    meeting = sittings.a_meeting(body, edition.plan, purpose=CANARY)
    item = sittings.an_item(meeting, edition, title=CANARY, content=CANARY)
    scan = stored(CANARY)
    file = a_file(meeting, scan, CANARY)
    text = Paper.objects.create(
        meeting=meeting,
        label="資料2",
        title=CANARY,
        kind="EDITION",
        edition=edition,
        sha256=edition.content_hash,
    )
    box = open_box(actor=actor, meeting=meeting)
    vote = {"member": member, "item": item, "choice": "FOR", "opinion": CANARY}
    cast(actor=None, **vote, received_at=box.opened_at, key="canary")
    ballot = PaperBallot.objects.create(
        box=box,
        **(vote | {"member": other}),
        received_at=now,
        scan=scan,
        scan_sha256="0" * 64,
        scan_type="application/pdf",
        reason=CANARY,
        entered_by=factories.person("初音", "PLANNER", body.government),
        entered_at=now,
    )
    minutes = Minutes.objects.create(meeting=meeting, text=CANARY, circulated_at=now, due_at=now)
    return {
        "meeting": meeting,
        "item": item,
        "paper": file,
        "text": text,
        "ballot": ballot,
        "correction": MinutesCorrection.objects.create(minutes=minutes, member=other, text=CANARY, at=now),
        "question": Question.objects.create(meeting=meeting, member=member, text="質問です。", asked_at=now),
        "sending": Sending.objects.create(
            meeting=meeting, member=other, what="NOTICE", way="POST", sent_on=now.date(), at=now
        ),
    }


def what_was_asked(edition: Any, body: Any, actor: Any) -> dict[str, Any]:
    """諮問 and 答申, the assembly, 決裁, a line of the schedule, 各課照会."""
    now, plan = timezone.now(), edition.plan
    inquiry = add_inquiry(
        actor=actor,
        plan=plan,
        body=body,
        edition=edition,
        title=CANARY,
        text=CANARY,
        sender="市長",
        on=now.date(),
    )
    Advice.objects.create(inquiry=inquiry, edition=edition, text=CANARY, sender="会長", on=now.date())
    department = plan.government.departments.create(name="こども政策課")
    consultation = Consultation.objects.create(
        edition=edition, title=CANARY, text=CANARY, due_at=now + datetime.timedelta(days=9), opened_at=now
    )
    ConsultationAnswer.objects.create(consultation=consultation, department=department)
    return {
        "inquiry": inquiry,
        "row": AssemblyRecord.objects.create(
            plan=plan, session="令和8年第1回定例会", stage="PLENARY", act="REPORTED", title=CANARY
        ),
        "sanction": Sanction.objects.create(plan=plan, title=CANARY, at=now),
        "entry": ScheduleEntry.objects.create(plan=plan, fiscal_year=2026, title=CANARY),
        "department": department,
        "consultation": consultation,
    }


def what_was_heard(edition: Any) -> dict[str, Any]:
    """A call for comments that is open, with one submission, and one nobody knows of."""
    now = timezone.now()
    call = a_call(edition, 1, announced_at=now, title="意見募集")
    submission = Submission.objects.create(
        comment=call, number=1, way="FORM", received_at=now, key="canary", fingerprint="0" * 64
    )
    Submitter.objects.create(submission=submission, name=CANARY, address=CANARY)
    return {
        "comment": call,
        "hidden_comment": a_call(edition, 2, title=CANARY),
        "submission": submission,
        "part": SubmittedOpinion.objects.create(submission=submission, position=1, text=CANARY),
        "summary": Opinion.objects.create(
            plan=edition.plan, edition=edition, source="CITIZEN", comment=call, text=CANARY, at=now
        ),
    }


def stored(content: str) -> str:
    return default_storage.save(f"papers/{uuid.uuid4().hex}", io.BytesIO(content.encode()))


def a_file(meeting: Meeting, stored: str, title: str) -> Paper:
    return Paper.objects.create(
        meeting=meeting,
        label="資料1",
        title=title,
        kind="FILE",
        file=stored,
        name="himitsu.pdf",
        media_type="application/pdf",
        size=10,
        sha256="0" * 64,
    )


def a_call(edition: Any, number: int, **fields: Any) -> PublicComment:
    now = timezone.now()
    given = {
        "opens_at": now - datetime.timedelta(days=1),
        "closes_at": now + datetime.timedelta(days=30),
        "who_may": "市内に住む人",
        "classes": ["市内に住んでいる"],
    }
    return PublicComment.objects.create(plan=edition.plan, edition=edition, number=number, **(given | fields))


def right_of(address: Address, person: Any, hidden: bool) -> int:
    """The status that the declared access promises to this person; 千葉 sits on the body."""
    plain = OTHERWISE.get(address.name, 200)
    if address.access.kind == "entrance":
        return plain
    if address.access.kind == "committee":
        if person is None:
            return 302
        return plain if person.seats.exists() else 404
    asked = expected(address, person, hidden)
    if (
        asked == 200
        and address.name in DEPARTMENTS_OWN
        and person.memberships.filter(role="DEPARTMENT").exists()
    ):
        return 403
    return plain if asked == 200 or (plain == 405 and address.access.kind == "public") else asked


def values_of(address: Address, examples: dict[str, list[str]], *, hidden: bool) -> dict[str, list[str]]:
    """Examples for this address: the public ones for readers, unless something hidden is asked for."""
    values = dict(examples)
    if address.name in (
        "committee_paper_text",
        "committee_opinion_add",
        "committee_figure",
        "office_paper_text",
    ):
        values["paper"] = examples["text"]
    if address.access.kind == "public":
        values["comment"] = examples["hidden_comment" if hidden else "comment"]
        if not hidden:
            values["meeting"], values["paper"] = examples["published_meeting"], examples["published_paper"]
    return values


def test_everybody_gets_what_the_access_declares_and_nothing_else(client, request, examples):
    faults = []
    for (who, person), address in crossed(in_turn(client, request), OF_DELIBERATION):
        is_public = address.access.kind == "public"
        has_rows = bool({"meeting", "comment"} & arguments_of(address))
        for hidden in (False, True) if is_public and has_rows else (False,):
            for path in filled(address, values_of(address, examples, hidden=hidden)):
                answer = client.get(path)
                right = right_of(address, person, hidden)
                if answer.status_code != right:
                    faults.append(f"{who} {address.name} {path}: {answer.status_code} instead of {right}")
                door = "/committee/" if address.access.kind in ("committee", "entrance") else SIGN_IN
                if person is None and right == 302 and not answer.get("Location", "").startswith(door):
                    faults.append(f"{who} {path}: leads to {answer.get('Location')}")
                if tells(answer) and (
                    answer.status_code not in (200, 302) or is_public or right != answer.status_code
                ):
                    faults.append(f"{who} {path}: tells a secret")
    assert not faults, "\n" + "\n".join(faults)
    assert len(OF_DELIBERATION) > 120


def test_no_public_page_tells_of_what_is_not_public(client, examples):
    for place in ["", "process/", "meetings/", "comments/", "1/", "../", "../../sitemap.xml"]:
        answer = client.get("/toyonaka/digital-strategy/" + place, follow=True)
        assert not tells(answer), place


def test_the_canary_sings_for_those_who_may_hear_it(client, examples, aoki, chiba):
    """Otherwise its silence above would prove nothing."""
    meeting, base = examples["meeting"][0], "/office/toyonaka/digital-strategy/"
    client.force_login(aoki)
    for part in (
        f"meetings/{meeting}/",
        f"meetings/{meeting}/agenda/",
        "inquiries/",
        "assembly/",
        "comments/",
    ):
        assert tells(client.get(base + part)), part
    client.force_login(chiba)
    assert tells(client.get(f"/committee/toyonaka/meetings/{meeting}/"))


def test_rows_of_another_government_are_not_found(client, examples, ogori, neighbour):
    """The planner of 小郡市, who sits on a body there, under her own address with the numbers of 豊中市's rows."""
    factories.plan(ogori)
    sittings.a_member(sittings.a_body(ogori), "隣野", neighbour)
    client.force_login(neighbour)
    rows = {name for name, found in examples.items() if found[0].isdigit()} - {"number"}
    faults = []
    for address in OF_DELIBERATION:
        if address.access.kind not in ("office", "committee") or not rows & arguments_of(address):
            continue
        values = values_of(address, examples, hidden=True) | {"government": ["ogori"]}
        for path in filled(address, values):
            for answer in (client.get(path), client.post(path)):
                if answer.status_code not in (404, 405) or tells(answer):
                    faults.append(f"{answer.request['REQUEST_METHOD']} {path}: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def test_role_fields_in_any_form_change_no_role(client, request, examples):
    """As tests/test_promotion.py, for the forms of deliberation: role fields sent with them change nobody's rights."""
    before, forms = rights(), [one for one in OF_DELIBERATION if one.access.kind in ("office", "committee")]
    for (_, person), address in crossed(in_turn(client, request, ["aoki", "baba", "chiba"]), forms):
        sent = smuggled(person)
        for path in filled(address, values_of(address, examples, hidden=False)):
            if client.session.get(SESSION_KEY) != str(person.pk):  # some pages end the session
                client.force_login(person)
            answer = client.post(path, sent)
            if answer.streaming:  # a file: read to its end, it is closed
                list(answer)
            assert (answer.status_code < 500, path) == (True, path)
            assert (rights(), path) == (before, path)
