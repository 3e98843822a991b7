"""Addresses: the workbooks that go out."""

from django.urls import path

from kpi.urls.review import REVIEW
from kpi.views.review import sheets

EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"

urlpatterns = [
    path(f"{REVIEW}workbook/", sheets.results_workbook, name="results_workbook"),
    path(f"{REVIEW}workbooks/", sheets.results_workbooks, name="results_workbooks"),
    path(f"{EDITION}drafting/", sheets.drafting_workbook, name="drafting_workbook"),
]
