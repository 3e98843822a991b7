"""A document becomes part of a working edition: all of it or nothing, nothing twice, nothing lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit import Refused
from accounts.models import AuditEvent, Department
from accounts.saving import Overtaken
from kpi.intake.choices import Choices
from kpi.intake.outline import Actual, KpiLine, Node, Outline
from kpi.intake.previewing import preview_of
from kpi.intake.taking_in import take_in
from kpi.models import (
    Indicator,
    Measurement,
    MeasurementRevision,
    MeasureSheet,
    RelistedTarget,
    Target,
    Upload,
)
from kpi.targets import save_target
from publishing.editions import freeze
from strategy.items import save_item
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.kpi.documents import DRAFT, kpi, uploaded
from tests.snapshots import everything_stored

pytestmark = pytest.mark.django_db
TODAY = "2026-01-01"


def take(upload: Upload, choices: Choices | None = None, actor=None, seen: int = 1) -> Upload:
    return take_in(actor=actor, upload=upload, seen=seen, choices=choices or Choices())


def tree_of(edition) -> list[tuple[str, str, str]]:
    rows = PlanItem.objects.filter(edition=edition).select_related("parent", "level").order_by("pk")
    return [(row.level.key, row.title, row.parent.title if row.parent else "") for row in rows]


# --- what is made -------------------------------------------------------------------------------------------


def test_a_document_becomes_items_targets_indicators_and_figures(edition, made, aoki, toyonaka):
    planning = Department.objects.create(government=toyonaka, name="経営計画課")
    before = len(tree_of(edition))
    done = take(uploaded(edition, DRAFT), actor=aoki)
    assert tree_of(edition)[before:] == [
        ("chapter", "安心して暮らせるまちづくり", ""),
        ("section", "防災", "安心して暮らせるまちづくり"),
        ("direction", "備えを進めます", "防災"),
    ]
    chapter = PlanItem.objects.get(title="安心して暮らせるまちづくり")
    assert (chapter.body, chapter.position, chapter.version) == ("<p>備えを進めます。</p>", 30, 1)
    ease, waiting = Target.objects.order_by("position")
    assert (ease.item, ease.name, ease.kind, ease.baseline_kind, ease.role) == (
        chapter, "住みよいと思う人の割合", "at_least", "value_at_date", "KPI",
    )  # fmt: skip
    assert (ease.indicator.unit, ease.indicator.better, ease.unit) == ("%", "UP", "%")
    assert (waiting.kind, waiting.indicator.better, waiting.indicator.department) == (
        "at_most", "DOWN", planning,
    )  # fmt: skip
    assert waiting.indicator.source == "庁内の集計"
    figures = MeasurementRevision.objects.order_by("measurement__fiscal_year")
    assert [(one.measurement.fiscal_year, one.value, one.quality, one.state, one.by) for one in figures] == [
        (2022, Decimal("69.0"), "FINAL", "DRAFT", aoki),
        (2023, Decimal("70.2"), "PROVISIONAL", "DRAFT", aoki),
    ]
    assert (figures[0].why, figures[0].note) == ("「素案.docx」から取り込みました。", "")
    again = RelistedTarget.objects.get()
    assert (again.target, again.item.title) == (ease, "防災")
    sheet = MeasureSheet.objects.get()
    assert (sheet.item.title, sheet.continuity, sheet.first_year, sheet.last_year, sheet.budget) == (
        "備えを進めます", "NEW", 2024, 2026, Decimal(1200),
    )  # fmt: skip
    outcome = {"items": 3, "targets": 2, "relisted": 1, "figures": 2, "changed": 1}
    assert (done.state, done.version, done.applied_by, done.outcome) == ("APPLIED", 2, aoki, outcome)
    event = AuditEvent.objects.get(verb="intake.apply")
    assert (event.actor, event.government, event.detail) == (aoki, toyonaka, {"file": "素案.docx"} | outcome)


def test_an_empty_text_is_filled_and_all_have_their_history(edition, made, aoki):
    take(uploaded(edition, DRAFT), actor=aoki)
    chapter = PlanItem.objects.get(pk=made["chapter"].pk)
    assert (chapter.body, chapter.version) == ("<p>文書の本文です。</p>", 2)
    newest = PlanItem.history.filter(id=chapter.pk).order_by("-history_id").first()
    assert (newest.body, newest.history_user) == ("<p>文書の本文です。</p>", aoki)
    assert {row.history_user for row in Target.history.all()} == {aoki}
    assert {row.history_user for row in Indicator.history.all()} == {aoki}
    assert set(PlanItem.history.filter(title="防災").values_list("history_user", flat=True)) == {aoki.pk}


def test_the_same_document_once_more_changes_nothing(edition, made, aoki):
    first = uploaded(edition, DRAFT)
    done = take(first, actor=aoki)
    before = everything_stored()
    with pytest.raises(Refused, match="この文書はすでに取り込みました。"):
        take(first, actor=aoki, seen=done.version)
    assert everything_stored() == before
    again = uploaded(edition, DRAFT)
    before = everything_stored()
    with pytest.raises(Refused, match="取り込むものがありません"):
        take(again, actor=aoki)
    assert everything_stored() == before


def test_it_may_go_under_an_item_and_without_a_depth(edition, made):
    outline = Outline(
        (
            Node("", 1, "", "この計画の名前"),
            Node("", 2, "①", "見本の取組み1", kpis=(kpi("実施率"),)),
            Node("", 2, "②", "新しい取組み"),
        )
    )
    choices = Choices(under=str(made["direction"].lineage), levels={1: "", 2: "measure"})
    take(uploaded(edition, outline), choices)
    assert tree_of(edition)[7:] == [("measure", "新しい取組み", made["direction"].title)]
    assert Target.objects.get().item_id == made["measure1"].pk


def test_what_is_left_out_is_not_made_nor_what_stands_below_it(edition, made):
    take(uploaded(edition, DRAFT), Choices(left_out=frozenset({"k2", "n3"})))
    assert [row.title for row in PlanItem.objects.order_by("pk")[7:]] == ["安心して暮らせるまちづくり"]
    assert list(Target.objects.values_list("name", flat=True)) == ["住みよいと思う人の割合"]
    assert not RelistedTarget.objects.exists()


def test_the_same_title_becomes_an_item_of_its_own_where_somebody_says_so(edition, made):
    take(uploaded(edition, Outline(DRAFT.nodes[:1])), Choices(anew=frozenset({"n1"})))
    assert tree_of(edition)[7:] == [("chapter", "子ども・若者が夢や希望をもてるまちづくり", "")]
    assert PlanItem.objects.get(pk=made["chapter"].pk).body == ""


# --- texts that stand there -----------------------------------------------------------------------------------


def written(made, body="<p>いまの本文です。</p>"):
    item = made["chapter"]
    return save_item(actor=None, item=item, version=1, title=item.title, body=body).item


@pytest.mark.parametrize(
    "side, body, version", [("here", "<p>いまの本文です。</p>", 2), ("file", "<p>文書の本文です。</p>", 3)]
)
def test_a_text_that_stands_there_is_only_replaced_where_somebody_says_so(edition, made, side, body, version):
    written(made)
    take(uploaded(edition, DRAFT), Choices(sides={"n1": side}))
    chapter = PlanItem.objects.get(pk=made["chapter"].pk)
    assert (chapter.body, chapter.version) == (body, version)


def test_a_kpi_that_stands_there_is_not_doubled_and_its_figures_are_joined(edition, made, toyonaka):
    standing = promises.target(made["chapter"], "就業率", target_text="75%")
    promises.typed(standing.indicator, 2022, "69.5%")
    line = kpi("就業率", actuals=(Actual(2022, "69.0%"), Actual(2023, "70%")))
    outline = Outline((replace(DRAFT.nodes[0], kpis=(line,)),))
    take(uploaded(edition, outline))
    target = Target.objects.get()
    assert (target.target_text, target.version) == ("75%", 1)  # 文書では73％
    values = Measurement.objects.values_list("fiscal_year", "revisions__value")
    assert sorted(values) == [(2022, Decimal("69.5")), (2023, Decimal(70))]
    take(uploaded(edition, outline), Choices(sides={"k1": "file"}))
    target.refresh_from_db()
    assert (target.target_text, target.spec["value"], target.version) == ("73%", "73", 2)


def test_an_indicator_of_the_government_is_used_again(edition, made, toyonaka, ogori):
    known = promises.indicator(toyonaka, "就業率", "％")
    promises.indicator(ogori, "起業数", "件")
    line, other = kpi("就業率"), kpi("起業数", "5件", "―")
    outline = Outline((replace(DRAFT.nodes[0], kpis=(line, other)),))
    take(uploaded(edition, outline))
    first, second = Target.objects.order_by("position")
    assert first.indicator == known
    assert second.indicator.government == toyonaka
    assert Indicator.objects.filter(name="就業率").count() == 1


def test_one_name_for_two_audiences_is_two_indicators_and_twice_the_same_is_one(edition, made):
    lines = (
        kpi("実感", audience="18歳以上"),
        kpi("実感", audience="18歳未満"),
        kpi("実感", audience="18歳以上"),
    )
    nodes = (replace(DRAFT.nodes[0], kpis=lines[:2]), replace(DRAFT.nodes[1], kpis=lines[2:]))
    take(uploaded(edition, Outline(nodes)))
    adults, young, again = Target.objects.order_by("pk")
    assert adults.indicator_id == again.indicator_id != young.indicator_id
    later = uploaded(edition, Outline((Node("", 1, "第9章", "別の章", kpis=(lines[1],)),)))
    take(later)
    assert Target.objects.order_by("-pk").first().indicator_id == young.indicator_id


# --- refused, and nothing half done -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outline, choices, sentence",
    [
        (DRAFT, Choices(levels={1: "chapter", 2: "measure"}), "「主な取組み」は「章」の下には置けません"),
        (DRAFT, Choices(under="00000000-0000-0000-0000-000000000000"), "入れる先の項目がもうありません"),
        (Outline((), (kpi("総人口"),)), Choices(), "置く項目がありません。"),
        (Outline((Node("", 1, "第9章", "題" * 301),)), Choices(), "見出しが301字あります"),
        (Outline((Node("", 1, "第9章", " "),)), Choices(), "見出しがありません"),
        (Outline((Node("", 1, "第9章", "章", kpis=(kpi("名" * 301),)),)), Choices(), "指標名が301字あります"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(
    edition, made, outline, choices, sentence
):
    upload = uploaded(edition, outline)
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        take(upload, choices)
    assert sentence in caught.value.messages[0]
    assert everything_stored() == before


def test_a_frozen_edition_takes_nothing_in(edition, made):
    upload = uploaded(edition, DRAFT)
    freeze(actor=None, edition=edition)
    with pytest.raises(Refused, match="凍結"):
        take(upload)


def test_a_document_that_was_read_otherwise_since_is_not_taken_in(edition, made):
    upload = uploaded(edition, DRAFT, version=2)
    with pytest.raises(Overtaken, match="読み方が変わりました"):
        take(upload, seen=1)


@pytest.mark.parametrize("who", ["item", "target"])
def test_what_changed_since_it_was_seen_is_not_written_over(edition, made, who):
    item = written(made)
    target = promises.target(made["chapter"], "就業率", target_text="75%")
    outline = Outline((replace(DRAFT.nodes[0], kpis=(kpi("就業率"),)),))
    upload = uploaded(edition, outline)
    sign = preview_of(upload, edition, TODAY).sign
    if who == "item":
        save_item(actor=None, item=item, version=2, title=item.title, body="<p>さらに直した文</p>")
    else:
        save_target(actor=None, target=target, version=1, target_text="80%")
    before = everything_stored()
    choices = Choices(sides={"n1": "file", "k1": "file"}, sign=sign)
    with pytest.raises(Overtaken, match="何も取り込んでいません"):
        take(upload, choices)
    assert everything_stored() == before
    take(upload, replace(choices, sign=preview_of(upload, edition, TODAY).sign))
    assert Target.objects.get().target_text == "73%"


def test_a_failure_on_the_way_leaves_nothing(edition, made, monkeypatch):
    upload = uploaded(edition, DRAFT)
    before = everything_stored()

    def broken(*_args, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr(MeasurementRevision.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        take(upload)
    assert everything_stored() == before


# --- 施策調書 --------------------------------------------------------------------------------------------------


def drafted(item: PlanItem, base: int = 1, **said) -> Node:
    """A row of a 施策調書, as it was given out unless something else is said."""
    given = {"title": item.title, "body": item.body} | said
    return Node(str(item.lineage), 4, "①", given.pop("title"), base=base, **given)


def test_a_sheet_that_comes_back_changes_its_items(edition, made):
    promises.target(made["measure1"], "実施率")
    target = Target.objects.get()
    line = KpiLine((), "実施率", baseline_text="68.1%（令和3年度）", target_text="80%", rationale="過去の伸び",
                   key=str(target.lineage), base=1)  # fmt: skip
    rows = (
        drafted(made["measure1"], title="直した取組み", body="<p>書いた文</p>", continuity="EXPANDED",
                period="令和6年度", budget="500", kpis=(line, kpi("新しい指標", "5件", "―"))),
        drafted(made["measure2"]),
    )  # fmt: skip
    take(uploaded(edition, Outline(rows), kind="DRAFTING"))
    item = PlanItem.objects.get(pk=made["measure1"].pk)
    assert (item.title, item.body, item.version) == ("直した取組み", "<p>書いた文</p>", 2)
    assert PlanItem.objects.get(pk=made["measure2"].pk).version == 1
    target.refresh_from_db()
    assert (target.target_text, target.rationale, target.rationale_for) == ("80%", "過去の伸び", "80%")
    assert list(Target.objects.order_by("pk").values_list("name", flat=True)) == ["実施率", "新しい指標"]
    sheet = MeasureSheet.objects.get()
    assert (sheet.item, sheet.continuity, sheet.first_year, sheet.budget) == (item, "EXPANDED", 2024, 500)


def test_what_only_the_office_changed_stays_and_what_both_changed_has_to_be_settled(edition, made):
    item, other = made["measure1"], made["measure2"]
    for row in (item, other):
        save_item(
            actor=factories.person("記録"), item=row, version=1, title=row.title, body="<p>画面の文</p>"
        )
    rows = (drafted(item), drafted(other, title="調書の見出し", body="<p>調書の文</p>"))
    upload = uploaded(edition, Outline(rows), kind="DRAFTING")
    before = everything_stored()
    with pytest.raises(Refused, match="食い違いが1件あります"):
        take(upload)
    assert everything_stored() == before
    take(upload, Choices(sides={"n2": "file"}))
    assert [(row.title, row.body) for row in PlanItem.objects.filter(pk__in=[item.pk, other.pk]).order_by("pk")] == [
        ("見本の取組み1", "<p>画面の文</p>"),
        ("調書の見出し", "<p>調書の文</p>"),
    ]  # fmt: skip


# --- size -----------------------------------------------------------------------------------------------------


def grown(n: int) -> Outline:
    """n chapters with two KPIs, figures and a 再掲 each."""
    return Outline(
        tuple(
            Node("", 1, "", f"章{n}の{one}", "<p>文</p>", budget="5", kpis=(
                kpi(f"指標{n}の{one}", actuals=(Actual(2022, "5%"), Actual(2023, "6%"))),
                kpi(f"実感{n}の{one}", audience="市民"),
                kpi(f"指標{n}の1", is_relisted=True),
            ))
            for one in range(1, n + 1)
        )
    )  # fmt: skip


def test_the_number_of_queries_does_not_depend_on_the_size(edition, made):
    counted = []
    for n in (2, 20):
        upload = uploaded(edition, grown(n))
        with CaptureQueriesContext(connection) as queries:
            take(upload, Choices(levels={1: "chapter"}))
        # SQLite takes many rows in several inserts of one kind, one behind the other.
        kinds = [query["sql"][:45] for query in queries if "SAVEPOINT" not in query["sql"]]
        counted.append([kind for kind, before in zip(kinds, ["", *kinds], strict=False) if kind != before])
    assert counted[0] == counted[1]
    assert len(counted[0]) < 30
