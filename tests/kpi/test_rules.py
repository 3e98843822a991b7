"""Who may enter figures, which scheme and which grades hold, and what is found at an address."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Department, Membership
from kpi.rules import (
    indicator_or_404,
    manual_grades_of,
    may_enter,
    may_shape,
    measurement_or_404,
    public_grades_of,
    require_enterer,
    target_or_404,
)
from kpi.schemes import grade_by_hand, publish_grade
from kpi.targets import save_target
from publishing.editions import freeze, start_next_edition
from tests import factories
from tests.kpi import promises


def of(person, government, department=None) -> Membership:
    Membership.objects.filter(user=person, government=government).update(department=department)
    return Membership.objects.get(user=person, government=government)


@pytest.mark.django_db
def test_departments_enter_figures_of_their_own_indicators_and_planners_all(
    toyonaka, ogori, aoki, endo, baba
):
    own, deputy, other = (
        Department.objects.create(government=toyonaka, name=name) for name in ("産業課", "環境課", "総務課")
    )
    indicator = promises.indicator(toyonaka, department=own, deputy=deputy)
    nobodys = promises.indicator(toyonaka)
    viewer = factories.person("閲覧", "VIEWER", toyonaka)
    people = {
        "planner": of(aoki, toyonaka),
        "admin": of(endo, toyonaka),
        "viewer of the department": of(viewer, toyonaka, own),
        "stranger": of(factories.person("隣野", "PLANNER", ogori), ogori),
    }
    assert {name: may_enter(who, indicator) for name, who in people.items()} == {
        "planner": True, "admin": True, "viewer of the department": False, "stranger": False,
    }  # fmt: skip
    mine = {one: of(baba, toyonaka, one) for one in (own, deputy, other, None)}
    assert [may_enter(who, indicator) for who in mine.values()] == [True, True, False, False]
    assert [may_enter(who, nobodys) for who in mine.values()] == [False] * 4
    assert [may_shape(who) for who in (*people.values(), mine[own])] == [True, True, False, True, False]
    above = {name: may_enter(who, nobodys, mine[own].department_id) for name, who in mine.items()}
    assert [name for name, may in above.items() if may] == [own]  # the department that answers for its item
    assert may_enter(mine[other], indicator, mine[other].department_id) is False  # it has one of its own
    assert require_enterer(mine[own], indicator) == indicator
    with pytest.raises(PermissionDenied) as caught:
        require_enterer(mine[other], indicator)
    assert str(caught.value) == (
        "この指標の値を入れられるのは、企画担当と、この指標の担当課・副担当課だけです。"
        "担当課の設定を企画担当に相談してください。"
    )


@pytest.mark.django_db
def test_what_stands_at_an_address(made, edition, toyonaka, ogori, django_assert_num_queries):
    target = promises.target(made["chapter"])
    indicator, measurement = target.indicator, promises.typed(target.indicator).measurement
    with django_assert_num_queries(3):
        found = target_or_404(edition, target.lineage)
        assert (found, found.item, found.indicator, found.edition) == (
            target, made["chapter"], indicator, edition,
        )  # fmt: skip
        assert indicator_or_404(toyonaka, indicator.key).government == toyonaka
        assert measurement_or_404(indicator, measurement.pk).indicator == indicator
    strange = factories.edition(factories.plan(ogori))
    for get, *arguments in (
        (target_or_404, strange, target.lineage),
        (target_or_404, edition, uuid.uuid4()),
        (indicator_or_404, ogori, indicator.key),
        (measurement_or_404, promises.indicator(toyonaka), measurement.pk),
    ):
        with pytest.raises(Http404):
            get(*arguments)


@pytest.mark.django_db
def test_grades_given_by_hand_hold_until_they_are_taken_back(made, edition, aoki, django_assert_num_queries):
    first, second = (promises.target(made["chapter"], name) for name in "AB")
    one = {"actor": aoki, "target": first}
    early = grade_by_hand(**one, fiscal_year=2023, grade="on-track", reason="順調")
    public = grade_by_hand(**one, fiscal_year=2024, grade="late", reason="工事の中断")
    publish_grade(actor=aoki, manual_grade=public)
    newer = grade_by_hand(**one, fiscal_year=2024, grade="achieved", reason="工事の完成")
    grade_by_hand(actor=aoki, target=second, fiscal_year=2024, grade="late", reason="x")
    grade_by_hand(actor=aoki, target=second, fiscal_year=2024, grade="", reason="値が出た")
    key = str(first.lineage)
    with django_assert_num_queries(6):
        office = manual_grades_of(edition, 2024, public=False)
        readers = manual_grades_of(edition, 2024, public=True)
        everywhere = public_grades_of(edition)
    assert {lineage: (row.id, row.n, row.word, row.is_public) for lineage, row in office.items()} == {
        key: (newer.pk, 2, "達成", False)
    }
    assert {lineage: (row.id, row.key, row.reason, row.is_public) for lineage, row in readers.items()} == {
        key: (public.pk, "late", "工事の中断", True)
    }
    assert everywhere == {(key, 2024): readers[key]}
    assert manual_grades_of(edition, 2023, public=False)[key].id == early.pk
    taken = grade_by_hand(**one, fiscal_year=2024, grade="", reason="値が出た")
    assert (manual_grades_of(edition, 2024, public=False), len(public_grades_of(edition))) == ({}, 1)
    publish_grade(actor=aoki, manual_grade=taken)
    assert public_grades_of(edition) == {}


@pytest.mark.django_db
def test_a_grade_follows_its_target_while_that_is_printed_as_it_was(made, edition, aoki):
    kept, changed = (promises.target(made["chapter"], name) for name in "AB")
    for target in (kept, changed):
        grade_by_hand(actor=aoki, target=target, fiscal_year=2024, grade="late", reason="x")
    following = start_next_edition(actor=aoki, edition=freeze(actor=aoki, edition=edition), stage="PROPOSAL")
    copy = following.targets.get(lineage=changed.lineage)
    save_target(actor=aoki, target=copy, version=1, target_text="80%")
    assert manual_grades_of(following, 2024, public=False).keys() == {str(kept.lineage)}
    assert manual_grades_of(edition, 2024, public=False).keys() == {str(kept.lineage), str(changed.lineage)}
    own = grade_by_hand(
        actor=aoki,
        target=following.targets.get(lineage=kept.lineage),
        fiscal_year=2024,
        grade="achieved",
        reason="y",
    )
    assert manual_grades_of(following, 2024, public=False)[str(kept.lineage)].id == own.pk
    assert manual_grades_of(edition, 2024, public=False)[str(kept.lineage)].word == "遅れ"
