"""Every verb leaves exactly one event, in its own transaction, and no event ever changes (R19).

A verb that is not in the table below fails: give it a row that makes it happen.
"""

import datetime
import importlib
import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.audit import LABELS, VERBS, Refused
from accounts.events import Filter
from accounts.guards import SENTENCES, sentence_of
from accounts.models import AuditEvent, Department, Government, User
from paper.images import Picture
from paper.pdf import Pdf
from publishing.comparison import styles
from publishing.comparison.reading import content_of, read_table
from publishing.comparisons import join_items, note_changes
from publishing.document import Document, hash_of
from publishing.editions import freeze, publish, start_next_edition
from strategy.alignments import align_item
from strategy.figures import keep_figure
from strategy.items import delete_item, relist_item, save_item
from strategy.models import DeletedBranch, Edition, Figure, PlanItem, Term
from strategy.outlining import Retitled
from strategy.pasting import Line
from strategy.plans import create_edition
from strategy.terms import TermRow, create_term
from tests import factories
from tests.deliberation import verb_rows as verb_rows_deliberation
from tests.kpi import (
    verb_rows_board,
    verb_rows_closing,
    verb_rows_evaluation,
    verb_rows_importing,
    verb_rows_intake,
    verb_rows_sheets,
)
from tests.kpi.verb_rows import KPI_ROWS
from tests.publishing import verb_rows as verb_rows_reports
from tests.snapshots import everything_stored
from tests.sources import ROOMS, WRITTEN
from tests.vision import verb_rows as verb_rows_visions

for module in WRITTEN:  # a verb is declared when its module is imported
    if module.room in ROOMS and "@verb(" in module.text:
        importlib.import_module(module.name)


class World:
    """豊中市 with one plan being written; more is made where a verb needs it."""

    def __init__(self, toyonaka: Government, aoki: User):
        self.toyonaka, self.aoki = toyonaka, aoki
        self.plan = factories.plan(toyonaka)
        self.edition = factories.edition(self.plan)
        self.made = factories.small_tree(self.edition)

    @property
    def item(self) -> PlanItem:
        return self.made["measure1"]

    @property
    def picture(self) -> Picture:
        return Picture(content=b"", type="image/png", width=800, height=600, given=(800, 600))

    def figure(self) -> Figure:
        return keep_figure(
            actor=None,
            item=self.item,
            picture=self.picture,
            name="figures/mihon.png",
            caption="図",
            alt="見本",
        )

    def term(self) -> Term:
        return create_term(actor=None, edition=self.edition, word="関係人口", definition="見本の説明です。")

    def department(self) -> Department:
        return Department.objects.create(government=self.toyonaka, name="旧企画課")

    def deleted(self) -> DeletedBranch:
        delete_item(actor=None, item=self.made["direction"])
        return DeletedBranch.objects.get()

    def following_item(self) -> PlanItem:
        """An item of the next edition that was not there before."""
        following = start_next_edition(actor=None, edition=self.frozen(), stage="PROPOSAL")
        return factories.item(following, "chapter", "新しい章")

    def frozen(self) -> Edition:
        return freeze(actor=None, edition=self.edition)

    def pair(self) -> dict[str, Edition]:
        """The edition and the next one, which is being written."""
        old = self.frozen()
        return {"old": old, "new": start_next_edition(actor=None, edition=old, stage="PROPOSAL")}

    def frozen_pair(self) -> dict[str, Edition]:
        pair = self.pair()
        return {**pair, "new": freeze(actor=None, edition=pair["new"])}

    def noted(self) -> dict[str, Any]:
        pair = self.pair()
        note_changes(actor=None, **pair, keys=["title"], reason="名称を改めます。")
        return {**pair, "keys": ["title"]}

    def joined(self) -> dict[str, Edition]:
        pair = self.frozen_pair()
        join_items(actor=None, **pair, joins=[(self.item.lineage, self.other_lineage)])
        return pair

    @property
    def other_lineage(self) -> uuid.UUID:
        return self.made["measure2"].lineage

    def published(self, slug: str = "betsu-keikaku") -> Edition:
        return factories.published(factories.plan(self.toyonaka, slug))

    def act(self, name: str, /, **arguments: Any) -> Callable[[], Any]:
        return partial(VERBS[name], actor=self.aoki, **arguments)


def prepared(name: str, world: World) -> Callable[[], Any]:
    """What makes the verb happen, on valid data that stands ready."""
    return partial(ROWS[name], world)(partial(world.act, name))


PERIOD = {"title": "次の計画", "first_fiscal_year": 2023, "last_fiscal_year": 2027}
LEVEL = {"key": "new", "depth": 1, "name": "編", "kind": "TEXT", "numbering": "none", "under": [""]}
LOADED = {
    "levels": [{"key": "part", "depth": 1, "name": "編", "kind": "TEXT", "numbering": "none", "under": [""]}],
    "items": [{"key": "p1", "level": "part", "title": "第1編"}],
}
DAY = datetime.date(2025, 4, 1)

# For each verb, given the world and a call of the verb: the same call with its arguments.
ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "admin.save": lambda w, act: act(row=w.toyonaka, changes={"name": "豊中市"}),
    "admin.delete": lambda w, act: act(row=Department.objects.create(government=w.toyonaka, name="旧企画課")),
    "alignment.choose": lambda w, act: act(item=w.item, to_items=[w.made["pillar"]]),
    "alignment.create": lambda w, act: act(item=w.item, to_item=w.made["pillar"]),
    "alignment.delete": lambda w, act: act(
        alignment=align_item(actor=None, item=w.item, to_item=w.made["pillar"])
    ),
    "alignment.save": lambda w, act: act(
        alignment=align_item(actor=None, item=w.item, to_item=w.made["pillar"]), verb="REFER", page=33
    ),
    "comparison.cut": lambda w, act: act(**w.pair(), key="title", lines=[1]),
    "comparison.forget": lambda w, act: act(**w.noted()),
    "comparison.issue": lambda w, act: act(**(pair := w.frozen_pair()), seen=hash_of_comparison(pair)),
    "comparison.join": lambda w, act: act(**w.frozen_pair(), joins=[(w.item.lineage, w.other_lineage)]),
    "comparison.note": lambda w, act: act(**w.pair(), keys=["title"], reason="名称を改めます。"),
    "comparison.part": lambda w, act: act(**w.joined(), joins=[(w.item.lineage, w.other_lineage)]),
    "comparison.place": lambda w, act: act(
        **w.pair(), keys=["title", "period"], placement="OMITTED", reason="誤植"
    ),
    "comparison.save": lambda w, act: act(
        **w.pair(), paper_number="資料4", points="名称の変更", terms=[("第3期", "第4期")]
    ),
    "comparison.style": lambda w, act: act(government=w.toyonaka, style=styles.preset("stacked")),
    "department.create": lambda w, act: act(government=w.toyonaka, name="企画課"),
    "department.end": lambda w, act: act(department=w.department(), last_day=DAY),
    "department.reorganise": lambda w, act: act(
        government=w.toyonaka, old=[w.department()], name="未来課", day=DAY
    ),
    "edition.correct": lambda w, act: act(edition=w.published()),
    "edition.create": lambda w, act: act(plan=factories.plan(w.toyonaka, "tsugi-keikaku"), **PERIOD),
    "edition.freeze": lambda w, act: act(edition=w.edition),
    "edition.load": lambda w, act: act(
        edition=w.edition, content=LOADED, resolve={}.__getitem__, departments={}, plans={}
    ),
    "edition.print": lambda w, act: print_of(w.published(), act),
    "edition.publish": lambda w, act: act(edition=w.frozen()),
    "edition.save": lambda w, act: act(edition=w.edition, title="直した題名"),
    "edition.start_next": lambda w, act: act(edition=w.frozen(), stage=Edition.Stage.PROPOSAL),
    "edition.supersede": lambda w, act: act(edition=w.published(), by=w.published("ittai"), since=DAY),
    "edition.withdraw": lambda w, act: act(edition=w.published(), reason="数値の誤り"),
    "events.export": lambda w, act: act(government=w.toyonaka, kind="csv", rows=1, wanted=Filter(words="版")),
    "figure.create": lambda w, act: act(
        item=w.item, picture=w.picture, name="figures/mihon.png", caption="図", alt="見本の図です。"
    ),
    "figure.delete": lambda w, act: act(figure=w.figure()),
    "figure.move": lambda w, act: act(figure=w.figure(), step=1),
    "figure.save": lambda w, act: act(figure=w.figure(), caption="直した題", alt="見本の図です。"),
    "item.create": lambda w, act: act(edition=w.edition, level=w.made["chapter"].level, title="次の章"),
    "item.delete": lambda w, act: act(item=w.made["direction"]),
    "item.duplicate": lambda w, act: act(item=w.made["direction"]),
    "item.predecessors": lambda w, act: act(item=w.following_item(), lineages=[w.item.lineage]),
    "item.join": lambda w, act: act(
        edition=(fresh := w.following_item()).edition,
        before=fresh.edition.based_on,
        joined=[(w.item.lineage, fresh.lineage)],
    ),
    "item.merge": lambda w, act: act(into=w.item, others=[w.made["measure2"]]),
    "item.move": lambda w, act: act(item=w.item, parent=w.made["direction"], index=1),
    "item.relist": lambda w, act: act(item=w.item, under=w.made["section"]),
    "item.restore": lambda w, act: act(item=edited(w.item), version=2, row=w.item.history.last().history_id),
    "item.overwrite": lambda w, act: act(item=w.item, seen=1, title="自分の見出し", body="<p>自分の文</p>"),
    "item.set_aside": lambda w, act: act(item=w.item, seen=1, title="自分の見出し", body="<p>自分の文</p>"),
    "item.save": lambda w, act: act(item=w.item, version=1, title="直した見出し", body="<p>本文</p>"),
    "item.split": lambda w, act: act(item=w.item, titles=["前半", "後半"]),
    "item.step": lambda w, act: act(item=w.made["measure2"], step="up"),
    "item.undelete": lambda w, act: act(deleted=w.deleted()),
    "item.unlist": lambda w, act: act(
        relisting=relist_item(actor=None, item=w.item, under=w.made["section"])
    ),
    "items.move": lambda w, act: act(edition=w.edition, items=[w.item], parent=w.made["direction"]),
    "level.create": lambda w, act: act(edition=w.edition, **LEVEL),
    "level.delete": lambda w, act: act(level=w.edition.levels.get(key="initiative")),
    "level.save": lambda w, act: act(level=w.edition.levels.get(key="measure"), kind="INITIATIVE"),
    "levels.create": lambda w, act: act(
        edition=create_edition(actor=None, plan=factories.plan(w.toyonaka, "tsugi-keikaku"), **PERIOD),
        preset="guide",
    ),
    "master.export": lambda w, act: act(model=Government, kind="xlsx", rows=1),
    "master.import": lambda w, act: act(model=Government, file_name="dantai.xlsx", counts={"new": 1}),
    "membership.change": lambda w, act: act(
        membership=w.aoki.memberships.get(),
        role="VIEWER",
        department=None,
        first_day=DAY,
        last_day=None,
        contractor=False,
    ),
    "membership.end": lambda w, act: act(membership=w.aoki.memberships.get(), last_day=DAY),
    "membership.hand_over": lambda w, act: act(
        membership=w.aoki.memberships.get(),
        last_day=DAY,
        name="江口",
        login_name="e1",
        password="x-x-x-x-x-x",
    ),
    "person.change": lambda w, act: act(person=w.aoki, changes={"name": "青木"}),
    "person.credentials": lambda w, act: act(change="mfa/email/totp_activated"),
    "person.first_password": lambda w, act: act(
        membership=factories.person("江口", "VIEWER", w.toyonaka).memberships.get(), password="x-x-x-x-x-x"
    ),
    "person.invite": lambda w, act: act(
        government=w.toyonaka, name="江口", role="VIEWER", email="eguchi@example.jp"
    ),
    "person.password": lambda w, act: act(person=w.aoki),
    "person.sign_in": lambda w, act: act(),
    "plan.create": lambda w, act: act(government=w.toyonaka, slug="atarashii-keikaku"),
    "plan.start": lambda w, act: act(government=w.toyonaka, slug="atarashii", preset="guide", **PERIOD),
    "session.end": lambda w, act: act(sessions=[]),
    "term.create": lambda w, act: act(edition=w.edition, word="関係人口", definition="見本の説明です。"),
    "term.delete": lambda w, act: act(term=w.term()),
    "term.move": lambda w, act: act(term=w.term(), step=1),
    "term.paste": lambda w, act: act(
        edition=w.edition, rows=[TermRow(1, "関係人口", "", "見本の説明です。")]
    ),
    "term.save": lambda w, act: act(term=w.term(), word="交流人口", definition="見本の説明です。"),
    "term.sort": lambda w, act: act(edition=w.edition),
    "titles.create": lambda w, act: act(
        edition=w.edition, parent=None, level=w.made["chapter"].level, titles=[Line(1, 0, "次の章")]
    ),
    "titles.save": lambda w, act: act(
        edition=w.edition, titles=[Retitled(w.item.lineage, 1, "直した見出し")]
    ),
}
ROWS |= KPI_ROWS
for part in (
    verb_rows_deliberation,
    verb_rows_board,
    verb_rows_closing,
    verb_rows_evaluation,
    verb_rows_importing,
    verb_rows_intake,
    verb_rows_reports,
    verb_rows_sheets,
    verb_rows_visions,
):
    ROWS |= part.ROWS


def edited(item: PlanItem) -> PlanItem:
    """The item with another text than its first row of history tells."""
    return save_item(actor=None, item=item, version=1, title="別の見出し", body="").item


def hash_of_comparison(pair: dict[str, Edition]) -> str:
    return hash_of(content_of(read_table(**pair)))


def print_of(edition: Edition, act: Callable[..., Any]) -> Callable[[], Any]:
    pdf = Pdf(content=b"%PDF-1.7", page_count=1, pages={}, printed={})
    return act(edition=edition, document=Document.of(edition), pdf=pdf, name="printed/mihon.pdf")


# Loading the demo is a verb of its own world: tests/publishing/test_demo.py shows its event.
ELSEWHERE = {"demo.load"}


def test_every_verb_is_in_the_table():
    assert ROWS.keys() | ELSEWHERE == VERBS.keys() == LABELS.keys()
    assert [name for name, label in LABELS.items() if not re.search(r"[ぁ-んァ-ヶ一-龠]", label)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_verb_leaves_one_event_in_its_own_transaction(name, toyonaka, aoki, monkeypatch):
    act = prepared(name, World(toyonaka, aoki))
    create, before = AuditEvent.objects.create, everything_stored()

    def no_event(**fields):
        if fields["verb"] == name:
            raise RuntimeError("no event")
        return create(**fields)

    with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="no event"):
        patched.setattr(AuditEvent.objects, "create", no_event)
        act()
    assert everything_stored() == before  # without its event nothing of it is kept

    events = AuditEvent.objects.filter(verb=name)
    known = set(events.values_list("pk", flat=True))
    act()
    (event,) = events.exclude(pk__in=known)
    assert event.actor == aoki
    assert event.government in (toyonaka, None)
    assert re.fullmatch(r"[a-z]+:(\d+|None)", event.subject)


@pytest.mark.django_db
def test_a_refused_verb_leaves_no_event(toyonaka, aoki):
    world = World(toyonaka, aoki)
    before = everything_stored()
    with pytest.raises(Refused):
        publish(actor=aoki, edition=world.edition)
    assert everything_stored() == before


# --- append-only --------------------------------------------------------------------------------------------


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.django_db
def test_an_event_is_never_changed_or_removed(toyonaka, aoki):
    factories.plan(toyonaka)
    event = AuditEvent.objects.get(verb="plan.create")
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    table, mine = "accounts_auditevent", AuditEvent.objects.filter(pk=event.pk)
    columns = ", ".join(field.column for field in AuditEvent._meta.concrete_fields)
    ways: dict[str, Callable[[], object]] = {
        "save": event.save,
        "update": partial(mine.update, verb="plan.other"),
        "bulk_update": partial(AuditEvent.objects.bulk_update, [event], ["detail"]),
        "upsert": partial(
            AuditEvent.objects.bulk_create,
            [event],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["verb"],
        ),
        "delete": event.delete,
        "queryset delete": mine.delete,
        "raw UPDATE": partial(execute, f"UPDATE {table} SET verb = 'x'"),
        "raw DELETE": partial(execute, f"DELETE FROM {table}"),
    }
    if connection.vendor == "sqlite":
        replace = f"INTO {table} ({columns}) SELECT {columns} FROM {table}"
        ways["INSERT OR REPLACE"] = partial(execute, f"INSERT OR REPLACE {replace}")
        ways["REPLACE"] = partial(execute, f"REPLACE {replace}")
        ways["UPDATE OR REPLACE"] = partial(execute, f"UPDATE OR REPLACE {table} SET verb = 'x'")
    else:
        ways["TRUNCATE"] = partial(execute, f"TRUNCATE {table}")
        ways["TRUNCATE of a table it points at"] = partial(execute, "TRUNCATE accounts_government CASCADE")
    before = everything_stored()
    for name, act in ways.items():
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            act()
        assert (name, sentence_of(caught.value)) == (name, SENTENCES["hashira:append-only"])
    assert everything_stored() == before


@pytest.mark.django_db
def test_nobody_goes_whose_acts_are_recorded(toyonaka, aoki):
    VERBS["plan.create"](actor=aoki, government=toyonaka, slug="keikaku")
    before = everything_stored()
    for row in (aoki, toyonaka):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()
    assert everything_stored() == before
