"""Addresses of 諮問 and 答申, the assembly's record and 決裁."""

from django.urls import path

from deliberation.urls.places import INQUIRIES, PLAN
from deliberation.views import assembly, inquiries, sanctions

INQUIRY = f"{INQUIRIES}<int:inquiry>/"
ADVICE = f"{INQUIRY}advice/"
ASSEMBLY = f"{PLAN}assembly/"
SANCTIONS = f"{PLAN}sanctions/"

urlpatterns = [
    path(INQUIRIES, inquiries.inquiries, name="inquiries"),
    path(f"{INQUIRIES}add/", inquiries.inquiry_add, name="inquiry_add"),
    path(INQUIRY, inquiries.inquiry, name="inquiry"),
    path(f"{INQUIRY}remove/", inquiries.inquiry_remove, name="inquiry_remove"),
    path(f"{INQUIRY}inquiry.<str:ending>", inquiries.inquiry_file, name="inquiry_file"),
    path(f"{ADVICE}add/", inquiries.advice_add, name="advice_add"),
    path(ADVICE, inquiries.advice, name="advice"),
    path(f"{ADVICE}remove/", inquiries.advice_remove, name="advice_remove"),
    path(f"{ADVICE}riders/", inquiries.advice_rider, name="advice_rider"),
    path(f"{ADVICE}advice.<str:ending>", inquiries.advice_file, name="advice_file"),
    path(ASSEMBLY, assembly.assembly, name="assembly"),
    path(f"{ASSEMBLY}add/", assembly.assembly_add, name="assembly_add"),
    path(f"{ASSEMBLY}<int:row>/", assembly.assembly_record, name="assembly_record"),
    path(f"{ASSEMBLY}<int:row>/questions/", assembly.assembly_question, name="assembly_question"),
    path(f"{ASSEMBLY}<int:row>/remove/", assembly.assembly_remove, name="assembly_remove"),
    path(SANCTIONS, sanctions.sanctions, name="sanctions"),
    path(f"{SANCTIONS}add/", sanctions.sanction_add, name="sanction_add"),
    path(f"{SANCTIONS}<int:sanction>/", sanctions.sanction, name="sanction"),
    path(f"{SANCTIONS}<int:sanction>/remove/", sanctions.sanction_remove, name="sanction_remove"),
]
