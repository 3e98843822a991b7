"""The outline of an edition: rows in printed order, numbers, 再掲, what waits for text, the cost."""

import datetime

import pytest

from accounts.models import Department
from strategy.alignments import align_item
from strategy.items import relist_item, save_item
from strategy.models import Edition
from strategy.outline import Outline
from tests import factories


def lines(edition: Edition) -> list[tuple[int, str, str]]:
    return [(row.depth, row.number, row.item.title) for row in Outline(edition).walk()]


def test_rows_stand_in_printed_order_with_their_numbers(edition, made):
    assert lines(edition) == [
        (1, "1", "総合戦略の概要"),
        (2, "", "子育て環境の充実"),
        (1, "第1章", "子ども・若者が夢や希望をもてるまちづくり"),
        (2, "第1章－1", "妊娠・出産・子育て支援の充実"),
        (3, "（1）", "安心して産み育てられる環境づくりを進めます"),
        (4, "①", "見本の取組み1"),
        (4, "②", "見本の取組み2"),
    ]
    outline = Outline(edition)
    assert outline.number_of(outline.items[made["measure2"].lineage]) == "第1章－1（1）②"


def test_an_empty_edition_has_an_empty_outline(edition):
    outline = Outline(edition)
    assert (outline.rows, outline.progress.needed) == ((), 0)


def test_a_relisting_is_a_row_that_counts_for_nothing(edition, made):
    relist_item(actor=None, item=made["measure2"], under=made["section"], index=0)
    rows = [row for row in Outline(edition).walk() if row.item.pk == made["measure2"].pk]
    assert [(row.depth, row.number, row.relisting is not None) for row in rows] == [
        (3, "②", True),
        (4, "②", False),
    ]
    assert [row.is_missing for row in rows] == [False, True]
    chapter = next(row for row in Outline(edition).rows if row.item.pk == made["chapter"].pk)
    assert (chapter.measures, chapter.missing) == (2, 2)


def test_what_waits_for_text_is_counted_upwards(edition, made, aoki):
    def state(key: str) -> tuple[bool, int]:
        row = next(row for row in Outline(edition).walk() if row.item.pk == made[key].pk)
        return row.is_missing, row.missing_below

    assert (state("measure1"), state("direction"), state("chapter")) == ((True, 0), (False, 2), (False, 2))
    assert (Outline(edition).progress.written, Outline(edition).progress.needed) == (0, 2)
    save_item(actor=aoki, item=made["measure1"], version=1, title="見本", body="<p>書いた</p>")
    assert (state("measure1"), state("chapter")) == ((False, 0), (False, 1))
    assert (Outline(edition).progress.written, Outline(edition).progress.needed) == (1, 2)


def test_a_level_of_titles_only_waits_for_nothing(edition, made):
    edition.levels.filter(key="measure").update(has_text=False)
    assert [row.item.title for row in Outline(edition).walk() if row.is_missing] == []
    assert Outline(edition).progress.needed == 0


def test_measures_of_a_pillar_are_marked(edition, made):
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    assert [row.item.title for row in Outline(edition).walk() if row.item.is_marked] == ["見本の取組み1"]


def test_finding_by_words_by_what_is_missing_and_by_department(edition, made, toyonaka, aoki):
    section = Department.objects.create(government=toyonaka, name="こども事業課")
    save_item(
        actor=aoki,
        item=made["measure1"],
        version=1,
        title="健診",
        body="<p>不妊症の<strong>治療</strong></p>",
        department=section,
    )
    outline = Outline(edition)

    def found(q="", missing=False, department=""):
        hits = outline.matching(q=q, missing=missing, department=department)
        return [row.item.title for row in outline.walk() if row.item.pk in hits]

    assert found(q="症の治療") == ["健診"]
    assert found(q="第1章－1") == ["妊娠・出産・子育て支援の充実"]
    assert found(missing=True) == ["見本の取組み2"]
    assert found(department=str(section.pk)) == ["健診"]
    assert found(q="健診", missing=True) == []
    above = outline.with_those_above({made["measure1"].pk})
    assert above == {made[key].pk for key in ("measure1", "direction", "section", "chapter")}


def test_neighbours_follow_the_reading_order(edition, made):
    outline = Outline(edition)
    titles = [item and item.title for item in outline.around(outline.items[made["measure1"].lineage])]
    assert titles == ["安心して産み育てられる環境づくりを進めます", "見本の取組み2"]
    assert outline.around(outline.items[made["heading"].lineage])[0] is None
    assert outline.around(outline.items[made["measure2"].lineage])[1] is None


def test_only_departments_that_exist_may_be_chosen(edition, made, toyonaka):
    today = datetime.date(2026, 4, 1)
    Department.objects.create(government=toyonaka, name="旧課", last_day=datetime.date(2025, 3, 31))
    Department.objects.create(government=toyonaka, name="先の課", first_day=datetime.date(2027, 4, 1))
    Department.objects.create(government=toyonaka, name="いまの課")
    assert [str(row) for row in Outline(edition).open_departments(today)] == ["いまの課"]


@pytest.mark.parametrize("items", [10, 320])
def test_the_cost_does_not_grow(edition, items, django_assert_num_queries):
    factories.grow(edition, items)
    with django_assert_num_queries(4):
        outline = Outline(edition)
        assert sum(1 for row in outline.walk() if row.relisting is None) == items
        assert outline.progress.needed == items - 5 + 0
