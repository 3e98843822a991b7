"""Addresses of bodies and their members."""

from django.urls import path

from deliberation.urls.places import BODIES, OFFICE
from deliberation.views import bodies, members

BODY = f"{BODIES}b<int:body>/"  # with a letter, or it would be the edition of a plan "bodies"
MEMBER = f"{BODY}members/<int:member>/"

urlpatterns = [
    path(f"{OFFICE}deliberation/", bodies.deliberation_home, name="deliberation_home"),
    path(BODIES, bodies.bodies, name="bodies"),
    path(f"{BODIES}new/", bodies.body_add, name="body_add"),
    path(BODY, bodies.body, name="body"),
    path(f"{BODY}edit/", bodies.body_edit, name="body_edit"),
    path(f"{BODY}bylaws/", bodies.body_bylaws, name="body_bylaws"),
    path(f"{BODY}members/new/", members.member_add, name="member_add"),
    path(MEMBER, members.member, name="member"),
    path(f"{MEMBER}end/", members.member_end, name="member_end"),
    path(f"{MEMBER}remove/", members.member_remove, name="member_remove"),
]
