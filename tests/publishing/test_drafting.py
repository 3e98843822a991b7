"""The canonical document: what stands in it, equal on every database, no query per item."""

import datetime
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department
from kpi.targets import relist_target, serve_items
from publishing.document import canonical_bytes
from publishing.drafting import draft_data
from publishing.editions import freeze, publish
from strategy.alignments import align_item
from strategy.items import save_item
from strategy.models import Edition, Plan, PlanItem
from tests import factories
from tests.kpi import promises

# Of the rows made by `golden` below, on SQLite and PostgreSQL alike. It changes only with the schema of the document.
GOLDEN = "17321b4f05100720ae3775cdfbb532c23ff88a43939e82720db4f783f0afa501"


@pytest.fixture
def golden(toyonaka, ogori) -> Edition:
    """An edition with one row of everything and lineages that are the same in each run."""
    far = factories.edition(
        factories.plan(ogori, "sogo-keikaku", Plan.Kind.COMPREHENSIVE), title="小郡市総合計画", stage="ADOPTED",
        effective_from=datetime.date(2023, 4, 1),
    )  # fmt: skip
    factories.small_tree(far)
    factories.fix_lineages(far)
    far = publish(actor=None, edition=freeze(actor=None, edition=far))
    outer = factories.published(
        factories.plan(toyonaka, "kihon-keikaku", Plan.Kind.COMPREHENSIVE), title="第4次計画"
    )
    plan = factories.plan(toyonaka)
    Plan.objects.filter(pk=plan.pk).update(contained_in=outer.plan)
    edition = factories.edition(plan, short_title="総合戦略", term=3, adopted_on=datetime.date(2023, 3, 31))
    made = factories.small_tree(edition)
    department = Department.objects.create(government=toyonaka, division="こども未来部", name="子育て給付課")
    save_item(
        actor=None, item=made["measure1"], version=1, title="見本①（Ⅳ）㈱～", body="<p>全角１２ &amp; 半角12</p>",
        department=department, printed_number="（7）",
    )  # fmt: skip
    factories.annexes(edition, made, far.items.get(title="見本の取組み2"))
    target = promises.target(made["chapter"], "就業率", audience="15～49歳", source="国勢調査")
    relist_target(actor=None, target=target, item=made["section"])
    serve_items(actor=None, target=target, items=[made["measure1"]])
    factories.fix_lineages(edition)
    promises.fix_keys(edition)
    nation = factories.government("000001", "nation", "国", "NATION", "")
    national = factories.edition(factories.plan(nation, "digital-denen"), title="国の総合戦略")
    factories.small_tree(national)
    factories.fix_lineages(national)
    edition.rests_on.add(publish(actor=None, edition=freeze(actor=None, edition=national)))
    return Edition.objects.get(pk=edition.pk)


def walk(entries):
    for entry in entries:
        yield entry
        yield from walk(entry["items"])


@pytest.mark.django_db
def test_equal_rows_give_equal_bytes_on_every_database(golden):
    data = draft_data(golden)
    assert hashlib.sha256(canonical_bytes(data)).hexdigest() == GOLDEN
    assert canonical_bytes(data) == canonical_bytes(draft_data(Edition.objects.get(pk=golden.pk)))
    assert freeze(actor=None, edition=golden).content_hash == GOLDEN


@pytest.mark.django_db
def test_the_document_has_the_schema_it_names(golden):
    data = draft_data(golden)
    assert data["schema"] == 3
    assert set(data) == {
        "schema", "government", "plan", "edition", "levels", "roles", "terms", "frames", "population_vision",
        "items",
    }  # fmt: skip
    assert data["government"] == {
        "code": "272035", "slug": "toyonaka", "name": "豊中市", "kind": "MUNICIPALITY", "prefecture": "大阪府",
        "words": {"unit": "市", "head": "市長", "people": "市民", "self": "本市"},
    }  # fmt: skip
    assert data["plan"] == {
        "slug": "digital-strategy", "kind": "STRATEGY", "kind_name": "総合戦略",
        "contained_in": {"slug": "kihon-keikaku", "title": "第4次計画"},
    }  # fmt: skip
    assert data["edition"] == {
        "number": 1, "title": "第3期まち・ひと・しごと創生総合戦略", "short_title": "総合戦略", "former_title": "",
        "term": 3, "revision": 0, "correction": False, "first_fiscal_year": 2023, "last_fiscal_year": 2027,
        "period_reason": "", "mode": "SINGLE", "mode_name": "単独", "stage": "DRAFT", "stage_name": "素案",
        "adopted_on": "2023-03-31", "effective_from": None, "first_page": 1, "page_prefix": "", "based_on": None,
        "rests_on": [
            {"government": "国", "government_slug": "nation", "plan": "digital-denen", "number": 1,
             "title": "国の総合戦略"},
            {"government": "小郡市", "government_slug": "ogori", "plan": "sogo-keikaku", "number": 1,
             "title": "小郡市総合計画"},
        ],
    }  # fmt: skip
    assert data["levels"][1] == {
        "key": "chapter", "name": "章", "kind": "GOAL", "numbering": "chapter", "depth": 1, "under": ["", "heading"],
    }  # fmt: skip
    assert data["roles"] == [
        {"number": "①", "label": "総合戦略", "legal_basis": "", "plan": "digital-strategy"}
    ]
    pillar = {"lineage": "00000000-0000-0000-0000-000000000002", "kind": "PILLAR", "number": "",
              "title": "子育て環境の充実", "group": "総合戦略の概要"}  # fmt: skip
    assert data["frames"] == [
        {"government": "国", "government_slug": "nation", "plan_slug": "digital-denen", "edition_number": 1,
         "edition_title": "国の総合戦略", "columns": [pillar]},
    ]  # fmt: skip
    assert data["terms"] == [{"word": "関係人口", "reading": "", "definition": "見本の説明です。"}]


@pytest.mark.django_db
def test_an_item_has_all_that_hangs_on_it(golden):
    entries = {entry["lineage"][-2:]: entry for entry in walk(draft_data(golden)["items"])}
    assert [(n, entry["number"], entry["title"]) for n, entry in entries.items()] == [
        ("01", "1", "総合戦略の概要"),
        ("02", "", "子育て環境の充実"),
        ("03", "第1章", "子ども・若者が夢や希望をもてるまちづくり"),
        ("04", "第1章－1", "妊娠・出産・子育て支援の充実"),
        ("05", "（1）", "安心して産み育てられる環境づくりを進めます"),
        ("06", "（7）", "見本①（Ⅳ）㈱～"),
        ("07", "②", "見本の取組み2"),
    ]
    measure = entries["06"]
    foreign = {
        "government": "小郡市", "government_slug": "ogori", "plan_slug": "sogo-keikaku",
        "plan_kind": "COMPREHENSIVE", "edition_number": 1, "edition_title": "小郡市総合計画", "kind": "MEASURE",
        "lineage": "00000000-0000-0000-0000-000000000007", "number": "②", "title": "見本の取組み2",
    }  # fmt: skip
    own = {
        "government": "豊中市", "government_slug": "toyonaka", "plan_slug": "digital-strategy",
        "plan_kind": "STRATEGY", "edition_number": 1, "edition_title": "第3期まち・ひと・しごと創生総合戦略",
        "kind": "PILLAR", "lineage": "00000000-0000-0000-0000-000000000002", "number": "", "title": "子育て環境の充実",
    }  # fmt: skip
    figure = {
        "file": "figures/mihon.png", "sha256": "0" * 64, "type": "image/png", "width": 800, "height": 600,
        "caption": "人口の推移", "alt": "見本の棒グラフです。", "source": "国勢調査",
    }  # fmt: skip
    assert measure == {
        "lineage": "00000000-0000-0000-0000-000000000006", "level": "主な取組み", "level_key": "measure",
        "kind": "MEASURE", "number": "（7）", "title": "見本①（Ⅳ）㈱～", "body": "<p>全角１２ &amp; 半角12</p>",
        "department": "こども未来部　子育て給付課", "marks": ["●"], "page": 33, "predecessors": [],
        "alignments": [
            {"verb": "勘案", "note": "", "page": None, "to": own},
            {"verb": "準拠", "note": "見本", "page": 33, "to": foreign},
        ],
        "figures": [figure], "relisted": [], "items": [], "targets": [], "relisted_targets": [], "regional_vision": None,
    }  # fmt: skip
    assert entries["04"]["relisted"] == [{"lineage": "00000000-0000-0000-0000-000000000007", "at": 0}]
    assert [entry["marks"] for n, entry in entries.items() if n != "06"] == [[]] * 6
    (target,) = entries["03"]["targets"]
    assert (target["name"], target["target"], target["spec"]["value"]) == ("就業率", "73%", "73")
    keys = ("lineage", "indicator", "serves")
    assert [target[key] for key in keys] == [
        "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001",
        ["00000000-0000-0000-0000-000000000006"],
    ]  # fmt: skip
    assert entries["04"]["relisted_targets"] == [{"lineage": target["lineage"], "at": 0}]


@pytest.mark.django_db
def test_the_order_of_what_an_edition_rests_on_is_not_the_databases(toyonaka, ogori):
    """PostgreSQL may sort "ab" before "a-c" (by its locale), SQLite never does."""
    others = [
        factories.published(factories.plan(where, slug))
        for where, slug in ((ogori, "aaa"), (toyonaka, "ab"), (toyonaka, "a-c"), (toyonaka, "a-a"))
    ]
    edition = factories.edition(factories.plan(toyonaka))
    edition.rests_on.set(others)
    rests_on = draft_data(edition)["edition"]["rests_on"]
    assert [(row["government"], row["plan"]) for row in rests_on] == [
        ("豊中市", "a-a"), ("豊中市", "a-c"), ("豊中市", "ab"), ("小郡市", "aaa"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_number_of_another_plan_is_that_of_its_document(toyonaka):
    """From the frozen bytes where there are any, else as the rows stand now."""
    other = factories.edition(factories.plan(toyonaka, "sogo-keikaku"))
    target = factories.small_tree(other)["measure2"]
    edition = factories.edition(factories.plan(toyonaka))
    item = factories.small_tree(edition)["measure1"]
    align_item(actor=None, item=item, to_item=target)

    def number() -> str:
        (entry,) = [e for e in walk(draft_data(edition)["items"]) if e["lineage"] == str(item.lineage)]
        return entry["alignments"][0]["to"]["number"]

    assert number() == "②"
    PlanItem.objects.filter(pk=target.pk).update(printed_number="（9）")
    assert number() == "（9）"
    freeze(actor=None, edition=other)
    assert number() == "（9）"


@pytest.mark.django_db
def test_the_mark_is_for_the_own_pillars_and_the_page_that_of_the_comprehensive_plan(toyonaka, ogori):
    foreign = factories.published(factories.plan(ogori)).items.get(kind="PILLAR")
    outer = factories.published(factories.plan(toyonaka, "sogo-keikaku", Plan.Kind.COMPREHENSIVE))
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition, measures=3)
    for name, to_item, page in (
        ("measure1", foreign, 7),
        ("measure2", outer.items.get(kind="GOAL"), 85),
        ("measure3", made["pillar"], 9),
    ):
        align_item(actor=None, item=made[name], to_item=to_item, page=page)
    entries = [entry for entry in walk(draft_data(edition)["items"]) if entry["kind"] == "MEASURE"]
    assert [(entry["marks"], entry["page"]) for entry in entries] == [([], None), ([], 85), (["●"], None)]


@pytest.mark.django_db
def test_a_hidden_title_of_the_plan_around_it_is_not_told(toyonaka):
    outer = factories.plan(toyonaka, "kihon-keikaku", Plan.Kind.COMPREHENSIVE)
    factories.edition(outer, title="まだ秘密の題名")
    plan = factories.plan(toyonaka)
    Plan.objects.filter(pk=plan.pk).update(contained_in=outer)
    data = draft_data(factories.edition(Plan.objects.get(pk=plan.pk)))
    assert data["plan"]["contained_in"] == {"slug": "kihon-keikaku", "title": ""}


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_plan(toyonaka, ogori):
    """Items, levels, departments, alignments, their editions, 再掲, figures, roles, terms, targets with their 再掲
    and the items they serve, what is cited and the 地域ビジョン: each read once."""
    far = factories.published(factories.plan(ogori)).items.get(title="見本の取組み2")
    counts = {}
    for size in (10, 320):
        edition = factories.edition(factories.plan(toyonaka, f"size-{size}"))
        factories.grow(edition, size)
        for item in edition.items.filter(kind="MEASURE")[:3]:
            align_item(actor=None, item=item, to_item=far)
        edition = Edition.objects.select_related("plan__government").get(pk=edition.pk)
        with CaptureQueriesContext(connection) as queries:
            data = draft_data(edition)
        assert len(list(walk(data["items"]))) == size
        counts[size] = len(queries)
    assert counts == {10: 16, 320: 16}
