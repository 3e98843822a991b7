"""The grade scheme at the desk: chosen, edited row by row, tried over the plan's KPIs, kept as a version."""

import pytest
from django.test import Client
from django.urls import reverse

from kpi.forms.schemes import SchemeForm
from kpi.grades import DEFAULT, NAGAYO, PRESETS, from_data
from kpi.models import GradeScheme
from tests.kpi import promises
from tests.kpi.office import said, staff, text

ADDRESS = "/office/toyonaka/grades/"


def sent(form: SchemeForm, **changes):
    """What the page sends of a form as it stands."""
    content = form.content
    data = {name: content[name] for name in ("key", "name", "elapsed")}
    for table, rows in (("grades", form.grades), ("rules", form.rules)):
        data[f"{table}-count"] = str(len(rows))
        for row in rows:
            data |= {f"{table}-{row.index}-{name}": value for name, value in row.values.items()}
    return data | changes


@pytest.fixture
def desk(client, aoki) -> Client:
    client.force_login(aoki)
    return client


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_goes_through_the_form_unchanged(preset):
    form = SchemeForm.sent(sent(SchemeForm.of(PRESETS[preset])))
    assert (form.scheme(), form.faults) == (PRESETS[preset], ())


def test_rows_are_added_moved_and_dropped_before_anything_is_saved():
    form = SchemeForm.of(NAGAYO)

    def names() -> list[str]:
        return [row.values["grade"] for row in form.rules]

    assert names()[:3] == ["none", "s", "a"]
    assert (form.step("down-rules-0"), names()[:3]) == (True, ["s", "none", "a"])
    assert (form.step("up-rules-0"), names()[:3]) == (True, ["s", "none", "a"])
    assert (form.step("drop-rules-0"), names()[:2]) == (True, ["none", "a"])
    assert (form.step("add-rules"), names()[-1]) == (True, "none")
    assert (form.step("add-grades"), form.grades[-1].values["key"]) == (True, "grade-1")
    assert form.step("drop-rules-99") is True
    assert form.step("empty-rules-1") is False


def test_faults_stand_at_their_rows():
    form = SchemeForm.of(DEFAULT)
    form.content["rules"][4]["at_least"] = "半分"
    form.content["grades"][1]["word"] = ""
    assert form.faults == ()  # nobody tried it yet
    assert form.scheme() is None
    assert form.rules[4].faults == ("境目の値を、−1000から1000までの数で入れてください（100％は1）。",)
    assert form.grades[1].faults[0].startswith("語を20字までで入れてください。")
    assert [row.number for row in (*form.rules, *form.grades) if row.faults] == [5, 2]


@pytest.mark.django_db
def test_a_scheme_is_tried_and_nothing_is_kept(desk, made):
    promises.approved(promises.target(made["chapter"], "就業率").indicator, 2025, "75%")
    promises.target(made["chapter"], "出生率")
    page = desk.post(ADDRESS, sent(SchemeForm.of(NAGAYO), **{"try": "1"}))
    trial = page.context["trial"]
    assert [(grade.word, count) for grade, count in trial.old if count] == [("達成", 1), ("判定不能", 1)]
    assert [(grade.word, count) for grade, count in trial.new if count] == [
        ("目標値超え", 1),
        ("評価不能", 1),
    ]
    assert [(row.old.word, row.new.word) for row in trial.others] == [
        ("達成", "目標値超え"), ("判定不能", "評価不能"),
    ]  # fmt: skip
    assert ("就業率：達成 → 目標値超え" in text(page), GradeScheme.objects.exists()) == (True, False)


@pytest.mark.django_db
def test_a_scheme_is_kept_as_a_new_version_and_holds_from_then_on(desk, made):
    assert "はじめからの設定" in text(desk.get(ADDRESS))
    chosen = desk.get(ADDRESS, {"preset": "nagayo"}).context["form"]
    answer = desk.post(ADDRESS, sent(chosen, save="1", name="長与町型（本市）"))
    assert (answer.url, said(answer)) == (
        ADDRESS,
        ["判定の区分「長与町型（本市）」を第1として保存しました。"],
    )
    desk.post(ADDRESS, sent(SchemeForm.of(DEFAULT), save="1"))
    kept = GradeScheme.objects.order_by("number")
    assert [(row.number, from_data(row.content).name) for row in kept] == [
        (1, "長与町型（本市）"), (2, DEFAULT.name),
    ]  # fmt: skip
    page = desk.get(ADDRESS)
    assert [version.number for version in page.context["versions"]] == [2, 1]


@pytest.mark.django_db
def test_an_unsound_scheme_is_not_kept_and_what_was_typed_stays(desk, toyonaka):
    wrong = sent(SchemeForm.of(DEFAULT), save="1", **{"rules-8-measure": "pace", "rules-8-below": "2"})
    answer = desk.post(ADDRESS, wrong)
    assert (answer.status_code, GradeScheme.objects.exists()) == (422, False)
    assert "判定できるKPIのための、条件のない規則が最後に要ります。" in text(answer)
    assert answer.context["form"].rules[8].values["below"] == "2"
    stepped = desk.post(ADDRESS, wrong | {"act": "drop-rules-8"})
    assert (stepped.status_code, len(stepped.context["form"].rules)) == (200, 8)


@pytest.mark.django_db
def test_departments_read_the_scheme_and_planners_change_it(client, toyonaka, neighbour):
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka))
    page = client.get(ADDRESS)
    assert (page.status_code, "この区分で判定する" in text(page)) == (200, False)
    assert client.post(ADDRESS, {"save": "1"}).status_code == 403
    client.force_login(neighbour)
    assert client.get(reverse("grade_scheme", args=["toyonaka"])).status_code == 404
