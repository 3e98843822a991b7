"""What stands here now for everything that a returned workbook can change: read in a constant number of queries.

Tuples come straight from the database; model objects for ten thousand targets would take longer than all the rest.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import CharField, Model
from django.db.models.functions import Cast

from kpi.explaining import year_word
from kpi.importing.facts import (
    ITEM_TEXTS,
    TARGET_TEXTS,
    Answer,
    ItemNow,
    Project,
    Revision,
    Standing,
    TargetNow,
    Texts,
    Trace,
    key_of,
)
from kpi.models import (
    DepartmentReturn,
    ItemProject,
    ItemReview,
    Measurement,
    MeasurementRevision,
    ReviewYear,
    Target,
    TargetReview,
    Upload,
)
from kpi.review.years import Reviewed

# A lineage as text: objects for ten thousand of them take longer than the database.
_LINEAGE = Cast("lineage", CharField())
_TARGET = (
    "pk indicator_id name audience indicator__unit baseline_text target_text indicator__department_id "
    "indicator__deputy_id item_id"
).split()
_REVISION = (
    "measurement__indicator_id measurement_id pk measurement__period_kind n value places numerator denominator quality "
    "is_running_total is_partial note state"
).split()


FISCAL_YEAR = Measurement.PeriodKind.FISCAL_YEAR


def standing_of(review: ReviewYear) -> Standing:
    """All that a workbook of this review could change, as it stands. At most twelve queries."""
    reviewed = Reviewed(review)
    practice = reviewed.practice
    return Standing(
        review.fiscal_year,
        year_word(review.fiscal_year),
        _targets(reviewed, _texts(TargetReview, "target_id", TARGET_TEXTS, review)),
        _items(reviewed, _texts(ItemReview, "item_id", ITEM_TEXTS, review)),
        figures_of(review),
        _answers(review),
        {word.key: word.word for word in practice.directions},
        {word.key: word.word for word in practice.self_evaluations},
    )


def workbook_key(meta: Mapping[str, Any]) -> str:
    """Which copy of a workbook this is: for whom and when it was written."""
    return f"{meta.get('department')}:{meta.get('written_at')}"


def written_by(review: ReviewYear, workbooks: Collection[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """By workbook what earlier uploads of it brought in: by "T" or "I" and lineage the revision and the version.

    Whoever filled it in goes on in the same file, so what it wrote is what it knows. One query.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {key: {} for key in workbooks}
    rows = Upload.objects.filter(
        review=review, state=Upload.State.APPLIED, outcome__workbook__in=list(workbooks)
    )
    for outcome in rows.order_by("applied_at", "id").values_list("outcome", flat=True):
        written = found[outcome["workbook"]]
        for name, (figure, version) in outcome["written"].items():
            before = written.get(name, (0, 0))
            written[name] = max(before[0], figure), max(before[1], version)
    return found


def figures_of(review: ReviewYear) -> dict[int, list[Revision]]:
    """By indicator the revisions of the figure that counts for the year, the oldest first. One query.

    A year may have several measurements (another date) of which one has a value; an emptied one counts where it is of the
    fiscal year itself, for there a new figure goes.
    """
    rows = MeasurementRevision.objects.filter(
        measurement__series=None,
        measurement__stage=1,
        measurement__fiscal_year=review.fiscal_year,
        # A join and no subquery: where PostgreSQL knows no numbers yet, it would go through all of it for each row.
        measurement__indicator__targets__edition=review.edition,
    )
    found: dict[int, list[Revision]] = {}
    several: dict[int, dict[int, list[Revision]]] = {}
    for revision in map(Revision._make, rows.order_by("measurement_id", "n").values_list(*_REVISION)):
        known = found.setdefault(revision.indicator, [])
        if known and known[-1].pk == revision.pk:
            continue  # the indicator of two targets
        if known and known[-1].measurement != revision.measurement:
            others = several.setdefault(revision.indicator, {known[0].measurement: known})
            others.setdefault(revision.measurement, []).append(revision)
        else:
            known.append(revision)
    for indicator, others in several.items():
        found[indicator] = next((one for one in others.values() if one[-1].value is not None), [])
    return {
        indicator: known
        for indicator, known in found.items()
        if known and (known[-1].value is not None or known[-1].period_kind == FISCAL_YEAR)
    }


def traces_of(revisions: Collection[int]) -> dict[int, Trace]:
    """Who entered these revisions, when and why. One query, none for none."""
    if not revisions:
        return {}
    rows = MeasurementRevision.objects.filter(pk__in=revisions)
    return {
        pk: Trace(by or "", at, why or note)
        for pk, by, at, why, note in rows.values_list("pk", "by__name", "at", "why", "note")
    }


def _targets(reviewed: Reviewed, texts: Mapping[int, Texts]) -> dict[str, TargetNow]:
    found = {}
    rows = Target.objects.filter(edition=reviewed.edition).annotate(key=_LINEAGE).values_list("key", *_TARGET)
    for lineage, pk, indicator, name, audience, unit, baseline, target, department, deputy, item in rows:
        if department is None:
            department = reviewed.departments_above.get(item)
        key = key_of(lineage)
        found[key] = TargetNow(
            key,
            pk,
            indicator,
            name,
            audience,
            unit,
            f"{baseline} {target}",
            (department, deputy),
            texts.get(pk),
        )
    return found


def _items(reviewed: Reviewed, texts: Mapping[int, Texts]) -> dict[str, ItemNow]:
    projects: dict[int, list[Project]] = defaultdict(list)
    rows = ItemProject.objects.filter(review=reviewed.review).order_by("position", "id")
    for item, *facts in rows.values_list("item_review__item_id", "name", "budget", "settled", "funding"):
        projects[item].append(Project(*facts))
    return {
        row.item.lineage.hex: ItemNow(
            row.item.lineage.hex,
            row.item.pk,
            row.place.label,
            (row.department.pk if row.department else None, None),
            texts.get(row.item.pk),
            tuple(projects.get(row.item.pk, ())),
        )
        for row in reviewed.items
    }


def _answers(review: ReviewYear) -> dict[int, Answer]:
    rows = DepartmentReturn.objects.filter(review=review)
    return {row[0]: Answer(*row) for row in rows.values_list("department_id", "head_name", "head_checked_on")}


def _texts(model: type[Model], subject: str, names: tuple[str, ...], review: ReviewYear) -> dict[int, Texts]:
    """By target or item what is said of it, and what earlier versions said. Two queries, one where nothing is said."""
    manager: Any = model
    found = {
        row[0]: Texts(row[1], row[2], dict(zip(names, map(_plain, row[3:]), strict=True)))
        for row in manager.objects.filter(review=review).values_list(subject, "pk", "version", *names)
    }
    saved = {one.pk: one for one in found.values()}
    if not saved:
        return {}
    earlier: dict[int, dict[int, dict[str, str]]] = defaultdict(dict)
    last: dict[int, tuple[str, datetime.datetime]] = {}
    rows = manager.history.filter(review=review).exclude(history_type="-").order_by("history_id")
    for pk, version, by, at, *texts in rows.values_list(
        "id", "version", "history_user__name", "history_date", *names
    ):
        if pk in saved:
            earlier[pk][version] = dict(zip(names, map(_plain, texts), strict=True))
            last[pk] = by or "", at
    nobody = "", None
    return {
        key: one._replace(
            earlier=earlier[one.pk], by=last.get(one.pk, nobody)[0], at=last.get(one.pk, nobody)[1]
        )
        for key, one in found.items()
    }


def _plain(text: str) -> str:
    """A text with the line breaks that a workbook has."""
    return text.replace("\r\n", "\n") if "\r" in text else text
