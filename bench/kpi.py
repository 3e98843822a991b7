"""G1, G4, G11, G15: the citizens' page of KPIs, one picture, and the judgements, each against a simpler way.

The simpler page shows the same and goes through the same middleware (bench/kpi_plain.py): model objects with
select_related and prefetch_related, no query per row, and a template that formats every figure with floatformat.
"""

import datetime
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bench.kpi_plain import plain_chart
from bench.plans import edition, figure, nation, published, queries, report, seconds, town
from kpi.findings import Measured
from kpi.models import Indicator, Measurement, MeasurementRevision, Publication, Target
from kpi.notation import parse_baseline, parse_target
from kpi.progress import evaluate
from kpi.spec import Better
from kpi.storing import baseline_data, target_data
from paper.chart import Chart, Line, Point, chart_svg
from publishing.kpi_pages import reading
from strategy.models import Edition

FIRST, YEARS, KPIS, ITEMS = 2020, 6, 150, 320
SIZES = (15, 150)
# Baseline, target: the kinds that a plan of a town has, in turns.
PRINTS = (
    ("68.1%（令和元年度）", "73%"),
    ("12人（令和元年度）", "0人"),
    ("84.8%（令和元年度）", "維持"),
    ("", "5年間で7,400人増加"),
    ("1,641事業所（令和元年度）", "2,000事業所"),
    ("5,165冊（令和元年度）", "前年より増加"),
)
MANY, FEW = 1_000_000, 10_000


def promises(made: Edition, count: int) -> None:
    """Targets at the sections of a working edition, each with an indicator and six public figures."""
    items = list(made.items.filter(kind="DIRECTION").order_by("id"))
    government = made.plan.government
    indicators = Indicator.objects.bulk_create(
        Indicator(government=government, name=f"見本の指標{n}", unit="%", known_month=7, source="見本の調査")
        for n in range(count)
    )
    period = (made.first_fiscal_year, made.last_fiscal_year)
    Target.objects.bulk_create(
        _target(made, items[n * len(items) // count], one, n, period) for n, one in enumerate(indicators)
    )
    _figures(indicators)


def _target(made: Edition, item: Any, indicator: Indicator, n: int, period: tuple[int, int]) -> Target:
    start, goal = PRINTS[n % len(PRINTS)]
    baseline = parse_baseline(start or "―")
    spec = parse_target(goal, period=period, baseline=baseline, better=Better.UP)
    return Target(
        edition=made, item=item, indicator=indicator, position=n, name=indicator.name, unit=spec.unit or "%",
        baseline_text=start, target_text=goal, kind=spec.kind, baseline_kind=baseline.kind,
        spec=target_data(spec), baseline=baseline_data(baseline), is_survey=n % 3 == 0, audience="18～49歳",
    )  # fmt: skip


def _figures(indicators: list[Indicator]) -> None:
    chance, now = random.Random(1), timezone.now()
    measurements = Measurement.objects.bulk_create(
        Measurement(
            indicator=one,
            fiscal_year=year,
            starts_on=datetime.date(year, 4, 1),
            ends_on=datetime.date(year + 1, 3, 31),
        )
        for one in indicators
        for year in range(FIRST, FIRST + YEARS)
    )
    revisions = MeasurementRevision.objects.bulk_create(
        MeasurementRevision(
            measurement=one,
            n=1,
            value=Decimal(chance.randint(500, 900)) / 10,
            places=1,
            state="APPROVED",
            at=now,
        )
        for one in measurements
    )
    Publication.objects.bulk_create(Publication(revision=one, at=now) for one in revisions)


def plan_with(government: Any, slug: str, items: int, count: int) -> Edition:
    made = edition(government, slug, items)
    Edition.objects.filter(pk=made.pk).update(first_fiscal_year=FIRST, last_fiscal_year=FIRST + 7)
    made.refresh_from_db()
    promises(made, count)
    return published(made)


def cases(count: int) -> Iterator[Callable[[], object]]:
    """Judgements of the kinds above, each ready to be made."""
    chance = random.Random(2)
    ready = []
    for start, goal in PRINTS:
        baseline = parse_baseline(start or "―")
        spec = parse_target(goal, period=(2023, 2027), baseline=baseline, better=Better.UP)
        figures = [Measured(year, Decimal(chance.randint(500, 900)) / 10) for year in (2023, 2024, 2025)]
        ready.append((spec, figures, baseline))
    for n in range(count):
        yield ready[n % len(ready)]  # type: ignore[misc]


def judge(count: int) -> None:
    for spec, figures, baseline in cases(count):  # type: ignore[misc]
        evaluate(spec, figures, baseline=baseline, better=Better.UP, year=2025, period=(2023, 2027))


def picture() -> Chart:
    """Eight years with a target, a way to it, and a series to compare with."""
    measured = [-22.4, -24.8, -27.9, -29.6]
    return Chart(
        title="見本の指標の推移。令和2年度−22.4％から令和5年度−29.6％へ下がり、目標は令和9年度−38.3％。",
        unit="％",
        first=2020,
        years=["令和2", "3", "4", "5", "6", "7", "8", "9年度"],
        actual=[
            Point(2020 + n, value, "現状 −22.4％" * (n == 0), n == 3) for n, value in enumerate(measured)
        ],
        goals=[Point(2027, -38.3, "目標値 −38.3％")],
        path=[(2022, -22.4), (2027, -38.3)],
        lines=[
            Line(
                "全国（参考）",
                [Point(2020 + n, value) for n, value in enumerate((-18.9, -17.6, -19.4, -21.8))],
            )
        ],
        begins=(2023, "計画期間　令和5～9年度"),
    )


@override_settings(
    ROOT_URLCONF="bench.addresses",
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
)
def measure() -> None:
    nation()
    here, client = town(), Client()
    made = {size: plan_with(here, f"kpi-{size}", ITEMS, size) for size in SIZES}
    address = {size: reverse("kpi", args=[here.slug, one.plan.slug]) for size, one in made.items()}
    one = address[KPIS] + f"{made[KPIS].targets.first().indicator.key}/"
    kept = client.get(address[KPIS])["ETag"]

    def page(at: str = address[KPIS]) -> None:
        assert client.get(at).status_code == 200

    def indicator() -> None:
        page(one)

    def unchanged() -> None:
        assert client.get(address[KPIS], headers={"If-None-Match": kept}).status_code == 304

    def hello() -> None:
        assert client.get("/bench/hello/").status_code == 200

    def plain() -> None:
        page(f"/bench/kpi-plain/{here.slug}/{made[KPIS].plan.slug}/")

    ours, simple, alone, short, floor = seconds(page, plain, indicator, unchanged, hello, repeat=9)
    chart = picture()
    other, what, times = plain_chart()
    drawn, naive = (used / 50 for used in seconds(_times(50, lambda: chart_svg(chart)), _times(50, other)))
    few, many = seconds(lambda: judge(FEW), repeat=5)[0], seconds(lambda: judge(MANY), repeat=1)[0]
    counts = {}
    for size, at in address.items():
        reading.KEPT.clear()  # as the first reader of a process finds it
        counts[size] = len(queries(lambda at=at: page(at)))
    report(
        figure(f"page of {KPIS} KPIs × {YEARS} years: queries", counts[KPIS], "", 8),
        figure(
            f"more queries at {SIZES[1]} KPIs than at {SIZES[0]}", counts[SIZES[1]] - counts[SIZES[0]], "", 0
        ),
        figure(f"page of {KPIS} KPIs × {YEARS} years", ours * 1000, "ms", 100),
        figure("the same with model objects and floatformat", simple * 1000, "ms"),
        figure("page / model objects and floatformat", ours / simple, "×", 0.2),
        figure("page of one indicator: queries", len(queries(indicator)), "", 8),
        figure("page of one indicator", alone * 1000, "ms"),
        figure("unchanged page (304): queries", len(queries(unchanged)), "", 2),
        figure("unchanged page (304) / bare page", short / floor, "×"),
        figure("one picture", drawn * 1000, "ms"),
        figure(f"picture / {what}", drawn / (naive * times), "×", 1 / 15),
        figure("one judgement (20 µs are 50,000 a second)", few / FEW * 1e6, "µs", 20),
        figure(f"one of {MANY:,} / one of {FEW:,}", many / MANY / (few / FEW), "×", 1.25),
    )


def _times(count: int, act: Callable[[], object]) -> Callable[[], None]:
    def often() -> None:
        for _ in range(count):
            act()

    return often
