"""Plain functions that make valid rows, through the verbs wherever there is one."""

import datetime
import itertools
import uuid
from typing import Any

from accounts.models import Government, Membership, User
from publishing.editions import freeze, publish
from strategy.alignments import align_item
from strategy.items import create_item, relist_item
from strategy.models import Alignment, Edition, Figure, Level, Plan, PlanItem, PlanRole, Relisting, Term
from strategy.plans import create_edition, create_plan

_serial = itertools.count(1)
PASSWORD = "hashira-no-shiken"


def government(
    code="272035", slug="toyonaka", name="豊中市", kind="MUNICIPALITY", prefecture="大阪府"
) -> Government:
    row = Government(code=code, slug=slug, name=name, kind=kind, prefecture=prefecture)
    row.full_clean()
    row.save()
    return row


def person(name: str, role: str | None = None, where: Government | None = None) -> User:
    n = next(_serial)
    user = User.objects.create_user(f"staff{n}", f"person{n}@example.jp", password=PASSWORD, name=name)
    if role:
        Membership.objects.create(user=user, government=where, role=role)
    return user


def operator() -> User:
    return User.objects.create_superuser(f"operator{next(_serial)}", password=PASSWORD, name="運用")


LEVELS = (
    ("heading", 1, "見出し", "TEXT", "arabic", [""]),
    ("pillar", 2, "取組みの柱", "PILLAR", "none", ["heading"]),
    ("chapter", 1, "章", "GOAL", "chapter", ["", "heading"]),
    ("section", 2, "節", "DIRECTION", "chapter_section", ["chapter"]),
    ("direction", 3, "方向性", "DIRECTION", "paren", ["section"]),
    ("measure", 4, "主な取組み", "MEASURE", "circled", ["direction"]),
    ("initiative", 3, "主な取組み例", "INITIATIVE", "none", ["section"]),
)


def plan(where: Government, slug="digital-strategy", kind=Plan.Kind.STRATEGY) -> Plan:
    return create_plan(actor=None, government=where, slug=slug, kind=kind)


def edition(of: Plan, **fields) -> Edition:
    """A working edition with the levels above and no items."""
    defaults = {
        "title": "第3期まち・ひと・しごと創生総合戦略",
        "first_fiscal_year": 2023,
        "last_fiscal_year": 2027,
        "stage": Edition.Stage.DRAFT,
    }
    made = create_edition(actor=None, plan=of, **(defaults | fields))
    Level.objects.bulk_create(  # past the verb: nearly every test needs them
        Level(
            edition=made,
            **dict(zip(("key", "depth", "name", "kind", "numbering", "under"), row, strict=True)),
        )
        for row in LEVELS
    )
    return made


def item(edition: Edition, level: str, title: str, parent: PlanItem | None = None, **fields) -> PlanItem:
    row = Level.objects.get(edition=edition, key=level)
    return create_item(actor=None, edition=edition, level=row, title=title, parent=parent, **fields).item


def small_tree(edition: Edition, measures: int = 2) -> dict[str, PlanItem]:
    """One chapter, section and direction with some measures, and a pillar under a heading.

    Past the verb, whose checks cost a tenth of a second for these and are tested by themselves.
    """
    levels = {level.key: level for level in edition.levels.all()}
    made: dict[str, PlanItem] = {}

    def add(name: str, title: str, under: str = "", position: int = 10, level: str = "", body: str = ""):
        own = levels[level or name]
        made[name] = PlanItem(
            edition=edition,
            level=own,
            kind=own.kind,
            parent=made.get(under),
            position=position,
            title=title,
            body=body,
        )
        made[name].save_without_historical_record()

    add("heading", "総合戦略の概要", body="<p>見本の本文です。</p>")
    add("pillar", "子育て環境の充実", "heading")
    add("chapter", "子ども・若者が夢や希望をもてるまちづくり", position=20)
    add("section", "妊娠・出産・子育て支援の充実", "chapter")
    add("direction", "安心して産み育てられる環境づくりを進めます", "section")
    for n in range(1, measures + 1):
        add(f"measure{n}", f"見本の取組み{n}", "direction", 10 * n, "measure")
    PlanItem.history.bulk_history_create(made.values(), default_change_reason="")
    return made


def wide_tree(edition: Edition) -> dict[str, PlanItem]:
    """The small tree with a third measure and a second direction."""
    made = small_tree(edition, measures=3)
    made["next"] = item(edition, "direction", "次の方向性", made["section"])
    return made


def published(of: Plan, stage=Edition.Stage.ADOPTED, measures: int = 2, **fields) -> Edition:
    """A frozen and published edition with the small tree."""
    if stage == Edition.Stage.ADOPTED:
        fields = {"effective_from": datetime.date(2023, 4, 1)} | fields
    made = edition(of, stage=stage, **fields)
    small_tree(made, measures)
    made = freeze(actor=None, edition=made)
    return publish(actor=None, edition=made)


def annexes(edition: Edition, made: dict[str, PlanItem], other: PlanItem) -> dict[str, Any]:
    """One row of each kind that hangs on an edition with the small tree; ``other`` is of another plan."""
    measure = made["measure1"]
    edition.rests_on.add(other.edition)
    return {
        "relisting": relist_item(actor=None, item=made["measure2"], under=made["section"], index=0),
        "mark": align_item(actor=None, item=measure, to_item=made["pillar"]),
        "alignment": align_item(
            actor=None, item=measure, to_item=other, verb="CONFORM", note="見本", page=33
        ),
        "term": Term.objects.create(
            edition=edition, position=10, word="関係人口", definition="見本の説明です。"
        ),
        "figure": Figure.objects.create(
            edition=edition,
            item=measure,
            position=10,
            image="figures/mihon.png",
            sha256="0" * 64,
            media_type="image/png",
            width=800,
            height=600,
            caption="人口の推移",
            alt="見本の棒グラフです。",
            source="国勢調査",
        ),
        "role": PlanRole.objects.create(
            edition=edition, position=10, number="①", label="総合戦略", plan=edition.plan
        ),
        "rests_on": edition.rests_on.through.objects.get(from_edition=edition),
    }


def fix_lineages(edition: Edition) -> None:
    """Give the items of a working edition the lineages 1, 2, 3 … in the order they were made."""
    for n, pk in enumerate(edition.items.order_by("pk").values_list("pk", flat=True), start=1):
        PlanItem.objects.filter(pk=pk).update(lineage=uuid.UUID(int=n))


def grow(edition: Edition, items: int) -> None:
    """A tree of this many items without verbs, each measure marked with ● and every tenth relisted."""
    levels = {level.key: level for level in edition.levels.all()}

    def rows(key: str, parent: PlanItem | None, count: int) -> list[PlanItem]:
        return PlanItem.objects.bulk_create(
            PlanItem(
                edition=edition,
                level=levels[key],
                kind=levels[key].kind,
                parent=parent,
                position=10 * n,
                title=f"見本の{levels[key].name}{n}",
            )
            for n in range(1, count + 1)
        )

    (heading,) = rows("heading", None, 1)
    (pillar,) = rows("pillar", heading, 1)
    (chapter,) = rows("chapter", None, 1)
    (section,) = rows("section", chapter, 1)
    (direction,) = rows("direction", section, 1)
    measures = rows("measure", direction, items - 5)
    Alignment.objects.bulk_create(Alignment(edition=edition, item=row, to_item=pillar) for row in measures)
    Relisting.objects.bulk_create(
        Relisting(edition=edition, item=row, under=section) for row in measures[::10]
    )
