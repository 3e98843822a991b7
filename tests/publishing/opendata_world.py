"""A small town with something of everything that is open data, and beside each thing one that must stay inside."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Government, User
from kpi.models import (
    Indicator,
    ManualGrade,
    Measurement,
    MeasurementRevision,
    Publication,
    ReferenceSeries,
    SeriesBreak,
    Survey,
    SurveyRound,
    Target,
)
from kpi.notation import parse_baseline, parse_target
from kpi.spec import Better
from kpi.storing import baseline_data, target_data
from publishing.editions import freeze, publish, start_next_edition, withdraw
from strategy.models import Edition, PlanItem, Term
from tests import factories

CANARY = "秘密の下書き"
FIRST, LAST = 2023, 2027


def indicator(government: Government, name: str, unit: str = "人", **fields: Any) -> Indicator:
    return Indicator.objects.create(government=government, name=name, unit=unit, **fields)


def target(item: PlanItem, of: Indicator, target_text: str, baseline_text: str = "", **fields: Any) -> Target:
    """A target as its print is read."""
    words = {"name": of.name, "unit": of.unit, "position": 10 * item.targets.count()} | fields
    spec = parse_target(target_text, period=(FIRST, LAST), better=Better(of.better))
    baseline = parse_baseline(baseline_text)
    return Target.objects.create(
        edition=item.edition,
        item=item,
        indicator=of,
        target_text=target_text,
        baseline_text=baseline_text,
        kind=spec.kind.value,
        baseline_kind=baseline.kind.value,
        spec=target_data(spec),
        baseline=baseline_data(baseline),
        **words,
    )


def measured(of: Indicator, fiscal_year: int, **fields: Any) -> Measurement:
    days = datetime.date(fiscal_year, 4, 1), datetime.date(fiscal_year + 1, 3, 31)
    days = {"starts_on": days[0], "ends_on": days[1]}
    return Measurement.objects.create(indicator=of, fiscal_year=fiscal_year, **days | fields)


def figure(
    measurement: Measurement, value: str, state: str = "APPROVED", **fields: Any
) -> MeasurementRevision:
    number = Decimal(value)
    return MeasurementRevision.objects.create(
        measurement=measurement,
        n=measurement.revisions.count() + 1,
        value=number,
        places=max(0, -number.as_tuple().exponent),
        state=state,
        by=person(),
        at=timezone.now(),
        **fields,
    )


def person() -> User:
    """Whoever did it: no reader learns the name."""
    known = User.objects.filter(name=f"{CANARY}さん").first()
    return known or factories.person(f"{CANARY}さん")


def published(of: Indicator, fiscal_year: int, value: str, **fields: Any) -> MeasurementRevision:
    """A figure that readers see."""
    revision = figure(measured(of, fiscal_year), value, **fields)
    make_public(revision=revision)
    return revision


def make_public(**what: Any) -> Publication:
    """Publish one ``revision`` or one ``manual_grade``."""
    return Publication.objects.create(by=person(), at=timezone.now(), **what)


@dataclass
class World:
    """A town with its public edition and the one being written; items, indicators and targets by short names."""

    town: Government
    public: Edition
    draft: Edition
    made: dict[str, PlanItem]
    indicators: dict[str, Indicator]
    targets: dict[str, Target]


def world(town: Government, *, more: int = 0) -> World:
    """A public edition with KPIs of several kinds; ``more`` adds as many to see what a size costs.

    Canaries: a next edition being written with an indicator only it names, figures approved but not published,
    a draft newer than a published figure, a grade by hand not published, a withdrawn edition, notes and rounds of
    years of which nothing is public.
    """
    plan = factories.plan(town)
    edition = factories.edition(
        plan, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1), last_fiscal_year=LAST
    )
    made = factories.small_tree(edition)
    hostile = (
        "<p onclick='x()'>本文</p><script>alert(1)</script>"  # past the verb, which would have cleaned it
    )
    PlanItem.objects.filter(pk=made["measure1"].pk).update(body=hostile)
    Term.objects.create(
        edition=edition, word="=関係人口", reading="かんけいじんこう", definition="見本の説明。"
    )
    survey = Survey.objects.create(government=town, name="市民意識調査")
    SurveyRound.objects.create(survey=survey, fiscal_year=2024, held="5月", sent=3000, valid=1530)
    SurveyRound.objects.create(survey=survey, fiscal_year=2026, held=CANARY, sent=777777777, valid=77)
    found = {
        "children": indicator(town, "待機児童数", better="DOWN", definition="4月1日の数"),
        "people": indicator(town, "社会増減"),
        "content": indicator(town, "満足度", "%", survey=survey, source="市民意識調査"),
        "reports": indicator(town, "=HYPERLINK(1)", "件"),
        "extra": indicator(town, "補足の数", "件"),
    }
    targets = {
        "children": target(made["section"], found["children"], "0人", "12人（令和3年度）"),
        "people": target(made["section"], found["people"], "-50人", "-120人（令和3年度）"),
        "content": target(
            made["chapter"],
            found["content"],
            "70.0%",
            "60.0%（令和3年度）",
            role="NUMERIC",
            audience="18歳以上",
        ),
        "reports": target(made["section"], found["reports"], "100件", "@10件", source="+1"),
        "extra": target(made["heading"], found["extra"], "", role="SUPPLEMENTARY", unit=""),
    }
    for n in range(more):
        found[f"more{n}"] = indicator(town, f"増やした指標{n}")
        targets[f"more{n}"] = target(made["section"], found[f"more{n}"], "100人", "10人（令和3年度）")
        published(found[f"more{n}"], 2024, "50")
    _figures(found)
    edition = publish(actor=None, edition=freeze(actor=None, edition=edition))
    _grades(targets)
    withdrawn = start_next_edition(actor=None, edition=edition, stage=Edition.Stage.PROPOSAL, title=CANARY)
    withdrawn = publish(actor=None, edition=freeze(actor=None, edition=withdrawn))
    withdraw(actor=None, edition=withdrawn, reason=CANARY)
    draft = start_next_edition(actor=None, edition=edition, stage=Edition.Stage.DRAFT, title=f"{CANARY}の題")
    section = draft.items.get(lineage=made["section"].lineage)
    found["secret"] = indicator(town, f"{CANARY}の指標", "件")
    target(section, found["secret"], "5件")
    published(found["secret"], 2024, "7654321")
    return World(town, edition, draft, made, found, targets)


def _figures(found: dict[str, Indicator]) -> None:
    published(found["children"], 2021, "12")
    published(found["children"], 2025, "3", quality="PROVISIONAL")
    corrected = published(found["people"], 2024, "-60").measurement
    figure(corrected, "-7654321", state="DRAFT", why=CANARY)
    figure(corrected, "-7654321", state="APPROVED", why=CANARY)
    published(found["content"], 2024, "72.0", numerator=Decimal(1102), denominator=Decimal(1530))
    for year, state in ((2025, "APPROVED"), (2026, "SUBMITTED")):
        figure(measured(found["content"], year), "7654.321", state=state, why=CANARY)
    SeriesBreak.objects.create(indicator=found["content"], fiscal_year=2024, note="問いを変えた")
    SeriesBreak.objects.create(indicator=found["content"], fiscal_year=2026, note=CANARY)
    nation = ReferenceSeries.objects.create(indicator=found["content"], name="全国平均", source="国の調査")
    make_public(revision=figure(measured(found["content"], 2024, series=nation), "65.5"))
    hidden = ReferenceSeries.objects.create(indicator=found["content"], name=CANARY)
    figure(measured(found["content"], 2024, series=hidden), "7654.321")


def _grades(targets: dict[str, Target]) -> None:
    shown = _grade(targets["people"], 2025, "late", "遅れ", "-説明のとおり")
    make_public(manual_grade=shown)
    _grade(targets["people"], 2025, "achieved", CANARY, CANARY)
    _grade(targets["children"], 2025, "achieved", CANARY, CANARY)


def _grade(of: Target, year: int, key: str, word: str, reason: str) -> ManualGrade:
    return ManualGrade.objects.create(
        target=of,
        fiscal_year=year,
        n=of.manual_grades.filter(fiscal_year=year).count() + 1,
        grade=key,
        sign="×",
        word=word,
        tone="late",
        reason=reason,
        by=person(),
        at=timezone.now(),
    )
