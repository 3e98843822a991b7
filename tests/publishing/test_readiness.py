"""What is still empty in an edition."""

import copy

import pytest

from accounts.models import Department
from kpi.flags import TargetFlag
from publishing.document import Document
from publishing.editions import freeze, publish, withdraw
from publishing.missing import KINDS, Gap, grouped
from publishing.readiness import Drafting, document_gaps, drafting_of, gaps, target_gaps
from strategy.alignments import align_item
from strategy.filling import Progress
from strategy.items import delete_item, relist_item, save_item
from strategy.models import Edition, Figure, Level, PlanItem
from tests import factories
from tests.documents import document, entry, target, with_targets
from tests.kpi import promises

BODY = "<p>見本の本文です。</p>"


@pytest.fixture(scope="module")
def _edition(for_the_file) -> Edition:
    return factories.edition(factories.plan(factories.government()))


@pytest.fixture
def edition(_edition, db) -> Edition:
    return copy.deepcopy(_edition)


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition)


def found(edition: Edition) -> list[Gap]:
    return gaps(edition, Document.draft(edition))


def told(edition: Edition, kind: str) -> list[tuple[str, str]]:
    """Name of the item and sentence of each gap of a kind."""
    return [(gap.name, gap.sentence) for gap in found(edition) if gap.kind == kind]


def write(actor, item: PlanItem, **fields) -> None:
    item.refresh_from_db()
    texts = {"title": item.title, "body": BODY, "department": item.department} | fields
    save_item(actor=actor, item=item, version=item.version, **texts)


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_goal_of_a_skeleton_may_stand_alone(toyonaka, aoki):
    edition = factories.edition(factories.plan(toyonaka), stage=Edition.Stage.OUTLINE)
    chapter = factories.item(edition, "chapter", "まちづくり", body=BODY)
    assert told(edition, "chapter") == []
    Edition.objects.filter(pk=edition.pk).update(stage=Edition.Stage.DRAFT)
    edition.refresh_from_db()
    assert told(edition, "chapter") == [("第1章　まちづくり", "下に項目がありません。")]
    assert chapter.kind == "GOAL"


@pytest.mark.django_db
def test_an_adopted_edition_says_when_it_was_adopted(toyonaka):
    adopted = factories.edition(
        factories.plan(toyonaka), stage=Edition.Stage.ADOPTED, effective_from="2023-04-01"
    )
    factories.small_tree(adopted)
    adopted.refresh_from_db()
    assert told(adopted, "edition") == [("", "成案ですが、策定日が入っていません。")]
    Edition.objects.filter(pk=adopted.pk).update(adopted_on="2023-03-20")
    adopted.refresh_from_db()
    assert told(adopted, "edition") == []


@pytest.mark.django_db
def test_a_body_is_missing_where_the_text_ends(edition, made, aoki):
    """Not on headings that gather others, not on pillars, which are names."""
    assert told(edition, "text") == [
        ("第1章－1（1）①　見本の取組み1", "本文がありません。"),
        ("第1章－1（1）②　見本の取組み2", "本文がありません。"),
    ]
    write(aoki, made["measure1"])
    assert told(edition, "text") == [("第1章－1（1）②　見本の取組み2", "本文がありません。")]
    assert [gap.lineage for gap in found(edition) if gap.kind == "text"] == [str(made["measure2"].lineage)]
    write(aoki, made["measure2"])
    assert told(edition, "text") == []


@pytest.mark.django_db
def test_a_level_without_any_text_is_one_sentence(edition, made, aoki):
    for n in (3, 4):
        factories.item(edition, "measure", f"見本の取組み{n}", made["direction"])
    sentence = "「主な取組み」の4項目すべてに本文がありません。見出しだけを並べる階層なら、「本文を書く」を外せます。"
    (gap,) = (gap for gap in found(edition) if gap.kind == "text")
    assert (gap.sentence, gap.title, gap.lineage) == (sentence, "", str(made["measure1"].lineage))
    write(aoki, made["measure1"])
    assert len(told(edition, "text")) == 3
    Level.objects.filter(edition=edition, key="measure").update(has_text=False)
    assert told(edition, "text") == []


@pytest.mark.django_db
def test_a_measure_has_a_department(edition, made, toyonaka, aoki):
    assert [name for name, _ in told(edition, "department")] == [
        "第1章－1（1）①　見本の取組み1",
        "第1章－1（1）②　見本の取組み2",
    ]
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    write(aoki, made["measure1"], department=department)
    assert told(edition, "department") == [("第1章－1（1）②　見本の取組み2", "所管課がありません。")]
    factories.item(edition, "measure", "見本の取組み3", made["direction"])
    factories.item(edition, "measure", "見本の取組み4", made["direction"])
    write(aoki, made["measure1"], department=None)
    assert told(edition, "department") == [("", "「主な取組み」の4項目すべてに所管課がありません。")]


@pytest.mark.django_db
def test_a_chapter_needs_something_under_it(edition, made, aoki):
    assert told(edition, "chapter") == []
    chapter = factories.item(edition, "chapter", "安全に安心して暮らせるまちづくり")
    direction = factories.item(edition, "direction", "次の方向性", made["section"])
    both = "下に項目がなく、本文もありません。"
    assert told(edition, "chapter") == [
        ("第1章－1（2）　次の方向性", both),
        ("第2章　安全に安心して暮らせるまちづくり", both),
    ]
    assert len(told(edition, "text")) == 2  # each is told once
    write(aoki, direction)  # prose is enough for a direction
    write(aoki, chapter)
    assert told(edition, "chapter") == [("第2章　安全に安心して暮らせるまちづくり", "下に項目がありません。")]
    relist_item(actor=aoki, item=made["section"], under=chapter)
    assert told(edition, "chapter") == []


@pytest.mark.django_db
def test_a_figure_needs_its_words(edition, made, aoki, toyonaka):
    other = factories.published(factories.plan(toyonaka, "sogo-keikaku"))
    factories.annexes(edition, made, other.items.first())
    assert told(edition, "alt") == []
    Figure.objects.update(alt=" ")
    assert told(edition, "alt") == [
        ("第1章－1（1）①　見本の取組み1", "図「人口の推移」に、代わりの文がありません。")
    ]


@pytest.mark.django_db
def test_a_reference_leads_to_an_item_of_the_edition(edition, made, aoki):
    reference = f'<a href="#item-{made["measure2"].lineage}">第1章－1（1）②</a>'
    write(aoki, made["measure1"], body=f"<p>{reference}のとおり。</p>")
    assert told(edition, "reference") == []
    delete_item(actor=aoki, item=made["measure2"])
    assert told(edition, "reference") == [
        (
            "第1章－1（1）①　見本の取組み1",
            "「第1章－1（1）②」の参照先の項目がありません。参照を選び直すか、ふつうの文に直してください。",
        )
    ]


@pytest.mark.django_db
def test_an_edition_without_items_cannot_be_frozen(edition):
    assert [(gap.kind, gap.sentence) for gap in found(edition) if gap.blocks] == [
        ("chapter", "項目が一つもありません。先に項目を書いてください。")
    ]


@pytest.mark.django_db
def test_the_plans_it_names_are_frozen_and_public_in_time(edition, made, toyonaka, aoki):
    source = factories.edition(factories.plan(toyonaka, "sogo-keikaku"), title="第4次総合計画")
    there = factories.small_tree(source)
    align_item(actor=aoki, item=made["measure1"], to_item=there["chapter"])
    align_item(actor=aoki, item=made["measure2"], to_item=made["pillar"])  # its own
    named = factories.edition(factories.plan(toyonaka, "kobetsu"), title="こども計画")
    factories.small_tree(named)
    edition.rests_on.add(named)

    def sources() -> list[tuple[str, bool, str]]:
        return [(g.sentence, g.blocks, g.lineage) for g in found(edition) if g.kind == "source"]

    working = "はまだ作成中です。凍結する前に、その計画を凍結するか、対応をはずしてください。"
    hidden = "は公表されていません。この版を公表する前に、その計画を公表してください。"
    mine = str(made["measure1"].lineage)
    assert sources() == [
        (f"「第4次総合計画」（素案）{working}", True, mine),
        (f"「こども計画」（素案）{working}", True, ""),
    ]
    source, named = freeze(actor=aoki, edition=source), freeze(actor=aoki, edition=named)
    assert sources() == [
        (f"「第4次総合計画」（素案）{hidden}", False, mine),
        (f"「こども計画」（素案）{hidden}", False, ""),
    ]
    publish(actor=aoki, edition=named)
    source = publish(actor=aoki, edition=source)
    assert sources() == []
    withdraw(actor=aoki, edition=source, reason="誤り")
    assert sources() == [(f"「第4次総合計画」（素案）{hidden}", False, mine)]


@pytest.mark.django_db
def test_gaps_are_told_in_their_order_under_their_label(edition, made):
    labels = [label for label, _ in grouped(found(edition))]
    assert labels == ["人口ビジョン", "地域ビジョン", "本文のない項目", "所管課のない施策"]
    assert [label for label in KINDS.values() if label in labels] == labels


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 320])
def test_the_number_of_queries_does_not_grow(edition, items, django_assert_num_queries):
    factories.grow(edition, items)
    document = Document.draft(edition)
    with django_assert_num_queries(0):
        document_gaps(document)
    with django_assert_num_queries(4):
        gaps(edition, document)
    with django_assert_num_queries(1):
        drafting_of([edition])


@pytest.mark.django_db
def test_drafting_counts_as_the_outline_does(edition, made, toyonaka, aoki):
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    assert drafting_of([edition]) == {edition.pk: Drafting(Progress(0, 2), {}, 7)}
    write(aoki, made["measure1"], body="", department=department)
    assert drafting_of([edition])[edition.pk].waiting == {department.pk: 1}
    write(aoki, made["measure1"])
    assert drafting_of([edition]) == {edition.pk: Drafting(Progress(1, 2), {}, 7)}
    Level.objects.filter(edition=edition, key="measure").update(has_text=False)
    assert drafting_of([edition]) == {edition.pk: Drafting(Progress(0, 0), {}, 7)}


@pytest.mark.django_db
def test_drafting_keeps_editions_apart(edition, made, toyonaka):
    other = factories.edition(factories.plan(toyonaka, "kobetsu"))
    factories.item(other, "heading", "はじめに", body=BODY)
    empty = factories.edition(factories.plan(toyonaka, "karappo"))
    counts = {pk: (d.progress, d.items) for pk, d in drafting_of([edition, other, empty]).items()}
    assert counts == {
        edition.pk: (Progress(0, 2), 7),
        other.pk: (Progress(1, 1), 1),
        empty.pk: (Progress(0, 0), 0),
    }


# --- targets ------------------------------------------------------------------------------------------------


def test_targets_that_cannot_be_read_are_told_and_the_other_flags_counted():
    unread = target("利用者数", "たくさん", "1人")
    plain = target("登録者数", "10人", "1人")
    made = document(with_targets(entry("TEXT", "指標"), unread, plain), schema=2)
    flags = {
        unread["lineage"]: (
            TargetFlag("target_not_read", "目標値：文のままです。"),
            TargetFlag("survey_rule", "維持ではありませんか。"),
            TargetFlag("rationale_missing", "設定根拠がありません。"),
        ),
        plain["lineage"]: (
            TargetFlag("target_empty", "何も入力されていません。", settled_reason="協議中のため。"),
            TargetFlag("baseline_provisional", "速報値です。"),
        ),
    }
    assert list(target_gaps(made, flags)) == [
        Gap("target", "目標値：文のままです。", title="利用者数", target=unread["lineage"]),
        Gap("target", "ほかに、指標の要確認が2件あります。"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_targets_cost_three_queries_and_forbid_nothing(edition, made, rows, django_assert_num_queries):
    for n in range(rows):
        promises.target(made["chapter"], f"指標{n}", target_text="たくさん", baseline_text="")
    document = Document.draft(edition)
    with django_assert_num_queries(7):
        found = [gap for gap in gaps(edition, document) if gap.kind == "target"]
    assert {gap.title for gap in found} - {""} == {f"指標{n}" for n in range(rows)}
    assert not any(gap.blocks for gap in found)


@pytest.mark.django_db
def test_the_page_before_freezing_leads_to_the_target(client, toyonaka, edition, made, aoki):
    one = promises.target(made["chapter"], "利用者数", target_text="たくさん")
    client.force_login(aoki)
    page = client.get("/office/toyonaka/digital-strategy/1/freeze/").content.decode()
    address = f"/office/toyonaka/digital-strategy/1/kpi/{one.lineage}/"
    assert f'<a href="{address}">利用者数</a>' in page
