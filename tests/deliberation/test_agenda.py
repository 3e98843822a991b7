"""The agenda: items bound to a settled text of their own plan, numbered once, fixed when the vote opens."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.saving import Overtaken
from deliberation.agenda import add_item, remove_item, save_item
from deliberation.boxes import open_box
from deliberation.models import AgendaItem, Meeting, Paper
from publishing.editions import freeze, start_next_edition
from strategy.models import Edition
from tests import factories
from tests.deliberation.sittings import a_draft, a_meeting, a_written_vote, an_item

pytestmark = pytest.mark.django_db


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


@pytest.fixture
def vote(toyonaka):
    meeting, item, _ = a_written_vote(toyonaka, state=Meeting.State.PLANNED)
    return meeting, item


def test_a_vote_takes_the_hash_of_the_frozen_text(vote, aoki):
    meeting, item = vote
    made = add_item(
        actor=aoki,
        meeting=meeting,
        subject=item.edition,
        number=None,
        kind="VOTE",
        title=" 案の策定 ",
        is_delegated=True,
    )
    assert (made.number, made.title, made.content_hash) == (3, "案の策定", item.edition.content_hash)
    again = sentences(add_item, actor=aoki, meeting=meeting, number=3, title="報告")
    assert again == ["この案件番号は、この会議ですでに使われています。"]


def test_a_text_that_may_still_change_or_is_of_another_plan_is_refused(vote, toyonaka, aoki):
    meeting, item = vote
    given = {"actor": aoki, "meeting": meeting, "title": "案の策定"}
    working = start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL")
    assert sentences(add_item, subject=working, **given) == [
        "凍結していない版は、案件にできません。先に版を凍結してください。"
    ]
    other = a_draft(toyonaka, factories.plan(toyonaka, slug="other"))
    assert sentences(add_item, subject=other, **given) == ["ほかの計画の版は、この会議の案件にできません。"]
    second = a_meeting(meeting.body, meeting.plan)
    paper = Paper.objects.create(
        meeting=second, label="資料1", title="見本", kind="FILE", file="a", sha256="1" * 64
    )
    assert sentences(add_item, subject=paper, **given) == [
        "案件の文書にできる資料は、この会議のファイルの資料だけです。"
    ]
    assert sentences(add_item, papers=[paper], **given) == ["ほかの会議の資料は選べません。"]
    assert sentences(add_item, is_delegated=True, **given) == [
        "会長に一任できるのは、計画の版を決める案件だけです。決める文書に版を選んでください。"
    ]


def test_saving_binds_to_the_text_as_it_is_now(vote, aoki):
    meeting, item = vote
    later = freeze(actor=None, edition=start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL"))
    given = {"number": 2, "kind": "VOTE", "title": item.title, "content": item.content, "is_delegated": False}
    kept = save_item(actor=aoki, item=item, seen=1, subject=later, papers=[], **given)
    assert (kept.edition, kept.content_hash, kept.version) == (later, later.content_hash, 2)
    with pytest.raises(Overtaken):
        save_item(actor=aoki, item=item, seen=1, subject=None, papers=[], **given)
    assert save_item(actor=aoki, item=kept, seen=2, subject=later, papers=[], **given).version == 2
    paper = Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind="BALLOT")
    assert save_item(actor=aoki, item=kept, seen=2, subject=later, papers=[paper], **given).version == 3


def test_once_the_vote_is_open_the_agenda_stands(toyonaka, aoki):
    meeting, item, _ = a_written_vote(toyonaka)
    assert sentences(remove_item, actor=aoki, item=item, seen=1) == [
        "招集した会議の案件は削除できません。取りやめる案件は、理由を書いて無効にしてください。"
    ]
    open_box(actor=aoki, meeting=meeting)
    said = ["表決の受付を始めたあとは、案件を変えられません。文書が変わった案件は、無効にしてください。"]
    assert sentences(add_item, actor=aoki, meeting=meeting, title="追加") == said
    assert (
        sentences(save_item, actor=aoki, item=item, seen=1, subject=None, papers=[], title="別の件名") == said
    )
    assert AgendaItem.objects.get().title == item.title


def test_a_planned_item_is_taken_off(vote, aoki):
    _, item = vote
    with pytest.raises(Overtaken):
        remove_item(actor=aoki, item=item, seen=0)
    remove_item(actor=aoki, item=item, seen=1)
    assert AgendaItem.objects.count() == 0


# --- pages ------------------------------------------------------------------------------------------------------


def test_an_item_is_added_on_its_page_with_its_text(client, vote, aoki, baba):
    meeting, item = vote
    paper = Paper.objects.create(
        meeting=meeting, label="資料4", title="案", kind="EDITION", edition=item.edition
    )
    address = reverse("agenda_add", args=["toyonaka", meeting.plan.slug, meeting.pk])
    sent = {
        "seen": "0",
        "kind": "VOTE",
        "title": "案の策定",
        "subject": f"edition:{item.edition_id}",
        "papers": paper.pk,
    }
    client.force_login(baba)
    assert client.post(address, sent).status_code == 403
    client.force_login(aoki)
    foreign = client.post(address, sent | {"subject": "edition:99999"})
    assert foreign.context["form"].errors == {"subject": ["決める文書は、一覧から選んでください。"]}
    twice = client.post(address, sent | {"number": "2"})
    assert (twice.status_code, twice.context["form"].non_field_errors()) == (
        422,
        ["この案件番号は、この会議ですでに使われています。"],
    )
    delegated = client.post(address, sent | {"subject": "", "is_delegated": "on"})
    assert list(delegated.context["form"].errors) == ["is_delegated"]
    assert client.post(address, sent | {"is_delegated": "on"}).status_code == 302
    made = AgendaItem.objects.get(number=3)
    assert (made.edition, made.is_delegated, list(made.papers.all())) == (item.edition, True, [paper])


def test_who_comes_too_late_is_shown_both_texts(client, vote, aoki):
    meeting, item = vote
    given = {"number": 2, "kind": "VOTE", "title": "先に保存した件名", "content": "", "is_delegated": False}
    save_item(actor=None, item=item, seen=1, subject=item.edition, papers=[], **given)
    client.force_login(aoki)
    address = reverse("agenda_item", args=["toyonaka", meeting.plan.slug, meeting.pk, item.pk])
    page = client.post(
        address, {"seen": "1", "number": "2", "kind": "VOTE", "title": "あとの件名", "subject": ""}
    )
    edition = item.edition
    assert (page.status_code, page.context["form"].differing) == (
        409,
        [
            ("件名", "先に保存した件名", "あとの件名"),
            ("決める文書", f"第1版（案）　{edition.title}", "（決める文書はない）"),
        ],
    )


def test_a_changed_text_is_said_on_the_page_at_once(client, toyonaka, aoki):
    meeting, item, _ = a_written_vote(toyonaka)
    freeze(actor=None, edition=start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL"))
    client.force_login(aoki)
    page = client.get(reverse("agenda", args=["toyonaka", meeting.plan.slug, meeting.pk])).content.decode()
    assert "案件に結び付けた版の後に、第2版が凍結されました。この案件への表決は数えません。" in page


def test_the_page_costs_the_same_for_many_items_and_papers(client, vote, aoki, django_assert_num_queries):
    meeting, item = vote
    client.force_login(aoki)
    address = reverse("agenda", args=["toyonaka", meeting.plan.slug, meeting.pk])
    Paper.objects.create(meeting=meeting, label="資料1", title="見本", kind="BALLOT")
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
    for n in range(3, 20):
        row = an_item(meeting, item.edition, n)
        row.papers.add(Paper.objects.create(meeting=meeting, label=f"資料{n}", title="見本", kind="BALLOT"))
    with django_assert_num_queries(15):
        client.get(address)


def test_an_item_is_voided_with_a_reason(client, vote, aoki):
    meeting, item = vote
    client.force_login(aoki)
    address = reverse("agenda_void", args=["toyonaka", meeting.plan.slug, meeting.pk, item.pk])
    assert client.post(address, {"reason": ""}).context["form"].errors == {
        "reason": ["無効にする理由を入れてください。"]
    }
    assert client.post(address, {"reason": "案を直すため"}).status_code == 302
    assert AgendaItem.objects.get().void_reason == "案を直すため"
    assert Edition.objects.count() == 1
