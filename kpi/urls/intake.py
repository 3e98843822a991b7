"""Addresses: 取込ウィザード, 施策調書."""

from django.urls import URLPattern, path

from kpi.views import intake, measure_sheets

EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"
INTAKE = f"{EDITION}intake/"
UPLOAD = f"{INTAKE}<int:upload>/"
SHEETS = f"{EDITION}measure-sheets/"

urlpatterns: list[URLPattern] = [
    path(INTAKE, intake.intake, name="intake"),
    path(UPLOAD, intake.intake_upload, name="intake_upload"),
    path(f"{UPLOAD}preview/", intake.intake_preview, name="intake_preview"),
    path(f"{UPLOAD}apply/", intake.intake_apply, name="intake_apply"),
    path(f"{UPLOAD}discard/", intake.intake_discard, name="intake_discard"),
    path(SHEETS, measure_sheets.measure_sheets, name="measure_sheets"),
    path(f"{SHEETS}<uuid:lineage>/", measure_sheets.measure_sheet, name="measure_sheet"),
]
