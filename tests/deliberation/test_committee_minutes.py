import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from deliberation.minutes import circulate_minutes, save_minutes
from deliberation.models import Minutes, MinutesCorrection
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member

pytestmark = pytest.mark.django_db


def test_a_member_reads_the_minutes_and_answers(client, toyonaka, chiba):
    body = a_body(toyonaka)
    a_member(body, user=chiba)
    meeting = a_meeting(body, factories.plan(toyonaka))
    address = reverse("committee_minutes", args=["toyonaka", meeting.pk])
    client.force_login(chiba)
    row = save_minutes(actor=None, meeting=meeting, seen=0, kind="SUMMARY", text="■開会\n始めます。")
    assert client.get(address).status_code == 404  # nobody was asked yet
    day = timezone.localdate() + datetime.timedelta(days=3)
    circulate_minutes(actor=None, minutes=row, seen=1, due_on=day)
    page = client.get(address).content.decode()
    assert (page.count("<h3>開会</h3>"), page.count("議事要旨（案）")) == (1, 2)
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "文", "none": "1"}).status_code == 422
    assert MinutesCorrection.objects.count() == 0
    assert client.post(address, {"text": "", "none": "1"}).status_code == 302
    assert client.post(address, {"text": "ここが違います"}).status_code == 302
    page = client.get(address).content.decode()
    assert (page.count("分に「訂正なし」を受け付けました"), page.count("ここが違います")) == (1, 1)
    Minutes.objects.update(due_at=timezone.now())
    late = client.post(address, {"text": "遅れました"})
    assert (late.status_code, MinutesCorrection.objects.count()) == (422, 2)
    client.force_login(factories.person("土井"))
    assert client.get(address).status_code == 404
