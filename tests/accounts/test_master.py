"""Verbs of the operators' pages: one event each, in the same transaction."""

import pytest
from allauth.account.models import EmailAddress
from django.db import models

from accounts.master import (
    change_person,
    delete_row,
    government_of,
    note_export,
    note_import,
    note_password,
    save_row,
)
from accounts.models import AuditEvent, Department, Government, Membership

pytestmark = pytest.mark.django_db


def events(verb: str):
    return AuditEvent.objects.filter(verb=verb)


def test_whose_row_it_is(toyonaka, aoki):
    department = Department(government=toyonaka, name="こども事業課")
    assert government_of(toyonaka) == government_of(department) == toyonaka
    assert government_of(Membership.objects.get(user=aoki)) == toyonaka
    assert government_of(aoki) is None


def test_saving_leaves_an_event_and_a_history_row(toyonaka, operator):
    department = Department(government=toyonaka, name="こども事業課")
    save_row(actor=operator, row=department, changes={"name": "こども事業課"})
    department.name = "こども政策課"
    save_row(actor=operator, row=department, changes={"name": "こども政策課"})
    later, first = events("admin.save")
    assert (first.actor, first.government, first.subject) == (
        operator,
        toyonaka,
        f"department:{department.pk}",
    )
    assert first.detail == {"new": True, "changes": {"name": "こども事業課"}}
    assert later.detail == {"new": False, "changes": {"name": "こども政策課"}}
    assert [row.history_user for row in department.history.all()] == [operator, operator]


def test_deleting_keeps_the_name_in_the_record(toyonaka, operator):
    department = Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    delete_row(actor=operator, row=department)
    assert not Department.objects.exists()
    event = events("admin.delete").get()
    assert (event.government, event.detail) == (toyonaka, {"called": "こども部　こども事業課"})


def test_a_row_that_others_point_at_stays_and_leaves_no_event(toyonaka, operator, baba):
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    Membership.objects.filter(user=baba).update(department=department)
    with pytest.raises(models.ProtectedError):
        delete_row(actor=operator, row=department)
    assert Department.objects.exists()
    assert not events("admin.delete").exists()


def test_a_new_address_counts_as_verified_and_the_old_one_is_gone(operator, aoki):
    EmailAddress.objects.create(user=aoki, email=aoki.email, verified=True, primary=True)
    aoki.email = "new@example.jp"
    change_person(actor=operator, person=aoki, changes={"email": "new@example.jp"})
    address = EmailAddress.objects.get(user=aoki)
    assert (address.email, address.verified, address.primary) == ("new@example.jp", True, True)
    aoki.email = None
    change_person(actor=operator, person=aoki, changes={"email": ""})
    assert not EmailAddress.objects.filter(user=aoki).exists()
    assert events("person.change").count() == 2


def test_acts_without_a_row_are_recorded_too(operator, aoki):
    note_password(actor=operator, person=aoki)
    note_import(actor=operator, model=Government, file_name="団体.xlsx", counts={"new": 3})
    note_export(actor=operator, model=Department, kind="csv", rows=2)
    assert events("person.password").get().subject == f"user:{aoki.pk}"
    assert events("master.import").get().detail == {"file": "団体.xlsx", "counts": {"new": 3}}
    assert events("master.export").get().detail == {"kind": "csv", "rows": 2}
