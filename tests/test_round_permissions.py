"""Every address of the yearly round × every person, as tests/test_permissions.py does it for all others.

An open year is the office's own: none of its words is told to anybody without the right, on any page.
"""

import datetime
import hashlib
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from kpi.intake.outline import Node, Outline
from kpi.models import MeasureSheet, Proposal, ReviewYear, Upload
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.opinions import add_opinion
from kpi.review.steps import change_step
from kpi.review.target_reviews import save_target_review
from kpi.sheet.returned import Fault, Returned, to_data
from publishing.editions import start_next_edition
from tests.kpi import closings, documents
from tests.kpi.rounds import a_round
from tests.test_permissions import (
    CANARY,
    OF_THE_ROUND,
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
OTHERWISE = {
    **dict.fromkeys(
        "review_step return_submit return_gather return_send_back return_accept review_correct upload_decide "
        "upload_apply upload_discard intake_apply intake_discard".split(),
        405,
    ),
    "term_text": 404,  # only a 総括評価 has it
    "intake_upload": 302,  # a document without tables leads on to what is seen of it
}
# What a department's page refuses by what it is about, not by the role: 馬場 has no department here.
DEPARTMENTS_OWN = frozenset("grant_add grant_delete results_workbook drafting_workbook upload_file".split())


@pytest.fixture
def examples(toyonaka, aoki, baba, chiba, endo, neighbour, operator) -> dict[str, list[str]]:
    """豊中市 with a published year, an open one full of secrets, and an edition into which a document is being taken."""
    year = a_round(toyonaka)
    done = closings.published(closings.ready(year, 2023), minimum=True)
    review = open_year(year, aoki)
    hearing = add_hearing(actor=aoki, review=review, kind="EXTERNAL", name=CANARY)
    opinion = add_opinion(actor=aoki, review=review, hearing=hearing, text=CANARY)
    grant = add_grant(
        actor=aoki, review=review, item=year.made["measure1"], project=CANARY, grant_name="交付金"
    )
    working = start_next_edition(actor=None, edition=year.edition, stage="DRAFT")
    MeasureSheet.objects.create(edition=working, item=working.items.get(title="見本の取組み1"))
    proposal = Proposal.objects.create(
        review=done, item_lineage=year.made["measure1"].lineage, subject=CANARY, decision="改善"
    )
    document = documents.uploaded(working, Outline((Node("n1", 1, "第1章", CANARY),)))
    return {
        "government": ["toyonaka"],
        "plan": ["digital-strategy"],
        "number": [str(working.number)],
        "review": ["2024"],
        "revision": ["1"],
        "ending": ["json", "csv", "xlsx"],
        "department": [str(year.child.pk)],
        "target": [str(year.targets["ease"].lineage)],
        "lineage": [str(year.made["measure1"].lineage)],
        "hearing": [str(hearing.pk)],
        "opinion": [str(opinion.pk)],
        "grant": [str(grant.pk)],
        "proposal": [str(proposal.pk)],
        "upload": [str(arrived(review, aoki).pk)],
        "document": [str(document.pk)],
    }


def open_year(year: Any, actor: Any) -> ReviewYear:
    review = year.open(2024)
    save_target_review(actor=actor, review=review, target=year.targets["ease"], seen=0, cause=CANARY)
    return change_step(actor=actor, review=review, step="entry", seen=review.version)


def arrived(review: ReviewYear, actor: Any) -> Upload:
    """A workbook that waits, with a secret in what was read of it."""
    data = CANARY.encode()
    parsed = to_data(Returned(meta={}, rows=(), notices=(Fault("KPI実績", "", CANARY),)))
    return Upload.objects.create(
        government=review.plan.government,
        kind=Upload.Kind.RESULTS,
        review=review,
        name="R6.xlsx",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        parsed=parsed,
        by=actor,
        at=timezone.make_aware(datetime.datetime(2025, 6, 12)),
    )


def right_of(address: Address, person: Any, hidden: bool) -> set[int]:
    """The statuses that may come: what the declared access says, for a department perhaps less."""
    asked = expected(address, person, hidden)
    if asked != 200:
        return {asked}
    plain = OTHERWISE.get(address.name, 200)
    is_department = person is not None and person.memberships.filter(role="DEPARTMENT").exists()
    return {403, 404} if is_department and address.name in DEPARTMENTS_OWN else {plain}


def test_everybody_gets_what_the_access_declares_and_nothing_else(client, request, examples):
    faults = []
    for (who, person), address in crossed(in_turn(client, request), OF_THE_ROUND):
        values = dict(examples)
        if "number" in arguments_of(address):
            values["upload"] = examples["document"]
        has_year = "review" in arguments_of(address)
        is_public = address.access.kind == "public"
        # Citizens: the year that is published, and the open one, which does not exist for them.
        years = (("2023", False), ("2024", True)) if is_public and has_year else (("2024", False),)
        for year, hidden in years:
            for path in filled(address, values | {"review": [year]}):
                answer = client.get(path)
                rights = right_of(address, person, hidden)
                if answer.status_code not in rights:
                    faults.append(f"{who} {path}: {answer.status_code} instead of {rights}")
                if person is None and not is_public and not answer.get("Location", "").startswith(SIGN_IN):
                    faults.append(f"{who} {path}: leads to {answer.get('Location')}")
                if tells(answer) and (answer.status_code != 200 or is_public):
                    faults.append(f"{who} {path}: tells a word of an open year")
    assert not faults, "\n" + "\n".join(faults)
    assert len(OF_THE_ROUND) > 40


def test_no_public_page_tells_of_an_open_year(client, examples):
    for place in ["", "kpi/", "reviews/", "1/", "../", "../../sitemap.xml", "../data/"]:
        answer = client.get("/toyonaka/digital-strategy/" + place, follow=True)
        assert not tells(answer), place


def test_the_canary_sings_for_those_who_may_hear_it(client, examples, aoki):
    """Otherwise its silence above would prove nothing."""
    client.force_login(aoki)
    base = "/office/toyonaka/digital-strategy/review/2024/"
    for part in ("kpis/", "inputs/", "grants/", "report/", f"uploads/{examples['upload'][0]}/", "workbook/"):
        assert tells(client.get(base + part)), part


def test_rows_of_another_government_are_not_found(client, toyonaka, ogori, examples, neighbour):
    """The planner of 小郡市 under her own address, with the numbers of 豊中市's rows."""
    other = a_round(ogori)
    open_year(other, neighbour)
    start_next_edition(actor=None, edition=other.edition, stage="DRAFT")
    client.force_login(neighbour)
    rows = ("upload", "hearing", "opinion", "grant", "proposal", "department", "target", "lineage")
    faults = []
    for address in OF_THE_ROUND:
        if address.access.kind != "office" or not set(rows) & arguments_of(address):
            continue
        values = examples | {"government": ["ogori"]}
        if "number" in arguments_of(address):
            values["upload"] = examples["document"]
        for path in filled(address, values):
            answer = client.get(path)
            if answer.status_code not in (404, 405) or tells(answer):
                faults.append(f"{path}: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def test_role_fields_in_any_form_change_no_role(client, request, examples):
    """As tests/test_promotion.py, for the forms of the round: role fields sent with them change nobody's rights."""
    before, forms = rights(), [one for one in OF_THE_ROUND if one.access.kind == "office"]
    for (_, person), address in crossed(in_turn(client, request, ["aoki", "baba", "neighbour"]), forms):
        sent = smuggled(person)
        values = dict(examples)
        if "number" in arguments_of(address):
            values["upload"] = examples["document"]
        for path in filled(address, values):
            if client.session.get(SESSION_KEY) != str(person.pk):  # some pages end the session
                client.force_login(person)
            answer = client.post(path, sent)
            assert (answer.status_code < 500, path) == (True, path)
            assert (rights(), path) == (before, path)
