"""What readers find of calls for comments elsewhere: the plan's page, the feed, the sitemap; and the kept PDF."""

import pytest
from django.core.files.storage import default_storage

from deliberation.models import PublicComment
from publishing.comments import prints
from publishing.comments.reading import compared_with, notices_of
from tests import factories
from tests.deliberation import calls

PLAN = "/toyonaka/digital-strategy/"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


def test_the_plan_leads_to_its_calls_once_one_is_announced(client, comment):
    link = f'href="{PLAN}comments/"'
    first = client.get(PLAN)
    assert link in first.content.decode()
    PublicComment.objects.update(announced_at=None)
    page = client.get(PLAN, headers={"If-None-Match": first["ETag"]})
    assert page.status_code == 200
    assert link not in page.content.decode()


def test_feed_and_sitemap_name_calls_and_results(client, comment, django_assert_num_queries):
    feed, sitemap = "/feeds/toyonaka/", "/sitemap.xml"
    assert f"{PLAN}comments/1/" in client.get(feed).content.decode()
    assert f"{PLAN}comments/1/</loc>" in client.get(sitemap).content.decode()
    calls.published(calls.over(comment))
    told = client.get(feed).content.decode()
    assert "総合戦略（素案）への意見（意見募集の結果）" in told and f"{PLAN}comments/1/result/" in told
    PublicComment.objects.filter(pk=calls.a_call(comment.edition).pk).update(announced_at=None)
    assert "comments/2/" not in client.get(feed).content.decode() + client.get(sitemap).content.decode()
    with django_assert_num_queries(1):
        assert len(notices_of(comment.plan.government, 30)) == 2


def test_the_draft_is_compared_with_what_it_was_based_on_when_both_are_public(comment):
    assert compared_with(comment) is None
    comment.edition.based_on = factories.published(factories.plan(comment.plan.government, "betsu"))
    assert compared_with(comment) is None  # another plan's
    comment.edition.based_on.plan = comment.plan
    comment.edition.based_on.plan_id = comment.plan_id
    assert compared_with(comment) == comment.edition.based_on


def test_a_pdf_is_made_once_and_again_when_it_is_lost(comment, monkeypatch):
    made = []
    monkeypatch.setattr(prints, "content_of", lambda result, kind, created: made.append(kind) or b"%PDF-1.7")
    assert prints.print_comments_due() == 0  # nothing is published
    calls.published(calls.over(comment))
    comment.refresh_from_db()
    assert prints.printed_or_none(comment) is None
    assert [prints.print_comments_due() for _ in range(2)] == [1, 0]
    assert prints.printed_or_none(comment) == b"%PDF-1.7"
    default_storage.delete(prints.place_of(comment))
    assert prints.print_comments_due() == 1
    assert made == ["pdf", "pdf"]
