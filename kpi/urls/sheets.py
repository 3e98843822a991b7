"""Addresses: the workbooks that go out."""

from django.urls import path

from kpi.views.review import sheets

REVIEW = "office/<slug:government>/<slug:plan>/review/<slug:review>/"
EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"

urlpatterns = [
    path(f"{REVIEW}workbook/", sheets.results_workbook, name="results_workbook"),
    path(f"{REVIEW}workbooks/", sheets.results_workbooks, name="results_workbooks"),
    path(f"{EDITION}drafting/", sheets.drafting_workbook, name="drafting_workbook"),
]
