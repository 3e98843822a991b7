"""人口ビジョンの変更点 for readers: only between two public visions, at a fixed cost, sent once."""

import pytest
from django.core.cache import caches
from django.http import Http404
from django.test import override_settings
from django.utils import timezone

from paper.pdf import PdfError
from publishing.population import changes
from publishing.population.changes import changes_or_404, kept_file
from tests.publishing.test_public_review import plain
from tests.vision import compared, editions
from vision.comparison.files import TYPES
from vision.models import PopulationVision

pytestmark = pytest.mark.django_db
PAGE = "/toyonaka/population/2/changes/"
FILES = {"files": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "changes"}}


@pytest.fixture
def two(toyonaka):
    return editions.two(toyonaka)


def renumbered(number: int) -> dict:
    data = compared.newer()
    return data | {"vision": data["vision"] | {"number": number}}


def test_readers_see_old_new_and_difference_in_three_queries_and_no_cookie(
    client, two, django_assert_num_queries
):
    with django_assert_num_queries(3):
        response = client.get(PAGE)
    assert response.status_code == 200
    text = plain(response.content.decode())
    assert "令和27（2045）年 総人口 21,845人 20,641人 △1,204人（△5.5％）" in text
    assert "第1版から第2版へ" in text
    assert not response.cookies
    assert b"<script" not in response.content


def test_what_was_seen_is_not_sent_again_until_something_changes(client, two, django_assert_num_queries):
    etag = client.get(PAGE)["ETag"]
    with django_assert_num_queries(1):
        again = client.get(PAGE, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    editions.public(two[0].government, renumbered(3))
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_a_vision_is_compared_with_the_public_one_before_it(toyonaka, two):
    old, _ = two
    editions.frozen(toyonaka, renumbered(3))  # published to nobody
    editions.public(toyonaka, renumbered(4))
    pair = changes_or_404("toyonaka", 4).pair
    assert (pair.old.number, pair.new.number) == (2, 4)
    PopulationVision.objects.filter(number=2).update(
        withdrawn_at=timezone.now(), withdrawn_reason="数値の誤り"
    )
    assert changes_or_404("toyonaka", 4).pair.old == old


@pytest.mark.parametrize("number", [1, 2, 3, 9])
def test_nothing_of_what_is_not_public_is_shown(client, toyonaka, number):
    editions.public(toyonaka, compared.older())
    editions.frozen(toyonaka, compared.newer())
    editions.public(toyonaka, renumbered(3), withdrawn_at=timezone.now(), withdrawn_reason="数値の誤り")
    assert client.get(f"/toyonaka/population/{number}/changes/").status_code == 404
    assert client.get(f"/toyonaka/population/{number}/changes/comparison.docx").status_code == 404


def test_a_government_without_a_vision_has_no_such_page(client, toyonaka):
    assert client.get(PAGE).status_code == 404
    with pytest.raises(Http404):
        changes_or_404("nowhere", 1)


def test_files_are_kept_under_what_is_in_them(client, two, monkeypatch):
    made = []
    monkeypatch.setattr(changes, "content_of", lambda book, kind, **_: made.append(kind) or b"made")
    with override_settings(CACHES=FILES):
        caches["files"].clear()
        answers = [client.get(f"{PAGE}comparison.pdf") for _ in range(2)]
    assert [(one.status_code, one.content, one["Content-Type"]) for one in answers] == [
        (200, b"made", TYPES["pdf"])
    ] * 2
    assert made == ["pdf"]
    assert "toyonaka-population-1-2.pdf" in answers[0]["Content-Disposition"]
    assert client.get(f"{PAGE}comparison.csv").status_code == 404


def test_one_request_at_a_time_makes_a_file(two, monkeypatch):
    """While it is made the others are told to come again, and a printer that fails leaves the way free."""
    found = changes_or_404("toyonaka", 2)
    told = []

    def broken(book, kind, **_):
        told.append(kept_file(found, "pdf").content.decode())
        raise PdfError("font")

    monkeypatch.setattr(changes, "content_of", broken)
    with override_settings(CACHES=FILES):
        caches["files"].clear()
        answers = [kept_file(found, "pdf") for _ in range(2)]
    assert told == [changes.BEING_MADE] * 2
    assert [(one.status_code, one["Retry-After"]) for one in answers] == [(503, "60")] * 2
    assert answers[0].content.decode() == str(PdfError("font"))
