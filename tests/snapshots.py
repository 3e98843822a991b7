"""Everything that is stored, to show that a refused change left nothing behind."""

from typing import Any

import pytest
from django.apps import apps

from accounts.audit import Refused
from tests.sources import ROOMS


def everything_stored() -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables, those of history and of links between rows included."""
    models = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if not model._meta.proxy
    ]
    return {
        model._meta.db_table: list(model._base_manager.order_by(model._meta.pk.name).values())
        for model in models
    }


def refused(verb, **arguments) -> str:
    """The sentence with which a verb refuses; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(Refused) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.sentence
