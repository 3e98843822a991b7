"""申し送り: answered in the edition being written, shown beside its text, linked both ways."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import Proposal
from kpi.review.closing import start_correction
from kpi.review.handing_on import entry_of, work_list
from kpi.review.proposals import answer_proposal
from kpi.targets import delete_target, save_target
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import save_item
from strategy.models import Edition
from tests import factories
from tests.kpi import closings
from tests.kpi.office import at, said, staff, text
from tests.kpi.rounds import a_round
from tests.snapshots import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    """With a decision about two KPIs and one measure."""
    review = closings.ready(year)
    closings.say(review, year, "ease", new_target="75%", issue="目標に近い。")
    closings.say(review, year, "births", direction="abolish")
    closings.say_of_item(review, year, direction="improve", direction_reason="利用が少ない。")
    return closings.published(review)


@pytest.fixture
def working(year, review):
    return start_next_edition(
        actor=None, edition=year.edition, stage=Edition.Stage.DRAFT, effective_from=None
    )


def answered(proposal, edition, **given):
    facts = {"seen": proposal.version, "state": "TAKEN_UP", "answer": "目標値を改めた。"} | given
    return answer_proposal(actor=None, proposal=proposal, edition=edition, **facts)


def about(subject):
    return Proposal.objects.get(subject__startswith=subject)


def test_the_work_list_tells_what_the_text_shows_already(year, review, working):
    ease = working.targets.get(lineage=year.targets["ease"].lineage)
    save_target(actor=None, target=ease, version=ease.version, target_text="75%")
    delete_target(actor=None, target=working.targets.get(lineage=year.targets["births"].lineage))
    item = working.items.get(lineage=year.made["measure1"].lineage)
    item.edition = working
    save_item(actor=None, item=item, version=item.version, title=item.title, body="<p>広く知らせる。</p>")
    found = work_list(working)
    assert [(one.proposal.subject, one.place is not None, one.suggestion) for one in found.waiting] == [
        ("子育てがしやすいまちだと思う市民の割合", True, "目標値を「73%」から「75%」に改めました。"),
        ("出生数", False, "この版にはもうありません。"),
        ("第1章－1（1）①　見本の取組み1", True, "本文を改めました。"),
    ]
    assert found.answered == ()


def test_what_stands_as_it_was_reviewed_suggests_nothing(working):
    assert [one.suggestion for one in work_list(working).waiting] == ["", "", ""]


def test_an_answer_stays_with_its_edition_and_is_shown_in_those_that_follow(working, review, aoki):
    row = answer_proposal(
        actor=aoki,
        proposal=about("出生数"),
        edition=working,
        seen=1,
        state="DECLINED",
        answer=" 国と同じ指標 ",
    )
    assert (row.state, row.answer, row.answered_by, row.edition, row.version) == (
        "DECLINED",
        "国と同じ指標",
        aoki,
        working,
        2,
    )
    later = start_next_edition(actor=None, edition=freeze(actor=None, edition=working), stage="PROPOSAL")
    assert [one.proposal for one in work_list(later).answered] == [row]
    assert len(work_list(later).waiting) == 2
    event = AuditEvent.objects.get(verb="proposal.answer")
    assert (event.actor, event.detail["state"], event.detail["answer"]) == (
        aoki,
        "反映しない",
        "国と同じ指標",
    )


def test_the_term_after_is_not_shown_the_answers_of_the_last(year, working):
    answered(about("出生数"), working)
    Edition.objects.filter(pk=working.pk).update(
        stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2026, 4, 1)
    )
    working.refresh_from_db()
    adopted = publish(actor=None, edition=freeze(actor=None, edition=working))
    assert [one.proposal.subject for one in work_list(adopted).answered] == ["出生数"]
    assert work_list(adopted).waiting == ()  # a frozen edition asks for nothing
    following = start_next_edition(actor=None, edition=adopted, stage="DRAFT", effective_from=None)
    assert work_list(following).answered == ()
    assert len(work_list(following).waiting) == 2


def test_who_comes_second_is_shown_the_answer_of_the_first(working):
    row = about("出生数")
    answered(row, working)
    with pytest.raises(Overtaken) as caught:
        answered(row, working, answer="別の答え")
    assert (caught.value.current.answer, about("出生数").answer) == ("目標値を改めた。", "目標値を改めた。")


def test_what_is_refused(year, working, toyonaka):
    row = about("出生数")
    other = factories.edition(factories.plan(toyonaka, "betsu-keikaku"))
    sentences = [
        refused(answered, proposal=row, edition=working, answer="　"),
        refused(answered, proposal=row, edition=working, state="DECLINED", answer=""),
        refused(answered, proposal=row, edition=working, state="NONSENSE"),
        refused(answered, proposal=row, edition=other),
        refused(answered, proposal=row, edition=year.edition)[:13],
    ]
    assert sentences == [
        "どこをどう反映したかを書いてください。新旧対照表の理由になります。",
        "反映しない理由を書いてください。",
        "「反映」「反映しない」「未反映」のどれかを選んでください。",
        "ほかの計画の申し送りには答えられません。",
        "凍結した版は変えられません",
    ]


def test_an_answer_is_taken_back_until_its_edition_is_frozen(working):
    row = answered(about("出生数"), working)
    again = answered(row, working, state="OPEN", answer="消える")
    assert (again.state, again.edition, again.answer, again.answered_at) == ("OPEN", None, "", None)
    row = answered(again, working)
    later = start_next_edition(actor=None, edition=freeze(actor=None, edition=working), stage="PROPOSAL")
    assert refused(answered, proposal=row, edition=later, state="OPEN") == (
        "この申し送りには、凍結した第2版で答えています。その答えは変えられません。"
    )


def test_a_decision_that_a_correction_no_longer_has_is_not_asked_for(year, review, working):
    second = start_correction(actor=None, review=review, reason="誤り")
    closings.say(second, year, "births", direction="continue")
    assert len(work_list(working).waiting) == 3  # the correction is not published yet
    closings.published(second)
    assert [one.proposal.decision for one in work_list(working).waiting] == ["目標値の見直し", "改善"]


@pytest.mark.parametrize("more", [0, 20])
def test_queries_do_not_grow(year, review, working, django_assert_num_queries, more):
    for n in range(more):
        lineage = year.made["measure2"].lineage
        closings.proposal(year, review, target_lineage=None, item_lineage=lineage, subject=f"施策{n}")
    with django_assert_num_queries(5):
        found = work_list(working)
    assert len(found.waiting) == 3 + more


# --- pages ----------------------------------------------------------------------------------------------------


def test_the_pages_link_both_ways(client, aoki, year, review, working):
    client.force_login(aoki)
    listed = client.get(at("edition_proposals", working))
    there = reverse("review_proposals", args=["toyonaka", "digital-strategy", "2024"])
    row = about("子育て")
    assert listed.status_code == 200
    assert there in text(listed)
    assert at("target", working, row.target_lineage) in text(listed)
    assert at("proposal_answer", working, row.pk) in text(listed)
    back = client.get(there)
    assert at("edition_proposals", working) in text(back)
    assert "利用が少ない。" in text(back)


def test_a_planner_answers_on_the_page_and_who_is_second_sees_both(client, aoki, working):
    client.force_login(aoki)
    page = at("proposal_answer", working, about("出生数").pk)
    sent = {"seen": "1", "state": "TAKEN_UP", "answer": "指標をやめた。"}
    assert client.get(page).status_code == 200
    answer = client.post(page, sent)
    assert (answer.status_code, answer.url) == (302, at("edition_proposals", working))
    assert said(answer) == ["「出生数」の申し送りに答えました。"]
    late = client.post(page, sent | {"state": "DECLINED", "answer": "国も使う指標のため"})
    assert late.status_code == 409
    assert ("いまの答え：反映" in text(late), "国も使う指標のため" in text(late)) == (True, True)
    assert late.context["form"]["seen"].value() == "2"
    empty = client.post(page, sent | {"seen": "2", "answer": ""})
    assert (empty.status_code, about("出生数").answer) == (422, "指標をやめた。")


def test_who_may_read_and_who_may_answer(client, neighbour, toyonaka, working):
    page, listed = at("proposal_answer", working, about("出生数").pk), at("edition_proposals", working)
    viewer = staff("Viewer", "VIEWER", toyonaka)
    client.force_login(viewer)
    assert (client.get(listed).status_code, client.get(page).status_code, client.post(page).status_code) == (
        200,
        403,
        403,
    )
    client.force_login(neighbour)
    assert (client.get(listed).status_code, client.get(page).status_code) == (404, 404)


def test_a_proposal_of_another_plan_is_not_found(client, aoki, toyonaka, working):
    other = a_round(toyonaka, slug="other")
    hidden = closings.proposal(other, closings.published(closings.ready(other)))
    client.force_login(aoki)
    assert client.get(at("proposal_answer", working, hidden.pk)).status_code == 404
    assert entry_of(hidden, other.edition).place is not None
