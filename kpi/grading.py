"""How a government grades its KPIs, as data: grades in words and signs, and rules of which the first that holds counts.

No two towns grade alike, so the evaluator only says what is so (reached, share, pace, better or worse than
the baseline) and a scheme turns it into a word. A rule looks either at KPIs that can be judged or at those that cannot,
never at both: where there is no figure, no grade meant for a figure can be given. The presets, and how a scheme is
stored and checked, stand in kpi/grades.py.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from kpi.spec import TargetKind


class Versus(StrEnum):
    """基準値との比較: better, the same or worse, whichever way is the better one for the KPI."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Measure(StrEnum):
    """A figure of the judgement that a rule can look at; all of them are shares except the gap."""

    RATE = "rate"  # 達成率: (actual − baseline) ÷ (target − baseline)
    PACE = "pace"  # 進み具合: rate ÷ expected share
    RATIO = "ratio"  # 実績÷目標; 目標÷実績 where less is better
    CHANGE = "change"  # (actual − baseline) ÷ |baseline|, good is positive
    GAP = "gap"  # actual − target in the unit of the KPI, good is positive


class Tone(StrEnum):
    """How a grade is coloured; the six of the design, whatever the government's own words are."""

    ACHIEVED = "achieved"
    ON_TRACK = "on-track"
    SLIGHTLY_LATE = "slightly-late"
    LATE = "late"
    BELOW = "below"
    UNKNOWN = "unknown"


class Elapsed(StrEnum):
    """From where years are counted: 計画期間の5年のうち3年, or from the year of the baseline (7年のうち3年)."""

    PERIOD = "period"
    BASELINE = "baseline"


class Facts(Protocol):
    """What a rule may ask about a KPI; None where it cannot be said."""

    @property
    def achieved(self) -> bool | None: ...
    @property
    def is_due(self) -> bool: ...
    @property
    def versus(self) -> Versus | None: ...
    @property
    def rate(self) -> Decimal | None: ...
    @property
    def pace(self) -> Decimal | None: ...
    @property
    def ratio(self) -> Decimal | None: ...
    @property
    def change(self) -> Decimal | None: ...
    @property
    def gap(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Grade:
    """One grade (区分): its sign and its word as the government prints them."""

    key: str
    sign: str
    word: str
    tone: Tone


@dataclass(frozen=True)
class Rule:
    """A grade and when it is given: all that is stated must hold; a rule that states nothing always holds.

    ``missing`` rules are for KPIs that cannot be judged, all others for those that can. A bound holds only where
    the measure has a value.
    """

    grade: str
    missing: bool = False
    kinds: tuple[TargetKind, ...] = ()
    achieved: bool | None = None
    is_due: bool | None = None
    versus: Versus | None = None
    measure: Measure | None = None
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    @property
    def is_open(self) -> bool:
        """Whether it holds for all KPIs, so that no later rule is ever asked."""
        stated = (self.measure, self.achieved, self.is_due, self.versus)
        return not self.kinds and all(one is None for one in stated)

    def holds(self, facts: Facts) -> bool:
        """Whether all that it states is so; kinds and ``missing`` are the scheme's matter."""
        if self.achieved is not None and facts.achieved is not self.achieved:
            return False
        if self.is_due is not None and facts.is_due is not self.is_due:
            return False
        if self.versus is not None and facts.versus is not self.versus:
            return False
        return self.measure is None or self._within(getattr(facts, self.measure))

    def _within(self, figure: Decimal | None) -> bool:
        return (
            figure is not None
            and (self.at_least is None or figure >= self.at_least)
            and (self.above is None or figure > self.above)
            and (self.at_most is None or figure <= self.at_most)
            and (self.below is None or figure < self.below)
        )


@dataclass(frozen=True)
class GradeScheme:
    """A government's way to grade. ``elapsed`` says from where the years of the pace are counted."""

    key: str
    name: str
    grades: tuple[Grade, ...]
    rules: tuple[Rule, ...]
    elapsed: Elapsed = Elapsed.PERIOD

    def grade(self, kind: TargetKind, facts: Facts) -> Grade:
        """The grade of the first rule that holds.

        A scheme of one rule for what is known and one for what is not:

        >>> words = Grade("yes", "○", "判定あり", Tone.ON_TRACK), Grade("no", "－", "判定不能", Tone.UNKNOWN)
        >>> scheme = GradeScheme("two", "二区分", words, (Rule("no", missing=True), Rule("yes")))
        >>> scheme.grade(TargetKind.AT_LEAST, NOTHING_KNOWN).word
        '判定不能'
        """
        for rule, grade in self._asked[kind, facts.achieved is None]:
            if rule.holds(facts):
                return grade
        raise AssertionError(f"{self.key}: no rule for {kind}")  # from_data refuses such a scheme

    @cached_property
    def _asked(self) -> dict[tuple[TargetKind, bool], tuple[tuple[Rule, Grade], ...]]:
        """The rules to be asked for a kind, for KPIs that can be judged (False) and that cannot (True)."""
        named = {grade.key: grade for grade in self.grades}
        return {
            (kind, missing): tuple(
                (rule, named[rule.grade])
                for rule in self.rules
                if rule.missing is missing and (not rule.kinds or kind in rule.kinds)
            )
            for kind in TargetKind
            for missing in (False, True)
        }


@dataclass(frozen=True)
class _NothingKnown:
    achieved: bool | None = None
    is_due: bool = False
    versus: Versus | None = None
    rate: Decimal | None = None
    pace: Decimal | None = None
    ratio: Decimal | None = None
    change: Decimal | None = None
    gap: Decimal | None = None


NOTHING_KNOWN: Facts = _NothingKnown()
