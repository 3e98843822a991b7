"""Addresses of deliberation: /office/<government>/… for staff, /committee/<government>/… for members."""

from deliberation.urls import (
    bodies,
    comments,
    committee,
    consultations,
    documents,
    inquiries,
    meetings,
    opinions,
    results,
)

urlpatterns = [
    *bodies.urlpatterns,
    *meetings.urlpatterns,
    *documents.urlpatterns,
    *committee.urlpatterns,
    *results.urlpatterns,
    *opinions.urlpatterns,
    *consultations.urlpatterns,
    *comments.urlpatterns,
    *inquiries.urlpatterns,
]
