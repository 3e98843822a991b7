"""Addresses of the office's KPI pages: targets of an edition, indicators, grades and surveys of a government."""

from django.urls import path

from kpi.urls import board, closing, evaluation, intake, sheets, uploads
from kpi.views import grading, indicators, placing, references, schemes, surveys, table, targets, values

EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"
KPI = f"{EDITION}kpi/"
TARGET = f"{KPI}<uuid:target>/"
INDICATORS = "office/<slug:government>/indicators/"
INDICATOR = f"{INDICATORS}<uuid:indicator>/"
VALUE = f"{INDICATOR}values/<int:measurement>/"

urlpatterns = [
    path(KPI, table.kpi_table, name="kpi_table"),
    path(f"{EDITION}items/<uuid:lineage>/kpi/", table.item_targets, name="item_targets"),
    path(f"{KPI}reread/", targets.targets_reread, name="targets_reread"),
    path(f"{KPI}add/", targets.target_add, name="target_add"),
    path(TARGET, targets.target, name="target"),
    path(f"{TARGET}save/", targets.target_save, name="target_save"),
    path(f"{TARGET}read/", targets.target_read, name="target_read"),
    path(f"{TARGET}value/<int:year>/", table.value_save, name="value_save"),
    path(f"{TARGET}grade/", grading.target_grade, name="target_grade"),
    path(f"{TARGET}grade/<int:grade>/publish/", grading.grade_publish, name="grade_publish"),
    path(f"{TARGET}move/", placing.target_move, name="target_move"),
    path(f"{TARGET}relist/", placing.target_relist, name="target_relist"),
    path(f"{TARGET}unlist/", placing.target_unlist, name="target_unlist"),
    path(f"{TARGET}serve/", placing.target_serve, name="target_serve"),
    path(f"{TARGET}delete/", placing.target_delete, name="target_delete"),
    path(f"{TARGET}settle/", placing.target_settle, name="target_settle"),
    # What outlives the editions
    path(INDICATORS, indicators.indicators, name="indicators"),
    path(f"{INDICATORS}add/", indicators.indicator_add, name="indicator_add"),
    path(INDICATOR, indicators.indicator, name="indicator"),
    path(f"{INDICATOR}save/", indicators.indicator_save, name="indicator_save"),
    path(f"{INDICATOR}delete/", indicators.indicator_delete, name="indicator_delete"),
    path(f"{INDICATOR}values/", values.indicator_value, name="indicator_value"),
    path(f"{VALUE}submit/", values.value_submit, name="value_submit"),
    path(f"{VALUE}return/", values.value_return, name="value_return"),
    path(f"{VALUE}approve/", values.value_approve, name="value_approve"),
    path(f"{VALUE}publish/", values.value_publish, name="value_publish"),
    path(f"{INDICATOR}breaks/", references.indicator_break, name="indicator_break"),
    path(
        f"{INDICATOR}breaks/<int:series_break>/remove/",
        references.indicator_unbreak,
        name="indicator_unbreak",
    ),
    path(f"{INDICATOR}references/", references.reference_add, name="reference_add"),
    path(f"{INDICATOR}references/<int:reference>/", references.reference_save, name="reference_save"),
    path(
        f"{INDICATOR}references/<int:reference>/remove/", references.reference_remove, name="reference_remove"
    ),
    path("office/<slug:government>/grades/", schemes.grade_scheme, name="grade_scheme"),
    path("office/<slug:government>/surveys/", surveys.surveys, name="surveys"),
]
# The yearly round, and what comes from office documents; each part has its own list.
for part in (board, evaluation, closing, sheets, uploads, intake):
    urlpatterns += part.urlpatterns
