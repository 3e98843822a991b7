"""Every address of the visions × every person, as tests/test_permissions.py does it for all others.

A population vision that is being written, or frozen and not published, is told to nobody but the staff of its government.
"""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from accounts.models import Government, Membership
from kpi.models import Target
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests import factories
from tests.kpi import promises
from tests.snapshots import everything_stored
from tests.test_permissions import (
    CANARY,
    OF_VISIONS,
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
from tests.vision import towns
from vision.models import PopulationUpload, PopulationVision, RegionalVision, VisionCitation
from vision.visions import freeze_vision, publish_vision, start_next_vision

pytestmark = pytest.mark.django_db

# Where a right to read does not mean 200 when the page is asked for plainly: these only take what is sent.
OTHERWISE: dict[str, int] = {"scenario_effect": 405, "scenario_move": 405}
PLAN = "digital-strategy"


@pytest.fixture
def examples(toyonaka, aoki, baba, chiba, endo, neighbour, operator) -> dict[str, list[str]]:
    """豊中市 with two public visions, a third one being written, and an edition that rests on it."""
    return world(toyonaka)


def world(government: Government) -> dict[str, list[str]]:
    """One row of everything, full of secrets; examples for the arguments of addresses, by their names."""
    first = publish_vision(actor=None, vision=freeze_vision(actor=None, vision=towns.a_vision(government)))
    second = start_next_vision(actor=None, vision=first)
    second = publish_vision(actor=None, vision=freeze_vision(actor=None, vision=second))
    secret = start_next_vision(actor=None, vision=second)
    PopulationVision.objects.filter(pk=secret.pk).update(title=f"{CANARY}の人口ビジョン", outlook=CANARY)
    secret.scenarios.update(description=CANARY)
    scenario = secret.scenarios.get(is_adopted=True)
    upload = PopulationUpload.objects.create(
        vision=secret,
        name=f"{CANARY}.csv",
        size=1,
        sha256="0" * 64,
        data=b"x",
        refusal=CANARY,
        at=timezone.now(),
    )
    edition, target = an_edition(government, secret)
    return {
        "government": [government.slug],
        "plan": [edition.plan.slug],
        "number": [str(secret.number)],
        "public_number": [str(second.number)],
        "edition_number": [str(edition.number)],
        "old": [str(first.number)],
        "new": [str(secret.number)],
        "scenario": [str(scenario.lineage)],
        "table": [str(secret.tables.first().pk)],
        "assumption": [str(secret.assumptions.first().pk)],
        "area": [str(secret.areas.first().pk)],
        "upload": [str(upload.pk)],
        "target": [str(target.lineage)],
        "lineage": [str(target.item.lineage)],
        "ending": ["csv", "json"],
    }


def an_edition(government: Government, vision: PopulationVision) -> tuple[Edition, Target]:
    """A plan with a public edition, whose next one is being written and says something secret of its visions."""
    first = factories.edition(factories.plan(government, PLAN), stage="ADOPTED", effective_from="2023-04-01")
    made = factories.small_tree(first)
    promises.target(made["chapter"], name="総人口", role="KGI", unit="人", target_text="2万人以上")
    first = publish(actor=None, edition=freeze(actor=None, edition=first))
    edition = start_next_edition(actor=None, edition=first, stage="DRAFT", title=f"{CANARY}の題")
    VisionCitation.objects.create(edition=edition, vision=vision, argument=CANARY)
    target = edition.targets.select_related("item").get()
    RegionalVision.objects.create(edition=edition, item=target.item, keyword=CANARY)
    return edition, target


def values_of(
    address: Address, examples: dict[str, list[str]], *, hidden: bool = True
) -> dict[str, list[str]]:
    """Examples for this address: the secret vision, or the public one; editions of plans have numbers of their own."""
    values = dict(examples)
    if "comparison" in address.name:
        values["ending"] = ["docx", "xlsx"]
    if "plan" in arguments_of(address):
        values["number"] = examples["edition_number"]
    elif not hidden:
        values["number"] = examples["public_number"]
    return values


def test_everybody_gets_what_the_access_declares_and_nothing_else(client, request, examples):
    faults = []
    for (who, person), address in crossed(in_turn(client, request), OF_VISIONS):
        is_public = address.access.kind == "public"
        for hidden in (False, True) if is_public and "number" in arguments_of(address) else (not is_public,):
            for path in filled(address, values_of(address, examples, hidden=hidden)):
                answer = client.get(path)
                right = right_of(address, person, hidden)
                if answer.status_code != right:
                    faults.append(f"{who} {address.name} {path}: {answer.status_code} instead of {right}")
                if person is None and right == 302 and not answer.get("Location", "").startswith(SIGN_IN):
                    faults.append(f"{who} {path}: leads to {answer.get('Location')}")
                if tells(answer) and (is_public or answer.status_code not in (200, 302)):
                    faults.append(f"{who} {path}: tells a secret")
    assert not faults, "\n" + "\n".join(faults)
    assert len(OF_VISIONS) > 25


def right_of(address: Address, person: Any, hidden: bool) -> int:
    asked = expected(address, person, hidden)
    plain = OTHERWISE.get(address.name, 200)
    return plain if asked == 200 else asked


def test_no_public_page_tells_of_what_is_not_public(client, examples):
    for place in [
        "toyonaka/",
        "toyonaka/population/",
        "toyonaka/population/2/",
        "toyonaka/data/",
        "sitemap.xml",
    ]:
        answer = client.get("/" + place, follow=True)
        assert (answer.status_code, tells(answer)) == (200, False), place


def test_the_canary_sings_for_those_who_may_hear_it(client, examples, aoki):
    """Otherwise its silence above would prove nothing."""
    client.force_login(aoki)
    for place in ("population/", "population/3/", "population/3/tables/", f"{PLAN}/2/population/"):
        assert tells(client.get(f"/office/toyonaka/{place}")), place


def test_rows_of_another_government_are_not_found(client, examples, ogori, neighbour):
    """The planner of 小郡市 under her own address, with the numbers of 豊中市's rows."""
    factories.plan(ogori)
    client.force_login(neighbour)
    faults = []
    for address in OF_VISIONS:
        if address.access.kind != "office" or not {"number", "old"} & arguments_of(address):
            continue
        values = values_of(address, examples) | {"government": ["ogori"]}
        for path in filled(address, values):
            for answer in (client.get(path), client.post(path)):
                if answer.status_code not in (404, 405) or tells(answer):
                    faults.append(f"{answer.request['REQUEST_METHOD']} {path}: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def test_role_fields_in_any_form_change_no_role(client, request, examples):
    """As tests/test_promotion.py, for the forms of the visions: role fields sent with them change nobody's rights."""
    before, forms = rights(), [one for one in OF_VISIONS if one.access.kind == "office"]
    for (_, person), address in crossed(in_turn(client, request, ["aoki", "baba"]), forms):
        sent = smuggled(person)
        for path in filled(address, values_of(address, examples)):
            if client.session.get(SESSION_KEY) != str(person.pk):  # some pages end the session
                client.force_login(person)
            answer = client.post(path, sent)
            assert (answer.status_code < 500, path) == (True, path)
            assert (rights(), path) == (before, path)


def test_a_reader_of_the_office_changes_nothing(client, examples, toyonaka):
    """A viewer opens the pages and is refused by every form."""
    viewer = factories.person("新田", Membership.Role.VIEWER, toyonaka)
    client.force_login(viewer)
    before = everything_stored()
    for address in (one for one in OF_VISIONS if one.access.kind == "office"):
        for path in filled(address, values_of(address, examples)):
            answer = client.post(path, {"version": "1", "title": "見本"})
            assert (answer.status_code < 500, path) == (True, path)
    assert everything_stored() == before
