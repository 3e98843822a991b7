"""The forms of visions and scenarios: both texts where somebody was quicker, and the steps of the editor."""

import pytest

from tests.vision.towns import a_vision, an_area
from vision.forms.fields import shown
from vision.forms.scenarios import ScenarioForm
from vision.forms.visions import FactsForm
from vision.kept_scenarios import save_scenario
from vision.spec import Births, ScenarioSpec
from vision.visions import save_vision

pytestmark = pytest.mark.django_db


def test_values_are_shown_as_people_read_them():
    assert [shown(value) for value in (True, False, None, "", 2020)] == [
        "はい",
        "いいえ",
        "（空）",
        "（空）",
        "2020",
    ]


def test_a_form_that_came_too_late_replaces_the_other_when_sent_once_more(toyonaka, aoki):
    vision = a_vision(toyonaka, scenarios=False)
    save_vision(actor=None, vision=vision, version=1, base_year=2015)
    data = {"title": vision.title, "base_year": "2020", "last_year": "2050", "version": "1"}
    form = FactsForm(data, vision=vision)
    assert form.is_valid() and form.attempt(actor=aoki) is None
    assert (form.status, form.differing) == (409, [("基準年", "2015", "2020")])
    again = FactsForm(form.data, vision=vision)
    assert again.is_valid() and again.attempt(actor=aoki).base_year == 2020


def test_the_editor_shows_the_assumptions_that_stand_there_now(toyonaka, aoki):
    row = a_vision(toyonaka).scenarios.get(kind="PATTERN1")
    row.vision.government = toyonaka
    save_scenario(
        actor=None, scenario=row, version=1, spec=ScenarioSpec(births=Births.TFR, tfr=((2030, None),))
    )
    sent = {
        "name": "パターン1",
        "is_shown": "on",
        "version": "1",
        "births": "PUBLISHED",
        "moves": "PUBLISHED",
    }
    form = ScenarioForm(sent, scenario=row)
    assert form.is_valid() and form.attempt(actor=aoki) is None
    assert (form.status, form.differing) == (
        409,
        [("子どもの生まれ方", "合計特殊出生率 2030年 公表された値", "公表された値のまま")],
    )


def test_steps_that_nobody_offers_do_nothing(toyonaka):
    row = a_vision(toyonaka).scenarios.get(kind="PATTERN1")
    form = ScenarioForm({"tfr-count": "1", "tfr-0-year": "2030"}, scenario=row)
    assert [form.step(act) for act in ("", "add-moves", "drop-tfr-x", "save")] == [False] * 4
    assert form.step("drop-tfr-9") is True
    assert len(form.typed["tfr"]) == 1
    for _ in range(30):
        form.step("add-additions")
    assert len(form.typed["additions"]) == 20
    assert form.typed["additions"][0]["first"] == "2025"


def test_the_ages_of_the_editor_are_those_of_the_tables(toyonaka):
    vision = a_vision(toyonaka)
    an_area(vision, "99998", "となり町")
    form = ScenarioForm(scenario=vision.scenarios.first(), open_from=85)
    assert [word for word, _ in form.own_rows][-1] == "85歳以上"
    assert form.own_rows[0][1][0][0] == "own-M-5-9"
    assert [code for code, _ in form.codes] == ["99999", "99998"]
