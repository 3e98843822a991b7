"""What a review still lacks before it is published, as sentences: what stands in the way, and what a reader would miss.

The guide asks for several views on a year (手引き 7-2: KPI、外部、議会、住民) and for cause and issue of what is behind, but
allows less: at the very least KPI progress is checked and published. So only that much stands in the way always; what is
to be written of KPIs behind stands in the way unless the office says that it publishes the minimum.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi.review.practice import Effect, Practice, StepKind, due_day
from kpi.review.report import ItemRow, KpiRow, Report
from strategy.fiscal import format_date, format_fiscal_year

# Days after the last body decided by which the result should be public (手引き 7-2 asks for the web, names no day).
DAYS_TO_PUBLISH = 60
MOST_NAMED = 5  # names in one sentence


class Severity(StrEnum):
    """How much a gap matters: MUST stands in the way of publication, SHOULD is what the guide asks, MAY is courtesy."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True)
class Gap:
    """A sentence, and where to mend it: the name of a page of the review, and the lineage of what it is about."""

    code: str
    severity: Severity
    sentence: str
    page: str = ""
    lineage: str = ""


@dataclass(frozen=True)
class Unapproved:
    """A figure of the reviewed year that stands in a cell and is not approved: it will not be in the report."""

    lineage: str
    name: str
    state: str


@dataclass(frozen=True)
class Standing:
    """What a report does not say of itself: the step at work, what is not approved or entered yet, the day."""

    step: str
    today: datetime.date
    unapproved: tuple[Unapproved, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()  # lineage and name of KPIs whose figure is due and not entered
    supplementary: tuple[tuple[str, str], ...] = ()  # the same of indicators without a target
    waiting: tuple[str, ...] = ()  # departments whose answer was not accepted


def gaps_of(
    report: Report, practice: Practice, standing: Standing | None = None, *, minimum: bool = False
) -> tuple[Gap, ...]:
    """Everything that is missing, what stands in the way first. ``minimum``: the office publishes KPI progress only.

    Without ``standing`` nothing is said of the step, of figures that are not approved, and of days.
    """
    found = [
        *_table(report),
        *_step(practice, standing),
        *_causes(report, minimum),
        *_figures(standing),
        *_departments(standing),
        *_inputs(report),
        *_directions(report, practice),
        *_lateness(report, practice, standing),
        *_judgement(report),
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda gap: order.index(gap.severity)))


def blocking(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Those that stand in the way of publication."""
    return tuple(gap for gap in gaps if gap.severity is Severity.MUST)


def named(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first few and how many more.

    >>> named(["就業率", "出生数"]), named(list("abcdefg"))
    ('「就業率」「出生数」', '「a」「b」「c」「d」「e」ほか2件')
    """
    more = len(names) - MOST_NAMED
    return "".join(quoted(name) for name in names[:MOST_NAMED]) + (f"ほか{more}件" if more > 0 else "")


def quoted(name: str) -> str:
    """A name between quotation marks, those in it the inner ones.

    >>> quoted("「健都」を知る人の割合")
    '「『健都』を知る人の割合」'
    """
    return f"「{name.replace('「', '『').replace('」', '』')}」"


def _table(report: Report) -> Iterator[Gap]:
    """手引き 7-2 (必須): KPI progress is checked and published."""
    own = [row for row in report.rows if not row.is_relisted]
    year = format_fiscal_year(report.fiscal_year, short=True)
    if not own:
        yield Gap(
            "no-kpis",
            Severity.MUST,
            "この版には指標が一つもありません。KPIの進み具合のない評価は公表できません（手引き7-2）。",
        )
    elif not any(figure.text for row in own for figure in row.figures):
        yield Gap(
            "no-figures",
            Severity.MUST,
            "承認した実績値が一つもありません。公表するには、少なくともKPIの進み具合が要ります（手引き7-2）。"
            f"{year}の値を入れて、提出・承認してください。",
            "review_kpis",
        )
    elif not any(row.figures[-1].text for row in own):
        yield Gap(
            "no-figures-of-the-year",
            Severity.SHOULD,
            f"{year}の承認した実績値が一つもありません。前の年度までの値だけで公表することになります。",
            "review_kpis",
        )


def _step(practice: Practice, standing: Standing | None) -> Iterator[Gap]:
    if standing is None:
        return
    order = [step.key for step in practice.steps]
    wanted = practice.of_kind(StepKind.PUBLICATION)
    now = practice.step(standing.step)
    if wanted is not None and order.index(now.key) < order.index(wanted.key):
        yield Gap(
            "step",
            Severity.MUST,
            f"いまの段階は{quoted(now.name)}です。「進み具合」のページで{quoted(wanted.name)}の段階に進めてから公表してください。",
            "review_year",
        )


def _causes(report: Report, minimum: bool) -> Iterator[Gap]:
    """手引き 7-2: of a KPI that is not on plan cause and issue are analysed."""
    severity = Severity.SHOULD if minimum else Severity.MUST
    for row in report.rows:
        fields = (("要因", row.cause), ("課題", row.issue), ("今後の対応", row.action))
        lacking = [word for word, text in fields if not text.strip()]
        if row.needs_cause and lacking:
            yield Gap(
                "cause",
                severity,
                f"{quoted(_kpi(row))}は計画どおりに進んでいませんが、{'・'.join(lacking)}が書かれていません（手引き7-2）。",
                "review_kpi",
                row.lineage,
            )


def _figures(standing: Standing | None) -> Iterator[Gap]:
    """What would be left out of the report: one sentence of a kind, with the first names."""
    if standing is None:
        return
    for state in dict.fromkeys(one.state for one in standing.unapproved):
        held = [(one.lineage, one.name) for one in standing.unapproved if one.state == state]
        yield _of_rows("unapproved", held, f"承認前（{state}）の値", "公表する報告には載りません。")
    for rows, what in ((standing.missing, "値のない指標"), (standing.supplementary, "値のない補足指標")):
        if rows:
            yield _of_rows("missing", rows, what, "報告では「未公表」になります。")


def _of_rows(code: str, rows: Sequence[tuple[str, str]], what: str, then: str) -> Gap:
    """One sentence about KPIs (lineage and name); it leads to the page of the only one, else to the list."""
    sentence = f"{what}が{len(rows)}件あります（{named([name for _, name in rows])}）。{then}"
    if len(rows) == 1:
        return Gap(code, Severity.SHOULD, sentence, "review_kpi", rows[0][0])
    return Gap(code, Severity.SHOULD, sentence, "review_kpis")


def _departments(standing: Standing | None) -> Iterator[Gap]:
    if standing is not None and standing.waiting:
        yield Gap(
            "returns",
            Severity.SHOULD,
            f"{named(standing.waiting)}の回答がまだ承認されていません。",
            "review_year",
        )


_MISSING_INPUTS = {
    "EXTERNAL": (
        "no-external",
        "外部の有識者などによる評価が入っていません。KPIと合わせて多面的に評価することが望まれます（手引き7-2）。",
    ),
    "ASSEMBLY": ("no-assembly", "議会による検証が入っていません（手引き7-2）。"),
    "RESIDENTS": ("no-residents", "住民の声（意識調査、意見募集など）が入っていません（手引き7-2）。"),
}


def _inputs(report: Report) -> Iterator[Gap]:
    """手引き 7-2 (the four materials) and 7-4 (external experts take part)."""
    for row in report.inputs:
        if not row.is_there and row.kind in _MISSING_INPUTS:
            code, sentence = _MISSING_INPUTS[row.kind]
            yield Gap(code, Severity.SHOULD, sentence, "review_inputs")
    external = [row for row in report.inputs if row.kind == "EXTERNAL" and row.is_there]
    if external and not any(row.has_outsiders for row in external):
        yield Gap(
            "no-outsiders",
            Severity.SHOULD,
            f"{named([row.name for row in external])}に外部の有識者がいると記録されていません（手引き7-4）。"
            "いる場合は「評価の材料」で印を付けてください。",
            "review_inputs",
        )


def _directions(report: Report, practice: Practice) -> Iterator[Gap]:
    """手引き 7-3: good measures aim higher, others are improved, continued or abolished, with the reason."""
    without = [row for row in report.items if not row.direction]
    effects = {word.word: word.effect for word in practice.directions}
    reasonless = [
        row
        for row in report.items
        if effects.get(row.direction, Effect.KEEP) is not Effect.KEEP and not row.direction_reason.strip()
    ]
    tell: tuple[tuple[str, list[ItemRow], Callable[[str], str]], ...] = (
        ("no-direction", without, lambda who: f"{who}に今後の方針がありません（手引き7-3）。"),
        ("no-reason", reasonless, lambda who: f"{who}の今後の方針に理由がありません（手引き7-3）。"),
    )
    for code, rows, sentence in tell:
        if rows:
            titles = [report.place(row.place).title for row in rows]
            yield Gap(code, Severity.SHOULD, sentence(named(titles)), "review_items")


def _lateness(report: Report, practice: Practice, standing: Standing | None) -> Iterator[Gap]:
    """手引き 7-2: the result is published on the web; told when the day set for it is over, or long after the decision."""
    if standing is None or report.revision > 1:  # readers have the first report while it is being corrected
        return
    today, step = standing.today, practice.of_kind(StepKind.PUBLICATION)
    due = due_day(step, report.fiscal_year) if step is not None else None
    if due is not None and today > due:
        yield Gap(
            "overdue",
            Severity.SHOULD,
            f"公表の予定日（{format_date(due)}）を{(today - due).days}日過ぎています（手引き7-2）。",
        )
    decided = [
        datetime.date.fromisoformat(row.held_on)
        for row in report.inputs
        if row.kind in ("EXTERNAL", "ASSEMBLY") and row.held_on
    ]
    if decided and (today - max(decided)).days > DAYS_TO_PUBLISH:
        yield Gap(
            "long-decided",
            Severity.SHOULD,
            f"最後に評価を受けた日（{format_date(max(decided))}）から{(today - max(decided)).days}日たっています（手引き7-2）。",
        )


def _judgement(report: Report) -> Iterator[Gap]:
    """The words for the whole; without them a reader has only figures. A 総括評価 lives from them (第N期の総括)."""
    if not report.judgement.strip() and not report.summary.strip():
        severity = Severity.SHOULD if report.kind == "TERM" else Severity.MAY
        yield Gap(
            "no-judgement",
            severity,
            "全体の評価の言葉（例：概ね順調）と総評が書かれていません。",
            "review_inputs",
        )


def _kpi(row: KpiRow) -> str:
    return f"{row.name}（{row.audience}）" if row.audience else row.name
