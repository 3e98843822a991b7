"""A figure of a series and how the screen writes it: 13,512, −29.6, 72.0."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

MINUS = "−"


def figure_text(value: Decimal, places: int | None = None) -> str:
    """A figure with commas and the minus of the screen; ``places`` digits behind the point, or as many as it has.

    >>> figure_text(Decimal("-1577")), figure_text(Decimal("72"), 1), figure_text(Decimal("70.400000"))
    ('−1,577', '72.0', '70.4')
    """
    text = format(value.normalize(), ",f") if places is None else format(value, f",.{places}f")
    return text.replace("-", MINUS)


def places_of(value: Decimal) -> int:
    """Digits behind the point of a figure as it was typed.

    >>> places_of(Decimal("72.0")), places_of(Decimal("13237")), places_of(Decimal("1E+3"))
    (1, 0, 0)
    """
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it stands in one revision. ``n`` counts the revisions of its measurement, ``revision`` is its id.

    ``value`` has as many places as were typed (72.0); ``quality`` PROVISIONAL, FINAL, CORRECTED; ``state`` DRAFT,
    SUBMITTED, RETURNED, APPROVED; ``published_at`` when readers first saw it, ``remark`` what stands beside it then.
    ``publication`` is the id of the row that made it public. Read ``brief`` (kpi/series.py), what stands below ``stage``
    but ``denominator``, ``remark`` and ``publication`` is empty.
    """

    fiscal_year: int
    value: Decimal
    places: int
    quality: str
    state: str
    is_running_total: bool
    is_partial: bool
    stage: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    period_kind: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    measurement: int = 0
    revision: int = 0
    n: int = 0
    is_public: bool = False
    published_at: datetime.datetime | None = None
    remark: str = ""
    publication: int | None = None

    @property
    def text(self) -> str:
        """The figure without its unit."""
        return figure_text(self.value, self.places)

    @property
    def is_provisional(self) -> bool:
        return self.quality == "PROVISIONAL"


@dataclass(frozen=True, slots=True)
class Reference:
    """What an indicator is compared with (全国平均), and its figures in order of years."""

    name: str
    source: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the survey that an indicator is asked in; ``rate`` is the share of valid answers."""

    fiscal_year: int
    held: str
    sent: int | None
    valid: int | None

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.valid) / self.sent if self.sent and self.valid is not None else None


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator with its figures in order of years: all that pages, files and judgements need of it."""

    id: int
    key: str
    name: str
    unit: str
    better: str
    effect: str
    department: str
    deputy: str
    definition: str
    formula: str
    source: str
    survey: str
    frequency: str
    survey_years: tuple[int, ...]
    known_month: int | None
    lag_years: int
    breaks: tuple[tuple[int, str], ...]
    rounds: tuple[Round, ...]
    figures: tuple[Figure, ...]
    references: tuple[Reference, ...]
    sector_plan: str = ""  # KAN-9: the slug of the plan that owns the target value
    sector_name: str = ""
    sector_target: str = ""

    def of_year(self, fiscal_year: int, stage: int = 1) -> Figure | None:
        """The figure of a fiscal year, if there is one."""
        found = (one for one in self.figures if one.fiscal_year == fiscal_year and one.stage == stage)
        return next(found, None)
