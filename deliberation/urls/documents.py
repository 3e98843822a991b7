"""Addresses of what is sent, reminded, noted of a sitting and printed."""

from django.urls import path, register_converter

from deliberation.urls.places import MEETING, SITTING
from deliberation.views import committee_minutes, documents, floor, minutes, sendings


class DocumentFormatConverter:
    """The formats in which a document of a meeting can be taken home."""

    regex = "pdf|docx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocumentFormatConverter, "document_format")
SENDINGS = f"{MEETING}sendings/"
MINUTES = f"{MEETING}minutes/"
DOCUMENTS = f"{MEETING}documents/"

urlpatterns = [
    path(SENDINGS, sendings.sendings, name="sendings"),
    path(f"{SENDINGS}mail/", sendings.sending_mail, name="sending_mail"),
    path(f"{SENDINGS}new/", sendings.sending_add, name="sending_add"),
    path(f"{SENDINGS}<int:sending>/remove/", sendings.sending_remove, name="sending_remove"),
    path(f"{MEETING}remind/", sendings.meeting_remind, name="meeting_remind"),
    path(f"{MEETING}attendance/", floor.attendance, name="attendance"),
    path(f"{MEETING}agenda/<int:item>/floor-vote/", floor.floor_vote, name="floor_vote"),
    path(MINUTES, minutes.minutes, name="minutes"),
    path(f"{MINUTES}circulate/", minutes.minutes_circulate, name="minutes_circulate"),
    path(f"{MINUTES}publish/", minutes.minutes_publish, name="minutes_publish"),
    path(f"{MINUTES}corrections/<int:correction>/", minutes.minutes_correction, name="minutes_correction"),
    path(DOCUMENTS, documents.documents, name="documents"),
    path(f"{DOCUMENTS}<slug:what>/", documents.document_page, name="document_page"),
    path(f"{DOCUMENTS}<slug:what>.<document_format:ending>", documents.document, name="document"),
    path(f"{SITTING}minutes/", committee_minutes.committee_minutes, name="committee_minutes"),
]
