"""A plan with the counts of 神奈川県's 第2期総合戦略 before and after its revision; names and texts are our own.

基本目標 4, 中柱 12, 小柱 31, 主な取組み 132 of which 2 are shown again (再掲); the revision adds 7 and renames some.
"""

import uuid
from typing import Any

from publishing.document import Document
from tests.documents import Data, again, document, entry

COUNTS = {"基本目標": 4, "中柱": 12, "小柱": 31, "主な取組み": 132}
RELISTED, ADDED = 2, 7
RENAMED = (3, 40, 77, 118, 129)  # places of the 主な取組み that the revision names otherwise
KEYS = {"基本目標": "goal", "中柱": "middle", "小柱": "small", "主な取組み": "action"}
KINDS = {"基本目標": "GOAL", "中柱": "DIRECTION", "小柱": "DIRECTION", "主な取組み": "INITIATIVE"}


def enacted() -> Document:
    """策定時."""
    return _document(1, 0, ())


def revised() -> Document:
    """今回改訂: seven 主な取組み more, each at the end of a 小柱, and five under another name."""
    return _document(2, ADDED, RENAMED)


def _document(number: int, added: int, renamed: tuple[int, ...]) -> Document:
    written = COUNTS["主な取組み"] - RELISTED
    actions = [_item("主な取組み", n, _name(n, n in renamed)) for n in range(written)]
    smalls = _above("小柱", actions, COUNTS["小柱"])
    for n in range(added):
        smalls[3 * n]["items"].append(
            _item("主な取組み", written + n, f"デジタルを活かす見本の取組み（{n + 1}）")
        )
    for n in range(RELISTED):
        smalls[-1 - n]["relisted"] = [again(actions[n], 0)]
    goals = _above("基本目標", _above("中柱", smalls, COUNTS["中柱"]), COUNTS["基本目標"])
    levels = [
        {
            "key": KEYS[name],
            "name": name,
            "kind": KINDS[name],
            "numbering": "none",
            "depth": depth,
            "under": [],
        }
        for depth, name in enumerate(COUNTS, 1)
    ]
    return document(
        *goals,
        number=number,
        title="第2期見本県総合戦略",
        term=2,
        revision=number - 1,
        levels=levels,
    )


def _name(n: int, is_renamed: bool) -> str:
    return f"見本の取組み（{n + 1}）{'のデジタル化' if is_renamed else ''}"


def _above(name: str, below: list[Data], count: int) -> list[Data]:
    """``count`` items with those below dealt out among them in their order, as evenly as may be."""
    share, rest = divmod(len(below), count)
    made, at = [], 0
    for n in range(count):
        size = share + (n < rest)
        made.append(_item(name, n, f"見本の{name}（{n + 1}）", below[at : at + size]))
        at += size
    return made


def _item(name: str, n: int, title: str, items: list[Data] | None = None, **fields: Any) -> Data:
    """An item whose lineage follows from its level and place: the same in both editions."""
    lineage = uuid.uuid5(uuid.NAMESPACE_OID, f"{name}{n}")
    body = f"<p>{title}についての見本の文です。</p>" if items is None else ""
    return entry(
        KINDS[name],
        title,
        "",
        items,
        level=name,
        level_key=KEYS[name],
        lineage=str(lineage),
        body=body,
        **fields,
    )
