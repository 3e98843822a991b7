"""What became of a place between two editions: derived, never typed."""

from enum import StrEnum


class Kind(StrEnum):
    """変更の種類, in the office's words; a change may be of several kinds."""

    THROUGHOUT = "全体の名称変更"
    ORGANISATION = "組織名称の変更"
    PERIOD = "計画期間の変更"
    NEW = "新設"
    REMOVED = "削除"
    MERGED = "統合"
    SPLIT = "分割"
    RETITLED = "名称変更"
    REVISED = "改正"
    MOVED = "移動"
    UP = "繰上げ"
    DOWN = "繰下げ"
    LEVEL = "階層の変更"
    FIGURE = "図の変更"
    DEPARTMENT = "所管課の変更"
    ALIGNMENT = "対応の変更"
    RELISTED = "再掲の変更"
    REGIONAL = "地域ビジョンの変更"
    POPULATION = "人口ビジョンの変更"
    # Of the rows of KPI tables, those of KGI, 数値目標 and 補足指標 among them (KAN-8).
    TARGET_NEW = "KPIの追加"
    TARGET_REMOVED = "KPIの削除"
    TARGET_RETITLED = "指標名の変更"
    TARGET_VALUE = "目標値の変更"
    TARGET_BASELINE = "現状値の変更"
    TARGET_DETAIL = "対象・出典等の変更"
    TARGET_MOVED = "KPIの移動"
    TARGET_RELISTED = "KPIの再掲の変更"
    RATIONALE = "設定根拠の変更"
    FORMAT = "書式の変更"


# Nothing that a reader reads differs: such a change goes into the annex unless the planner wants it in the table.
QUIET = frozenset({Kind.UP, Kind.DOWN, Kind.FORMAT, Kind.RATIONALE})
OF_TARGETS = frozenset({
    Kind.TARGET_NEW, Kind.TARGET_REMOVED, Kind.TARGET_RETITLED, Kind.TARGET_VALUE, Kind.TARGET_BASELINE,
    Kind.TARGET_DETAIL, Kind.TARGET_MOVED, Kind.TARGET_RELISTED, Kind.RATIONALE,
})  # fmt: skip


def ordered(kinds: set[Kind]) -> tuple[Kind, ...]:
    """The kinds in their order here, which is the order in which they are printed."""
    return tuple(kind for kind in Kind if kind in kinds)
