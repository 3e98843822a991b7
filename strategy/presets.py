"""Levels to begin with: the shapes in which plans are written, taken from published ones and from the national guide.

A planner takes one and changes it; nothing else knows these shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Preset:
    """A set of levels under a name; each level as the fields of ``Level``."""

    label: str
    levels: tuple[Mapping[str, Any], ...]

    @property
    def names(self) -> str:
        """The names of its levels, for choosing."""
        return "・".join(level["name"] for level in self.levels)


def _level(key: str, depth: int, name: str, kind: str, numbering: str, *under: str) -> Mapping[str, Any]:
    """``under`` are keys of levels; "" is the top of the plan."""
    fields = {"key": key, "depth": depth, "name": name, "kind": kind, "numbering": numbering}
    return MappingProxyType(fields | {"under": under})


_HEADINGS = (
    _level("heading", 1, "見出し", "TEXT", "arabic", ""),
    _level("subheading", 2, "小見出し", "TEXT", "paren", "heading"),
)

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        # 手引き（令和4年12月版）: 基本目標, 講ずべき施策に関する基本的方向, 具体的な施策, as in 法第9条・第10条.
        "guide": Preset(
            "基本目標・基本的方向・具体的な施策（国の手引きの形）",
            (
                *_HEADINGS,
                _level("goal", 1, "基本目標", "GOAL", "goal", "", "heading"),
                _level("direction", 2, "基本的方向", "DIRECTION", "paren", "goal"),
                _level("measure", 3, "具体的な施策", "MEASURE", "circled", "direction"),
            ),
        ),
        # 豊中市: the strategy is taken out of the 総合計画; examples stand beside the directions of a section.
        "chapters": Preset(
            "章・節・方向性・施策（総合計画と同じ章立ての形）",
            (
                *_HEADINGS,
                _level("pillar", 2, "取組みの柱", "PILLAR", "none", "heading"),
                _level("chapter", 1, "章", "GOAL", "chapter", "", "heading"),
                _level("section", 2, "節", "DIRECTION", "chapter_section", "chapter"),
                _level("direction", 3, "方向性", "DIRECTION", "paren", "section"),
                _level("measure", 4, "主な取組み", "MEASURE", "circled", "direction"),
                _level("initiative", 3, "主な取組み例", "INITIATIVE", "none", "section"),
            ),
        ),
        # 神奈川県: 基本目標 4, 中柱 12, 小柱 31, 主な取組み 132.
        "pillars": Preset(
            "大柱・中柱・小柱・主な取組み（柱を重ねる形）",
            (
                *_HEADINGS,
                _level("large", 1, "大柱", "GOAL", "goal", "", "heading"),
                _level("middle", 2, "中柱", "DIRECTION", "paren", "large"),
                _level("small", 3, "小柱", "DIRECTION", "circled", "middle"),
                _level("action", 4, "主な取組み", "MEASURE", "none", "small"),
            ),
        ),
    }
)
