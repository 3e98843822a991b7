"""The life of an edition, from freezing to being replaced."""

import datetime
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from publishing import editions
from publishing.document import Document, hash_of
from publishing.editions import (
    freeze,
    publish,
    publish_due,
    start_next_edition,
    supersede,
    withdraw,
)
from strategy.alignments import align_item
from strategy.items import save_item
from strategy.models import Edition, Plan
from strategy.plans import create_edition
from tests import factories
from tests.snapshots import everything_stored

ADOPTED = Edition.Stage.ADOPTED
DAY = datetime.date


@pytest.fixture
def plan(toyonaka) -> Plan:
    return factories.plan(toyonaka)


def told(verb, **arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.messages


def frozen(plan: Plan, **fields) -> Edition:
    made = factories.edition(plan, **fields)
    factories.small_tree(made)
    return freeze(actor=None, edition=made)


def adopted_after(edition: Edition, first_day: datetime.date, **fields) -> Edition:
    """The next edition, adopted and published."""
    following = start_next_edition(
        actor=None, edition=edition, stage=ADOPTED, effective_from=first_day, **fields
    )
    return publish(actor=None, edition=freeze(actor=None, edition=following))


def in_force(plan: Plan, day: datetime.date) -> list[int]:
    return [edition.number for edition in plan.editions.in_force(day)]


def line(plan: Plan) -> list[tuple[int, int | None, datetime.date | None]]:
    """Number, by which it is replaced, and from when."""
    return list(
        plan.editions.order_by("number").values_list("number", "superseded_by__number", "superseded_from")
    )


# --- freeze -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_freezing_stores_the_bytes_that_are_hashed(plan, aoki):
    edition = factories.edition(plan)
    factories.small_tree(edition)
    draft = Document.of(edition).canonical
    edition = freeze(actor=aoki, edition=edition)
    edition.refresh_from_db()
    assert bytes(edition.content) == draft
    assert edition.content_hash == hashlib.sha256(draft).hexdigest()
    assert edition.is_frozen and not edition.is_public
    event = aoki.events.get(verb="edition.freeze")
    assert event.detail == {"content_hash": edition.content_hash}
    assert told(freeze, actor=aoki, edition=edition) == ["この版はすでに凍結されています。"]


@pytest.mark.django_db
def test_an_empty_edition_is_not_frozen(plan, aoki):
    assert told(freeze, actor=aoki, edition=factories.edition(plan)) == [
        "項目が一つもない版は凍結できません。先に項目を書いてください。"
    ]


@pytest.mark.django_db
def test_only_the_text_that_was_seen_is_frozen(plan, aoki):
    edition = factories.edition(plan)
    made = factories.small_tree(edition)
    seen = hash_of(Document.draft(edition).canonical)
    save_item(actor=aoki, item=made["section"], version=1, title="別の見出し", body="")
    assert told(freeze, actor=aoki, edition=edition, seen=seen) == [
        "確認の画面を開いたあとで、この版の内容が変わりました。まだ凍結していません。"
        "変わったところと、あいている所をもう一度確かめてください。"
    ]
    seen = hash_of(Document.draft(edition).canonical)
    assert freeze(actor=aoki, edition=edition, seen=seen).content_hash == seen


# --- publish ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_a_frozen_edition_is_published_and_only_once(plan, aoki):
    edition = factories.edition(plan)
    factories.small_tree(edition)
    assert told(publish, actor=aoki, edition=edition) == [
        "公表できるのは凍結した版だけです。先に凍結してください。"
    ]
    began = timezone.now()
    edition = publish(actor=aoki, edition=freeze(actor=aoki, edition=edition))
    assert began <= Edition.objects.get(pk=edition.pk).published_at <= timezone.now()
    assert edition.is_public
    assert told(publish, actor=aoki, edition=edition) == ["この版はすでに公表されています。"]


@pytest.mark.django_db
def test_a_reserved_publication_is_kept_once_and_not_before_its_time(plan, aoki):
    now = timezone.now()
    edition = publish(actor=aoki, edition=frozen(plan), at=now + datetime.timedelta(hours=1))
    assert (edition.is_public, edition.publish_at) == (False, now + datetime.timedelta(hours=1))
    before = everything_stored()
    assert publish_due(now + datetime.timedelta(minutes=59)) == 0
    assert everything_stored() == before
    assert publish_due(now + datetime.timedelta(hours=1)) == 1
    edition.refresh_from_db()
    assert (edition.is_public, edition.publish_at) == (True, None)
    before = everything_stored()
    assert publish_due(now + datetime.timedelta(hours=2)) == 0
    assert everything_stored() == before
    events = AuditEvent.objects.filter(verb="edition.publish").order_by("id")
    assert [event.actor for event in events] == [aoki, None]


@pytest.mark.django_db
def test_a_reservation_can_be_moved_brought_forward_or_cancelled(plan, aoki):
    now = timezone.now()
    soon, later = now + datetime.timedelta(hours=1), now + datetime.timedelta(days=1)
    edition = publish(actor=aoki, edition=frozen(plan), at=soon)
    assert publish(actor=aoki, edition=edition, at=later).publish_at == later
    assert publish_due(soon) == 0
    cancelled = withdraw(actor=aoki, edition=edition, reason="日程の見直し")
    assert (cancelled.publish_at, cancelled.withdrawn_at, cancelled.withdrawn_reason) == (None, None, "")
    assert publish_due(later) == 0
    publish(actor=aoki, edition=edition, at=soon)
    brought_forward = publish(actor=aoki, edition=edition)
    assert (brought_forward.is_public, brought_forward.publish_at) == (True, None)


@pytest.mark.django_db
def test_a_reservation_that_is_cancelled_while_the_clock_looks_is_not_kept(plan, aoki):
    """The list of what is due was read before the cancellation, the lock comes after it."""
    soon = timezone.now() + datetime.timedelta(hours=1)
    listed = publish(actor=aoki, edition=frozen(plan), at=soon)
    withdraw(actor=aoki, edition=listed, reason="日程の見直し")
    assert editions._publish_reserved(listed, soon) is False
    publish(actor=aoki, edition=listed, at=soon + datetime.timedelta(days=1))
    assert editions._publish_reserved(listed, soon) is False
    assert not Edition.objects.get().is_public


@pytest.mark.django_db
def test_what_a_frozen_document_names_is_frozen_and_a_public_one_public(plan, toyonaka, aoki):
    other = factories.plan(toyonaka, "sogo-keikaku", Plan.Kind.COMPREHENSIVE)
    source = factories.edition(other, title="第4次総合計画")
    chapter = factories.small_tree(source)["chapter"]
    edition = factories.edition(plan)
    made = factories.small_tree(edition)
    align_item(actor=aoki, item=made["measure1"], to_item=chapter)
    align_item(actor=aoki, item=made["measure2"], to_item=made["pillar"])
    assert told(freeze, actor=aoki, edition=edition) == [
        "まだ作成中の計画に対応づけられています：「第4次総合計画」。"
        "先にその計画を凍結するか、対応をはずしてください。"
    ]
    source = freeze(actor=aoki, edition=source)
    edition = freeze(actor=aoki, edition=edition)
    sentence = (
        "まだ公表されていない計画に対応づけられています：「第4次総合計画」。"
        "先にその計画を公表するか、対応をはずしてください。"
    )
    assert told(publish, actor=aoki, edition=edition) == [sentence]
    publish(actor=aoki, edition=source)
    assert publish(actor=aoki, edition=edition).is_public


@pytest.mark.django_db
def test_a_reservation_whose_source_was_withdrawn_stays_reserved(plan, toyonaka, aoki, caplog):
    source = factories.published(factories.plan(toyonaka, "sogo-keikaku"))
    edition = factories.edition(plan)
    made = factories.small_tree(edition)
    align_item(actor=aoki, item=made["measure1"], to_item=source.items.first())
    soon = timezone.now() + datetime.timedelta(hours=1)
    edition = publish(actor=aoki, edition=freeze(actor=aoki, edition=edition), at=soon)
    other = publish(actor=aoki, edition=frozen(factories.plan(toyonaka, "betsu-keikaku")), at=soon)
    withdraw(actor=aoki, edition=source, reason="図の誤り")
    assert publish_due(soon) == 1  # one that cannot be kept stops no other
    assert [Edition.objects.get(pk=e.pk).is_public for e in (edition, other)] == [False, True]
    assert Edition.objects.get(pk=edition.pk).publish_at == soon
    assert f"edition {edition.pk} reserved but not published" in caplog.text


# --- in force -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_adopted_edition_holds_from_its_first_day_to_the_end_of_its_period(plan):
    factories.published(plan, effective_from=DAY(2023, 4, 1), last_fiscal_year=2027)
    days = (DAY(2023, 3, 31), DAY(2023, 4, 1), DAY(2028, 3, 31), DAY(2028, 4, 1))
    assert [in_force(plan, day) for day in days] == [[], [1], [1], []]
    assert [[e.holds for e in plan.editions.with_hold(day)] for day in days] == [
        [False],
        [True],
        [True],
        [False],
    ]


@pytest.mark.django_db
def test_a_draft_or_an_unpublished_edition_is_never_in_force(plan, toyonaka):
    factories.published(plan, stage=Edition.Stage.PROPOSAL)
    hidden = factories.plan(toyonaka, "mikouhyou")
    frozen(hidden, stage=ADOPTED, effective_from=DAY(2023, 4, 1))
    assert in_force(plan, DAY(2024, 1, 1)) == in_force(hidden, DAY(2024, 1, 1)) == []


@pytest.mark.django_db
def test_the_next_decision_takes_the_place_from_its_own_first_day(plan):
    first = factories.published(plan, effective_from=DAY(2023, 4, 1))
    second = adopted_after(first, DAY(2025, 4, 1), revision=1)
    assert line(plan) == [(1, 2, DAY(2025, 4, 1)), (2, None, None)]
    assert [in_force(plan, day) for day in (DAY(2025, 3, 31), DAY(2025, 4, 1))] == [[1], [2]]
    assert AuditEvent.objects.filter(verb="edition.supersede").count() == 1
    assert second.is_public and Edition.objects.get(pk=first.pk).is_public  # both stay readable


@pytest.mark.django_db
def test_a_proposal_replaces_nothing(plan):
    first = factories.published(plan)
    proposal = start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)
    publish(actor=None, edition=freeze(actor=None, edition=proposal))
    assert line(plan) == [(1, None, None), (2, None, None)]


@pytest.mark.django_db
def test_of_two_that_hold_the_later_decision_comes_first(plan):
    """Only if somebody published past the verbs; the later first day wins, then the higher number."""
    first = factories.published(plan, effective_from=DAY(2023, 4, 1))
    second = adopted_after(first, DAY(2024, 4, 1))
    adopted_after(second, DAY(2024, 4, 1), correction=True)
    plan.editions.update(superseded_by=None, superseded_from=None)
    assert in_force(plan, DAY(2024, 4, 1)) == [3, 2, 1]
    assert in_force(plan, DAY(2024, 3, 31)) == [1]


@pytest.mark.django_db
def test_an_edition_published_late_yields_to_the_later_one_at_once(plan):
    first = factories.published(plan, effective_from=DAY(2023, 4, 1))
    late = freeze(
        actor=None,
        edition=start_next_edition(actor=None, edition=first, stage=ADOPTED, effective_from=DAY(2024, 4, 1)),
    )
    adopted_after(late, DAY(2025, 4, 1))
    late = publish(actor=None, edition=late)
    assert (late.superseded_by.number, late.superseded_from) == (3, DAY(2025, 4, 1))
    assert line(plan) == [(1, 3, DAY(2025, 4, 1)), (2, 3, DAY(2025, 4, 1)), (3, None, None)]
    assert in_force(plan, DAY(2025, 4, 1)) == [3]


# --- withdraw -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_withdrawal_gives_its_reason_and_brings_the_earlier_edition_back(plan, aoki):
    first = factories.published(plan, effective_from=DAY(2023, 4, 1))
    second = adopted_after(first, DAY(2025, 4, 1))
    for reason in ("", " 　\n"):
        assert told(withdraw, actor=aoki, edition=second, reason=reason) == ["取下げの理由を書いてください。"]
    second = withdraw(actor=aoki, edition=second, reason="　数値の誤りのため ")
    second.refresh_from_db()
    assert (second.is_public, second.withdrawn_reason) == (False, "数値の誤りのため")
    assert line(plan) == [(1, None, None), (2, None, None)]
    assert in_force(plan, DAY(2025, 4, 1)) == [1]
    assert told(withdraw, actor=aoki, edition=second, reason="再び") == [
        "この版はすでに取り下げられています。"
    ]
    assert told(publish, actor=aoki, edition=second) == ["この版はすでに公表されています。"]


@pytest.mark.django_db
def test_without_the_edition_in_the_middle_the_last_one_still_replaces_the_first(plan, aoki):
    first = factories.published(plan, effective_from=DAY(2023, 4, 1))
    second = adopted_after(first, DAY(2024, 4, 1))
    third = adopted_after(second, DAY(2025, 4, 1))
    withdraw(actor=aoki, edition=second, reason="誤り")
    assert line(plan) == [(1, 3, DAY(2025, 4, 1)), (2, 3, DAY(2025, 4, 1)), (3, None, None)]
    assert [in_force(plan, day) for day in (DAY(2025, 3, 31), DAY(2025, 4, 1))] == [[1], [3]]
    withdraw(actor=aoki, edition=third, reason="誤り")
    assert in_force(plan, DAY(2025, 4, 1)) == [1]


@pytest.mark.django_db
def test_what_was_never_published_is_not_withdrawn(plan, aoki):
    assert told(withdraw, actor=aoki, edition=frozen(plan), reason="誤り") == [
        "公表していない版は取り下げられません。"
    ]


# --- supersede, start the next ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_may_stand_in_the_place_of_an_edition(plan, toyonaka, ogori, aoki):
    edition = factories.published(plan)
    proposal = factories.published(factories.plan(toyonaka, "an"), stage=Edition.Stage.PROPOSAL)
    stranger = factories.published(factories.plan(ogori))
    replace = {"actor": aoki, "edition": edition, "since": DAY(2025, 4, 1)}
    assert told(supersede, **replace, by=edition) == ["版をその版自身で置き換えることはできません。"]
    assert told(supersede, **replace, by=stranger) == ["ほかの団体の版で置き換えることはできません。"]
    assert told(supersede, **replace, by=proposal) == ["代わる版は、公表された成案でなければなりません。"]
    merged = factories.published(factories.plan(toyonaka, "ittai-keikaku"))
    assert supersede(**replace, by=merged).superseded_by == merged


@pytest.mark.django_db
def test_the_next_edition_carries_title_and_period_not_the_day_of_adoption(plan, aoki):
    first = factories.published(
        plan, short_title="総合戦略", term=3, page_prefix="Ⅳ－", first_page=5, adopted_on=DAY(2023, 3, 31),
        stage_word="策定版",
    )  # fmt: skip
    following = start_next_edition(
        actor=aoki, edition=first, stage=Edition.Stage.DRAFT, revision=1, stage_word="行政素案"
    )
    following.refresh_from_db()
    assert (following.number, following.based_on, following.is_frozen) == (2, first, False)
    assert (following.title, following.short_title, following.term) == (first.title, "総合戦略", 3)
    assert (following.page_prefix, following.first_page, following.revision) == ("Ⅳ－", 5, 1)
    assert (following.stage_name, following.adopted_on, following.effective_from) == ("行政素案", None, None)
    assert aoki.events.get(verb="edition.start_next").detail == {"based_on": first.pk}


@pytest.mark.django_db
def test_the_next_edition_begins_where_the_last_one_is_frozen(plan, aoki):
    edition = factories.edition(plan)
    factories.small_tree(edition)
    assert told(start_next_edition, actor=aoki, edition=edition, stage="PROPOSAL") == [
        "次の版は、凍結した版からつくります。先にこの版を凍結してください。"
    ]
    edition = freeze(actor=aoki, edition=edition)
    assert told(start_next_edition, actor=aoki, edition=edition, stage="ADOPTED") == [
        "成案には効力の始まる日を入れてください。"
    ]
    start_next_edition(actor=aoki, edition=edition, stage="PROPOSAL")
    second = ["作成中の版がすでにあります。それを凍結してから次の版をつくってください。"]
    assert told(start_next_edition, actor=aoki, edition=edition, stage="PROPOSAL") == second
    fields = {"title": "別の版", "first_fiscal_year": 2023, "last_fiscal_year": 2027}
    assert told(create_edition, actor=aoki, plan=plan, **fields) == second


@pytest.mark.django_db
def test_a_verb_refused_keeps_nothing_of_the_verbs_inside_it(plan, monkeypatch):
    """Publishing and superseding are one transaction."""
    first = factories.published(plan)
    following = start_next_edition(actor=None, edition=first, stage=ADOPTED, effective_from=DAY(2025, 4, 1))
    following = freeze(actor=None, edition=following)

    def refuse(**arguments):
        raise Refused("試し")

    monkeypatch.setattr(editions, "supersede", refuse)
    assert told(publish, actor=None, edition=following) == ["試し"]
