"""The targets of a working edition as its document holds them: in printed order, 再掲 in their places."""

import pytest

from kpi.targets import move_target, relist_target, serve_items
from publishing.document import Document
from publishing.target_rows import TargetRows
from strategy.models import Edition
from tests import factories
from tests.kpi import promises


@pytest.fixture
def edition(toyonaka) -> Edition:
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def made(edition):
    return factories.small_tree(edition)


def table(edition: Edition, place: int) -> list[str]:
    """The KPI table of the entry at this place of the document, as it is printed."""
    document = Document.draft(edition)
    entry = list(document.walk())[place]
    return [row.target.name + "【再掲】" * row.is_relisted for row in document.target_rows(entry)]


@pytest.mark.django_db
def test_a_row_holds_the_print_and_the_same_as_data(edition, made):
    target = promises.target(
        made["chapter"], "就業率", audience="15～49歳", source="国勢調査", is_survey=True, baseline_text="84.8%",
        baseline_note="全国平均78.5%", target_text="維持", other_wording="84.8%以上", rationale="国と同じだけ。",
        role="KGI", reference_path=[{"label": "短期", "fiscal_year": 2027, "value": "402190"}],
        reference_source="人口ビジョン",
    )  # fmt: skip
    serve_items(actor=None, target=target, items=[made["measure2"], made["measure1"]])
    (row,) = TargetRows(edition).of(made["chapter"].pk)
    assert row == {
        "lineage": str(target.lineage), "indicator": str(target.indicator.key), "better": "UP", "role": "KGI",
        "role_name": "重要目標達成指標（KGI）", "name": "就業率", "audience": "15～49歳", "unit": "%",
        "source": "国勢調査", "is_survey": True, "baseline": "84.8%", "baseline_note": "全国平均78.5%",
        "target": "維持", "other_wording": "84.8%以上",
        "spec": {"kind": "maintain", "unit": "%", "by": {"grain": "FISCAL_YEAR", "year": 2027}, "printed": "維持"},
        "baseline_spec": {"kind": "value_without_date", "value": "84.8", "unit": "%", "printed": "84.8%"},
        "rationale": "国と同じだけ。",
        "reference_path": [{"label": "短期", "fiscal_year": 2027, "value": "402190"}],
        "reference_source": "人口ビジョン", "serves": [str(made[name].lineage) for name in ("measure2", "measure1")],
    }  # fmt: skip
    entry = Document.draft(edition).targets[str(target.lineage)]
    assert (entry.anchor, entry.serves[1]) == (f"kpi-{target.lineage}", str(made["measure1"].lineage))


@pytest.mark.django_db
def test_rows_stand_as_they_are_printed(edition, made):
    chapter, section = made["chapter"], made["section"]
    targets = {name: promises.target(chapter, name) for name in "ABC"}
    own = promises.target(section, "Z")
    for name, index in (("A", 0), ("B", 2), ("C", None)):
        relist_target(actor=None, target=targets[name], item=section, index=index)
    assert table(edition, 2) == ["A", "B", "C"]
    assert table(edition, 3) == ["A【再掲】", "Z", "B【再掲】", "C【再掲】"]
    move_target(actor=None, target=targets["C"], item=chapter, index=0)
    relist_target(actor=None, target=own, item=chapter, index=1)
    assert table(edition, 2) == ["C", "Z【再掲】", "A", "B"]
    empty = made["measure1"]
    relist_target(actor=None, target=own, item=empty)
    assert table(edition, 5) == ["Z【再掲】"]
    rows = TargetRows(edition)
    assert rows.of(empty.pk) == []
    assert rows.relisted_at(empty.pk) == [{"lineage": str(own.lineage), "at": 0}]


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_targets(toyonaka, django_assert_num_queries):
    for size in (1, 20):
        edition = factories.edition(factories.plan(toyonaka, f"size-{size}"))
        made = factories.small_tree(edition)
        for n in range(size):
            target = promises.target(made["chapter"], f"指標{n}")
            relist_target(actor=None, target=target, item=made["section"])
            serve_items(actor=None, target=target, items=[made["measure1"]])
        with django_assert_num_queries(3):
            rows = TargetRows(edition)
            found = rows.of(made["chapter"].pk), rows.relisted_at(made["section"].pk)
        assert [len(one) for one in found] == [size, size]
