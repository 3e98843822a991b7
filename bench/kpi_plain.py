"""The simpler ways that bench/kpi.py measures against: the same page with model objects, and a picture by a library.

pygal is not among our dependencies. Where it is installed it is measured itself; elsewhere a picture by a template stands
in for it, and PYGAL says how many of those pygal took where both were measured (pygal 3.1.3, Python 3.11).
"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template, engines
from django.utils import timezone

from accounts.rules import public
from kpi.figures import Figure, Series
from kpi.grade_words import meanings
from kpi.judgements import judge, promise_of
from kpi.models import Measurement, MeasurementRevision, Target
from kpi.rules import manual_grades_of, scheme_of
from kpi.telling import Told, note
from strategy.models import Edition

try:
    import pygal
except ImportError:
    pygal = None

PYGAL = 3.0
PICTURE = """<svg viewBox="0 0 1120 430">
  {% for tick in ticks %}
    <line x1="56" x2="1050" y1="{{ tick.y|floatformat:1 }}" y2="{{ tick.y|floatformat:1 }}"/>
    <text x="48" y="{{ tick.y|floatformat:1 }}">{{ tick.value|floatformat }}</text>
  {% endfor %}
  {% for year in years %}<text x="{{ year.x|floatformat:1 }}" y="410">{{ year.name }}</text>{% endfor %}
  {% for line in lines %}
    <polyline points="{% for point in line %}{{ point.x|floatformat:1 }},{{ point.y|floatformat:1 }} {% endfor %}"/>
    {% for point in line %}
      <circle cx="{{ point.x|floatformat:1 }}" cy="{{ point.y|floatformat:1 }}" r="6"/>
      <text x="{{ point.x|floatformat:1 }}" y="{{ point.y|floatformat:1 }}">{{ point.value|floatformat:1 }}</text>
    {% endfor %}
  {% endfor %}
</svg>"""
LINES = (
    (-22.4, -24.8, -27.9, -29.6),
    (-22.4, -24.7, -26.9, -29.2, -31.5, -33.8, -36.0, -38.3),
    (-18.9, -17.6, -19.4, -21.8),
)


# --- the page -----------------------------------------------------------------------------------------------


@public
def page(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """The KPIs of a plan as one would write it first: model objects, and a template that formats every figure."""
    found = Edition.objects.public().select_related("plan__government").defer("content")
    made = found.get(plan__government__slug=government, plan__slug=plan)
    scheme, hands = scheme_of(made.plan.government).scheme, manual_grades_of(made, 0, public=True)
    rows = [_row(target, made, scheme) for target in _targets(made)]
    years = sorted({figure.measurement.fiscal_year for row in rows for figure in row["found"]})
    for row in rows:
        by_year = {figure.measurement.fiscal_year: figure for figure in row["found"]}
        row["figures"] = [by_year.get(year) for year in years]
    context = {
        "government": made.plan.government,
        "plan": made.plan,
        "document": made,
        "rows": rows,
        "hands": hands,
        "years": years,
        "counts": _counts(rows, scheme),
        "goals": [
            (goal, len(own), _counts(own, scheme))
            for goal in dict.fromkeys(row["goal"] for row in rows)
            for own in [[row for row in rows if row["goal"] == goal]]
        ],
        "choices": [
            ("goal", dict.fromkeys(row["goal"].title for row in rows)),
            ("department", dict.fromkeys(str(row["target"].indicator.department) for row in rows)),
        ],
        "meanings": meanings(scheme),
    }
    return HttpResponse(_template().render(RequestContext(request, context)))


def _targets(made: Edition) -> Any:
    public_ones = MeasurementRevision.objects.filter(publication__isnull=False)
    figures = public_ones.select_related("publication", "measurement__series").order_by("n")
    measurements = Measurement.objects.order_by("fiscal_year").prefetch_related(
        Prefetch("revisions", figures)
    )
    return (
        Target.objects.filter(edition=made)
        .select_related("item__parent", "indicator__department", "indicator__survey")
        .prefetch_related(
            Prefetch("indicator__measurements", measurements),
            "indicator__breaks",
            "relistings",
            "served__item",
        )
        .order_by("position")
    )


def _row(target: Target, made: Edition, scheme: Any) -> dict[str, Any]:
    period = (made.first_fiscal_year, made.last_fiscal_year)
    promise = promise_of(target.spec, target.baseline, target.indicator.better, period)
    found = [
        list(one.revisions.all())[-1] for one in target.indicator.measurements.all() if one.revisions.all()
    ]
    own = target.indicator
    series = Series(
        own.id, str(own.key), own.name, own.unit, own.better, own.effect, str(own.department), "", own.definition,
        own.formula, own.source, "", own.frequency, tuple(own.survey_years), own.known_month, own.lag_years, (), (),
        tuple(
            Figure(one.measurement.fiscal_year, one.value, one.places, one.quality, one.state, False, False, 1)
            for one in found
        ), (),
    )  # fmt: skip
    newest = found[-1].measurement.fiscal_year
    progress = judge(promise, series, year=newest, today=timezone.localdate(), scheme=scheme)
    told = Told(progress, promise.spec, promise.baseline, promise.better, scheme)
    goal = target.item.parent or target.item
    return {"target": target, "goal": goal, "found": found, "progress": progress, "note": note(told)}


def _counts(rows: list[dict[str, Any]], scheme: Any) -> list[tuple[Any, int]]:
    found = Counter(row["progress"].status.key for row in rows)
    return [(grade, found[grade.key]) for grade in scheme.grades]


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "kpi_plain.html").read_text(encoding="utf-8"))


# --- the picture --------------------------------------------------------------------------------------------


def plain_chart() -> tuple[Callable[[], Any], str, float]:
    """A picture of the same figures, what made it, and how many of them pygal takes."""
    if pygal is None:
        return by_template, "pygal, reckoned from a template", PYGAL
    return by_library, "pygal", 1.0


def by_library() -> Any:
    chart = pygal.Line(width=1120, height=430, title="見本の指標")
    chart.x_labels = [f"令和{year}" for year in range(2, 10)]
    for name, values in zip(("実績", "道すじ", "全国"), LINES, strict=True):
        chart.add(name, [*values, *[None] * (8 - len(values))])
    return chart.render()


def by_template() -> Any:
    def point(place: int, value: float) -> dict[str, float]:
        return {"x": 56 + place * 142.0, "y": 44 + (-15 - value) * 13.6, "value": value}

    return _picture().render(
        {
            "ticks": [point(0, value) for value in range(-40, -14, 5)],
            "years": [{"x": 56 + place * 142.0, "name": f"令和{place + 2}"} for place in range(8)],
            "lines": [[point(place, value) for place, value in enumerate(line)] for line in LINES],
        }
    )


@cache
def _picture() -> Any:
    return engines["django"].from_string(PICTURE)
