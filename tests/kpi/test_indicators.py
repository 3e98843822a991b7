"""Indicators: who may be named in them, whose save counts, what keeps one from being deleted."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent, Department
from accounts.saving import Overtaken
from kpi.indicators import (
    add_reference,
    create_indicator,
    delete_indicator,
    mark_break,
    remove_reference,
    save_indicator,
    save_reference,
    unmark_break,
)
from kpi.models import Indicator
from kpi.surveys import save_round, survey_named
from publishing.editions import freeze, start_next_edition
from tests import factories
from tests.kpi import promises
from tests.snapshots import everything_stored, refused


@pytest.fixture
def indicator(toyonaka):
    return promises.indicator(toyonaka, "就業率")


def told(verb, **arguments) -> list[str]:
    """The sentences of a refusal by a check of the row; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.messages


@pytest.mark.django_db
def test_an_indicator_is_made_with_all_its_particulars(toyonaka, aoki):
    department = Department.objects.create(government=toyonaka, name="産業振興課")
    made = create_indicator(
        actor=aoki, government=toyonaka, name="　就業率 ", unit="%", better="UP", effect="OUTCOME", source="国勢調査",
        department=department, deputy=None, survey=survey_named(toyonaka, "市民意識調査"), frequency="FIVE_YEARLY",
        survey_years=[2025, 2020, 2025], known_month=11, lag_years=2,
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.name, made.survey_years, made.version) == ("就業率", [2020, 2025], 1)
    row = made.history.get()
    assert (row.history_type, row.history_user) == ("+", aoki)
    event = AuditEvent.objects.get(verb="indicator.create")
    assert (event.subject, event.actor, event.detail) == (
        f"indicator:{made.pk}", aoki, {"key": str(made.key)},
    )  # fmt: skip


@pytest.mark.django_db
def test_indicators_that_are_refused(toyonaka, ogori, aoki):
    make = {"actor": aoki, "government": toyonaka, "name": "就業率"}
    foreign = Department.objects.create(government=ogori, name="企画課")
    sentence = "ほかの団体の課は担当課に指定できません。"
    assert refused(create_indicator, **make, department=foreign) == sentence
    assert refused(create_indicator, **make, deputy=foreign) == sentence
    other = save_round(actor=None, government=ogori, survey="調査", fiscal_year=2024).survey
    assert refused(create_indicator, **make, survey=other) == "ほかの団体の調査は指定できません。"
    assert refused(create_indicator, **make, sector_plan=factories.plan(ogori)) == (
        "ほかの団体の計画は個別計画に指定できません。"
    )
    years = "調査年度は、「2021」のような西暦の年度で入れてください。"
    for wrong in ([21], ["2021"], "2021", [True], [None]):
        assert refused(create_indicator, **make, survey_years=wrong) == years
    assert told(create_indicator, **(make | {"name": "  "})) == ["このフィールドは空ではいけません。"]
    assert len(told(create_indicator, **make, known_month=13)) > 0
    assert len(told(create_indicator, **make, better="SIDEWAYS")) == 1
    with pytest.raises(TypeError, match="unexpected fields: key"):
        create_indicator(**make, key="x")


@pytest.mark.django_db
def test_who_saves_an_old_version_is_shown_what_stands_there(indicator, aoki, baba):
    save_indicator(actor=baba, indicator=indicator, version=1, source="国勢調査", unit="%")
    before = everything_stored()
    with pytest.raises(Overtaken) as caught:
        save_indicator(actor=aoki, indicator=indicator, version=1, name="就業者の割合")
    assert caught.value.current.source == "国勢調査"
    assert everything_stored() == before
    saved = save_indicator(actor=aoki, indicator=indicator, version=2, name="就業者の割合")
    assert [(row.version, row.history_user) for row in saved.history.all()] == [
        (3, aoki),
        (2, baba),
        (1, None),
    ]
    event = AuditEvent.objects.filter(verb="indicator.save").latest("pk")
    assert event.detail == {"key": str(saved.key), "version": 3, "fields": ["指標名"]}


@pytest.mark.django_db
def test_a_save_that_changes_nothing_writes_nothing(indicator, aoki):
    before = everything_stored()
    assert save_indicator(actor=aoki, indicator=indicator, version=1, name=" 就業率　", unit="%") == indicator
    assert everything_stored() == before


@pytest.mark.django_db
def test_the_unit_stays_once_there_are_figures(indicator, aoki):
    save_indicator(actor=aoki, indicator=indicator, version=1, unit="‰")
    save_indicator(actor=aoki, indicator=indicator, version=2, unit="%")
    promises.typed(indicator)
    assert refused(save_indicator, actor=aoki, indicator=indicator, version=3, unit="人") == (
        "「就業率」には実績値があるので、単位は変えられません。単位の違う値は、新しい指標をつくって入れてください。"
    )


@pytest.mark.django_db
def test_what_hangs_on_an_indicator_keeps_it(toyonaka, aoki):
    edition = factories.edition(factories.plan(toyonaka), title="総合戦略")
    target = promises.target(factories.small_tree(edition)["chapter"], "就業率")
    indicator, title = target.indicator, "「総合戦略」"
    assert refused(delete_indicator, actor=aoki, indicator=indicator) == (
        f"「就業率」は削除できません。この指標を使う目標値が{title}第1版にあります。"
    )
    start_next_edition(actor=None, edition=freeze(actor=None, edition=edition), stage="PROPOSAL")
    promises.typed(indicator, 2023)
    promises.typed(indicator, 2024)
    assert refused(delete_indicator, actor=aoki, indicator=indicator) == (
        f"「就業率」は削除できません。この指標を使う目標値が{title}第1版、{title}第2版にあります。"
        "実績値が2件あり、実績値は記録として残します。"
    )


@pytest.mark.django_db
def test_what_nobody_uses_goes_with_what_was_noted_to_it(indicator, aoki):
    mark_break(actor=aoki, indicator=indicator, fiscal_year=2025, note="調査の方法を変えた")
    add_reference(actor=aoki, indicator=indicator, name="全国平均")
    delete_indicator(actor=aoki, indicator=indicator)
    assert Indicator.objects.count() == 0
    row = Indicator.history.latest("history_id")
    assert (row.history_type, row.history_user, row.name) == ("-", aoki, "就業率")
    gone = "この指標はもうありません。画面を開き直してください。"
    assert refused(delete_indicator, actor=aoki, indicator=indicator) == gone
    assert refused(save_indicator, actor=aoki, indicator=indicator, version=1, name="x") == gone


@pytest.mark.django_db
def test_a_change_of_definition_is_marked_once_a_year_and_taken_back(indicator, aoki):
    mark = {"actor": aoki, "indicator": indicator, "fiscal_year": 2025}
    marked = mark_break(**mark, note=" 調査の方法を変えた ")
    assert (marked.fiscal_year, marked.note) == (2025, "調査の方法を変えた")
    assert told(mark_break, **mark, note="また変えた") == ["この年度の定義の変更は、すでに書かれています。"]
    assert refused(mark_break, **mark, note="  ") == "何が変わったかを書いてください。"
    assert refused(mark_break, **(mark | {"fiscal_year": 7}), note="x") == (
        "年度は、1900から2199までの西暦で入れてください。"
    )
    assert unmark_break(actor=aoki, series_break=marked) == indicator
    assert indicator.breaks.count() == 0
    assert refused(unmark_break, actor=aoki, series_break=marked) == (
        "この定義の変更はもうありません。画面を開き直してください。"
    )


@pytest.mark.django_db
def test_what_an_indicator_is_compared_with(indicator, aoki):
    made = add_reference(actor=aoki, indicator=indicator, name="全国平均", source="国勢調査")
    assert told(add_reference, actor=aoki, indicator=indicator, name="全国平均 ") == [
        "同じ名前の比べる系列がすでにあります。"
    ]
    before = everything_stored()
    save_reference(actor=aoki, reference=made, name="全国平均", source="国勢調査")
    assert everything_stored() == before
    saved = save_reference(actor=aoki, reference=made, name="全国の平均", source="国勢調査")
    assert saved.name == "全国の平均"
    promises.typed(indicator, 2020, "78.5%", series=made)
    assert refused(remove_reference, actor=aoki, reference=made) == (
        "「全国の平均」には値が1件あるので、削除できません。値は記録として残します。"
    )
    empty = add_reference(actor=aoki, indicator=indicator, name="府平均")
    remove_reference(actor=aoki, reference=empty)
    assert [row.name for row in indicator.references.all()] == ["全国の平均"]
    assert refused(remove_reference, actor=aoki, reference=empty) == (
        "この比べる系列はもうありません。画面を開き直してください。"
    )
