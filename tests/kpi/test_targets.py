"""Targets in a working edition: what is printed becomes data, stands in its place, and goes with nothing left behind."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import AuditEvent, Department
from accounts.saving import Overtaken
from kpi.models import Indicator, RelistedTarget, Target
from kpi.placing import rows_of
from kpi.schemes import grade_by_hand
from kpi.targets import (
    choose_period,
    create_target,
    delete_target,
    move_target,
    relist_target,
    reread_targets,
    save_target,
    serve_items,
    settle_flag,
    unlist_target,
)
from publishing.editions import freeze
from strategy.models import PlanItem
from strategy.plans import save_edition
from tests import factories
from tests.kpi import promises
from tests.snapshots import everything_stored, refused

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
GONE = "この目標値はもうありません。ほかの人が削除しました。画面を開き直してください。"
POINTS = {"baseline_text": "令和5年度より通年実施", "target_text": "35,000,000ポイント"}


@pytest.fixture
def target(made) -> Target:
    return promises.target(made["chapter"], "就業率")


def names(item: PlanItem) -> list[str]:
    """The rows of an item's table as they are printed."""
    return [str(row) for row in rows_of(item)]


# --- made ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_target_is_made_with_an_indicator_of_its_own(made, aoki):
    department = Department.objects.create(government=made["measure1"].edition.plan.government, name="企画課")
    PlanItem.objects.filter(pk=made["measure1"].pk).update(department=department)
    target = create_target(
        actor=aoki, item=made["measure1"], name=" 就業率 ", audience="15～49歳", better="UP",
        baseline_text="72.0%（令和2年度）", target_text="73%", rationale="国の伸びと同じだけ伸ばす。",
    )  # fmt: skip
    target.refresh_from_db()
    assert (target.name, target.unit, target.role, target.version) == ("就業率", "%", "KPI", 1)
    assert (target.kind, target.baseline_kind, target.spec["value"]) == ("at_least", "value_at_date", "73")
    assert target.rationale_for == "73%"
    indicator = target.indicator
    assert (indicator.name, indicator.unit, indicator.better, indicator.department) == (
        "就業率", "%", "UP", department,
    )  # fmt: skip
    for row in (target.history.get(), indicator.history.get()):
        assert (row.history_type, row.history_user) == ("+", aoki)
    event = AuditEvent.objects.get(verb="target.create")
    assert (event.subject, event.detail) == (f"target:{target.pk}", {"lineage": str(target.lineage)})


@pytest.mark.django_db
def test_the_unit_of_a_new_indicator_is_what_the_print_names(made):
    rows = {
        ("40万人以上", ""): "人",
        ("年2％以上", "-1.2％（2020年度）"): "%",
        ("維持", "13,237事業所（令和3年度）"): "事業所",
        ("前年より増加", "―"): "",
    }
    for (target, baseline), unit in rows.items():
        row = promises.target(made["chapter"], target_text=target, baseline_text=baseline)
        assert (row.indicator.unit, row.unit) == (unit, unit)
    given = promises.target(made["chapter"], unit="万人", target_text="40万人以上", baseline_text="―")
    assert (given.indicator.unit, given.spec["value"]) == ("万人", "40")


@pytest.mark.django_db
def test_two_targets_may_be_of_one_indicator(made, aoki, toyonaka, ogori):
    indicator = promises.indicator(toyonaka, "温室効果ガス排出量", better="DOWN")
    make = {"actor": aoki, "item": made["chapter"], "name": "温室効果ガス排出量（1990年度比）"}
    target = create_target(
        **make, indicator=indicator, baseline_text="-22.4%（令和2年度）", target_text="-38.3%"
    )
    assert (target.indicator, target.unit, target.kind) == (indicator, "%", "at_most")
    assert target.spec["reference_year"] == 1990
    assert Indicator.objects.count() == 1
    foreign = promises.indicator(ogori)
    assert refused(create_target, **make, indicator=foreign, target_text="1%") == (
        "ほかの団体の指標は使えません。"
    )


@pytest.mark.django_db
def test_only_a_supplementary_indicator_has_no_target(made, aoki):
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        create_target(actor=aoki, item=made["chapter"], name="就業率")
    assert caught.value.messages == ["目標値を入れてください。目標値のない指標は「補足指標」にしてください。"]
    assert everything_stored() == before  # its indicator neither
    made_one = create_target(actor=aoki, item=made["chapter"], name="就業率", role="SUPPLEMENTARY")
    assert made_one.spec == {"kind": "qualitative"}


@pytest.mark.django_db
def test_a_target_stands_in_no_item_of_another_edition(made, target, aoki, ogori):
    other = factories.small_tree(factories.edition(factories.plan(ogori)))["chapter"]
    sentence = "別の版の項目や、削除された項目には置けません。画面を開き直してください。"
    assert refused(move_target, actor=aoki, target=target, item=other, index=0) == sentence
    assert refused(relist_target, actor=aoki, target=target, item=other) == sentence
    gone = PlanItem(pk=0, edition=target.edition)
    assert refused(create_target, actor=aoki, item=gone, name="x", target_text="1") == sentence


# --- saved --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_print_that_changed_is_read_anew(target, aoki, baba):
    settle_flag(actor=baba, target=target, code="target_not_read", reason="x")
    settle_flag(actor=baba, target=target, code="source_missing", reason="庁内の集計")
    saved = save_target(actor=aoki, target=target, version=1, target_text="維持", audience="15～49歳")
    assert (saved.kind, saved.version, saved.spec["printed"]) == ("maintain", 2, "維持")
    assert [row.code for row in saved.settled.all()] == ["source_missing"]  # not about the target's text
    assert [(row.version, row.history_user) for row in saved.history.all()] == [(2, aoki), (1, None)]
    event = AuditEvent.objects.get(verb="target.save")
    assert event.detail == {"lineage": str(saved.lineage), "version": 2, "fields": ["目標値", "対象"]}


@pytest.mark.django_db
def test_a_rationale_is_of_the_target_it_was_written_for(target, aoki):
    save_target(actor=aoki, target=target, version=1, rationale="国の伸びと同じだけ伸ばす。")
    saved = save_target(actor=aoki, target=target, version=2, target_text="75%")
    assert (saved.rationale, saved.rationale_for) == ("国の伸びと同じだけ伸ばす。", "73%")
    saved = save_target(actor=aoki, target=target, version=3, rationale="府の伸びと同じだけ伸ばす。")
    assert saved.rationale_for == "75%"
    assert save_target(actor=aoki, target=target, version=4, rationale="").rationale_for == ""


@pytest.mark.django_db
def test_who_saves_an_old_version_is_shown_what_stands_there(target, aoki, baba):
    save_target(actor=baba, target=target, version=1, target_text="75%")
    before = everything_stored()
    for act, fields in ((save_target, {"target_text": "74%"}), (choose_period, {"whole": True})):
        with pytest.raises(Overtaken) as caught:
            act(actor=aoki, target=target, version=1, **fields)
        assert caught.value.current.target_text == "75%"
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_save_that_changes_nothing_writes_nothing(target, aoki):
    before = everything_stored()
    save_target(actor=aoki, target=target, version=1, name="就業率 ", target_text="73%", audience="")
    serve_items(actor=aoki, target=target, items=[])
    settle_flag(actor=aoki, target=target, code="source_missing", reason=" ")
    assert reread_targets(actor=aoki, edition=target.edition) == 0
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_target_keeps_its_text_and_its_name(target, aoki):
    save = {"actor": aoki, "target": target, "version": 1}
    before = everything_stored()
    for wrong in ({"target_text": "  "}, {"name": ""}, {"role": "GKI"}, {"name": "長" * 301}):
        with pytest.raises(ValidationError):
            save_target(**save, **wrong)
    with pytest.raises(TypeError, match="unexpected fields: indicator, position"):
        save_target(**save, position=1, indicator=None)
    assert everything_stored() == before


@pytest.mark.django_db
def test_what_cannot_be_read_is_kept_as_it_was_typed(made):
    target = promises.target(
        made["chapter"], target_text="4億3,0000万円", baseline_text="5.4.9%（令和3年度）"
    )
    assert (target.kind, target.spec["flags"]) == ("qualitative", ["malformed"])
    assert (target.baseline_kind, target.baseline["flags"]) == ("none", ["malformed"])
    assert target.target_text == "4億3,0000万円"


# --- what the print leaves open -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_somebody_says_whether_an_amount_is_one_years_or_the_whole_periods(made, aoki):
    """35,000,000ポイント of 豊中市 has no period (TOY-39)."""
    target = promises.target(made["chapter"], **POINTS)
    assert target.spec["is_period_open"] is True
    choose = {"actor": aoki, "target": target}
    whole = choose_period(**choose, version=1, whole=True)
    assert (whole.kind, whole.is_hand_read, whole.target_text) == (
        "cumulative_over_period", True, "35,000,000ポイント",
    )  # fmt: skip
    assert whole.spec["span"]["last"]["year"] == 2027
    yearly = choose_period(**choose, version=2, whole=False)
    assert (yearly.kind, yearly.spec.get("is_period_open")) == ("at_least", None)
    named = save_target(actor=aoki, target=target, version=3, name="利用ポイント数")
    assert (named.is_hand_read, named.spec) == (True, yearly.spec)
    again = save_target(actor=aoki, target=target, version=4, target_text="30,000,000ポイント")
    assert (again.is_hand_read, again.spec["is_period_open"]) == (False, True)


@pytest.mark.django_db
def test_a_period_that_is_known_is_not_chosen(target, aoki):
    assert refused(choose_period, actor=aoki, target=target, version=1, whole=True) == (
        "この目標値は期間がわかっているので、選ぶことはありません。"
    )


@pytest.mark.django_db
def test_another_period_is_read_into_targets_that_print_no_year(target, made, aoki):
    chosen = promises.target(made["chapter"], "ポイント数", **POINTS)
    choose_period(actor=None, target=chosen, version=1, whole=True)
    dated = promises.target(
        made["chapter"], "登録者数", target_text="令和8年度までに100人", baseline_text="―"
    )
    save_edition(actor=None, edition=target.edition, last_fiscal_year=2028)
    edition = target.edition
    edition.refresh_from_db()
    assert reread_targets(actor=aoki, edition=edition) == 1
    target.refresh_from_db()
    assert (target.spec["by"]["year"], target.version) == (2028, 2)
    assert target.history.latest("history_id").history_user == aoki
    dated.refresh_from_db()
    assert (dated.spec["by"]["year"], dated.version) == (2026, 1)
    assert AuditEvent.objects.get(verb="targets.read").detail == {"count": 1}


# --- places -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_targets_and_relistings_stand_where_they_were_put(made, aoki):
    section, chapter = made["section"], made["chapter"]
    for name, index in (("B", None), ("A", 0), ("D", 99), ("C", 2)):
        promises.target(section, name, index=index)
    assert names(section) == ["A", "B", "C", "D"]
    kept = promises.target(chapter, "X")
    relisting = relist_target(actor=aoki, target=kept, item=section, index=1)
    assert names(section) == ["A", "X【再掲】", "B", "C", "D"]
    for name in ("c", "b", "a"):  # no room is left between the two: all are numbered anew
        promises.target(section, name, index=1)
    assert names(section) == ["A", "a", "b", "c", "X【再掲】", "B", "C", "D"]
    first = Target.objects.get(name="A")
    move_target(actor=aoki, target=first, item=section, index=4)
    assert names(section) == ["a", "b", "c", "X【再掲】", "A", "B", "C", "D"]
    moved = move_target(actor=aoki, target=first, item=chapter, index=0)
    assert (names(chapter), moved.item, moved.version) == (["A", "X"], chapter, 1)
    assert moved.history.latest("history_id").history_user == aoki
    assert unlist_target(actor=aoki, relisting=relisting) == kept
    assert names(section) == ["a", "b", "c", "B", "C", "D"]
    assert refused(unlist_target, actor=aoki, relisting=relisting) == (
        "この再掲はもうありません。画面を開き直してください。"
    )


@pytest.mark.django_db
def test_a_target_is_relisted_once_in_a_place_and_never_beside_itself(target, made, aoki):
    relist_target(actor=aoki, target=target, item=made["section"])
    with pytest.raises(ValidationError) as caught:
        relist_target(actor=aoki, target=target, item=made["section"])
    assert caught.value.messages == ["この指標はすでにここに再掲されています。"]
    assert refused(relist_target, actor=aoki, target=target, item=made["chapter"]) == (
        "「就業率」はすでに「子ども・若者が夢や希望をもてるまちづくり」にあります。"
    )
    move_target(actor=aoki, target=target, item=made["section"], index=0)
    assert RelistedTarget.objects.count() == 0


@pytest.mark.django_db
def test_a_target_tells_of_several_items(target, made, aoki, ogori):
    serve_items(actor=aoki, target=target, items=[made["measure2"], made["measure1"], made["measure2"]])
    assert [row.item for row in target.served.all()] == [made["measure2"], made["measure1"]]
    serve_items(actor=aoki, target=target, items=[made["section"]])
    assert [row.item for row in target.served.all()] == [made["section"]]
    other = factories.small_tree(factories.edition(factories.plan(ogori)))["chapter"]
    assert refused(serve_items, actor=aoki, target=target, items=[made["chapter"], other]) == (
        "別の版の項目や、削除された項目は選べません。画面を開き直してください。"
    )


# --- gone ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_deleted_target_leaves_indicator_and_figures(target, made, aoki):
    relist_target(actor=aoki, target=target, item=made["section"])
    serve_items(actor=aoki, target=target, items=[made["measure1"]])
    settle_flag(actor=aoki, target=target, code="source_missing", reason="庁内の集計")
    promises.typed(target.indicator)
    stored = everything_stored()
    delete_target(actor=aoki, target=target)
    now = everything_stored()
    gone = ("kpi_target", "kpi_relistedtarget", "kpi_serveditem", "kpi_settledflag")
    assert {table: len(now[table]) for table in gone} == dict.fromkeys(gone, 0)
    for table in ("kpi_indicator", "kpi_measurement", "kpi_measurementrevision"):
        assert now[table] == stored[table]
    row = Target.history.latest("history_id")
    assert (row.history_type, row.history_user, row.name) == ("-", aoki, "就業率")
    assert refused(delete_target, actor=aoki, target=target) == GONE
    assert refused(save_target, actor=aoki, target=target, version=1, name="x") == GONE


@pytest.mark.django_db
def test_a_target_that_people_graded_stays(target, aoki):
    grade_by_hand(actor=aoki, target=target, fiscal_year=2024, grade="late", reason="工事の中断")
    assert refused(delete_target, actor=aoki, target=target) == (
        "「就業率」には手で付けた判定があるので、削除できません。判定は記録として残します。"
    )


@pytest.mark.django_db
def test_nobody_writes_in_a_frozen_edition(target, made, aoki):
    relisting = relist_target(actor=aoki, target=target, item=made["section"])
    freeze(actor=aoki, edition=target.edition)
    item = {"item": made["section"]}
    for act, arguments in (
        (create_target, {"name": "x", "target_text": "1", **item}),
        (save_target, {"target": target, "version": 1, "name": "x"}),
        (choose_period, {"target": target, "version": 1, "whole": True}),
        (reread_targets, {"edition": target.edition}),
        (move_target, {"target": target, "index": 0, **item}),
        (delete_target, {"target": target}),
        (relist_target, {"target": target, **item}),
        (unlist_target, {"relisting": relisting}),
        (serve_items, {"target": target, "items": []}),
        (settle_flag, {"target": target, "code": "source_missing", "reason": "x"}),
    ):
        assert (act.__name__, refused(act, actor=aoki, **arguments)) == (act.__name__, FROZEN)


# --- answers ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_answer_is_kept_changed_and_taken_back(target, aoki, baba):
    settle = {"target": target, "code": "source_missing"}
    settle_flag(actor=aoki, **settle, reason="庁内の集計")
    settle_flag(actor=baba, **settle, reason="　担当課の集計 ")
    row = target.settled.get()
    assert (row.reason, row.by) == ("担当課の集計", baba)
    settle_flag(actor=aoki, **settle, reason="")
    assert target.settled.count() == 0
    assert refused(settle_flag, actor=aoki, target=target, code=str(uuid.uuid4()), reason="x") == (
        "この要確認はもうありません。画面を開き直してください。"
    )
    with pytest.raises(ValidationError) as caught:
        settle_flag(actor=aoki, **settle, reason="長" * 501)
    assert not isinstance(caught.value, Refused)
