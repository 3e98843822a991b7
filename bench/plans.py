"""Plans of any size, made through the verbs, and the stop-watch of the measurements."""

import gc
import json
import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, Government
from publishing.editions import freeze, publish
from strategy.loading import lineage_of, load_content
from strategy.models import Edition, Plan
from strategy.plans import create_edition, create_plan

LEVELS = [
    {"key": "pillar", "depth": 1, "name": "取組みの柱", "kind": "PILLAR", "numbering": "none", "under": [""]},
    {"key": "chapter", "depth": 1, "name": "章", "kind": "GOAL", "numbering": "chapter", "under": [""]},
    {
        "key": "section",
        "depth": 2,
        "name": "節",
        "kind": "DIRECTION",
        "numbering": "chapter_section",
        "under": ["chapter"],
    },
    {
        "key": "measure",
        "depth": 3,
        "name": "主な取組み",
        "kind": "MEASURE",
        "numbering": "circled",
        "under": ["section"],
    },
]
BODY = (
    "<p>見本の本文です。"
    + "子どもと若者が夢や希望をもてるまちをつくるため、関係する部局が連携して取り組みます。" * 3
    + "</p>"
)
PILLARS = 4
SECTIONS_OF_A_CHAPTER, MEASURES_OF_A_SECTION = 4, 8


def tree(items: int) -> list[dict[str, Any]]:
    """Content of exactly ``items`` items: four pillars, then chapters with sections with measures.

    Each measure is aligned with a pillar of its own edition and with one of the nation's.
    """
    made = [{"key": f"p{n}", "level": "pillar", "title": f"見本の柱{n}"} for n in range(PILLARS)]
    left = items - PILLARS
    while left > 0:
        chapter = {"key": f"c{left}", "level": "chapter", "title": "見本の章", "body": BODY, "items": []}
        left -= 1
        while left > 0 and len(chapter["items"]) < SECTIONS_OF_A_CHAPTER:
            section = {"key": f"s{left}", "level": "section", "title": "見本の節", "body": BODY, "items": []}
            left -= 1
            while left > 0 and len(section["items"]) < MEASURES_OF_A_SECTION:
                section["items"].append(_measure(left))
                left -= 1
            chapter["items"].append(section)
        made.append(chapter)
    return made


def _measure(n: int) -> dict[str, Any]:
    return {
        "key": f"m{n}",
        "level": "measure",
        "title": f"見本の取組み{n}",
        "body": BODY,
        "department": "企画部/企画課",
        "aligned": [
            {"to": f"#p{n % PILLARS}", "verb": "CONSIDER"},
            {"to": f"nation/strategy/1#p{n % PILLARS}", "verb": "CONSIDER", "page": n % 90 + 1},
        ],
    }


def edition(government: Government, slug: str, items: int) -> Edition:
    """A working, adopted edition with this many items."""
    plan = create_plan(actor=None, government=government, slug=slug, kind=Plan.Kind.STRATEGY)
    made = create_edition(
        actor=None,
        plan=plan,
        title=f"見本の総合戦略（{items}項目）",
        first_fiscal_year=2023,
        last_fiscal_year=2099,
        stage=Edition.Stage.ADOPTED,
        effective_from=date(2023, 4, 1),
    )
    content = {"levels": LEVELS, "items": tree(items)}
    departments = {
        "企画部/企画課": Department.objects.get_or_create(
            government=government, division="企画部", name="企画課"
        )[0]
    }
    load_content(
        actor=None, edition=made, content=content, resolve=_nation, departments=departments, plans={}
    )
    return made


def _nation(address: str) -> int:
    place, key = address.split("#")
    government, plan, number = place.split("/")
    target = Edition.objects.get(plan__government__slug=government, plan__slug=plan, number=number)
    return target.items.get(lineage=lineage_of(government, plan, key)).pk


def nation() -> Edition:
    """The nation's published plan with its pillars, which measures are aligned with."""
    government = Government.objects.create(
        code="000001", slug="nation", name="国", kind=Government.Kind.NATION
    )
    return published(edition(government, "strategy", PILLARS))


def town() -> Government:
    """The government whose plans are measured."""
    return Government.objects.create(code="272035", slug="mihon", name="見本市", prefecture="大阪府")


def published(made: Edition) -> Edition:
    """The edition, frozen and published."""
    return publish(actor=None, edition=freeze(actor=None, edition=made))


def processor_of_children() -> float:
    """Seconds of processor that finished child processes have used; a busy machine does not change them much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def turns(
    *acts: Callable[[], Any], repeat: int, clock: Callable[[], float] = time.process_time
) -> list[list[float]]:
    """Seconds of each act in each round; in turns, so that a busy moment falls on all of them alike."""
    rounds = []
    for _ in range(repeat):
        used = []
        for act in acts:
            gc.collect()
            began = clock()
            act()
            used.append(clock() - began)
        rounds.append(used)
    return rounds


def seconds(*acts: Callable[[], Any], repeat: int = 7) -> list[float]:
    """The shortest of several runs of each act."""
    return [min(runs) for runs in zip(*turns(*acts, repeat=repeat), strict=True)]


def queries(act: Callable[[], Any]) -> list[str]:
    """The statements that an act sends to the database, without savepoints and BEGIN."""
    with CaptureQueriesContext(connection) as captured:
        act()
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith(verbs)]


def figure(name: str, value: float, unit: str = "", limit: float | None = None) -> dict[str, Any]:
    """One line of the result."""
    return {"name": name, "value": value, "unit": unit, "limit": limit}


def report(*figures: dict[str, Any]) -> None:
    """Hand the figures to bench/run.py."""
    print(json.dumps(figures, ensure_ascii=False))
