"""Addresses of 各課照会: /office/<government>/<plan>/consultations/…"""

from django.urls import path

from deliberation.urls.places import CONSULTATIONS
from deliberation.views import consultation_answers, consultations

CONSULTATION = f"{CONSULTATIONS}<int:consultation>/"
ANSWER = f"{CONSULTATION}answers/<int:department>/"

urlpatterns = [
    path(CONSULTATIONS, consultations.consultations, name="consultations"),
    path(f"{CONSULTATIONS}add/", consultations.consultation_add, name="consultation_add"),
    path(CONSULTATION, consultations.consultation, name="consultation"),
    path(f"{CONSULTATION}remind/", consultations.consultation_remind, name="consultation_remind"),
    path(f"{CONSULTATION}extend/", consultations.consultation_extend, name="consultation_extend"),
    path(f"{CONSULTATION}close/", consultations.consultation_close, name="consultation_close"),
    path(ANSWER, consultation_answers.consultation_answer, name="consultation_answer"),
    path(f"{ANSWER}upload/", consultation_answers.consultation_upload, name="consultation_upload"),
    path(
        f"{ANSWER}form.<str:ending>",
        consultation_answers.consultation_form_file,
        name="consultation_form_file",
    ),
]
