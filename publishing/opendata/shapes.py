"""Figures, indicators, targets and judgements as JSON says them: in the API and in files alike.

Numbers with decimals are strings, for JSON's are floats to many readers; fiscal years are integers, days ISO 8601.
"""

from typing import Any

from kpi.figures import Figure, Series
from kpi.judgements import Scheme
from kpi.models import Indicator, Measurement, MeasurementRevision, Target
from publishing.document import Entry, TargetEntry
from publishing.opendata.kpis import Kpi, KpiYear
from publishing.opendata.numbers import as_measured, plain, text

Data = dict[str, Any]


def target_shape(target: TargetEntry, item: Entry, goal: Entry | None) -> Data:
    """A target as the edition prints it, and the same as data."""
    return {
        "lineage": target.lineage,
        "indicator": target.indicator,
        "role": target.role,
        "role_name": target.role_name,
        "name": target.name,
        "audience": target.audience,
        "unit": target.unit,
        "better": target.better,
        "source": target.source,
        "is_survey": target.is_survey,
        "baseline": {
            "text": target.baseline,
            "note": target.baseline_note,
            "data": _read(target.baseline_spec),
        },
        "target": {
            "text": target.target,
            "other_wording": target.other_wording,
            "kind_name": Target.Kind(target.spec["kind"]).label if target.target else "",
            "data": _read(target.spec),
        },
        "rationale": target.rationale,
        "reference_path": list(target.reference_path),
        "reference_source": target.reference_source,
        "serves": list(target.serves),
        "item": place_shape(item),
        "goal": place_shape(goal) if goal else None,
    }


def _read(spec: Data) -> Data:
    """What was read from the print, without what the office should still look at."""
    return {name: value for name, value in spec.items() if name not in ("flags", "reason")}


def place_shape(entry: Entry) -> Data:
    """Just enough of an item to name it and to find it."""
    return {"lineage": entry.lineage, "number": entry.number, "title": entry.title}


def figure_shape(figure: Figure) -> Data:
    """One published figure."""
    return {
        "measurement": figure.measurement,
        "fiscal_year": figure.fiscal_year,
        "value": text(as_measured(figure.value, figure.places)),
        "quality": figure.quality,
        "quality_name": MeasurementRevision.Quality(figure.quality).label,
        "is_running_total": figure.is_running_total,
        "is_partial": figure.is_partial,
        "stage": figure.stage,
        "numerator": _text(figure.numerator),
        "denominator": _text(figure.denominator),
        "period": {
            "kind": figure.period_kind,
            "kind_name": Measurement.PeriodKind(figure.period_kind).label,
            "starts_on": figure.starts_on.isoformat(),
            "ends_on": figure.ends_on.isoformat(),
        },
    }


def indicator_shape(series: Series) -> Data:
    """An indicator without its figures."""
    return {
        "key": series.key,
        "name": series.name,
        "unit": series.unit,
        "better": series.better,
        "effect": series.effect,
        "effect_name": Indicator.Effect(series.effect).label,
        "department": series.department,
        "definition": series.definition,
        "formula": series.formula,
        "source": series.source,
        "survey": series.survey,
        "frequency": series.frequency,
        "frequency_name": Indicator.Frequency(series.frequency).label,
        "breaks": [{"fiscal_year": year, "note": note} for year, note in series.breaks],
        "rounds": [
            {"fiscal_year": one.fiscal_year, "held": one.held, "sent": one.sent, "valid": one.valid}
            for one in series.rounds
        ],
        "references": [{"name": one.name, "source": one.source} for one in series.references],
    }


def measurement_shapes(series: Series) -> list[Data]:
    """Every published figure of an indicator, then of what it is compared with."""
    whose = [(None, series.figures), *((one.name, one.figures) for one in series.references)]
    return [
        {"indicator": series.key, "series": name, "unit": series.unit} | figure_shape(figure)
        for name, figures in whose
        for figure in figures
    ]


def judgement_shape(kpi: Kpi, year: KpiYear, scheme: Scheme) -> Data:
    """How a target stood in a fiscal year of its plan, and why that is said."""
    progress, hand = year.progress, year.by_hand
    assert progress is not None
    return {
        "target": kpi.target.lineage,
        "indicator": kpi.target.indicator,
        "name": kpi.target.name,
        "audience": kpi.target.audience,
        "fiscal_year": year.fiscal_year,
        "status": {
            "key": progress.status.key,
            "sign": progress.status.sign,
            "word": progress.status.word,
            "tone": progress.status.tone.value,
        },
        "is_achieved": progress.achieved,
        "value": _text(progress.value),
        "value_fiscal_year": progress.value_year,
        "achievement": _text(progress.achievement),
        "expected": _text(progress.expected),
        "pace": _text(progress.pace),
        "gap": _text(progress.gap),
        "gap_unit": progress.gap_unit if progress.gap is not None else "",
        "gap_text": progress.gap_text,
        "formula": progress.formula,
        "reasons": [reason.value for reason in progress.reasons],
        "notes": list(progress.notes),
        "is_interim": progress.is_interim,
        "is_provisional": progress.is_provisional,
        "scheme": {"key": scheme.scheme.key, "number": scheme.number, "name": scheme.scheme.name},
        "by_hand": {"key": hand.key, "sign": hand.sign, "word": hand.word, "reason": hand.reason}
        if hand
        else None,
    }


def _text(number: Any) -> str | None:
    return None if number is None else text(plain(number))
