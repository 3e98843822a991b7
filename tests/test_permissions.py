"""Every address × every person: whoever has no right gets 404, 403 or the sign-in page, and not one word of a draft.

A view of ours without a declared access fails, and so does a new address whose arguments have no example here.
"""

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import AuditEvent, Department, Membership, Outbox, User
from accounts.rules import Access
from accounts.site import site
from publishing.editions import freeze, publish, start_next_edition
from strategy.alignments import align_item
from strategy.items import save_item
from strategy.models import Edition, Figure, PlanItem
from strategy.terms import create_term
from tests import factories
from tests.accounts.doors import DOOR
from tests.curious import CANARY, PEOPLE, crossed, in_turn, tells
from tests.publishing.opendata_world import indicator, published, target

Rows = dict[tuple[str, str], dict[str, list[str]]]  # by plan and number of an edition: rows_at
SHA256 = "0" * 64
SIGN_IN = "/accounts/login/?next="


# --- the addresses ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its whole route, its name with namespace, its view."""

    route: str
    name: str
    view: object

    @property
    def access(self) -> Access | None:
        return getattr(self.view, "access", None)

    @property
    def provider(self) -> str:
        return next((room for room in ("admin", "accounts") if self.route.startswith(f"{room}/")), "")


def addresses(patterns=None, prefix="", space="") -> list[Address]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            found.append(Address(route, f"{space}{pattern.name or ''}", pattern.callback))
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += addresses(pattern.url_patterns, route, inner)
    return found


OWN = [address for address in addresses() if not address.provider]
# Addresses of the visions need a world of their own: tests/test_vision_permissions.py.
OF_VISIONS = [address for address in OWN if re.search(r"(^|/)(population|regional-vision)/", address.route)]
# So do those of the yearly round: tests/test_round_permissions.py.
OF_THE_ROUND = [
    address
    for address in OWN
    if (
        address not in OF_VISIONS
        and {"review", "upload", "proposal"} & set(re.findall(r"<(?:\w+:)?(\w+)>", address.route))
    )
    or address.name in ("public_reviews", "drafting_workbook")
]
# And those of deliberation: tests/test_deliberation_permissions.py.
OF_DELIBERATION = [
    address
    for address in OWN
    if address not in OF_THE_ROUND
    and (
        address.view.__module__.startswith(("deliberation.", "publishing.views.committee"))
        or re.search(r"(^|/)(committee|meetings|comments|process|inquiries)/", address.route)
    )
]
ELSEWHERE = [*OF_THE_ROUND, *OF_DELIBERATION, *OF_VISIONS]
# Arguments that name a row of an edition.
ROWS = ("lineage", "alignment", "figure", "term", "target", "indicator")
# Examples for the arguments of our own addresses: what is published, then what must stay hidden.
OPEN = {
    "government": ["toyonaka"],
    "plan": ["digital-strategy"],
    "number": ["1"],
    "old": ["2"],
    "kind": ["json", "docx"],
    "sha256": [SHA256],
    "membership": ["4711"],
    "department": ["4711"],
    "relisting": ["1"],
    "level": ["chapter"],
    **{name: ["4711"] for name in ("measurement", "grade", "series_break", "reference")},
    "year": ["2025"],
    "file": ["csv", "json"],
    "rest": ["nothing"],
    "diagram": ["concept"],
    **{name: ["of the edition asked for: rows_at"] for name in ROWS},
}
HIDDEN = [
    {"plan": ["digital-strategy"], "number": ["3"]},  # the next edition, still being written
    {"plan": ["himitsu-keikaku"], "number": ["1"]},  # a plan of which nothing was published
    {"plan": ["digital-strategy"], "number": ["1"], "old": ["3"]},  # beside a public one, in a 新旧対照表
]
# Where a right to read does not mean 200 when the page is asked for plainly.
OTHERWISE: dict[str, int] = {
    "api_nowhere": 404,  # what the API does not have
    "diagram_file": 404,  # a plan with one goal and no KGI has no 概念図
    # people and their record: what only takes what is sent
    **dict.fromkeys(("person_end", "person_password", "audit_export"), 405),
    # an item that is written: these only take what is sent
    "item_save": 405,
    "item_settle": 405,
    "item_here": 405,
    # the tree: these only take what is sent
    "item_step": 405,
    "item_move": 405,
    "item_duplicate": 405,
    "item_undelete": 405,
    "item_unlist": 405,
    "titles_preview": 405,
    "titles_create": 405,
    "levels_preset": 405,
    "level_delete": 405,
    # KPIs: leads to the rows of the table; the others only take what is sent
    "item_targets": 302,
    **dict.fromkeys(
        "value_save targets_reread target_save target_read target_grade grade_publish target_unlist target_settle "
        "indicator_save indicator_delete indicator_value value_submit value_return value_approve value_publish "
        "indicator_break indicator_unbreak reference_add reference_save reference_remove".split(),
        405,
    ),
    # the yearly round: leads to the plan's list, or only takes what is sent
    "reviews_home": 302,
    "review_open": 405,
    # what hangs on an item or an edition: these only take what is sent
    **dict.fromkeys(("alignment_save", "alignment_remove", "item_restore"), 405),
    **dict.fromkeys(("figure_save", "figure_move", "figure_remove"), 405),
    # a 新旧対照表: leads to the editions compared; only takes what is sent; without a row leads to the table
    **dict.fromkeys(("comparison_default", "comparison_row", "comparison_cut"), 302),
    "comparison_rows": 405,
    **dict.fromkeys(("terms_paste", "terms_sort", "term_move", "term_remove"), 405),
}


def filled(address: Address, values: dict[str, list[str]]) -> list[str]:
    """The paths of an address with every combination of the example arguments."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", address.route)
    if unknown := [name for name in names if name not in values]:
        pytest.fail(f"{address.route}: give examples for {unknown} in OPEN (and HIDDEN) of {__file__}")
    paths = []
    for chosen in itertools.product(*(values[name] for name in names)):
        path = "/" + address.route
        for name, value in zip(names, chosen, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
        paths.append(path)
    return paths


def rows_at(plan: str, number: str) -> dict[str, list[str]]:
    """Examples for the arguments that name rows of this edition: an item with something of everything on it."""
    edition = Edition.objects.get(plan__government__slug="toyonaka", plan__slug=plan, number=number)
    figure = edition.figures.get()
    kpi = edition.targets.select_related("indicator").get()
    return {
        "target": [str(kpi.lineage)],
        "indicator": [str(kpi.indicator.key)],
        "lineage": [str(figure.item.lineage)],
        "figure": [str(figure.pk)],
        "alignment": [str(edition.alignments.get(item=figure.item).pk)],
        "term": [str(edition.terms.get().pk)],
    }


def arguments_of(address: Address) -> set[str]:
    return set(re.findall(r"<(?:\w+:)?(\w+)>", address.route))


# --- the world ----------------------------------------------------------------------------------------------


def hang_rows(edition: Edition, made: dict[str, PlanItem]) -> None:
    """A figure, an alignment, a term and a KPI."""
    if not default_storage.exists("figures/mihon.png"):
        default_storage.save("figures/mihon.png", io.BytesIO(b"\x89PNG\r\n\x1a\n"))
    Figure.objects.create(
        edition=edition,
        item=made["measure1"],
        image="figures/mihon.png",
        sha256=SHA256,
        media_type="image/png",
        width=1,
        height=1,
        caption="図",
        alt="見本の図",
    )
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    create_term(actor=None, edition=edition, word="関係人口", definition="見本の説明")
    kpi = target(made["measure1"], indicator(edition.plan.government, "見本の指標", "件"), "5件")
    published(kpi.indicator, 2024, "3")


@pytest.fixture
def town(toyonaka, aoki, baba, chiba, endo, neighbour, operator):
    """豊中市 with its people, a published edition, the next one being written, and a plan nobody knows of yet."""
    plan = factories.plan(toyonaka)
    first = factories.edition(plan, stage=Edition.Stage.ADOPTED, effective_from="2023-04-01")
    made = factories.small_tree(first)
    hang_rows(first, made)
    first = publish(actor=None, edition=freeze(actor=None, edition=first))
    second = start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)
    second = publish(actor=None, edition=freeze(actor=None, edition=second))
    draft = start_next_edition(actor=None, edition=second, stage=Edition.Stage.DRAFT, title=f"{CANARY}の題")
    chapter = draft.items.get(lineage=made["chapter"].lineage)
    save_item(
        actor=None,
        item=chapter,
        version=chapter.version,
        title=f"{CANARY}の章",
        body=f"<p>{CANARY}の本文</p>",
    )
    hidden = factories.plan(toyonaka, slug="himitsu-keikaku", kind="SECTOR")
    secret = factories.edition(hidden, title=f"{CANARY}の計画")
    hang_rows(secret, factories.small_tree(secret))
    start_next_edition(
        actor=None, edition=freeze(actor=None, edition=secret), stage=Edition.Stage.DRAFT, title=CANARY
    )
    Membership.objects.create(
        pk=4711,
        user=factories.person("新田"),
        government=toyonaka,
        role="VIEWER",
        contractor=True,
        last_day="2099-03-31",
    )
    Department.objects.create(pk=4711, government=toyonaka, name="企画課")
    AuditEvent.objects.create(verb="person.sign_in", subject="user:1", detail={"title": CANARY})
    Outbox.objects.create(key="canary", to="x@example.jp", subject=CANARY, body=CANARY)
    return toyonaka


def expected(address: Address, person, hidden: bool) -> int:
    """The status a declared access promises to this person."""
    access, right = address.access, OTHERWISE.get(address.name, 200)
    if access.kind == "public":
        return 404 if hidden else right
    if person is None:
        return 302
    if access.kind == "signed_in":
        leads_on = address.name == "office_home" and person.memberships.count() == 1
        return 302 if leads_on else right  # straight to the desk of one's government
    if access.kind == "operator":
        return right if person.is_superuser else 404
    assert access.kind == "office", f"{address.route}: no rule for {access.kind}"
    membership = Membership.objects.filter(user=person, government__slug="toyonaka").first()
    if membership is None:
        return 404
    return right if membership.role in access.roles else 403


# --- ours ---------------------------------------------------------------------------------------------------


def test_every_view_of_ours_declares_its_access():
    silent = [address.route for address in OWN if not isinstance(address.access, Access)]
    assert not silent, f"declare @public, @signed_in, @office or @operator: {silent}"
    assert len(OWN) > 10
    assert {address.access.kind for address in OWN} >= {"public", "signed_in", "office"}


def places_of(address: Address) -> Iterator[tuple[dict[str, list[str]], bool]]:
    """Examples for the arguments of an address, those of something hidden too, and whether they are."""
    arguments = arguments_of(address)
    yield OPEN, False
    for place in HIDDEN:
        if set(place) & arguments == set(place):
            yield OPEN | place, True
    if "plan" in arguments and "number" not in arguments:
        yield OPEN | HIDDEN[1], True


def faults_of(client: Client, address: Address, person: User | None, rows: Rows) -> Iterator[str]:
    """What this person is answered at an address that its declared access does not promise; "" for each request."""
    arguments = arguments_of(address)
    for values, hidden in places_of(address):
        right = expected(address, person, hidden)
        if right != OTHERWISE.get(address.name, 200) and "kind" in arguments:
            values = values | {"kind": ["pdf", *values["kind"]]}
        if {"old", "kind"} <= arguments:
            values = values | {"kind": [*values["kind"], "xlsx"]}
        if hidden and "sha256" in arguments and address.access.kind == "public":
            right = 404
        if {"number", *ROWS} & arguments:
            values = values | rows[values["plan"][0], values["number"][0]]
        for path in filled(address, values):
            yield ""
            answer = client.get(path)
            if answer.status_code != right:
                yield f"{path}: {answer.status_code} instead of {right}"
            target = SIGN_IN if person is None else "/office/"
            if right == 302 and not answer.get("Location", "").startswith(target):
                yield f"{path}: leads to {answer.get('Location')}, not to {target}"
            if tells(answer) and (right != 200 or address.access.kind == "public"):
                yield f"{path}: tells a word of a draft"
            # Who asks makes no difference to a public address, so its HEAD is asked for once.
            headed = right in (403, 404) and (person is None or address.access.kind != "public")
            if headed and client.head(path).status_code != right:
                yield f"{path}: HEAD differs"


def test_everybody_gets_what_the_access_declares_and_nothing_else(client, request, town):
    editions = Edition.objects.filter(plan__government=town).values_list("plan__slug", "number")
    rows = {(plan, str(number)): rows_at(plan, str(number)) for plan, number in editions}
    asked = dict.fromkeys(PEOPLE, 0)
    faults = []
    for name, person in in_turn(client, request):
        for address in (address for address in OWN if address not in ELSEWHERE):
            for fault in faults_of(client, address, person, rows):
                asked[name] += not fault
                if fault:
                    faults.append(f"{name} {fault}")
    assert not faults, "\n" + "\n".join(faults)
    assert min(asked.values()) >= len(OWN) - len(ELSEWHERE) > 100


def test_the_canary_sings_for_those_who_may_hear_it(client, town, aoki):
    """Otherwise its silence above would prove nothing."""
    client.force_login(aoki)
    for path in ("3/", "3/plan.json", "3/plan.docx", "3/comparison/1/", "1/comparison/3/comparison.xlsx"):
        assert tells(client.get(f"/office/toyonaka/digital-strategy/{path}"))


def test_an_address_with_an_unknown_argument_fails_loudly():
    strange = Address("office/<slug:government>/<int:meeting>/", "meeting", lambda request: None)
    with pytest.raises(pytest.fail.Exception, match=r"give examples for \['meeting'\]"):
        filled(strange, OPEN)


# --- the pages of sign-in, which come from a library --------------------------------------------------------


def test_the_pages_of_sign_in_are_those_we_chose_and_open_as_listed(client, request, town):
    found = {address.name: address for address in addresses() if address.provider == "accounts"}
    assert found.keys() == DOOR.keys()
    faults = []
    for (who, person), (name, address) in crossed(in_turn(client, request), list(found.items())):
        path = "/" + re.sub(r"\(\?P<\w+>[^)]*\)", "1", address.route).replace("<int:pk>", "1").rstrip("$")
        answer = client.get(path)
        right = DOOR[name][person is not None]
        if answer.status_code != right:
            faults.append(f"{who} {path}: {answer.status_code} instead of {right}")
        if tells(answer):
            faults.append(f"{who} {path}: tells a word of a draft")
    assert not faults, "\n" + "\n".join(faults)


# --- the operators' pages, which come from a library --------------------------------------------------------


def test_the_operators_pages_open_for_operators_only(client, request, town):
    faults, opened = [], dict.fromkeys(PEOPLE, 0)
    rows = {model._meta.model_name: model.objects.order_by("pk").first() for model in site._registry}
    pages = [address for address in addresses() if address.provider == "admin"]
    for (who, person), address in crossed(in_turn(client, request), pages):
        model = address.route.removeprefix("admin/").split("/")[1:2]
        row = rows.get(model[0]) if model else None
        path = "/" + re.sub(r"<(?:path:)?(?:object_id|id)>", str(row.pk if row else 1), address.route)
        path = path.replace("<path:content_type_id>", "1").replace("<int:content_type_id>", "1")
        path = re.sub(r"\(\?P<app_label>[^)]*\)", "accounts", path).rstrip("$")
        path = re.sub(r"\(\?P<url>\.\*\)|<path:url>|<path:object_id>", "nowhere", path)
        answer = client.get(path)
        opened[who] += answer.status_code == 200
        if person is None or not person.is_superuser:
            may = {302, 403, 404}
            if answer.status_code not in may:
                faults.append(f"{who} {path}: {answer.status_code}")
            if tells(answer):
                faults.append(f"{who} {path}: tells a word of a draft")
        elif answer.status_code >= 500:
            faults.append(f"{who} {path}: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)
    assert opened["operator"] > 4 * len(site._registry)  # list, add or look, change, and files for two
