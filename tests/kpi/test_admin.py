"""The operators' page of indicators: a file is looked at first, by hand nothing is changed, others see nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from kpi.models import Indicator
from tests.kpi import promises

pytestmark = pytest.mark.django_db


def page(action: str, *args) -> str:
    return reverse(f"admin:kpi_indicator_{action}", args=args)


def test_a_file_goes_out_is_looked_at_and_comes_in(client, operator, toyonaka):
    client.force_login(operator)
    promises.indicator(toyonaka, "=1+1", "人")
    out = client.post(page("export"), {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    assert ",'=1+1,人," in out
    head, row = out.splitlines()
    key = row.split(",")[0]
    data = "\r\n".join((head, row, row.replace(key, "").replace("'=1+1", "出生数"))).encode()
    sent = {"format": "1", "resource": "0", "import_file": SimpleUploadedFile("指標.csv", data)}
    looked = client.post(page("import"), sent)
    assert "まだ何も反映していません" in looked.content.decode()
    assert Indicator.objects.count() == 1
    done = client.post(page("process_import"), looked.context_data["confirm_form"].initial, follow=True)
    assert "取り込みました（新しい1件、変わった0件、同じ1件）。" in done.content.decode()
    assert sorted(Indicator.objects.values_list("name", flat=True)) == ["=1+1", "出生数"]
    assert AuditEvent.objects.get(verb="master.import").detail["counts"] == {"new": 1, "skip": 1}


def test_by_hand_nothing_is_changed_here(client, operator, toyonaka):
    client.force_login(operator)
    row = promises.indicator(toyonaka)
    assert client.get(page("changelist")).status_code == 200
    assert client.get(page("change", row.pk)).status_code == 200
    assert client.post(page("change", row.pk), {"name": "変えた"}).status_code == 403
    assert client.get(page("add")).status_code == 403
    assert client.post(page("delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_planner_does_not_get_in(client, aoki, toyonaka):
    client.force_login(aoki)
    assert {client.get(page(action)).status_code for action in ("changelist", "import", "export")} == {302}
