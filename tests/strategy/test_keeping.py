"""What a deleted branch leaves behind: every column by name, what it points at by names that survive."""

import json
import uuid

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from strategy.items import delete_item
from strategy.keeping import branch_of, built, found_again, insert_ranked, keep_branch, levels_again
from strategy.models import Alignment, DeletedBranch, Figure, Level, PlanItem
from tests import factories


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


@pytest.mark.django_db
def test_a_branch_is_read_parents_first(edition, made, django_assert_num_queries):
    with django_assert_num_queries(2):
        branch = branch_of(made["section"], edition)
        assert [item.level.key for item in branch] == [
            "section",
            "direction",
            "measure",
            "measure",
            "measure",
        ]


@pytest.mark.django_db
def test_every_column_is_kept_or_expressed_by_a_name(edition, made, aoki):
    factories.annexes(
        edition,
        made,
        factories.small_tree(factories.edition(factories.plan(edition.plan.government, "ta")))["chapter"],
    )
    kept = keep_branch(branch_of(made["direction"], edition), edition, aoki)
    kept.refresh_from_db()
    assert json.loads(json.dumps(kept.content, cls=DjangoJSONEncoder)) == kept.content
    expressed = {
        "items": (PlanItem, {"edition_id", "level_id", "kind", "parent_id"}, {"level", "parent"}),
        "alignments": (Alignment, {"id", "edition_id", "item_id", "to_item_id"}, {"item", "to"}),
        "figures": (Figure, {"id", "edition_id", "item_id"}, {"item"}),
        "levels": (Level, {"id", "edition_id"}, set()),
    }
    for kind, (model, left_out, names) in expressed.items():
        columns = {field.attname for field in model._meta.concrete_fields}
        assert kept.content[kind][0].keys() == columns - left_out | names
    assert len(kept.content["relistings"]) == 1
    assert kept.content["parent"] == {"lineage": str(made["section"].lineage), "title": made["section"].title}
    assert kept.content["behind"] == []


@pytest.mark.django_db
def test_a_row_is_built_again_from_what_was_kept_and_unknown_columns_are_passed_over(edition, made, aoki):
    (values,) = (
        row for row in keep_branch([branch_of(made["measure1"], edition)[0]], edition, aoki).content["items"]
    )
    own = {name: value for name, value in values.items() if name not in ("level", "parent")}
    item = built(PlanItem, own | {"a_column_of_the_past": 1}, edition=edition, level=made["measure1"].level)
    assert (item.pk, item.lineage, item.title) == (
        made["measure1"].pk,
        made["measure1"].lineage,
        "見本の取組み1",
    )
    assert isinstance(item.lineage, uuid.UUID)


@pytest.mark.django_db
@pytest.mark.parametrize("children", [1, 20])
def test_items_are_inserted_rank_by_rank(edition, aoki, children, django_assert_num_queries):
    levels = {level.key: level for level in edition.levels.all()}

    def item(key: str, parent: PlanItem | None) -> PlanItem:
        return PlanItem(edition=edition, level=levels[key], kind=levels[key].kind, title=key, parent=parent)

    top = item("chapter", None)
    below = [item("section", top) for _ in range(children)]
    with django_assert_num_queries(4):
        insert_ranked([top, *below], aoki)
    assert top.children.count() == children
    assert PlanItem.history.filter(history_type="+", history_user=aoki).count() == children + 1


@pytest.mark.django_db
def test_levels_and_targets_are_found_again_by_name(edition, made, aoki):
    kept = keep_branch(branch_of(made["direction"], edition), edition, aoki).content["levels"]
    levels, again = levels_again(kept, edition)
    assert (set(levels), again) == ({key for key, *_ in factories.LEVELS}, [])
    addresses = [
        {"edition": edition.pk, "lineage": str(made["pillar"].lineage)},
        {"edition": edition.pk, "lineage": str(uuid.uuid4())},
    ]
    assert found_again(addresses) == {(edition.pk, str(made["pillar"].lineage)): made["pillar"]}


@pytest.mark.django_db
def test_deleting_keeps_the_branch_with_who_and_when(edition, made, aoki):
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=made["direction"].pk))
    (kept,) = DeletedBranch.objects.all()
    assert (kept.edition, kept.lineage, kept.count, kept.deleted_by) == (
        edition,
        made["direction"].lineage,
        4,
        aoki,
    )
    assert (str(kept), kept.restored_at) == ("安心して産み育てられる環境づくりを進めます", None)
