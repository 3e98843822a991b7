"""Addresses of publishing that show papers to members and meetings and comments to readers."""

from django.urls import path

from deliberation.urls.places import MEETING, SITTING
from publishing.committee.bundle import DRAFT, PAPERS
from publishing.views import bundle, committee_texts

BUNDLE = f"{MEETING}bundle/"
PAPER = f"{SITTING}papers/<int:paper>/"

urlpatterns = [
    path(BUNDLE, bundle.meeting_bundle, name="meeting_bundle"),
    path(f"{BUNDLE}papers.pdf", bundle.meeting_bundle_file, {"kind": PAPERS}, name="meeting_bundle_file"),
    path(f"{BUNDLE}draft.pdf", bundle.meeting_bundle_file, {"kind": DRAFT}, name="meeting_draft_file"),
    path(f"{PAPER}text/", committee_texts.committee_paper_text, name="committee_paper_text"),
    path(f"{PAPER}opinions/add/", committee_texts.committee_opinion_add, name="committee_opinion_add"),
    path(
        f"{PAPER}figures/<slug:side>/<str:sha256>", committee_texts.committee_figure, name="committee_figure"
    ),
    path(f"{SITTING}opinions/<int:opinion>/", committee_texts.committee_opinion, name="committee_opinion"),
    path(f"{MEETING}papers/<int:paper>/text/", committee_texts.office_paper_text, name="office_paper_text"),
]
