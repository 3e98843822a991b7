"""Addresses: the report of a year, its publication and correction, proposals for the next edition."""

from django.urls import path

from kpi.urls.review import REVIEW
from kpi.views.review import closing, proposals, term

PROPOSALS = "office/<slug:government>/<slug:plan>/<int:number>/proposals/"

urlpatterns = [
    path(f"{REVIEW}close/", closing.review_close, name="review_close"),
    path(f"{REVIEW}correct/", closing.review_correct, name="review_correct"),
    path(f"{REVIEW}proposals/", proposals.review_proposals, name="review_proposals"),
    path(f"{REVIEW}term-text/", term.term_text, name="term_text"),
    path(PROPOSALS, proposals.edition_proposals, name="edition_proposals"),
    path(f"{PROPOSALS}<int:proposal>/", proposals.proposal_answer, name="proposal_answer"),
]
