"""Documents made by hand, for tests of what is done with them: no database."""

import itertools
import uuid
from typing import Any

from publishing.book.blocks import Book
from publishing.document import Document

Data = dict[str, Any]
_serial = itertools.count(1)
OWN = {
    "government": "豊中市",
    "government_slug": "toyonaka",
    "plan_slug": "digital-strategy",
    "plan_kind": "STRATEGY",
    "edition_number": 3,
    "edition_title": "見本総合戦略",
}
NATION = {
    "government": "国",
    "government_slug": "nation",
    "plan_slug": "digital-denen",
    "plan_kind": "STRATEGY",
    "edition_number": 2,
    "edition_title": "デジタル田園都市国家構想総合戦略",
}
COMPREHENSIVE = OWN | {
    "plan_slug": "sogo-keikaku",
    "plan_kind": "COMPREHENSIVE",
    "edition_number": 1,
    "edition_title": "第4次豊中市総合計画",
}


def entry(kind: str, title: str, number: str = "", items: list[Data] | None = None, **fields: Any) -> Data:
    """One item of a document; its lineage counts up, so that a test reads its own numbers."""
    level = {"GOAL": "章", "PILLAR": "取組みの柱", "INITIATIVE": "主な取組み例"}.get(kind, kind.lower())
    return {
        "lineage": str(uuid.UUID(int=next(_serial))),
        "level": level,
        "level_key": level,
        "kind": kind,
        "number": number,
        "title": title,
        "body": "",
        "department": None,
        "marks": [],
        "page": None,
        "predecessors": [],
        "alignments": [],
        "figures": [],
        "relisted": [],
        "items": items or [],
    } | fields


def aligned(to: Data, plan: Data = OWN, verb: str = "整合", note: str = "", page: int | None = None) -> Data:
    """An alignment with an item, of the same edition unless another plan is named."""
    target = {name: to[name] for name in ("lineage", "kind", "number", "title")}
    return {"verb": verb, "note": note, "page": page, "to": plan | target}


def again(item: Data, at: int) -> Data:
    """A 再掲 of an item at a place among the children of another."""
    return {"lineage": item["lineage"], "at": at}


def document(*items: Data, **changes: Any) -> Document:
    """A draft with these items at the top. Changes go to the edition, or to the part of that name."""
    edition = {
        "number": 3,
        "title": "見本総合戦略",
        "short_title": "",
        "former_title": "",
        "term": None,
        "revision": 0,
        "correction": False,
        "first_fiscal_year": 2023,
        "last_fiscal_year": 2027,
        "period_reason": "",
        "mode": "SINGLE",
        "mode_name": "単独",
        "stage": "PROPOSAL",
        "stage_name": "案",
        "adopted_on": None,
        "effective_from": None,
        "first_page": 1,
        "page_prefix": "",
        "based_on": None,
        "rests_on": [],
    }
    whole = {
        "schema": 1,
        "government": {
            "code": "272035",
            "slug": "toyonaka",
            "name": "豊中市",
            "kind": "MUNICIPALITY",
            "prefecture": "大阪府",
            "words": {"unit": "市", "head": "市長", "people": "市民", "self": "本市"},
        },
        "plan": {
            "slug": "digital-strategy",
            "kind": "STRATEGY",
            "kind_name": "総合戦略",
            "contained_in": None,
        },
        "levels": [],
        "roles": [],
        "terms": [],
        "frames": [],
        "items": list(items),
    }
    parts = {name: changes.pop(name) for name in tuple(changes) if name in whole}
    return Document(whole | {"edition": edition | changes} | parts)


def blocks(book: Book, kind: type) -> list[Any]:
    """All blocks of one kind, in printed order."""
    return [block for section in book.sections for block in section.blocks if isinstance(block, kind)]


def marked_plan(**changes: Any) -> Document:
    """A little of everything: texts, pillars, a goal with sections, ●, －, pages, examples and a 再掲."""
    pillars = [entry("PILLAR", "子育て環境の充実"), entry("PILLAR", "住環境の充実")]
    mark = {"marks": ["●"], "page": 33}
    first = entry("MEASURE", "妊産婦の支援", "①", alignments=[aligned(pillars[0])], **mark)
    second = entry("MEASURE", "親子の居場所", "②")
    third = entry("MEASURE", "学校施設の整備", "①", alignments=[aligned(pillars[1])], **mark)
    sections = [
        entry(
            "DIRECTION",
            "子育て支援の充実",
            "第1章－1",
            [
                entry("DIRECTION", "安心して産み育てられる環境をつくります", "（1）", [first, second]),
                entry("DIRECTION", "教育と保育を充実します", "（2）"),
                entry("INITIATIVE", "産後ケアの拡充"),
            ],
        ),
        entry(
            "DIRECTION",
            "教育環境の充実",
            "第1章－2",
            [
                entry(
                    "DIRECTION",
                    "学びを高める環境をつくります",
                    "（1）",
                    [third],
                    relisted=[again(first, 1)],
                )
            ],
        ),
    ]
    goal = entry("GOAL", "子どもが夢をもてるまちづくり", "第1章", sections)
    ideas = entry("TEXT", "基本的な考え方", "（2）", pillars, body="<p>見本の本文です。</p>")
    reference = f'<p>柱は<a href="#item-{ideas["lineage"]}">こちら</a>をご覧ください。</p>'
    overview = entry(
        "TEXT", "総合戦略の概要", "1", [entry("TEXT", "策定の趣旨", "（1）", body=reference), ideas]
    )
    goals = entry("TEXT", "目標と基本的方向", "2", [goal])
    return document(overview, goals, **changes)
