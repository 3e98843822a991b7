"""When a figure becomes known: 「調査年でない」 and 「未公表（令和8年11月予定）」 are not 「未入力」."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KnownFrom:
    """What is to be said of a year without a figure.

    ``month`` in which it will be published, only while that lies ahead; ``next_year`` the next survey's fiscal year.
    ``is_for_readers``: whether an office has it already is no matter of theirs; to them it is 未公表.
    """

    month: tuple[int, int] | None = None
    is_survey_year: bool = True
    next_year: int | None = None
    is_for_readers: bool = False


def known_from(
    year: int,
    *,
    today: date,
    month: int | None,
    lag: int = 1,
    every: int | None = 1,
    survey_years: Collection[int] = (),
) -> KnownFrom:
    """What is to be said of a fiscal year of an indicator that becomes known in ``month`` of the fiscal year ``lag`` later.

    ``every`` 1 is 毎年, 2 隔年, 5 each five years from one of ``survey_years`` on, None 不定期: only those years.

    >>> known_from(2024, today=date(2025, 6, 1), month=11, lag=2).month
    (2026, 11)
    >>> known_from(2024, today=date(2025, 6, 1), month=6, every=5, survey_years=[2020])
    KnownFrom(month=None, is_survey_year=False, next_year=2025)
    """
    if every is None:
        if year not in survey_years:
            return KnownFrom(None, False, min((one for one in survey_years if one > year), default=None))
    elif every > 1 and survey_years and (behind := (year - min(survey_years)) % every):
        return KnownFrom(None, False, year + every - behind)
    if month is None or not 1 <= month <= 12:
        return KnownFrom()
    at = (year + lag + (month < 4), month)
    return KnownFrom(at if (today.year, today.month) <= at else None)
