"""Rows with a history say who saved them."""

import pytest
from django.core.exceptions import ValidationError

from kpi.models import Indicator
from kpi.saving import delete_by, save_by

pytestmark = pytest.mark.django_db


def test_history_names_who_saved_and_who_deleted(toyonaka, aoki, endo):
    row = Indicator(government=toyonaka, name="就業率", unit="%")
    save_by(row, aoki)
    key = row.pk
    delete_by(row, endo)
    acts = Indicator.history.filter(id=key).order_by("history_id").values_list("history_type", "history_user")
    assert list(acts) == [("+", aoki.pk), ("-", endo.pk)]


def test_what_is_not_sound_is_not_saved(toyonaka, aoki):
    with pytest.raises(ValidationError):
        save_by(Indicator(government=toyonaka, name=""), aoki)
    assert not Indicator.objects.exists()
