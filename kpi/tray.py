"""The tray 要確認 of a page: flags that nobody has answered, and the way to mend each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpi.flags import TargetFlag
from kpi.models import Target
from kpi.notation import Flag

# By code: what the link says, and the part of the target's page it leads to.
_TARGET, _BASELINE = "#target_target_text", "#target_baseline_text"
MENDING: Mapping[str, tuple[str, str]] = {
    "period_open": ("期間を選ぶ", "#period"),
    "reading_outdated": ("読み取り直す", "#hand"),
    f"target_{Flag.PERIOD_DIFFERS}": ("比べる年を選ぶ", "#hand"),
    f"target_{Flag.PERIOD_NOT_STATED}": ("期間を入れる", _TARGET),
    f"target_{Flag.NOT_READ}": ("目標値を直す", _TARGET),
    f"target_{Flag.UNIT_DIFFERS}": ("単位を確かめる", "#target_unit"),
    "baseline_missing": ("現状値を入れる", _BASELINE),
    "baseline_provisional": ("確定値を入れる", _BASELINE),
    "baseline_without_date": ("年月を入れる", _BASELINE),
    "baseline_of_another": ("出典を確かめる", "#target_source"),
    "row_twice": ("再掲を確かめる", "#place"),
    "wrong_direction": ("目標値を確かめる", _TARGET),
    "survey_rule": ("目標値を直す", _TARGET),
    "output_at_goal": ("位置づけを確かめる", "#target_role"),
    "source_missing": ("出典を入れる", "#target_source"),
    "rationale_missing": ("根拠を書く", "#target_rationale"),
    "rationale_of_another": ("根拠を書き直す", "#target_rationale"),
    "sector_target_differs": ("目標値を確かめる", _TARGET),
}


@dataclass(frozen=True)
class Waiting:
    """A flag of a target, with what mends it."""

    target: Target
    flag: TargetFlag

    @property
    def key(self) -> str:
        """For ids of the page."""
        return f"{self.target.lineage}-{self.flag.code}"

    @property
    def button(self) -> str:
        return self._mending[0]

    @property
    def part(self) -> str:
        return self._mending[1]

    @property
    def _mending(self) -> tuple[str, str]:
        is_baseline = self.flag.code.startswith("baseline_")
        usual = ("現状値を直す", _BASELINE) if is_baseline else ("目標値を直す", _TARGET)
        return MENDING.get(self.flag.code, usual)


@dataclass(frozen=True)
class Tray:
    """What waits (``open``), what most plans leave out (``minor``), and what may stay for a reason (``settled``)."""

    open: tuple[Waiting, ...]
    minor: tuple[Waiting, ...]
    settled: tuple[Waiting, ...]

    @property
    def outdated(self) -> int:
        """How many targets would be read otherwise today."""
        return sum(one.flag.code == "reading_outdated" for one in self.open)


def tray_of(flagged: Iterable[tuple[Target, Iterable[TargetFlag]]]) -> Tray:
    """The tray of these targets, in their order."""
    found = [Waiting(target, flag) for target, flags in flagged for flag in flags]
    waiting = [one for one in found if one.flag.is_open]
    return Tray(
        tuple(one for one in waiting if not one.flag.is_minor),
        tuple(one for one in waiting if one.flag.is_minor),
        tuple(one for one in found if not one.flag.is_open),
    )
