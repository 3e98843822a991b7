"""Citizens' pages of meetings: what was published, without cookie, at a fixed cost, sent once; the ledger proves itself."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from deliberation.announcing import publish_result
from deliberation.bylaws import DEFAULT, to_data
from deliberation.ledger import verify
from deliberation.models import Body, FloorVote, Meeting, Minutes, Paper
from publishing.editions import publish
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
LIST = "/toyonaka/digital-strategy/meetings/"


@pytest.fixture
def vote(toyonaka) -> Vote:
    made = a_vote(toyonaka)
    made.cast(0, opinion="見本の意見")
    made.cast(1)
    made.close()
    return made


@pytest.fixture
def published(vote) -> Vote:
    publish_result(actor=None, meeting=vote.meeting)
    return vote


def page(vote: Vote) -> str:
    return f"{LIST}{vote.meeting.pk}/"


def text(response) -> str:
    return response.content.decode()


def test_nothing_is_there_before_the_result_is_published(client, vote):
    for address in (LIST, page(vote), f"{page(vote)}ledger.json", f"{page(vote)}papers/1/"):
        assert client.get(address).status_code == 404
    assert page(vote) not in text(client.get("/sitemap.xml"))


def test_the_page_shows_what_was_decided_and_how_that_is_checked(client, published):
    answer = client.get(page(published))
    shown = text(answer)
    assert (answer.status_code, answer.cookies, "Cookie" in answer.get("Vary", "")) == (200, {}, False)
    assert "max-age=60" in answer["Cache-Control"]
    for words in ("可決", "見本の意見", published.box.head[:4], "verify_resolution", "開催の趣旨"):
        assert words in shown
    for member in published.people:
        assert member.name not in shown
    assert published.item.edition.title not in shown
    assert "会議の結果" in text(client.get(LIST))
    assert page(published) in text(client.get("/sitemap.xml"))


def test_the_same_page_again_is_not_sent_again(client, published):
    for address in (LIST, page(published), f"{page(published)}ledger.json"):
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    Minutes.objects.create(meeting=published.meeting, text="議事の要旨", published_at=timezone.now())
    assert "議事の要旨" in text(client.get(page(published), headers={"if-none-match": etag}))


def test_the_ledger_verifies_from_the_file_alone_and_names_nobody(client, published):
    answer = client.get(f"{page(published)}ledger.json")
    found = verify(answer.content)
    assert (found.ok, found.head) == (True, published.box.head)
    assert answer["Content-Disposition"].startswith("attachment")
    assert not any(member.name in text(answer) for member in published.people)


def test_names_are_shown_where_the_rules_publish_them(client, toyonaka):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, names_are_published=True))
    vote.cast(0)
    vote.cast(1)
    vote.close()
    publish_result(actor=None, meeting=vote.meeting)
    Body.objects.update(bylaws=to_data(DEFAULT))  # rules of later do not hide what was decided under others
    assert vote.people[0].name in text(client.get(page(vote)))


def test_a_public_file_is_given_as_an_attachment(client, published):
    paper = Paper.objects.create(
        meeting=published.meeting,
        label="資料1",
        title="委員会の資料",
        kind="FILE",
        file=ContentFile(b"%PDF-1.7", "a.pdf"),
        name="資料.pdf",
        media_type="application/pdf",
    )
    answer = client.get(f"{page(published)}papers/{paper.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_meeting_in_person_shows_how_hands_were_raised(client, toyonaka):
    edition = sittings.a_draft(toyonaka)
    meeting = sittings.a_meeting(
        sittings.a_body(toyonaka), edition.plan, form=Meeting.Form.IN_PERSON, state=Meeting.State.FINISHED
    )
    item = sittings.an_item(meeting, edition)
    FloorVote.objects.create(
        item=item, manner="HANDS", in_favour=9, against=2, abstained=1, is_carried=True, at=timezone.now()
    )
    publish_result(actor=None, meeting=meeting)
    shown = text(client.get(f"{LIST}{meeting.pk}/"))
    assert "（挙手：賛成9人、反対2人、棄権1人）" in shown
    assert "末尾の照合値" not in shown
    assert client.get(f"{LIST}{meeting.pk}/ledger.json").status_code == 404


def test_the_plan_leads_to_its_meetings_once_there_are_some(client, vote):
    publish(actor=None, edition=vote.item.edition)
    plan = client.get("/toyonaka/digital-strategy/")
    assert f'href="{LIST}"' not in text(plan)
    publish_result(actor=None, meeting=vote.meeting)
    again = client.get("/toyonaka/digital-strategy/", headers={"if-none-match": plan["ETag"]})
    assert (again.status_code, f'href="{LIST}"' in text(again)) == (200, True)
    assert f'href="{LIST}"' in text(client.get("/toyonaka/"))


def test_the_pages_cost_the_same_at_any_size(client, toyonaka, django_assert_num_queries):
    vote = a_vote(toyonaka, members=5)
    for who in range(2):
        vote.cast(who, opinion="見本の意見")
    more = sittings.a_meeting(vote.meeting.body, vote.meeting.plan, form="IN_PERSON", state="FINISHED")
    for who in range(2, 5):
        vote.cast(who, opinion="見本の意見")
    vote.close()
    publish_result(actor=None, meeting=vote.meeting)
    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(17):
        client.get(page(vote))
    publish_result(actor=None, meeting=more)
    sittings.an_item(more, vote.item.edition)
    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(17):
        client.get(page(vote))
