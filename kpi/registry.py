"""The indicators of a government as the office lists them, each with its newest figure and the editions that use it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Department, Government
from kpi.figures import Figure
from kpi.models import Indicator, Target
from kpi.series import Shown, series_of
from kpi.states import ENTERED, State
from strategy.normalise import fold
from strategy.places import words_of

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Listed:
    """An indicator with what is newest of it; ``used`` names the editions that set a target for it."""

    indicator: Indicator
    figure: Figure | None
    used: tuple[str, ...]

    @property
    def state(self) -> State | None:
        return ENTERED[self.figure.state] if self.figure else None


@dataclass(frozen=True)
class Registry:
    """The list; ``departments`` are those out of which to choose."""

    rows: tuple[Listed, ...]
    departments: tuple[Department, ...]
    total: int


def registry(government: Government, *, query: str = "", department: str = "") -> Registry:
    """The indicators whose name or source has all the words, of this department (its id). Six queries at most."""
    words = words_of(query.strip()[:LONGEST_QUERY])
    every = list(
        Indicator.objects.filter(government=government)
        .select_related("department", "deputy", "survey")
        .order_by("name", "id")
    )
    wanted = [row for row in every if _is_wanted(row, words, department)]
    series = series_of(government, [row.key for row in wanted], shown=Shown.NEWEST)
    used = _used([row.pk for row in wanted])
    rows = []
    for row in wanted:
        figures = [figure for figure in series[str(row.key)].figures if figure.stage == 1]
        rows.append(Listed(row, figures[-1] if figures else None, tuple(used[row.pk])))
    departments = {row.department for row in every if row.department}
    return Registry(tuple(rows), tuple(sorted(departments, key=str)), len(every))


def _is_wanted(row: Indicator, words: Collection[str], department: str) -> bool:
    text = fold(f"{row.name} {row.source} {row.survey or ''}")
    is_theirs = not department or department in (str(row.department_id), str(row.deputy_id))
    return is_theirs and all(word in text for word in words)


def _used(indicators: Collection[int]) -> dict[int, list[str]]:
    """By indicator the editions with a target for it, each once. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Target.objects.filter(indicator__in=indicators).order_by("edition__plan_id", "-edition__number")
    for pk, title, number in rows.values_list("indicator_id", "edition__title", "edition__number"):
        said = f"{title}（第{number}版）"
        if said not in found[pk]:
            found[pk].append(said)
    return found
