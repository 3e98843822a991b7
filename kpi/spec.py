"""What a KPI promises and from where it starts, as data: no text of an office is needed to judge it.

Figures are ``Decimal`` in the unit that stands beside them; fiscal years are integers (2023 is 令和5年度).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TargetKind(StrEnum):
    """目標の種類 (domain of the guide's examples, 手引き 6; values are the keys of the fixtures)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MAINTAIN = "maintain"
    MAINTAIN_PERIOD_AVERAGE = "maintain_period_average"
    MAINTAIN_CUMULATIVE = "maintain_cumulative"
    CUMULATIVE_OVER_PERIOD = "cumulative_over_period"
    CUMULATIVE_DECREASE = "cumulative_decrease"
    CUMULATIVE_SINCE = "cumulative_since"
    INCREASE_OVER_PREVIOUS_YEAR = "increase_over_previous_year"
    EXCEED_REFERENCE = "exceed_reference"
    MILESTONE = "milestone"
    APPROX = "approx"
    APPROX_RANGE = "approx_range"
    NATIONWIDE_ROLLOUT = "nationwide_rollout"
    ALL = "all"
    ALL_PERCENT = "all_percent"
    ALMOST_ALL = "almost_all"
    ANNUAL_RATE_AT_LEAST = "annual_rate_at_least"
    BALANCE = "balance"
    COMPLETION = "completion"
    TWO_STAGE = "two_stage"
    QUALITATIVE = "qualitative"


class BaselineKind(StrEnum):
    """基準値（現状値）の種類."""

    VALUE_AT_DATE = "value_at_date"
    VALUE_WITHOUT_DATE = "value_without_date"
    PERIOD_AVERAGE = "period_average"
    CUMULATIVE_OVER_PERIOD = "cumulative_over_period"
    PROVISIONAL = "provisional"
    PARTIAL_PERIOD = "partial_period"
    TO_BE_BUILT = "to_be_built"
    TO_START = "to_start"
    CHANGE_VS_REFERENCE_YEAR = "change_vs_reference_year"
    APPROX = "approx"
    NONE = "none"


class Better(StrEnum):
    """よい方向: whether a larger or a smaller figure is the better one."""

    UP = "UP"
    DOWN = "DOWN"


class Grain(StrEnum):
    """時点の種類: 年度 and 年 are kept apart, 年度末 and a month or a day too."""

    FISCAL_YEAR = "FISCAL_YEAR"
    FISCAL_YEAR_END = "FISCAL_YEAR_END"
    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"


@dataclass(frozen=True)
class When:
    """A point of time as printed: 令和3年度, 2022年12月31日時点, 2025年度末. ``year`` is the fiscal year for
    FISCAL_YEAR and FISCAL_YEAR_END, else the calendar year."""

    grain: Grain
    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Span:
    """From one point of time to another, both included: 令和5年度～令和9年度, R4.7～12."""

    first: When
    last: When


@dataclass(frozen=True)
class Milestone:
    """A value to be reached by a fiscal year. ``is_outlook``: said beyond the plan's own period (NAT-7)."""

    value: Decimal
    fiscal_year: int
    is_outlook: bool = False


@dataclass(frozen=True)
class TargetSpec:
    """A target that can be judged. Which fields count depends on ``kind``.

    ``value`` in ``unit``; ``low``/``high`` of a range (十数か所 is 11 to 19); ``span`` of cumulative and average targets;
    ``by`` the deadline; ``denominator`` of 全国展開 (1,741) and 全て; ``milestones`` in ascending years; ``printed`` as the
    document says it. ``reason`` says why a text is QUALITATIVE, ``flags`` what somebody should look at.
    """

    kind: TargetKind
    value: Decimal | None = None
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    by: When | None = None
    span: Span | None = None
    denominator: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    reference_year: int | None = None  # 1990年度比
    is_strict: bool = False  # 超, 上回る: greater than, not equal
    reference: str = ""  # 全国平均: what is to be exceeded
    printed: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)  # 維持, 均衡: how far off still counts as kept
    by_mean: bool = False  # 年2％以上: the mean of the years counts, not each of them
    is_period_open: bool = False  # nobody has said yet whether per year or over the whole period (TOY-39)


@dataclass(frozen=True)
class BaselineSpec:
    """Where a KPI starts from (現状値). ``parts`` of a pair (小学校 55.4, 中学校 53.6)."""

    kind: BaselineKind
    value: Decimal | None = None
    unit: str = ""
    at: When | None = None
    span: Span | None = None
    reference_year: int | None = None
    more_than: bool = False  # 2万人強
    parts: tuple[tuple[str, Decimal], ...] = ()
    printed: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """A figure as somebody typed or printed it: 13,237事業所（速報値）."""

    value: Decimal | None
    unit: str = ""
    is_provisional: bool = False
    is_approximate: bool = False
    at_least: bool = False  # 30%以上 as an actual
    is_running_total: bool = False  # 累計1,234人: the sum so far, not the year's own figure
    reason: str = ""  # why it could not be read
