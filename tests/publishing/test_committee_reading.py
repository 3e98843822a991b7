"""Papers that members read in a meeting, what they say of the text, and who sees it."""

import copy
import datetime
import uuid

import pytest

from deliberation.ballot_opinions import opinions_from
from deliberation.models import Meeting, Opinion, Paper
from deliberation.opinions import pause_opinions
from publishing.committee.reading import opinions_for
from publishing.editions import freeze
from strategy.models import PlanItem
from tests import factories
from tests.deliberation.opinionated import BODY, QUOTE, Opinionated, box_with
from tests.deliberation.sittings import a_body, a_meeting, a_member
from tests.kpi.rounds import a_round


@pytest.fixture(scope="module")
def _world(for_the_file):
    return Opinionated(factories.government())


@pytest.fixture
def world(_world, db):
    return copy.deepcopy(_world)


def sitting(world, rest=""):
    return f"/committee/{world.government.slug}/meetings/{world.meeting.pk}/{rest}"


def text(world, paper=None):
    return sitting(world, f"papers/{(paper or world.paper).pk}/text/")


def adding(world, item=None):
    return sitting(world, f"papers/{world.paper.pk}/opinions/add/") + (f"?item={item}" if item else "")


def said_at(response, lineage):
    passages = response.context["text"].passages
    found = next(one for one in passages if one.entry.lineage == str(lineage))
    return [(one.opinion.text, one.is_own, one.word) for one in found.said]


# --- before anything stands there -----------------------------------------------------------------------------


def test_a_years_report_and_a_text_with_targets_are_read_in_the_meeting(client, toyonaka):
    round_ = a_round(toyonaka)
    body = a_body(toyonaka)
    chiba = factories.person("千葉")
    a_member(body, user=chiba)
    meeting = a_meeting(body, round_.edition.plan)
    given = {"meeting": meeting, "title": "資料"}
    report = Paper.objects.create(label="資料6", kind=Paper.Kind.REVIEW, review=round_.open(), **given)
    plan = Paper.objects.create(label="資料7", kind=Paper.Kind.EDITION, edition=round_.edition, **given)
    client.force_login(chiba)
    page = f"/committee/toyonaka/meetings/{meeting.pk}/papers/"
    shown = client.get(f"{page}{report.pk}/text/").content.decode()
    assert "資料6" in shown and "指標ごとの結果" in shown
    assert next(iter(round_.targets.values())).name in client.get(f"{page}{plan.pk}/text/").content.decode()
    client.force_login(factories.person("青木", "PLANNER", toyonaka))
    office = f"/office/toyonaka/{meeting.plan.slug}/meetings/{meeting.pk}/papers/{report.pk}/text/"
    assert client.get(office)["Location"].endswith("/report/")


def test_a_member_says_something_of_two_words(client, world):
    client.force_login(world.chiba.user)
    page = client.get(text(world)).content.decode()
    assert "利用しやすい料金にします。" in page and f"item={world.item.lineage}" in page
    form = client.get(adding(world, world.item.lineage) + "&quote=利用しやすい料金&at=20").content.decode()
    assert 'value="利用しやすい料金"' in form
    sent = {"seen": "0", "quote": QUOTE, "text": "時間帯も大切です。", "proposal": "", "at": "20"}
    answer = client.post(adding(world, world.item.lineage), sent)
    assert answer["Location"] == f"{text(world)}?said={world.item.lineage}#item-{world.item.lineage}"
    made = Opinion.objects.get()
    assert (made.member, made.meeting, made.edition, made.quote_at) == (
        world.chiba,
        world.meeting,
        world.edition,
        24,
    )
    assert said_at(client.get(text(world)), world.item.lineage) == [("時間帯も大切です。", True, "")]


def test_others_opinions_and_answers_stand_beside_the_text(client, world):
    world.answer(world.opinion(text="千葉の意見"), "NOTED")
    world.opinion(
        text="部署の意見", source=Opinion.Source.DEPARTMENT, member=None, meeting=None, actor=world.aoki
    )
    client.force_login(world.members[1].user)
    page = client.get(text(world))
    assert said_at(page, world.item.lineage) == [("千葉の意見", False, "参考")]
    assert "今後の参考にします（見本）。" in page.content.decode()


def test_what_stands_on_a_ballot_is_shown_to_its_author_only(world):
    """To the others it is told in the result; before the closing there is none at all."""
    box, _ = box_with(world, (world.chiba, "FOR", "表決書の意見"))
    assert opinions_for(world.meeting, world.chiba, 1) == []
    opinions_from(box)
    assert [one.text for one in opinions_for(world.meeting, world.chiba, 1)] == ["表決書の意見"]
    assert opinions_for(world.meeting, world.members[1], 1) == []


def test_an_opinion_of_an_earlier_text_stays_in_its_place(client, world):
    world.opinion()
    following = world.next()
    world.rewrite(following, BODY.replace("利用しやすい料金", "使いやすい時間帯"))
    PlanItem.objects.filter(edition=following, lineage=world.made["measure2"].lineage).delete()
    world.opinion(text="消える項目への意見", lineage=world.made["measure2"].lineage, quote="")
    frozen = freeze(actor=None, edition=following)
    given = {"meeting": world.meeting, "label": "資料5", "title": "修正案", "kind": Paper.Kind.EDITION}
    paper = Paper.objects.create(edition=frozen, **given)
    client.force_login(world.chiba.user)
    page = client.get(text(world, paper))
    (said,) = next(
        one for one in page.context["text"].passages if one.entry.lineage == str(world.item.lineage)
    ).said
    assert (said.placed.is_changed, said.placed.found.words) == (True, "使いやすい時間帯")
    (gone,) = page.context["text"].of_the_whole
    assert (gone.opinion.text, gone.placed.is_gone) == ("消える項目への意見", True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": Meeting.State.FINISHED}, "この会議は終わりました"),
        ({"state": Meeting.State.CANCELLED, "cancelled_why": "見本"}, "中止になりました"),
    ],
)
def test_after_the_meeting_nothing_new_is_taken_and_no_word_is_lost(client, world, fields, sentence):
    Meeting.objects.filter(pk=world.meeting.pk).update(**fields)
    client.force_login(world.chiba.user)
    answer = client.post(adding(world), {"seen": "0", "text": "遅れて書いた意見"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and "遅れて書いた意見" in page
    assert not Opinion.objects.exists()
    assert "意見を書く</a>" not in client.get(text(world)).content.decode()


def test_during_a_pause_and_after_a_term_nothing_new_is_taken(client, world):
    pause_opinions(actor=world.aoki, edition=world.edition, reason="まとめています（見本）")
    client.force_login(world.chiba.user)
    assert (
        "まとめています（見本）" in client.post(adding(world), {"seen": "0", "text": "意見"}).content.decode()
    )
    world.edition.opinion_pause.delete()
    a_member(world.body, "前", factories.person("前"), last_day=datetime.date(2020, 1, 1))
    assert client.post(adding(world), {"seen": "0", "text": "意見"}).status_code == 302


def test_ones_own_is_put_right_and_taken_back_until_it_is_answered(client, world):
    made = world.opinion()
    own = sitting(world, f"opinions/{made.pk}/")
    client.force_login(world.members[1].user)
    assert client.get(own).status_code == 404
    client.force_login(world.chiba.user)
    sent = {"seen": "1", "quote": QUOTE, "text": "書き直した意見", "proposal": ""}
    assert client.post(own, sent).status_code == 302
    late = client.post(own, sent | {"text": "もう一つの画面から"})
    assert (late.status_code, "もう一つの画面から" in late.content.decode()) == (409, True)
    assert client.post(own, {"seen": "1", "withdraw": "1"}).status_code == 409
    assert client.post(own, {"seen": "2", "withdraw": "1"}).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.is_withdrawn) == ("書き直した意見", True)
    answered = world.opinion(text="回答のある意見")
    world.answer(answered)
    assert client.get(sitting(world, f"opinions/{answered.pk}/")).status_code == 404


def test_only_those_who_sit_in_the_meeting_read_its_papers(client, world, ogori):
    another = a_body(world.government, name="別の会議")
    outsider = a_member(another, "外", factories.person("外")).user
    neighbour = Opinionated(ogori).chiba.user
    for stranger in (outsider, neighbour, factories.person("土井"), world.aoki):
        client.force_login(stranger)
        for rest in (
            text(world),
            adding(world),
            sitting(world, f"papers/{world.paper.pk}/figures/new/{'0' * 64}"),
        ):
            assert client.get(rest).status_code == 404
    client.force_login(world.chiba.user)
    Meeting.objects.filter(pk=world.meeting.pk).update(state=Meeting.State.PLANNED)
    assert client.get(text(world)).status_code == 404


def test_a_paper_of_another_meeting_and_an_item_of_another_text_are_not_found(client, world):
    other = a_meeting(world.body, world.plan)
    client.force_login(world.chiba.user)
    page = f"/committee/toyonaka/meetings/{other.pk}/papers/{world.paper.pk}/text/"
    assert client.get(page).status_code == 404
    assert client.get(adding(world, uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("count", [10, 500])
def test_500_opinions_on_one_draft_ask_no_more(client, world, count, django_assert_num_queries):
    world.many(count)
    client.force_login(world.chiba.user)
    client.get(text(world))
    with django_assert_num_queries(9):
        page = client.get(text(world))
    assert sum(len(one.said) for one in page.context["text"].passages) == count


def test_a_comparison_and_a_moved_figure_are_read_in_the_meeting(client, world):
    following = world.next()
    world.rewrite(following, BODY.replace("料金", "価格"))
    paper = Paper.objects.create(
        meeting=world.meeting,
        label="資料3",
        title="新旧対照表",
        kind=Paper.Kind.COMPARISON,
        old_edition=world.edition,
        edition=following,
    )
    client.force_login(world.chiba.user)
    page = client.get(text(world, paper)).content.decode()
    assert "資料3" in page and "価格" in page
    assert client.get(sitting(world, f"papers/{paper.pk}/opinions/add/")).status_code == 404
    client.force_login(world.aoki)
    office = f"/office/toyonaka/{world.plan.slug}/meetings/{world.meeting.pk}/papers/{paper.pk}/text/"
    assert client.get(office)["Location"].endswith(f"/{following.number}/comparison/{world.edition.number}/")
    office = office.replace(f"papers/{paper.pk}", f"papers/{world.paper.pk}")
    assert client.get(office)["Location"].endswith(f"/{world.edition.number}/preview/")
