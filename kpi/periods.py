"""The stretch of time that a figure is of: a fiscal year, a calendar year, a day or a span."""

import datetime
from dataclasses import dataclass

from accounts.audit import Refused
from kpi.models import Measurement
from strategy.fiscal import fiscal_year_of, format_date, format_fiscal_year

Kind = Measurement.PeriodKind


@dataclass(frozen=True)
class Stretch:
    """From one day to another, both included, and the fiscal year it counts for."""

    kind: str
    starts_on: datetime.date
    ends_on: datetime.date
    fiscal_year: int


def stretch_of(
    kind: str, fiscal_year: int, starts_on: datetime.date | None, ends_on: datetime.date | None
) -> Stretch:
    """The stretch of time of a figure. Refused where days are missing, turned round, or of another year.

    A day or a span may end in the three months after its fiscal year (令和5年4月1日時点 of 令和4年度).

    >>> stretch_of("FISCAL_YEAR", 2024, None, None).ends_on
    datetime.date(2025, 3, 31)
    """
    if kind not in Kind.values:
        raise Refused("時点の種類は、年度・年・時点・期間から選んでください。")
    if kind == Kind.FISCAL_YEAR:
        return Stretch(
            kind, datetime.date(fiscal_year, 4, 1), datetime.date(fiscal_year + 1, 3, 31), fiscal_year
        )
    if kind == Kind.YEAR:
        return Stretch(
            kind, datetime.date(fiscal_year, 1, 1), datetime.date(fiscal_year, 12, 31), fiscal_year
        )
    if kind == Kind.DAY:
        day = ends_on or starts_on
        if day is None:
            raise Refused("時点の日付を入れてください。")
        if starts_on and ends_on and starts_on != ends_on:
            raise Refused("時点の日付が二つあります。期間の値なら、時点の種類を「期間」にしてください。")
        starts_on = ends_on = day
    if starts_on is None or ends_on is None:
        raise Refused("期間の初日と末日を入れてください。")
    if starts_on > ends_on:
        raise Refused("期間の末日が初日より前です。日付を確かめてください。")
    last = datetime.date(fiscal_year + 1, 6, 30)
    if not datetime.date(fiscal_year, 1, 1) <= ends_on <= last:
        raise Refused(
            f"日付（{ends_on:%Y/%m/%d}）は{format_fiscal_year(fiscal_year)}の値のものではありません"
            f"（{format_fiscal_year(fiscal_year_of(ends_on))}の日付です）。年度か日付を直してください。"
        )
    return Stretch(kind, starts_on, ends_on, fiscal_year)


def require_within(stretch: Stretch, first: int | None, last: int | None) -> None:
    """Refuse what lies before the plan's first fiscal year or behind its last; None bounds nothing.

    A calendar year may begin before the plan does, a date or a span may not end there.
    """
    year = format_fiscal_year(stretch.fiscal_year)
    if first is not None and stretch.fiscal_year < first:
        raise Refused(f"{year}は計画の始まる{format_fiscal_year(first)}より前です。年度を確かめてください。")
    if last is not None and stretch.fiscal_year > last:
        raise Refused(f"{year}は計画の終わる{format_fiscal_year(last)}より後です。年度を確かめてください。")
    if first is not None and stretch.ends_on < datetime.date(first, 4, 1):
        raise Refused(
            f"日付（{stretch.ends_on:%Y/%m/%d}）は計画の始まる{format_date(datetime.date(first, 4, 1))}より前です。"
            "日付を確かめてください。"
        )
