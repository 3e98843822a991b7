"""Targets, indicators, figures and judgements: targets from frozen documents, figures by their publication only."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from kpi.series import Shown, series_of
from publishing.api import parameters as ask
from publishing.api import schemas
from publishing.api.answers import paged, resource
from publishing.api.plans import EDITION, GOVERNMENT, document_or_404, public_government_or_404
from publishing.opendata.indicators import public_keys
from publishing.opendata.kpis import kpi_table, places_of_targets
from publishing.opendata.shapes import indicator_shape, judgement_shape, measurement_shapes, target_shape

router = Router(tags=["KPI"])
Data = dict[str, Any]


@resource(router, f"{EDITION}/targets", schemas.TargetPage, name="api_targets", summary="目標値の一覧")
def targets(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    number: ask.EditionNumber,
    role: ask.Role,
    indicator: ask.OfIndicator,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """版が定めた目標値を、印刷の順に。再掲は数えない。"""
    _, document = document_or_404(government, plan, number)
    rows = [
        row
        for row in places_of_targets(document)
        if role in (None, row[0].role) and (indicator is None or row[0].indicator == str(indicator))
    ]
    return paged(request, rows, lambda row: target_shape(*row), limit, offset)


@resource(router, f"{EDITION}/targets/{{target}}", schemas.Target, name="api_target", summary="目標値")
def target(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    number: ask.EditionNumber,
    target: ask.TargetLineage,
) -> Data:
    """一つの目標値。"""
    _, document = document_or_404(government, plan, number)
    for row in places_of_targets(document):
        if row[0].lineage == str(target):
            return target_shape(*row)
    raise Http404("この目標値は、この版にはありません。")


@resource(router, f"{EDITION}/judgements", schemas.JudgementPage, name="api_judgements", summary="判定の一覧")
def judgements(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    number: ask.EditionNumber,
    target: ask.OfTarget,
    fiscal_year: ask.FiscalYear,
    status: ask.StatusKey,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """目標値と年度ごとの判定。計画期間のうち、値を公表した最も新しい年度までを、公表した値だけで判定する。"""
    table = kpi_table(*document_or_404(government, plan, number))
    rows = [
        (kpi, year)
        for kpi in table.kpis
        if target is None or kpi.target.lineage == str(target)
        for year in kpi.years
        if year.progress is not None
        and fiscal_year in (None, year.fiscal_year)
        and status in (None, year.progress.status.key)
    ]
    return paged(request, rows, lambda row: judgement_shape(*row, table.scheme), limit, offset)


@resource(
    router, f"{GOVERNMENT}/indicators", schemas.IndicatorPage, name="api_indicators", summary="指標の一覧"
)
def indicators(
    request: HttpRequest, government: ask.GovernmentSlug, limit: ask.Limit, offset: ask.Offset
) -> Data:
    """公表した版に目標値のある指標。"""
    owner = public_government_or_404(government)
    keys = public_keys(owner)
    series = series_of(owner, keys[offset : offset + limit], shown=Shown.PUBLIC)
    return paged(request, keys, lambda key: indicator_shape(series[key]), limit, offset)


@resource(
    router,
    f"{GOVERNMENT}/indicators/{{indicator}}",
    schemas.Indicator,
    name="api_indicator",
    summary="指標",
)
def indicator(request: HttpRequest, government: ask.GovernmentSlug, indicator: ask.IndicatorKey) -> Data:
    """一つの指標。"""
    owner = public_government_or_404(government)
    keys = [key for key in public_keys(owner) if key == str(indicator)]
    for series in series_of(owner, keys, shown=Shown.PUBLIC).values():
        return indicator_shape(series)
    raise Http404("この指標は見つかりません。")


@resource(
    router,
    f"{GOVERNMENT}/measurements",
    schemas.MeasurementPage,
    name="api_measurements",
    summary="実績値の一覧",
)
def measurements(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    indicator: ask.OfIndicator,
    fiscal_year: ask.FiscalYear,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """公表した実績値。承認しただけの値、直している途中の値はない。"""
    owner = public_government_or_404(government)
    keys = [key for key in public_keys(owner) if indicator is None or key == str(indicator)]
    series = series_of(owner, keys, shown=Shown.PUBLIC)
    rows = [
        row
        for key in keys
        for row in measurement_shapes(series[key])
        if fiscal_year in (None, row["fiscal_year"])
    ]
    return paged(request, rows, lambda row: row, limit, offset)
