"""The demo: governments, people and plans from ``fixtures/``, loaded through the verbs that staff use.

Loading twice changes nothing, and what was changed in the demo since stays: only a government, a person or a plan
that is missing altogether is added.
"""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.audit import Refused, record, verb
from accounts.master import save_row
from accounts.models import Department, Government, Membership, User
from accounts.people import invite_person
from deliberation.models import Member
from kpi.loading import load_figures, load_indicators, load_targets, target_lineage
from kpi.models import Indicator, Target
from kpi.schemes import grade_by_hand, publish_grade
from paper.images import Picture, prepare
from publishing.comparison.reading import content_of, read_table
from publishing.comparison.table import Cause
from publishing.comparisons import issue_comparison, note_changes, save_comparison
from publishing.demo_deliberation import Deliberation
from publishing.demo_reviews import Reviews
from publishing.demo_visions import load_visions, tie_visions
from publishing.document import hash_of
from publishing.editions import freeze, publish, start_next_edition
from strategy.loading import lineage_of, load_content
from strategy.models import Edition, Figure, Plan
from strategy.plans import create_edition, create_plan, save_edition

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
# Fields of an edition in a file; the rest is its content.
FIELDS = (
    "title",
    "short_title",
    "former_title",
    "term",
    "revision",
    "correction",
    "first_fiscal_year",
    "last_fiscal_year",
    "period_reason",
    "mode",
    "stage_word",
    "adopted_on",
    "effective_from",
    "first_page",
    "page_prefix",
)

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Account:
    """How somebody of the demo signs in, and as what."""

    login: str
    role: str
    password: str


def read(name: str) -> Any:
    """A fixture by its path under ``fixtures/``."""
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@verb("demo.load", "見本の読込み")
def load_demo(*, actor: User | None = None) -> list[Account]:
    """Load what is missing of the demo; returns its accounts. Refused where another government stands.

    ``actor`` registers governments and people; without one it is the demo's own operator.
    """
    rows = read("governments.json")
    foreign = Government.objects.exclude(code__in=[row["code"] for row in rows]).order_by("code").first()
    if foreign:
        raise Refused(
            f"見本にない団体（{foreign.name}、団体コード{foreign.code}）が登録されています。"
            "見本は、何も登録していないデータベースにだけ入れられます。何も変更していません。"
        )
    people = read("people.json")
    operator = _operator(people)
    actor = actor or operator
    governments = {row["slug"]: _government(row, actor) for row in rows}
    accounts = [_person(row, governments, actor, people["password"]) for row in people["people"]]
    _set_password(people)
    files = [read(f"plans/{name}") for name in read("plans/ORDER.json")]
    new = [file for file in files if not _plan_of(file, governments)]
    plans = {(file["government"], file["slug"]): _plan(file, governments, actor) for file in files}
    for file in sorted((FIXTURES / "visions").glob("*.json")):
        content = read(f"visions/{file.name}")
        load_visions(actor=actor, government=governments[content["government"]], content=content)
    with ExitStack() as undo:  # a file of a figure goes with no transaction
        for file in new:
            _Loading(plans, governments[file["government"]], actor, undo).load(file)
        undo.pop_all()
    if new:
        record("demo.load", actor=actor, government=None, subject=operator, plans=len(new))
    seated = set(Member.objects.exclude(user=None).values_list("user__email", flat=True))
    accounts = [
        replace(one, role=one.role.replace("所属なし", "委員")) if one.login in seated else one
        for one in accounts
    ]
    return [*accounts, Account(operator.login_name, "運用者（全体）", people["password"])]


def _government(row: Data, actor: User) -> Government:
    """The government, and its departments unless it has some: a department renamed in the demo stays renamed."""
    fields = {name: row[name] for name in ("slug", "name", "kind", "prefecture")}
    government = Government.objects.filter(code=row["code"]).first()
    if government is None:
        government = _registered(Government(code=row["code"], **fields), actor)
    if not government.departments.exists():
        for section in row["departments"]:
            _registered(Department(government=government, **section), actor)
    return government


def _registered(row: Any, actor: User) -> Any:
    row.full_clean()
    return save_row(actor=actor, row=row, changes={"name": row.name})


def _operator(people: Data) -> User:
    row = people["operator"]
    user = User.objects.filter(login_name=row["login_name"]).first()
    return user or User.objects.create_superuser(row["login_name"], name=row["name"])


def _person(row: Data, governments: Mapping[str, Government], actor: User, password: str) -> Account:
    government = governments[row["government"]]
    user = User.objects.filter(email=row["email"]).first()
    if user is None and row["role"]:
        invite_person(
            actor=actor,
            government=government,
            name=row["name"],
            role=row["role"],
            email=row["email"],
            department=departments_of(government).get(row["department"]),
            tell=False,
        )
    elif user is None:
        user = User.objects.create_user(email=row["email"], name=row["name"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    role = Membership.Role(row["role"]).label if row["role"] else "所属なし"
    return Account(row["email"], f"{row['name']}（{government.name}・{role}）", password)


def _set_password(people: Data) -> None:
    """One password for all who have none yet, hashed once: hashing is slow on purpose."""
    logins = [row["email"] for row in people["people"]]
    users = [
        *User.objects.filter(email__in=logins),
        *User.objects.filter(login_name=people["operator"]["login_name"]),
    ]
    fresh = [user for user in users if not user.has_usable_password()]
    if fresh:
        encoded = make_password(people["password"])
        User.objects.filter(pk__in=[user.pk for user in fresh]).update(password=encoded)


def departments_of(government: Government) -> dict[str, Department]:
    """The departments of a government by the name that the files use: 部/課."""
    return {f"{row.division}/{row.name}": row for row in government.departments.all()}


def _plan_of(file: Data, governments: Mapping[str, Government]) -> Plan | None:
    return Plan.objects.filter(government=governments[file["government"]], slug=file["slug"]).first()


def _plan(file: Data, governments: Mapping[str, Government], actor: User) -> Plan:
    """The plan of a file; all stand before the first text, because a role of one names another."""
    container = {**file, "slug": file["contained_in"]} if file["contained_in"] else None
    return _plan_of(file, governments) or create_plan(
        actor=actor,
        government=governments[file["government"]],
        slug=file["slug"],
        kind=file["kind"],
        contained_in=_plan_of(container, governments) if container else None,
    )


def _pictures(row: Data) -> dict[str, Picture]:
    """The pictures that an edition of a file names, checked as those that staff hand in."""
    rows = [figure for figures in row.get("figures", {}).values() for figure in figures]
    return {row["file"]: prepare((FIXTURES / "figures" / row["file"]).read_bytes()) for row in rows}


class _Loading:
    """Loading the editions of one plan, in their order."""

    def __init__(
        self, plans: Mapping[tuple[str, str], Plan], government: Government, actor: User, undo: ExitStack
    ):
        self.plans, self.government, self.undo = plans, government, undo
        planner = Membership.objects.filter(government=government, role=Membership.Role.PLANNER).first()
        self.actor = planner.user if planner else actor
        self.ids: dict[str, dict[Any, int]] = {}

    def load(self, file: Data) -> None:
        plan = self.plans[file["government"], file["slug"]]
        measured = read(f"indicators/{file['indicators']}") if "indicators" in file else None
        indicators = {}
        if measured:
            indicators = load_indicators(
                actor=self.actor,
                government=self.government,
                content=measured,
                departments=self.departments,
            )
        content = read(f"deliberation/{file['deliberation']}") if "deliberation" in file else {}
        deliberation = Deliberation(self.actor, plan, content, self.undo)
        deliberation.begin()
        for row in file["editions"]:
            edition = self._begin(plan, row)
            load_content(
                actor=self.actor,
                edition=edition,
                content=row,
                resolve=self.item_id,
                departments=self.departments,
                plans={slug: other for (own, slug), other in self.plans.items() if own == file["government"]},
                pictures=_pictures(row),
            )
            if "targets" in row:
                load_targets(actor=self.actor, edition=edition, rows=row["targets"], indicators=indicators)
            tie_visions(actor=self.actor, edition=edition, row=row)
            self._keep_in_mind(edition)
            if row["freeze"]:
                freeze(actor=self.actor, edition=edition)
            if row["publish"]:
                publish(actor=self.actor, edition=edition)
            deliberation.after(plan.editions.get(pk=edition.pk))
        if measured:
            self._measure(plan, measured, indicators)
        for row in file.get("comparisons", ()):
            self._compare(plan, row)
        if "reviews" in file:
            Reviews(self.actor, plan, self.departments).load(read(f"reviews/{file['reviews']}"))
        deliberation.finish()

    def _measure(self, plan: Plan, measured: Data, indicators: Mapping[str, Indicator]) -> None:
        """Figures once the plan is public, and what people graded themselves, in the newest edition."""
        load_figures(actor=self.actor, government=self.government, content=measured, indicators=indicators)
        newest = plan.editions.order_by("-number").first()
        for row in measured.get("grades", ()):
            lineage = target_lineage(self.government.slug, plan.slug, row["target"])
            grade = {name: row[name] for name in ("fiscal_year", "grade", "reason")}
            target = Target.objects.get(edition=newest, lineage=lineage)
            publish_grade(
                actor=self.actor, manual_grade=grade_by_hand(actor=self.actor, target=target, **grade)
            )

    def _compare(self, plan: Plan, row: Data) -> None:
        """The planner's hand on a 新旧対照表, as the planner writes it, and its 確定."""
        old, new = (plan.editions.get(number=row[side]) for side in ("old", "new"))
        given: dict[str, Any] = {"actor": self.actor, "old": old, "new": new}
        words = {"paper_number": row.get("paper_number", ""), "points": "\n".join(row.get("points", ()))}
        save_comparison(**given, **words, terms=())
        for note in row["notes"]:
            causes = [Cause(**cause) for cause in note.get("causes", ())]
            keys = [self._key(plan, key) for key in note["keys"]]
            note_changes(**given, **{**note, "keys": keys, "causes": causes})
        if row.get("issue"):
            issue_comparison(**given, seen=hash_of(content_of(read_table(old, new))))

    def _key(self, plan: Plan, key: str) -> str:
        """The key of a change; a file names items and figures by the keys of its items."""
        what, _, name = key.partition(":")
        if what not in ("item", "figure"):
            return key
        return f"{what}:{lineage_of(self.government.slug, plan.slug, name)}"

    @cached_property
    def departments(self) -> dict[str, Department]:
        return departments_of(self.government)

    def _begin(self, plan: Plan, row: Data) -> Edition:
        """An empty edition, or one that starts from an earlier edition of the same plan."""
        fields = {name: row[name] for name in FIELDS}
        rests_on = tuple(self.edition(address) for address in row["rests_on"])
        if "start_from" in row:
            source = plan.editions.get(number=row["start_from"])
            made = start_next_edition(actor=self.actor, edition=source, stage=row["stage"], **fields)
            return save_edition(actor=self.actor, edition=made, rests_on=rests_on)
        if row["based_on"]:
            fields["based_on"] = plan.editions.get(number=row["based_on"])
        return create_edition(actor=self.actor, plan=plan, rests_on=rests_on, stage=row["stage"], **fields)

    def _keep_in_mind(self, edition: Edition) -> None:
        """The files of its figures are taken away again should the demo fail later."""
        for figure in Figure.objects.filter(edition=edition):
            self.undo.callback(figure.image.storage.delete, figure.image.name)

    def edition(self, address: str) -> Edition:
        """The edition at "government/plan/number"."""
        government, plan, number = address.split("/")
        return self.plans[government, plan].editions.get(number=number)

    def item_id(self, address: str) -> int:
        """The id of the item at "government/plan/number#key"; one query for each edition named."""
        place, key = address.split("#")
        if place not in self.ids:
            self.ids[place] = dict(self.edition(place).items.values_list("lineage", "pk"))
        government, plan, _ = place.split("/")
        return self.ids[place][lineage_of(government, plan, key)]
