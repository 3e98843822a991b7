"""Indicators and surveys at the desk: the list, one with all its revisions, what stands beside its figures."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Department
from kpi.indicators import add_reference, save_indicator
from kpi.models import Indicator, MeasurementRevision, SurveyRound
from kpi.surveys import save_round
from tests.kpi import promises
from tests.kpi.office import about, said, staff, text


@pytest.fixture
def row(made) -> Indicator:
    return promises.target(made["chapter"], "就業率").indicator


@pytest.fixture
def desk(client, aoki) -> Client:
    client.force_login(aoki)
    return client


def facts(desk, row: Indicator, **changes):
    """What the form of the facts sends when only these were changed."""
    form = desk.get(about("indicator", row)).context["form"]
    sent = {name: form.initial.get(name) for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()} | changes


def figure(**changes):
    return {
        "fiscal_year": 2021,
        "typed": "72.0",
        "quality": "PROVISIONAL",
        "period_kind": "FISCAL_YEAR",
        "stage": 1,
        "seen": 0,
    } | changes


@pytest.mark.django_db
def test_indicators_are_listed_and_found(desk, made, row, toyonaka):
    own = Department.objects.create(government=toyonaka, name="産業振興課")
    promises.published(row, 2024, "71.4%")
    promises.indicator(toyonaka, "出生数", unit="人", department=own)
    page = desk.get(reverse("indicators", args=["toyonaka"]))
    listed = {one.indicator.name: one for one in page.context["registry"].rows}
    assert list(listed) == ["出生数", "就業率"]
    assert (listed["就業率"].figure.text, listed["就業率"].state.word, listed["出生数"].figure) == (
        "71.4", "承認", None,
    )  # fmt: skip
    assert listed["就業率"].used == ("第3期まち・ひと・しごと創生総合戦略（第1版）",)
    found = desk.get(reverse("indicators", args=["toyonaka"]), {"q": "就業", "department": ""})
    assert [one.indicator.name for one in found.context["registry"].rows] == ["就業率"]
    theirs = desk.get(reverse("indicators", args=["toyonaka"]), {"department": own.pk})
    assert [one.indicator.name for one in theirs.context["registry"].rows] == ["出生数"]


@pytest.mark.django_db
def test_facts_are_saved_over_the_version_that_was_seen(desk, row, aoki):
    sent = facts(desk, row, definition="15～49歳で働く人の割合", survey_years="2015、2020", known_month="11")
    answer = desk.post(about("indicator_save", row), sent)
    assert (answer.url, said(answer)) == (about("indicator", row), ["指標「就業率」を保存しました。"])
    row.refresh_from_db()
    assert (row.definition, row.survey_years, row.known_month, row.version) == (
        "15～49歳で働く人の割合", [2015, 2020], 11, 2,
    )  # fmt: skip
    late = desk.post(about("indicator_save", row), sent | {"source": "国勢調査"})
    assert (late.status_code, late.context["form"].differing) == (422, [("出典", "（空）", "国勢調査")])
    wrong = desk.post(about("indicator_save", row), facts(desk, row, survey_years="平成27", lag_years="ー"))
    assert ("「2015、2020」のように" in text(wrong), "0から10までの数" in text(wrong)) == (True, True)
    page = text(desk.get(about("indicator", row)))
    assert "何を表すか：「（空）」→「15～49歳で働く人の割合」" in page
    assert aoki.name in page


@pytest.mark.django_db
def test_a_figure_of_any_year_is_entered_with_all_that_is_known_of_it(desk, row):
    desk.post(
        about("indicator_value", row),
        figure(numerator="18", denominator="25", is_partial="on", note="半年分"),
    )
    made = MeasurementRevision.objects.get()
    assert (made.value, made.quality, made.numerator, made.is_partial) == (72, "PROVISIONAL", 18, True)
    page = desk.get(about("indicator", row) + f"?revision={made.pk}")
    assert (page.context["value"]["typed"].value(), page.context["value"]["seen"].value()) == ("72.0", 1)
    assert "速報、年度の途中まで、分子18、分母25、注記：半年分" in text(page)
    again = desk.post(about("indicator_value", row), figure(typed="73.0"))
    assert (again.status_code, "令和3年度には、青木さんが入れた値「72.0」があります。" in text(again)) == (
        422,
        True,
    )
    ahead = desk.post(about("indicator_value", row), figure(fiscal_year=2100))
    assert (ahead.status_code, MeasurementRevision.objects.count()) == (422, 1)
    desk.post(about("indicator_value", row), figure(typed="73.0", seen=1, quality="FINAL"))
    page = text(desk.get(about("indicator", row)))
    assert ("これまでの2回" in page, "第1回　72.0　入力中" in page) == (True, True)


@pytest.mark.django_db
def test_what_it_is_compared_with_has_figures_of_its_own(desk, row):
    desk.post(about("reference_add", row), {"name": "全国平均", "source": "国勢調査"})
    reference = row.references.get()
    desk.post(about("indicator_value", row), figure(series=reference.pk, typed="78.5"))
    desk.post(about("reference_save", row, reference.pk), {"name": "全国", "source": ""})
    page = desk.get(about("indicator", row))
    ((shown, (told,)),) = page.context["references"]
    assert (shown.name, told.newest.text, page.context["figures"]) == ("全国", "78.5", [])
    kept = desk.post(about("reference_remove", row, reference.pk))
    assert said(kept)[-1].startswith("「全国」には値が1件あるので、削除できません。")
    spare = add_reference(actor=None, indicator=row, name="府平均")
    assert said(desk.post(about("reference_remove", row, spare.pk)))[-1] == "「府平均」を削除しました。"
    twice = desk.post(about("reference_add", row), {"name": "全国"})
    assert (twice.status_code, "同じ名前の比べる系列がすでにあります。" in text(twice)) == (422, True)


@pytest.mark.django_db
def test_a_change_of_definition_is_written_and_taken_back(desk, row):
    assert desk.post(about("indicator_break", row), {"fiscal_year": 2024, "note": ""}).status_code == 422
    desk.post(about("indicator_break", row), {"fiscal_year": 2024, "note": "設問を変えた"})
    assert "令和6年度から：設問を変えた" in text(desk.get(about("indicator", row)))
    found = row.breaks.get()
    desk.post(about("indicator_unbreak", row, found.pk))
    assert not row.breaks.exists()
    assert desk.post(about("indicator_unbreak", row, found.pk)).status_code == 404


@pytest.mark.django_db
def test_an_indicator_is_registered_and_deleted_unless_something_hangs_on_it(desk, row, toyonaka):
    add = reverse("indicator_add", args=["toyonaka"])
    assert desk.post(add, {"name": ""}).status_code == 422
    fresh = {
        "name": "出生数",
        "unit": "人",
        "better": "UP",
        "effect": "OUTCOME",
        "frequency": "YEARLY",
        "lag_years": 1,
    }
    desk.post(add, fresh)
    made = Indicator.objects.get(name="出生数")
    assert desk.post(about("indicator_delete", made)).url == reverse("indicators", args=["toyonaka"])
    kept = desk.post(about("indicator_delete", row))
    assert said(kept)[-1].startswith("「就業率」は削除できません。")


@pytest.mark.django_db
def test_the_page_asks_as_often_whatever_hangs_on_an_indicator(desk, row, django_assert_max_num_queries):
    def read() -> int:
        with django_assert_max_num_queries(30) as asked:
            desk.get(about("indicator", row))
        return len(asked)

    promises.typed(row, 2020)
    row = save_indicator(actor=None, indicator=row, version=1, definition="説明")
    read()
    once = read()
    for year in range(2021, 2026):
        promises.published(row, year)
    for version in range(2, 6):
        row = save_indicator(actor=None, indicator=row, version=version, definition=f"説明{version}")
    assert read() == once


@pytest.mark.django_db
def test_rounds_of_surveys_are_kept_by_planners(client, toyonaka, aoki):
    address = reverse("surveys", args=["toyonaka"])
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka))
    sent = {"survey": "市民意識調査", "fiscal_year": 2024, "held": "令和6年6月", "sent": 3000, "valid": 1200}
    assert (client.get(address).status_code, client.post(address, sent).status_code) == (200, 403)
    client.force_login(aoki)
    wrong = client.post(address, sent | {"valid": 3001})
    assert (wrong.status_code, "有効回収数が配布数より多くなっています。" in text(wrong)) == (422, True)
    client.post(address, sent)
    kept = SurveyRound.objects.get()
    assert (str(kept.survey), kept.held, kept.sent, kept.valid) == ("市民意識調査", "令和6年6月", 3000, 1200)
    opened = client.get(address, {"round": kept.pk})
    assert (opened.context["form"]["survey"].value(), "1,200" in text(opened)) == ("市民意識調査", True)
    client.post(address, sent | {"valid": 1300})
    assert SurveyRound.objects.get().valid == 1300


@pytest.mark.django_db
def test_the_surveys_page_asks_as_often_for_many_surveys(desk, toyonaka, django_assert_max_num_queries):
    def read() -> int:
        with django_assert_max_num_queries(30) as asked:
            desk.get(reverse("surveys", args=["toyonaka"]))
        return len(asked)

    save_round(actor=None, government=toyonaka, survey="市民意識調査", fiscal_year=2024)
    read()
    once = read()
    for n in range(5):
        save_round(actor=None, government=toyonaka, survey=f"調査{n}", fiscal_year=2020 + n)
    assert read() == once


@pytest.mark.django_db
def test_strangers_find_no_indicators(client, row, neighbour):
    client.force_login(neighbour)
    assert client.get(about("indicator", row)).status_code == 404
    assert client.post(about("indicator_value", row), figure()).status_code == 404
