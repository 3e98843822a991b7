"""What the KPIs of a report say together: counts per grade, the roll-up of a goal in words, what stands under 達成率.

A goal without a figure of its own is judged by the KPIs under it (手引き 7-2). Of a KPI that people graded by hand their
grade counts, for that is the one printed; a 再掲 and an indicator without a target count nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kpi.figures import MINUS
from kpi.findings import Basis
from kpi.grading import Tone
from kpi.progress import Progress
from kpi.review.report import GoalRow, GradeWord, KpiRow
from kpi.spec import TargetKind

NONE, INTERIM, REACHED = "－", "途中経過", "達成"
NO_KPI = "下に指標がないため、まとめての判定はありません。"
# A level to be kept through the whole period: until its end no share of it has been reached.
_KEPT_TO_THE_END = (TargetKind.MAINTAIN_CUMULATIVE, TargetKind.MAINTAIN_PERIOD_AVERAGE)
_GOOD = (Tone.ACHIEVED.value, Tone.ON_TRACK.value)


def rate_text(progress: Progress | None) -> str:
    """What stands under 達成率: 43%, 途中経過 (kept to the end of the period), 達成 (a level that is kept), －.

    Nothing for an indicator without a target. The share is signed and never clipped, rounded half up.
    """
    if progress is None:
        return ""
    found = progress.finding
    if progress.is_interim and progress.kind in _KEPT_TO_THE_END:
        return INTERIM
    if found.achieved is None:
        return NONE
    if found.rate is None or found.basis is Basis.KEPT:
        return REACHED if found.achieved else NONE
    return percent(found.rate)


def percent(part: Decimal) -> str:
    """A share in whole per cents.

    >>> percent(Decimal("0.425")), percent(Decimal("-0.16")), percent(Decimal("-0.001"))
    ('43%', '−16%', '0%')
    """
    whole = int((part * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return f"{MINUS if whole < 0 else ''}{abs(whole):,}%"


def held(row: KpiRow) -> str:
    """The key of the grade that counts: the one given by hand, else the computed one; nothing for what is not graded."""
    return "" if row.is_relisted else row.grade_by_hand or row.grade


def counts_of(rows: Iterable[KpiRow], grades: Sequence[GradeWord]) -> tuple[int, ...]:
    """How many rows have each grade, in the order of the grades."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[held(row)] += 1
    return tuple(found[grade.key] for grade in grades)


def goals_of(
    rows: Sequence[KpiRow], goals: Iterable[str], grades: Sequence[GradeWord]
) -> tuple[GoalRow, ...]:
    """The roll-up of each goal (its lineage), in the order given; one without KPIs says so."""
    under: dict[str, list[KpiRow]] = defaultdict(list)
    for row in rows:
        under[row.goal].append(row)
    found = []
    for goal in goals:
        counts = counts_of(under[goal], grades)
        found.append(GoalRow(goal, counts, sum(counts), sentence(counts, grades)))
    return tuple(found)


def sentence(counts: Sequence[int], grades: Sequence[GradeWord]) -> str:
    """Counts in words, the good grades together first, then the bad ones; the rest is what cannot be judged yet.

    >>> grades = [GradeWord("a", "◎", "達成", "achieved"), GradeWord("b", "○", "順調", "on-track"),
    ...     GradeWord("c", "×", "遅れ", "late"), GradeWord("d", "－", "判定不能", "unknown")]
    >>> sentence([3, 4, 1, 6], grades)
    '14指標のうち、「達成」と「順調」は合わせて7指標（50%）です。「遅れ」は1指標、「判定不能」は6指標です。'
    """
    total = sum(counts)
    if not total:
        return NO_KPI
    return f"{total}指標のうち、{_good(counts, grades, total)}{_rest(counts, grades)}"


def _good(counts: Sequence[int], grades: Sequence[GradeWord], total: int) -> str:
    """「達成」と「順調」は合わせて7指標（50%）です。 Nothing where the scheme has no grade of that kind."""
    asked = [(one.word, count) for one, count in zip(grades, counts, strict=True) if one.tone in _GOOD]
    if not asked:
        return ""
    number = sum(count for _, count in asked)
    named = "と".join(f"「{word}」" for word, _ in asked)
    together = "合わせて" if len(asked) > 1 else ""
    return f"{named}は{together}{number}指標（{percent(Decimal(number) / total)}）です。"


def _rest(counts: Sequence[int], grades: Sequence[GradeWord]) -> str:
    """The grades that were given and are not good, each with its number."""
    found = [
        f"「{grade.word}」は{count}指標"
        for grade, count in zip(grades, counts, strict=True)
        if count and grade.tone not in _GOOD
    ]
    return "、".join(found) + "です。" if found else ""
