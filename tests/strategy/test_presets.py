"""The shapes to begin with: each is whole in itself, and a plan can be written in it."""

import pytest

from strategy.numbering import STYLES
from strategy.presets import PRESETS
from strategy.tree import may_stand


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_whole_in_itself(key):
    levels = PRESETS[key].levels
    keys = [level["key"] for level in levels]
    assert len(set(keys)) == len(keys)
    for level in levels:
        assert set(level["under"]) <= {*keys, ""}
        assert level["under"]
        assert level["numbering"] in STYLES
        depths = [other["depth"] for other in levels if may_stand(level["under"], other["key"])]
        assert all(depth <= level["depth"] for depth in depths)


@pytest.mark.parametrize("key", PRESETS)
def test_the_law_finds_goal_direction_and_measure_in_a_preset(key):
    """法第9条・第10条: 目標, 基本的方向, 施策, each under the other."""
    levels = {level["key"]: level for level in PRESETS[key].levels}
    measures = [level for level in levels.values() if level["kind"] == "MEASURE"]
    assert measures
    for level in measures:
        kinds, above = set(), level
        while above["under"][0]:
            above = levels[above["under"][0]]
            kinds.add(above["kind"])
        assert kinds == {"DIRECTION", "GOAL"}


def test_the_names_are_those_of_the_published_plans():
    assert {key: preset.names for key, preset in PRESETS.items()} == {
        "guide": "見出し・小見出し・基本目標・基本的方向・具体的な施策",
        "chapters": "見出し・小見出し・取組みの柱・章・節・方向性・主な取組み・主な取組み例",
        "pillars": "見出し・小見出し・大柱・中柱・小柱・主な取組み",
    }
