"""A call for comments: planned, changed within what people rely on, announced only when the draft can be read."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused
from accounts.saving import Overtaken
from deliberation.comments import announce_comment, plan_comment, save_comment
from deliberation.models import PublicComment
from publishing.editions import freeze
from strategy.models import Edition
from tests import factories
from tests.deliberation import calls

DAY = datetime.timedelta(days=1)


@pytest.fixture
def draft(toyonaka):
    return calls.a_draft(toyonaka)


def midnight(days: int) -> datetime.datetime:
    day = timezone.localdate() + days * DAY
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def planned(edition: Edition, days: int = 30, **more) -> PublicComment:
    given = {
        "title": "素案への意見",
        "who_may": "どなたでも",
        "opens_at": midnight(1),
        "closes_at": midnight(1 + days),
    }
    return plan_comment(actor=None, plan=edition.plan, edition=edition, **(given | more))


def test_thirty_days_are_usual_and_fewer_need_a_reason(draft):
    assert planned(draft, 30).number == 1
    with pytest.raises(ValidationError) as refusal:
        planned(draft, 29)
    assert refusal.value.message_dict == {
        "short_reason": ["募集期間が29日間です。30日より短くするときは、理由を書いてください。"]
    }
    assert planned(draft, 29, short_reason="国の通知を受けた軽微な改訂のため").number == 2


def test_a_call_needs_a_later_end_and_an_edition_of_its_own_plan(draft, ogori):
    with pytest.raises(ValidationError):
        planned(draft, 0)
    with pytest.raises(Refused):
        save_comment(actor=None, comment=planned(draft), seen=1, edition=calls.a_draft(ogori))


def test_it_is_announced_only_when_the_draft_can_be_read_on_the_first_day(toyonaka):
    edition = factories.edition(factories.plan(toyonaka), stage=Edition.Stage.DRAFT)
    factories.small_tree(edition)
    comment = planned(edition)
    with pytest.raises(Refused) as refusal:
        announce_comment(actor=None, comment=comment, seen=1)
    assert "までに公表されません。版を公表するか、その日までの公表を予約してから" in refusal.value.sentence
    frozen = freeze(actor=None, edition=edition)
    Edition.objects.filter(pk=frozen.pk).update(publish_at=comment.opens_at + DAY / 86400)
    with pytest.raises(Refused):
        announce_comment(actor=None, comment=comment, seen=1)
    Edition.objects.filter(pk=frozen.pk).update(publish_at=comment.opens_at)
    assert announce_comment(actor=None, comment=comment, seen=1).announced_at is not None


def test_it_is_not_announced_after_its_first_day_nor_twice(draft):
    comment = planned(draft)
    PublicComment.objects.filter(pk=comment.pk).update(opens_at=midnight(-1))
    with pytest.raises(Refused, match="始まりの日"):
        announce_comment(actor=None, comment=comment, seen=1)
    PublicComment.objects.filter(pk=comment.pk).update(opens_at=midnight(0))  # today will do
    announce_comment(actor=None, comment=comment, seen=1)
    with pytest.raises(Refused, match="すでに公表"):
        announce_comment(actor=None, comment=comment, seen=2)


def test_a_withdrawn_draft_is_no_draft_to_comment_on(draft):
    comment = planned(draft)
    Edition.objects.filter(pk=draft.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="誤り")
    with pytest.raises(Refused):
        announce_comment(actor=None, comment=comment, seen=1)


def test_once_announced_what_people_rely_on_stands(draft):
    comment = calls.a_call(draft)
    for change in (
        {"opens_at": comment.opens_at + DAY},
        {"asks_address": False},
        {"classes": ["だれでも"]},
        {"retention_years": 10},
        {"closes_at": comment.closes_at - DAY},
    ):
        with pytest.raises(Refused):
            save_comment(actor=None, comment=comment, seen=1, **change)
    kept = save_comment(
        actor=None, comment=comment, seen=1, closes_at=comment.closes_at + 7 * DAY, ways="郵送"
    )
    assert (kept.version, kept.ways) == (2, "郵送")


def test_who_comes_too_late_is_told_what_stands(draft):
    comment = planned(draft)
    save_comment(actor=None, comment=comment, seen=1, title="一人め")
    with pytest.raises(Overtaken) as refusal:
        save_comment(actor=None, comment=comment, seen=1, title="二人め")
    assert refusal.value.current.title == "一人め"


def test_after_the_result_nothing_changes_but_by_a_new_notice(toyonaka):
    comment = calls.with_result(toyonaka)
    with pytest.raises(Refused, match="訂正のお知らせを別に公表して直してください"):
        save_comment(actor=None, comment=comment, seen=comment.version, title="直した題")


# --- the office's pages -------------------------------------------------------------------------------------

PAGE = "/office/toyonaka/digital-strategy/comments/"


def posted(**more) -> dict[str, str]:
    first = timezone.localdate() + 7 * DAY
    given = {
        "title": "素案への意見",
        "first_day": first.isoformat(),
        "last_day": (first + 29 * DAY).isoformat(),
        "who_may": "どなたでも",
        "asks_name": "on",
        "classes": "住んでいる\n\nそのほか\n住んでいる",
        "retention_years": "5",
        "seen": "0",
    }
    return given | more


def test_a_planner_prepares_changes_and_announces_a_call(client, draft, aoki):
    client.force_login(aoki)
    assert "意見募集はまだありません" in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}new/", posted(edition=draft.pk))
    assert answer.headers["Location"] == f"{PAGE}1/"
    made = PublicComment.objects.get()
    assert (made.classes, made.asks_name, made.asks_address) == (["住んでいる", "そのほか"], True, False)
    assert made.closes_at - made.opens_at == 30 * DAY
    late = posted(edition=draft.pk, seen="7", title="あとから")
    answer = client.post(f"{PAGE}1/edit/", late)
    assert answer.status_code == 409
    assert "あとから" in answer.content.decode() and "素案への意見" in answer.content.decode()
    assert client.post(f"{PAGE}1/announce/", {"seen": "1"}).status_code == 302
    assert PublicComment.objects.get().announced_at is not None


def test_pages_of_a_call_are_for_planners_of_this_government(client, draft, baba, chiba, neighbour):
    calls.a_call(draft)
    for person, status in ((baba, 403), (chiba, 404), (neighbour, 404)):
        client.force_login(person)
        for page in (
            "",
            "1/",
            "1/submissions/",
            "1/summaries/",
            "1/result/",
            "1/purge/",
            "1/result/result.csv",
        ):
            assert client.get(PAGE + page).status_code == status, (person, page)


def test_a_call_of_a_plan_is_not_found_under_another(client, draft, aoki, toyonaka):
    calls.a_call(draft)
    factories.plan(toyonaka, "betsu-keikaku")
    client.force_login(aoki)
    assert client.get("/office/toyonaka/betsu-keikaku/comments/1/").status_code == 404
