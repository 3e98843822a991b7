"""The report of a review: from its rows while it is open, from the stored bytes once it is published (decision 0016).

An open review is read exactly as it would be published: with approved figures only, and in words that readers may see.
The number of queries does not depend on the number of KPIs, items or opinions.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404

from kpi.grade_words import meanings
from kpi.models import (
    GrantReview,
    Hearing,
    ItemReview,
    ReviewOpinion,
    ReviewYear,
    ServedItem,
    Target,
    TargetReview,
)
from kpi.review.figures import Figures, Judged, figures_of
from kpi.review.practice import Practice, from_data
from kpi.review.report import (
    GradeWord,
    GrantRow,
    InputRow,
    ItemRow,
    KpiRow,
    PlaceWord,
    ProjectRow,
    Report,
    YearFigure,
    from_bytes,
)
from kpi.review.rollup import counts_of, goals_of, rate_text
from kpi.series import Shown
from kpi.states import MISSING, UNPUBLISHED
from kpi.telling import Told, note
from strategy.models import ItemKind
from strategy.places import Place

NOT_PUBLIC = "この年度の評価は、まだ公表されていません。"
KPI_INPUT = "KPIの実績"
WHOLE = "全体"


def report_of(review: ReviewYear, today: datetime.date, *, for_readers: bool = False) -> Report:
    """The report of a review. ``for_readers``: Http404 while it is open; nothing of it exists for them."""
    if review.is_published:
        return from_bytes(bytes(review.content))
    if for_readers:
        raise Http404(NOT_PUBLIC)
    return Rows(review, today).report


@dataclass(frozen=True)
class Said:
    """Everything that was written about a review; opinions by what they are about."""

    targets: Mapping[int, TargetReview]
    items: Mapping[int, ItemReview]
    hearings: tuple[Hearing, ...]
    opinions: tuple[ReviewOpinion, ...]
    grants: tuple[GrantReview, ...]

    def about_target(self, pk: int) -> tuple[str, ...]:
        return tuple(one.text for one in self.opinions if one.target_id == pk)

    def about_item(self, pk: int) -> tuple[str, ...]:
        return tuple(one.text for one in self.opinions if one.item_id == pk)


def said_of(review: ReviewYear) -> Said:
    """What was written about a review. Six queries."""
    items = ItemReview.objects.filter(review=review).prefetch_related("projects")
    order = {kind: n for n, kind in enumerate(Hearing.Kind.values)}
    hearings = sorted(
        Hearing.objects.filter(review=review),
        key=lambda row: (order[row.kind], row.held_on is None, row.held_on or datetime.date.min, row.pk),
    )
    opinions = ReviewOpinion.objects.filter(review=review).select_related("target", "item")
    return Said(
        targets={row.target_id: row for row in TargetReview.objects.filter(review=review)},
        items={row.item_id: row for row in items},
        hearings=tuple(hearings),
        opinions=tuple(opinions.order_by("hearing_id", "position", "id")),
        grants=tuple(
            GrantReview.objects.filter(review=review).select_related("item").order_by("position", "id")
        ),
    )


class Rows:
    """An open review as it stands: its approved figures, judged, and what was said; ``report`` makes one picture of it."""

    def __init__(self, review: ReviewYear, today: datetime.date):
        self.review = review
        self.figures: Figures = figures_of(review, today, shown=Shown.APPROVED)
        self.practice: Practice = from_data(review.practice)
        self.said = said_of(review)
        self.places: Mapping[uuid.UUID, Place] = self.figures.reviewed.places

    @cached_property
    def report(self) -> Report:
        review, edition = self.review, self.review.edition
        grades, rows = self.grades, tuple(self._kpis())
        counts = counts_of(rows, grades)
        items, grants = tuple(self._items()), tuple(self._grants())
        goals = goals_of(rows, self._goals(rows), grades)
        named = {row.place for row in (*rows, *items, *grants)} | {row.goal for row in rows}
        return Report(
            government=self.figures.reviewed.government.name,
            plan=review.plan.slug,
            edition_number=edition.number,
            edition_title=edition.title,
            kind=review.kind,
            fiscal_year=review.fiscal_year,
            revision=review.revision,
            correction_reason=review.correction_reason,
            first_fiscal_year=edition.first_fiscal_year,
            last_fiscal_year=edition.last_fiscal_year,
            years=self.figures.years,
            scheme_name=self.figures.scheme.scheme.name,
            scheme_number=self.figures.scheme.number,
            grades=grades,
            counts=counts,
            total=sum(counts),
            relisted=sum(row.is_relisted for row in rows),
            places=tuple(self._places(named | {goal.place for goal in goals})),
            rows=rows,
            goals=goals,
            items=items,
            inputs=tuple(self._inputs(rows)),
            grants=grants,
            judgement=review.judgement,
            judged_by=review.judged_by,
            summary=review.summary,
        )

    @cached_property
    def grades(self) -> tuple[GradeWord, ...]:
        """Those of the scheme that judges, and behind them what people gave under an earlier one."""
        own = [
            GradeWord(grade.key, grade.sign, grade.word, grade.tone.value, "、または".join(cases))
            for grade, cases in meanings(self.figures.scheme.scheme)
        ]
        known = {grade.key for grade in own}
        by_hand = {row.key: row for row in self.figures.manual.values() if row.key not in known}
        return (
            *own,
            *(GradeWord(key, row.sign, row.word, row.tone) for key, row in sorted(by_hand.items())),
        )

    # --- KPIs -----------------------------------------------------------------------------------------------

    def _kpis(self) -> Iterator[KpiRow]:
        """What is promised is numbered first, for 補足指標 stand behind it wherever the report is printed."""
        own = sorted(self.figures.own, key=lambda row: row.target.role == Target.Role.SUPPLEMENTARY)
        numbers = {row.target.pk: n for n, row in enumerate(own, start=1)}
        for row in self.figures.rows:
            yield self._kpi(row, 0 if row.is_relisted else numbers[row.target.pk])

    def _kpi(self, row: Judged, number: int) -> KpiRow:
        target, said = row.target, self.said.targets.get(row.target.pk)
        progress = row.progress
        rate = progress.achievement if progress is not None else None
        word = self.practice.direction(said.direction) if said else None
        return KpiRow(
            number=number,
            lineage=str(target.lineage),
            indicator=str(target.indicator.key),
            is_relisted=row.is_relisted,
            role=target.role,
            place=str(row.place.lineage),
            goal=str(goal_of(row.place).lineage),
            name=target.name,
            audience=target.audience,
            unit=target.unit,
            is_survey=target.is_survey,
            baseline_text=target.baseline_text,
            target_text=target.target_text,
            figures=tuple(map(_for_readers, row.figures)),
            arrow=row.arrow,
            rate_text=rate_text(progress),
            rate="" if rate is None else format(round(rate, 6), "f"),
            grade=progress.status.key if progress is not None else "",
            grade_by_hand=row.manual.key if row.manual else "",
            hand_reason=row.manual.reason if row.manual else "",
            sentence=self._sentence(row),
            formula=progress.formula if progress is not None else "",
            better=target.indicator.better,
            cause=said.cause if said else "",
            issue=said.issue if said else "",
            action=said.action if said else "",
            direction=word.word if word else "",
            new_target=said.new_target if said else "",
            department=row.department.name if row.department else "",
            opinions=self.said.about_target(target.pk),
            needs_cause=row.needs_cause,
            revised=row.revised,
        )

    def _sentence(self, row: Judged) -> str:
        """The short note under the grade, in the words of the citizens' pages."""
        if row.progress is None or row.promise is None:
            return ""
        promise, scheme = row.promise, self.figures.scheme.scheme
        return note(Told(row.progress, promise.spec, promise.baseline, promise.better, scheme))

    def _goals(self, rows: Iterable[KpiRow]) -> list[str]:
        """The goals of the plan, and what else has KPIs above all goals, in printed order."""
        wanted = {row.goal for row in rows}
        return [
            str(lineage)
            for lineage, place in self.places.items()
            if place.kind == ItemKind.GOAL or str(lineage) in wanted
        ]

    def _places(self, named: set[str]) -> Iterator[PlaceWord]:
        departments = {row.place.lineage: row.department for row in self.figures.reviewed.items}
        for lineage, place in self.places.items():
            if str(lineage) in named:
                goal = next((one for one in (place, *place.above) if one.kind == ItemKind.GOAL), None)
                department = departments.get(lineage)
                yield PlaceWord(
                    lineage=str(lineage),
                    number=place.number,
                    full_number=place.full_number,
                    title=place.title,
                    kind=place.kind,
                    level=place.level,
                    goal=str(goal.lineage) if goal else "",
                    department=department.name if department else "",
                )

    # --- what was said --------------------------------------------------------------------------------------

    def _items(self) -> Iterator[ItemRow]:
        kpis = self._kpis_of_items()
        for row in self.figures.reviewed.items:
            said = self.said.items.get(row.item.pk)
            grade = self.practice.self_evaluation(said.self_evaluation) if said else None
            word = self.practice.direction(said.direction) if said else None
            yield ItemRow(
                place=str(row.place.lineage),
                achievement=said.achievement if said else "",
                self_evaluation=grade.word if grade else "",
                issue=said.issue if said else "",
                direction=word.word if word else "",
                direction_reason=said.direction_reason if said else "",
                department=row.department.name if row.department else "",
                projects=tuple(map(_project, said.projects.all())) if said else (),
                kpis=tuple(kpis[row.item.pk]),
                opinions=self.said.about_item(row.item.pk),
            )

    def _kpis_of_items(self) -> Mapping[int, list[str]]:
        """By item the targets that stand at it, then those that tell of it. One query."""
        found: dict[int, list[str]] = defaultdict(list)
        for row in self.figures.own:
            found[row.target.item_id].append(str(row.target.lineage))
        served = ServedItem.objects.filter(edition=self.review.edition).order_by("target__position", "id")
        for item, lineage in served.values_list("item_id", "target__lineage"):
            if str(lineage) not in found[item]:
                found[item].append(str(lineage))
        return found

    def _inputs(self, rows: Iterable[KpiRow]) -> Iterator[InputRow]:
        """The four materials of 手引き 7-2; of each kind every hearing, or that there was none."""
        own = [row for row in rows if not row.is_relisted]
        there = sum(bool(row.figures[-1].text) for row in own)
        told = f"{len(own)}指標のうち{there}指標に、この年度の実績値があります。"
        yield InputRow("KPI", KPI_INPUT, is_there=there > 0, summary=told)
        for kind in Hearing.Kind:
            held = [row for row in self.said.hearings if row.kind == kind]
            yield from map(self._input, held)
            if not held:
                yield InputRow(kind.value, str(kind.label), is_there=False)

    def _input(self, row: Hearing) -> InputRow:
        opinions = [one for one in self.said.opinions if one.hearing_id == row.pk]
        return InputRow(
            kind=row.kind,
            word=row.get_kind_display(),
            is_there=True,
            name=row.name,
            held_on=row.held_on.isoformat() if row.held_on else "",
            judgement=row.judgement,
            summary=row.summary,
            has_outsiders=row.has_outsiders,
            opinions=tuple((self._about(one), one.text, one.answer) for one in opinions),
        )

    def _about(self, opinion: ReviewOpinion) -> str:
        if opinion.target is not None:
            return called(opinion.target.name, opinion.target.audience)
        return self.places[opinion.item.lineage].label if opinion.item is not None else WHOLE

    def _grants(self) -> Iterator[GrantRow]:
        for row in self.said.grants:
            yield GrantRow(
                place=str(row.item.lineage),
                project=row.project,
                grant_name=row.grant_name,
                amount=_number(row.amount),
                indicators=tuple(row.indicators),
                effect=row.get_effect_display(),
                outside_view=row.get_outside_view_display(),
                outside_opinion=row.outside_opinion,
                future=row.get_future_display(),
                future_reason=row.future_reason,
            )


def goal_of(place: Place) -> Place:
    """The goal that a place belongs to: itself or the nearest above; the place itself where there is none."""
    return next((one for one in (place, *place.above) if one.kind == ItemKind.GOAL), place)


def called(name: str, audience: str) -> str:
    """A KPI as a sentence names it: 就業率（15～49歳）.

    >>> called("就業率", "15～49歳"), called("出生数", "")
    ('就業率（15～49歳）', '出生数')
    """
    return f"{name}（{audience}）" if audience else name


def _for_readers(figure: YearFigure) -> YearFigure:
    """To readers a figure that the office has not entered or approved is 未公表."""
    return replace(figure, absent=UNPUBLISHED.word) if figure.absent == MISSING.word else figure


def _project(row: Any) -> ProjectRow:
    return ProjectRow(row.name, _number(row.budget), _number(row.settled), row.funding)


def _number(value: Any) -> str:
    """A whole amount as text; empty where none was given."""
    return "" if value is None else format(value, "f")
