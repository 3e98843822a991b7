"""Where the cell of one fiscal year stands (状態): what was entered, or why nothing was."""

import datetime
from dataclasses import dataclass

from kpi.explaining import month_word, year_word
from kpi.figures import Series
from kpi.judgements import known_of
from strategy.fiscal import fiscal_year_of


@dataclass(frozen=True)
class State:
    """A state: its word, the class of its tag, and whether no figure is due yet (``is_waiting``)."""

    key: str
    word: str
    look: str = ""
    is_waiting: bool = False


DRAFT = State("DRAFT", "入力中")
SUBMITTED = State("SUBMITTED", "提出")
RETURNED = State("RETURNED", "差戻し", "tag-bad")
APPROVED = State("APPROVED", "承認", "tag-good")
MISSING = State("MISSING", "未入力", "tag-warn")
TOO_EARLY = State("TOO_EARLY", "まだ時期でない", "", True)
NO_SURVEY = State("NO_SURVEY", "調査年でない", "", True)
UNPUBLISHED = State("UNPUBLISHED", "未公表", "", True)
RELISTED = State("RELISTED", "再掲")
ENTERED = {state.key: state for state in (DRAFT, SUBMITTED, RETURNED, APPROVED)}
COUNTED = (APPROVED, SUBMITTED, DRAFT, MISSING, RETURNED)


def state_of(series: Series, year: int, today: datetime.date) -> tuple[State, str]:
    """The state of a fiscal year's cell by the newest revision of its figure, and what else is to be said of it.

    「未公表」 comes with 「令和8年11月予定」, 「調査年でない」 with the next survey's year. A year that is not over
    yet is no omission.
    """
    figure = series.of_year(year)
    if figure is not None:
        return ENTERED[figure.state], ""
    known = known_of(series, year, today)
    if not known.is_survey_year:
        return NO_SURVEY, "" if known.next_year is None else f"次は{year_word(known.next_year)}"
    if known.month is not None:
        return UNPUBLISHED, f"{month_word(known.month)}予定"
    return (TOO_EARLY, "") if year >= fiscal_year_of(today) else (MISSING, "")
