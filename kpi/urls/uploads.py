"""Addresses: workbooks that come back."""

from django.urls import path

from kpi.urls.review import REVIEW
from kpi.views.review import uploads

UPLOADS = f"{REVIEW}uploads/"
UPLOAD = f"{UPLOADS}<int:upload>/"

urlpatterns = [
    path(UPLOADS, uploads.results_uploads, name="results_uploads"),
    path(UPLOAD, uploads.results_upload, name="results_upload"),
    path(f"{UPLOAD}decide/", uploads.upload_decide, name="upload_decide"),
    path(f"{UPLOAD}apply/", uploads.upload_apply, name="upload_apply"),
    path(f"{UPLOAD}discard/", uploads.upload_discard, name="upload_discard"),
    path(f"{UPLOAD}file/", uploads.upload_file, name="upload_file"),
]
