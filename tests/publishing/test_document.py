"""The read-only picture of an edition: of a frozen one from its bytes alone."""

import hashlib
import json

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import Department
from kpi.targets import relist_target
from publishing.document import Document, TargetRow, canonical_bytes
from publishing.editions import freeze
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from tests import factories
from tests.kpi import promises


@pytest.fixture
def edition(toyonaka, ogori) -> Edition:
    """A frozen edition with one row of each kind, one item in the hands of a department."""
    far = factories.published(factories.plan(ogori, "sogo-keikaku", "COMPREHENSIVE")).items.get(
        title="見本の取組み2"
    )
    edition = factories.edition(factories.plan(toyonaka), term=3, short_title="総合戦略")
    made = factories.small_tree(edition)
    department = Department.objects.create(government=toyonaka, division="都市経営部", name="経営計画課")
    save_item(
        actor=None, item=made["measure1"], version=1, title="見本の取組み1", body="", department=department
    )
    factories.annexes(edition, made, far)
    relist_target(actor=None, target=promises.target(made["chapter"], "就業率"), item=made["section"])
    frozen = freeze(actor=None, edition=edition)
    return Edition.objects.get(pk=frozen.pk)


@pytest.fixture
def added_column(transactional_db):
    """A later migration: the table of items has one more column."""
    field = models.CharField(max_length=20, default="x")
    field.set_attributes_from_name("added_later")

    def alter(act: str) -> None:
        guards = [config.guards for config in apps.get_app_configs() if hasattr(config, "guards")]
        for one in guards:  # as `migrate` does: those of other rooms ask this table too
            one.drop()
        with connection.schema_editor() as editor:
            getattr(editor, act)(PlanItem, field)
        for one in guards:
            one.install()

    yield lambda: alter("add_field")
    alter("remove_field")


@pytest.mark.django_db
def test_a_frozen_edition_is_read_without_a_query(edition, django_assert_num_queries):
    with django_assert_num_queries(0):
        document = Document.of(edition)
        titles = [entry.title for entry in document.walk()]
        assert document.is_frozen and document.full_title and document.period and document.by_lineage
        assert document.terms and document.roles and document.government and document.plan
        assert [len(document.target_rows(entry)) for entry in document.walk()] == [0, 0, 1, 1, 0, 0, 0]
    assert len(titles) == 7
    assert document.canonical == bytes(edition.content)
    assert document.content_hash == hashlib.sha256(document.canonical).hexdigest()


@pytest.mark.django_db(transaction=True)
def test_years_later_the_bytes_and_the_hash_are_the_same(edition, added_column):
    """A department renamed, a government renamed, a column added: only a draft would show them."""
    content, content_hash = bytes(edition.content), edition.content_hash
    Department.objects.update(name="未来創造課")
    edition.plan.government.name = "新豊中市"
    edition.plan.government.save()
    added_column()
    edition = Edition.objects.get(pk=edition.pk)
    document = Document.of(edition)
    assert (bytes(edition.content), edition.content_hash) == (content, content_hash)
    assert document.canonical == content
    assert hashlib.sha256(document.canonical).hexdigest() == content_hash
    departments = {entry.department for entry in document.walk()}
    assert departments == {None, "都市経営部　経営計画課"}
    assert document.government["name"] == "豊中市"
    draft = Document.draft(edition)
    assert {entry.department for entry in draft.walk()} == {None, "都市経営部　未来創造課"}
    assert draft.canonical != content


@pytest.mark.django_db
def test_entries_say_what_they_are(edition):
    document = Document.of(edition)
    assert [(entry.depth, entry.number, entry.kind) for entry in document.walk()] == [
        (1, "1", "TEXT"),
        (2, "", "PILLAR"),
        (1, "第1章", "GOAL"),
        (2, "第1章－1", "DIRECTION"),
        (3, "（1）", "DIRECTION"),
        (4, "①", "MEASURE"),
        (4, "②", "MEASURE"),
    ]
    assert [entry.title for entry in document.of_kind("PILLAR")] == ["子育て環境の充実"]
    goal = document.items[1]
    assert [entry.number for entry in goal.of_kind("MEASURE")] == ["①", "②"]
    measure = document.of_kind("MEASURE")[0]
    assert document.by_lineage[measure.lineage] is measure
    assert (measure.anchor, measure.marks, measure.page) == (f"item-{measure.lineage}", ("●",), 33)
    assert [(row.verb, row.to.government, row.to.title) for row in measure.alignments] == [
        ("勘案", "豊中市", "子育て環境の充実"),
        ("準拠", "小郡市", "見本の取組み2"),
    ]
    section = document.of_kind("DIRECTION")[0]
    assert section.relisted_at == ((0, document.of_kind("MEASURE")[1].lineage),)


@pytest.mark.django_db
def test_targets_are_found_by_lineage_and_stand_in_their_tables(edition):
    document = Document.of(edition)
    ((lineage, target),) = document.targets.items()
    assert (lineage, target.name, target.target, target.role_name) == (
        target.lineage, "就業率", "73%", "重要業績評価指標（KPI）",
    )  # fmt: skip
    chapter, section = list(document.walk())[2:4]
    assert document.target_rows(chapter) == (TargetRow(target),)
    assert document.target_rows(section) == (TargetRow(target, is_relisted=True),)


def test_a_document_from_before_there_were_targets_reads_like_any_other(edition):
    """Schema 1 had neither targets nor their 再掲, schema 2 no visions."""
    data = json.loads(bytes(edition.content))
    waiting = list(data["items"])
    for entry in waiting:
        del entry["targets"], entry["relisted_targets"], entry["regional_vision"]
        waiting += entry["items"]
    del data["population_vision"]
    document = Document(data | {"schema": 1})
    assert (document.population_vision, document.regional_entry) == (None, None)
    assert document.targets == {}
    assert [document.target_rows(entry) for entry in document.walk()] == [()] * 7


@pytest.mark.django_db
def test_titles_carry_the_stage_until_the_plan_is_adopted(toyonaka):
    plan = factories.plan(toyonaka)
    edition = factories.edition(plan, title="総合戦略", stage_word="行政素案", term=3)

    def titles(**fields) -> tuple[str, str, str]:
        Edition.objects.filter(pk=edition.pk).update(**fields)
        document = Document.of(Edition.objects.get(pk=edition.pk))
        return document.full_title, document.stage_mark, document.name

    assert titles() == ("総合戦略（行政素案）", "（行政素案）", "総合戦略")
    assert titles(stage_word="") == ("総合戦略（素案）", "（素案）", "総合戦略")
    assert titles(title="総合戦略（素案）", short_title="戦略") == ("総合戦略（素案）", "（素案）", "戦略")
    assert titles(title="総合戦略", stage="ADOPTED", effective_from="2023-04-01") == ("総合戦略", "", "戦略")
    assert Document.of(edition).period == Document.draft(edition).period != ""


def test_canonical_bytes_are_sorted_short_and_readable():
    data = {"b": ["柱", 1, None, True], "a": {"z": "é", "y": 'ウ"'}}
    assert canonical_bytes(data) == '{"a":{"y":"ウ\\"","z":"é"},"b":["柱",1,null,true]}'.encode()
    assert canonical_bytes(json.loads(canonical_bytes(data))) == canonical_bytes(data)
