"""Plain functions that make valid rows, through the verbs wherever there is one."""

import datetime
import itertools

from accounts.models import Government, Membership, User
from publishing.editions import freeze, publish
from strategy.items import create_item
from strategy.models import Edition, Level, Plan, PlanItem
from strategy.plans import create_edition, create_level, create_plan

_serial = itertools.count(1)
PASSWORD = "hashira-no-shiken"


def government(code="272035", slug="toyonaka", name="豊中市", kind="MUNICIPALITY", prefecture="大阪府") -> Government:
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
    for key, depth, name, kind, numbering, under in LEVELS:
        create_level(
            actor=None, edition=made, key=key, depth=depth, name=name, kind=kind, numbering=numbering, under=under
        )
    return made


def item(edition: Edition, level: str, title: str, parent: PlanItem | None = None, **fields) -> PlanItem:
    row = Level.objects.get(edition=edition, key=level)
    return create_item(actor=None, edition=edition, level=row, title=title, parent=parent, **fields).item


def small_tree(edition: Edition, measures: int = 2) -> dict[str, PlanItem]:
    """One chapter, section and direction with some measures, and a pillar under a heading."""
    made = {"heading": item(edition, "heading", "総合戦略の概要", body="<p>見本の本文です。</p>")}
    made["pillar"] = item(edition, "pillar", "子育て環境の充実", made["heading"])
    made["chapter"] = item(edition, "chapter", "子ども・若者が夢や希望をもてるまちづくり")
    made["section"] = item(edition, "section", "妊娠・出産・子育て支援の充実", made["chapter"])
    made["direction"] = item(edition, "direction", "安心して産み育てられる環境づくりを進めます", made["section"])
    for n in range(1, measures + 1):
        made[f"measure{n}"] = item(edition, "measure", f"見本の取組み{n}", made["direction"])
    return made


def published(of: Plan, stage=Edition.Stage.ADOPTED, measures: int = 2, **fields) -> Edition:
    """A frozen and published edition with the small tree."""
    if stage == Edition.Stage.ADOPTED:
        fields = {"effective_from": datetime.date(2023, 4, 1)} | fields
    made = edition(of, stage=stage, **fields)
    small_tree(made, measures)
    made = freeze(actor=None, edition=made)
    return publish(actor=None, edition=made)
