"""Part of every verb: only what changed is named, in the words of the screen."""

import pytest

from accounts.saving import names_of, put, require_known
from kpi.models import Indicator


def test_only_what_is_other_now_counts_as_changed():
    row = Indicator(name="就業率", unit="%", survey_years=[2020])
    assert put(row, {"name": " 就業率 ", "unit": "‰", "survey_years": [2020, 2025]}) == [
        "unit",
        "survey_years",
    ]
    assert (row.name, row.unit) == ("就業率", "‰")
    assert names_of(row, ["unit", "survey_years"]) == ["単位", "調査年度"]


def test_a_verb_writes_no_other_fields_than_its_own():
    require_known({"name": "x"}, frozenset({"name", "unit"}))
    with pytest.raises(TypeError, match="unexpected fields: key, position"):
        require_known({"name": "x", "position": 1, "key": 2}, frozenset({"name"}))
