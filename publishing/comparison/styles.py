"""How a 新旧対照表 looks, as data: four presets, and the 正誤表."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Literal

from publishing.comparison.table import Line

Order = Literal["new_old", "old_new", "stacked"]
ORDERS: dict[str, str] = {"new_old": "新｜旧", "old_new": "旧｜新", "stacked": "旧↓新"}
COLUMNS: dict[str, str] = {
    "number": "No",
    "place": "該当箇所",
    "page": "頁",
    "reason": "修正の趣旨",
    "remark": "備考",
}
LABELS: tuple[tuple[str, str], ...] = (
    ("新", "旧"),
    ("改正後", "改正前"),
    ("改正案", "現行"),
    ("改訂案", "現行"),
    ("正", "誤"),
)
NOTE = "下線の部分は、変更箇所です。（略）は変更のない部分、（新設）は新たに加えた部分、（削る）は削った部分を示します。"
MOST_CONTEXT = 9


class StyleError(ValueError):
    """The style cannot be used; the Japanese sentence says why."""


@dataclass(frozen=True)
class Style:
    """One look. ``columns`` stand beside the texts in this order: number, page and place before, the others behind.

    ``context`` is how many unchanged paragraphs are printed around a change; None prints all of them.
    ``says_absent``: （新設） and （削る） stand where a side has nothing. A stacked table prints the reason above the texts.
    """

    key: str
    name: str
    order: Order
    new_label: str
    old_label: str
    columns: tuple[str, ...]
    context: int | None = 0
    says_absent: bool = True
    note: str = NOTE

    @property
    def is_stacked(self) -> bool:
        return self.order == "stacked"

    @property
    def sides(self) -> tuple[Literal["old", "new"], Literal["old", "new"]]:
        """The sides in the order in which they stand."""
        return ("new", "old") if self.order == "new_old" else ("old", "new")

    @property
    def before(self) -> tuple[str, ...]:
        """Columns that stand before the texts."""
        return tuple(name for name in self.columns if name in ("number", "page", "place"))

    @property
    def behind(self) -> tuple[str, ...]:
        """Columns that stand behind the texts; in a stacked table the reason stands with them."""
        rest = (name for name in self.columns if name in ("reason", "remark"))
        return tuple(name for name in rest if not (self.is_stacked and name == "reason"))

    @property
    def shows_reason(self) -> bool:
        return "reason" in self.columns

    def label(self, side: str) -> str:
        return self.new_label if side == "new" else self.old_label


PRESETS: dict[str, Style] = {
    style.key: style
    for style in (
        Style("new-old", "新｜旧", "new_old", "新", "旧", ("number", "place", "reason")),
        Style("old-new", "旧｜新", "old_new", "新", "旧", ("number", "place", "remark")),
        Style("revised-current", "改正案｜現行", "new_old", "改正案", "現行", ("place", "remark")),
        Style("stacked", "旧↓新", "stacked", "新", "旧", ("number", "place", "reason")),
        Style(
            "errata", "正誤表", "old_new", "正", "誤", ("page",), says_absent=False,
            note="下線の部分は、訂正した箇所です。",
        ),
    )
}  # fmt: skip
DEFAULT = "new-old"


def preset(key: str) -> Style:
    """The preset of this key; StyleError names those there are."""
    if key not in PRESETS:
        names = "、".join(f"{style.key}（{style.name}）" for style in PRESETS.values())
        raise StyleError(f"様式「{key}」はありません。あるのは {names} です。")
    return PRESETS[key]


def to_data(style: Style) -> dict[str, Any]:
    """The style as it is stored."""
    return {**asdict(style), "columns": list(style.columns)}


def from_data(data: Mapping[str, Any]) -> Style:
    """A stored style; StyleError for whatever no style may hold."""
    style = replace(preset(str(data.get("key"))), **{**data, "columns": tuple(data.get("columns", ()))})
    if style.order not in ORDERS:
        raise StyleError(
            f"並べ方「{style.order}」はありません。{'、'.join(ORDERS.values())} から選んでください。"
        )
    if unknown := [name for name in style.columns if name not in COLUMNS]:
        known = "、".join(COLUMNS.values())
        raise StyleError(f"列「{'、'.join(unknown)}」はありません。{known} から選んでください。")
    if len(set(style.columns)) < len(style.columns):
        raise StyleError("同じ列が二度入っています。一つにしてください。")
    if style.context is not None and not 0 <= style.context <= MOST_CONTEXT:
        raise StyleError(f"前後に残す段落は 0 から {MOST_CONTEXT} までの数にしてください。")
    if not style.new_label or not style.old_label or style.new_label == style.old_label:
        raise StyleError("新旧の見出しには、異なる言葉を入れてください。")
    return style


def abridged(lines: Iterable[Line], context: int | None) -> Iterator[Line]:
    """The lines with stretches of unchanged text further than ``context`` paragraphs from a change as one （略）.

    The heading of an item always stays.
    """
    found = list(lines)
    if context is None:
        yield from found
        return
    near = {
        n + step for n, line in enumerate(found) if line.is_changed for step in range(-context, context + 1)
    }
    near |= {n for n, line in enumerate(found) if line.form == "title"}
    for is_kept, stretch in groupby(enumerate(found), key=lambda pair: pair[0] in near):
        yield from (line for _, line in stretch) if is_kept else (Line("omitted", is_changed=False),)
