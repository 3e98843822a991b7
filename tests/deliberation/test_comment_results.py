"""A result is published once, complete, as bytes that never change; no opinion is a result like any other."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.audit import Refused
from accounts.guards import sentence_of
from deliberation.comment_files import facts_of
from deliberation.comment_outcome import obstacles, result_of
from deliberation.comment_reading import Gathered
from deliberation.comment_report import hash_of
from deliberation.comment_results import ResultChanged, publish_result
from deliberation.models import PublicComment
from tests.deliberation import calls

PAGE = "/office/toyonaka/digital-strategy/comments/1/"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


def test_nothing_is_published_before_the_end_unsummarised_or_unanswered(comment):
    calls.sent(comment, "一", "二")
    told = obstacles(Gathered(comment))
    assert [sentence[:12] for sentence in told] == ["募集期間がまだ終わってい", "どのまとめにも入っていな"]
    calls.over(comment)
    made = calls.summed(comment, calls.parts(comment), "まとめ")
    with pytest.raises(Refused, match="考え方と区分のない項目が1件"):
        publish_result(actor=None, comment=comment, seen=calls.seen(comment))
    calls.answered(comment, made)
    assert obstacles(Gathered(comment)) == []
    assert calls.published(comment).result_published_at is not None


def test_no_opinion_is_a_normal_result(comment):
    calls.published(calls.over(comment))
    result = result_of(comment)
    assert (result.is_empty, result.rows, result.senders) == (True, (), 0)
    assert dict(facts_of(result))["意見の数"] == "意見なし"


def test_what_was_shown_is_what_is_published(comment):
    calls.sent(comment, "一")
    calls.over(comment)
    made = calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめ"))
    seen = calls.seen(comment)
    calls.answered(comment, made, "書き直しました。")
    with pytest.raises(ResultChanged):
        publish_result(actor=None, comment=comment, seen=seen)
    publish_result(actor=None, comment=comment, seen=calls.seen(comment))
    with pytest.raises(Refused, match="すでに公表"):
        publish_result(actor=None, comment=comment, seen=calls.seen(comment))


def test_the_database_holds_what_was_published(toyonaka):
    comment = calls.with_result(toyonaka, "一")
    comment.refresh_from_db()
    assert hash_of(bytes(comment.result)) == comment.result_hash
    for change in (
        {"result": b"x"},
        {"result_hash": "0" * 64},
        {"result_published_at": None},
        {"edition": None},
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            PublicComment.objects.filter(pk=comment.pk).update(**change)
        if "edition" not in change:
            assert sentence_of(error.value) == "公表した意見募集の結果は変えられません。"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM deliberation_publiccomment WHERE id = %s", [comment.pk])
    assert result_of(comment).rows[0].text == "まとめた意見"


def test_a_planner_looks_at_it_publishes_it_and_takes_it_home(client, comment, aoki):
    calls.sent(comment, "一")
    client.force_login(aoki)
    page = client.get(f"{PAGE}result/").content.decode()
    assert "公表する前に要ること" in page and 'name="seen"' not in page
    calls.over(comment)
    calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめ"))
    assert client.get(f"{PAGE}result/result.csv").content.decode("utf-8-sig").splitlines()[0] == (
        "No,該当箇所,意見の概要,同じ趣旨の意見（件）,市の考え方,区分"
    )
    assert client.post(f"{PAGE}result/publish/", {"seen": "0" * 64}).status_code == 422
    seen = calls.seen(comment)
    assert client.post(f"{PAGE}result/publish/", {"seen": seen}).status_code == 302
    page = client.get(f"{PAGE}result/").content.decode()
    assert "訂正のお知らせを別に公表してください" in page and 'name="seen"' not in page
    assert client.get(f"{PAGE}result/result.exe").status_code == 404


def test_a_late_letter_between_looking_and_publishing_is_not_passed_over(comment):
    calls.sent(comment, "一")
    calls.over(comment)
    calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめ"))
    seen = calls.seen(comment)
    calls.sent(comment, "紙で届いていた意見", way="POST")
    with pytest.raises(Refused, match="どのまとめにも入っていない意見が1件"):
        publish_result(actor=None, comment=comment, seen=seen)
