"""Documents made by hand, for tests of what is done with them: no database."""

import itertools
import uuid
from typing import Any

from kpi.notation import parse_baseline, parse_target
from kpi.spec import Better
from kpi.storing import baseline_data, target_data
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


# --- targets ------------------------------------------------------------------------------------------------

ROLES = {
    "KGI": "重要目標達成指標（KGI）",
    "NUMERIC": "数値目標",
    "KPI": "重要業績評価指標（KPI）",
    "SUPPLEMENTARY": "補足指標",
}


def target(name: str, goal: str = "", baseline: str = "", **fields: Any) -> Data:
    """A target as a document holds it, its data read from what is printed; lineage and indicator count up.

    Fields that are given stay as they are; ``serves`` may be items.
    """
    role = fields.pop("role", "KPI")
    unit, better = fields.get("unit", ""), fields.pop("better", "UP")
    start = parse_baseline(baseline, unit=unit or None)
    spec = parse_target(goal, unit=unit or None, period=(2023, 2027), baseline=start, better=Better(better))
    served = [one if isinstance(one, str) else one["lineage"] for one in fields.pop("serves", ())]
    return {
        "lineage": str(uuid.UUID(int=next(_serial))),
        "indicator": str(uuid.UUID(int=next(_serial))),
        "better": better,
        "role": role,
        "role_name": ROLES[role],
        "name": name,
        "audience": "",
        "unit": unit,
        "source": "",
        "is_survey": False,
        "baseline": baseline,
        "baseline_note": "",
        "target": goal,
        "other_wording": "",
        "spec": target_data(spec),
        "baseline_spec": baseline_data(start),
        "rationale": "",
        "reference_path": [],
        "reference_source": "",
        "serves": served,
    } | fields


def with_targets(item: Data, *targets: Data, again: dict[int, Data] | None = None, **fields: Any) -> Data:
    """The item with these targets; ``again`` are those shown again, by how many of its own stand before."""
    relisted = [{"lineage": one["lineage"], "at": at} for at, one in (again or {}).items()]
    return item | {"targets": list(targets), "relisted_targets": relisted} | fields


def point(label: str, year: int, value: str) -> Data:
    """A point of the path that a KGI rests on."""
    return {"label": label, "fiscal_year": year, "value": value}


def kpi_plan(**changes: Any) -> Document:
    """豊中市's tables in small: KGI with their path, two goals with KPI, ※, 対象 and 再掲, digital and 補足指標."""
    population = [point("現状", 2020, "401558"), point("短期", 2027, "402190")]
    share = [point("現状", 2020, "13.7"), point("短期", 2027, "13.3")]
    kgi = with_targets(
        entry("TEXT", "重要目標達成指標", "1", body="<p>次のとおり定めます。</p><p>※ＫＧＩは目的の指標です。</p>"),
        target("総人口", "40万人以上", role="KGI", unit="人", reference_path=population,
               reference_source="人口ビジョンの想定人口"),
        target("年少人口の割合", "13%以上", role="KGI", unit="%", reference_path=share,
               reference_source="人口ビジョンの想定人口"),
    )  # fmt: skip
    pillar = entry("PILLAR", "子育て環境の充実")
    mark = {"marks": ["●"], "alignments": [aligned(pillar)]}
    child = entry(
        "DIRECTION", "子育て支援の充実", "第1章－1", [entry("MEASURE", "妊産婦の支援", "①", **mark)]
    )
    school = entry("DIRECTION", "教育環境の充実", "第1章－2", [entry("MEASURE", "学校の整備", "①", **mark)])
    active = "子どもや若者がいきいきと活動できていると感じる市民の割合"
    survey = {"unit": "%", "is_survey": True}
    stay = target("住み続けたい市民の割合", "維持", "84.8%（令和3年度）", audience="18～49歳", **survey)
    births = target(
        "出生数", "維持（令和5年度～令和9年度）", "5年間で17,117人増加（平成29年度～令和3年度）", unit="人"
    )
    chapter = entry("GOAL", "子どもが夢をもてるまちづくり", "第1章", [
        child,
        school,
        with_targets(
            entry("TEXT", "重要業績評価指標(ＫＰＩ)", body="<p>※は市民意識調査の結果です。</p>"),
            target("子育てがしやすいと感じる市民の割合", "73%", "68.1%（令和3年度）",
                   audience="18歳以下の子どもがいる市民", **survey),
            target(active, "59%", "53.9%（令和3年度）", audience="18歳以下の子どもがいる市民", **survey),
            target(active, "50%", "45.7%（令和3年度）", audience="子どもがいない40歳未満の市民", **survey),
            births,
            target("保育所等待機児童数", role="SUPPLEMENTARY", serves=[child]),
            target("完全失業率", role="SUPPLEMENTARY", audience="15～39歳", serves=[school]),
        ),
    ])  # fmt: skip
    town = entry("GOAL", "活力あるまちづくり", "第2章", [
        entry("DIRECTION", "産業振興の充実", "第2章－1", [entry("MEASURE", "起業支援", "①", **mark)]),
        entry("DIRECTION", "住環境の充実", "第2章－2", [entry("MEASURE", "駅前の整備", "①")]),
        with_targets(
            entry("TEXT", "重要業績評価指標(ＫＰＩ)"),
            stay,
            target("就業率", "全国平均を上回る", "72.0%（令和2年度）", unit="%",
                   baseline_note="※全国平均：78.5%"),
            again={1: births},
        ),
    ])  # fmt: skip
    digital = with_targets(
        entry("TEXT", "デジタル関連の重要業績評価指標(KPI)", "3"),
        target("とよふぁみ登録者数", "11,200人", "8,211人（2022年12月31日時点）", unit="人", serves=[child]),
        target("マイ・タイムラインを作成した人数", "5年間で1,000人（R5年度～R9年度）", "R5年度にサービスを構築",
               unit="人", serves=[school]),
        target("デジタル地域ポイント", "35,000,000ポイント", "令和5年度より通年実施", unit="ポイント"),
    )  # fmt: skip
    goals = entry("TEXT", "目標と基本的方向", "2", [pillar, chapter, town])
    return document(kgi, goals, digital, schema=2, **changes)
