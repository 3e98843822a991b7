"""The form of a government's own style of 新旧対照表."""

import pytest

from publishing.comparison.keeping import style_for
from publishing.comparison.styles import PRESETS
from publishing.forms.comparison_style import StyleForm
from tests.publishing.test_forms_comparisons import sent

pytestmark = pytest.mark.django_db


def test_a_style_begins_with_a_preset_and_is_adjusted(toyonaka, aoki):
    first = StyleForm(government=toyonaka)
    assert (first["key"].value(), first["context"].value()) == ("new-old", "0")
    start = StyleForm(government=toyonaka, start="stacked")
    assert start["order"].value() == "stacked"
    data = sent(start, new_label="改正後", old_label="改正前", columns=["remark", "place"], context="all")
    form = StyleForm(data, government=toyonaka)
    assert form.is_valid(), form.errors
    form.attempt(actor=aoki)
    style = style_for(toyonaka)
    assert (style.key, style.name, style.order) == ("stacked", "旧↓新", "stacked")
    assert (style.label("new"), style.columns, style.context) == ("改正後", ("place", "remark"), None)
    assert StyleForm(government=toyonaka)["context"].value() == "all"


def test_the_errata_are_no_style_of_a_government(toyonaka):
    assert "errata" in PRESETS
    assert "errata" not in [style.key for style in StyleForm.presets]
    assert StyleForm(government=toyonaka, start="errata")["key"].value() == "new-old"
    assert not StyleForm(sent(StyleForm(government=toyonaka), key="errata"), government=toyonaka).is_valid()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old_label": "新"}, "old_label"),
        ({"new_label": ""}, "new_label"),
        ({"columns": ["colour"]}, "columns"),
        ({"context": "99"}, "context"),
        ({"order": "diagonal"}, "order"),
        ({"note": "あ" * 301}, "note"),
    ],
)
def test_a_style_that_cannot_be(toyonaka, typed, field):
    form = StyleForm(sent(StyleForm(government=toyonaka), **typed), government=toyonaka)
    assert not form.is_valid()
    assert field in form.errors


def test_a_style_that_somebody_else_changed_first(toyonaka, aoki):
    data = sent(StyleForm(government=toyonaka, start="old-new"))
    other = StyleForm(sent(StyleForm(government=toyonaka, start="stacked")), government=toyonaka)
    assert other.is_valid()
    other.attempt(actor=aoki)
    form = StyleForm(data, government=toyonaka)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert "「旧↓新」をもとにした様式" in form.non_field_errors()[0]
    assert style_for(toyonaka).key == "stacked"
