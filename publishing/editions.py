"""The life of an edition: freeze, publish, withdraw, supersede, start the next one."""

import datetime
import hashlib
import logging
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from publishing.document import Document, canonical_bytes
from strategy.copying import copy_items
from strategy.models import Edition, Plan
from strategy.models.editions import EditionQuerySet

logger = logging.getLogger(__name__)
# Each room's copy function, called by start_next_edition in this order.
COPIERS = (copy_items,)
# Fields that a new edition takes over from the one before it.
CARRIED = (
    "title",
    "short_title",
    "former_title",
    "term",
    "revision",
    "first_fiscal_year",
    "last_fiscal_year",
    "period_reason",
    "mode",
    "first_page",
    "page_prefix",
)


def _locked(edition: Edition) -> Edition:
    return (
        Edition.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan__government")
        .get(pk=edition.pk)
    )


@verb("edition.freeze", "版の凍結")
def freeze(*, actor: User | None, edition: Edition) -> Edition:
    """Lock the text and store its canonical document with its SHA-256; it never changes again.

    The plans it is aligned with must be frozen too: the document holds their numbers and titles.
    """
    current = _locked(edition)
    if current.is_frozen:
        raise Refused("この版はすでに凍結されています。")
    if not current.items.exists():
        raise Refused("項目が一つもない版は凍結できません。先に項目を書いてください。")
    if moving := _sources_but(current, Edition.objects.filter(frozen_at__isnull=False)):
        raise Refused(
            f"まだ作成中の計画に対応づけられています：{moving}。"
            "先にその計画を凍結するか、対応をはずしてください。"
        )
    current.content = canonical_bytes(Document.draft(current).data)
    current.content_hash = hashlib.sha256(current.content).hexdigest()
    current.frozen_at = timezone.now()
    current.save(update_fields=["content", "content_hash", "frozen_at"])
    record(
        "edition.freeze",
        actor=actor,
        government=current.plan.government,
        subject=current,
        content_hash=current.content_hash,
    )
    return current


@verb("edition.publish", "版の公表")
def publish(*, actor: User | None, edition: Edition, at: datetime.datetime | None = None) -> Edition:
    """Publish a frozen edition now, or reserve it (公表予約) for a moment ahead that ``tick`` will keep.

    What a public document names must itself be public, or its title would leak.

    An adopted edition takes the place of the one in force before it, from its own first day on.
    """
    current = _locked(edition)
    if not current.is_frozen:
        raise Refused("公表できるのは凍結した版だけです。先に凍結してください。")
    if current.published_at is not None:
        raise Refused("この版はすでに公表されています。")
    if hidden := _sources_but(current, Edition.objects.public()):
        raise Refused(
            f"まだ公表されていない計画に対応づけられています：{hidden}。"
            "先にその計画を公表するか、対応をはずしてください。"
        )
    now = timezone.now()
    if at is not None and at > now:
        current.publish_at = at
        current.save(update_fields=["publish_at"])
    else:
        current.published_at = now
        current.publish_at = None
        current.save(update_fields=["published_at", "publish_at"])
        if current.stage == Edition.Stage.ADOPTED:
            _take_place_in_line(actor, current)
    record(
        "edition.publish",
        actor=actor,
        government=current.plan.government,
        subject=current,
        at=current.publish_at or current.published_at,
    )
    return current


def _sources_but(edition: Edition, good: EditionQuerySet) -> str:
    """Titles of the editions this one names (対応, 勘案) that are not among ``good``; empty when all are."""
    named = Q(items__aligned_from__edition=edition) | Q(supports=edition)
    others = Edition.objects.filter(named).exclude(pk=edition.pk).exclude(pk__in=good.values("pk"))
    return "、".join(f"「{title}」" for title in others.distinct().values_list("title", flat=True))


def _take_place_in_line(actor: User | None, edition: Edition) -> None:
    """Supersede the earlier adopted editions that still hold; one published late yields to a later one."""
    adopted = edition.plan.editions.public().filter(stage=Edition.Stage.ADOPTED).without_content()
    for old in adopted.filter(number__lt=edition.number, superseded_by=None):
        supersede(actor=actor, edition=old, by=edition, since=edition.effective_from)
    if later := adopted.filter(number__gt=edition.number).order_by("number").first():
        supersede(actor=actor, edition=edition, by=later, since=later.effective_from)
        edition.refresh_from_db(fields=["superseded_by", "superseded_from"])


@verb("edition.withdraw", "版の取下げ")
def withdraw(*, actor: User, edition: Edition, reason: str) -> Edition:
    """Take a published edition back, with the reason that readers will see; a reservation is only cancelled.

    What it had superseded holds again, until the edition that in turn superseded this one.
    """
    current = _locked(edition)
    if not reason.strip():
        raise Refused("取下げの理由を書いてください。")
    if current.withdrawn_at is not None:
        raise Refused("この版はすでに取り下げられています。")
    if current.published_at is None and current.publish_at is None:
        raise Refused("公表していない版は取り下げられません。")
    if current.published_at is None:
        current.publish_at = None
        current.save(update_fields=["publish_at"])
    else:
        current.withdrawn_at = timezone.now()
        current.withdrawn_reason = reason.strip()
        current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        current.replaces.update(superseded_by=current.superseded_by, superseded_from=current.superseded_from)
    record(
        "edition.withdraw",
        actor=actor,
        government=current.plan.government,
        subject=current,
        reason=reason.strip(),
    )
    return current


@verb("edition.supersede", "版の交代")
def supersede(*, actor: User | None, edition: Edition, by: Edition, since: datetime.date) -> Edition:
    """From the day ``since`` on, ``by`` stands in the place of ``edition``; both stay readable."""
    current = _locked(edition)
    if by.pk == current.pk:
        raise Refused("版をその版自身で置き換えることはできません。")
    if by.plan.government_id != current.plan.government_id:
        raise Refused("ほかの団体の版で置き換えることはできません。")
    if not by.is_public or by.stage != Edition.Stage.ADOPTED:
        raise Refused("代わる版は、公表された成案でなければなりません。")
    current.superseded_by = by
    current.superseded_from = since
    current.save(update_fields=["superseded_by", "superseded_from"])
    record(
        "edition.supersede",
        actor=actor,
        government=current.plan.government,
        subject=current,
        by=by.pk,
        since=since,
    )
    return current


@verb("edition.start_next", "次の版の作成")
def start_next_edition(*, actor: User | None, edition: Edition, stage: str, **changes: Any) -> Edition:
    """Open the next edition of a plan with everything of a frozen one, lineage kept.

    ``changes`` set its fields. Raises ``ValidationError`` (one working edition per plan).
    """
    source = _locked(edition)
    if not source.is_frozen:
        raise Refused("次の版は、凍結した版からつくります。先にこの版を凍結してください。")
    Plan.objects.select_for_update(no_key=True).get(pk=source.plan_id)
    newest = source.plan.editions.order_by("-number").values_list("number", flat=True)[0]
    fields = {name: getattr(source, name) for name in CARRIED} | changes
    target = Edition(plan=source.plan, number=newest + 1, based_on=source, stage=stage, **fields)
    target.full_clean()
    target.save()
    target.rests_on.set(source.rests_on.all())
    for copy in COPIERS:
        copy(source=source, target=target)
    record(
        "edition.start_next",
        actor=actor,
        government=source.plan.government,
        subject=target,
        based_on=source.pk,
    )
    return target


def publish_due(now: datetime.datetime | None = None) -> int:
    """Publish every edition whose reserved moment has come; returns how many. Safe to repeat."""
    now = now or timezone.now()
    due = Edition.objects.filter(published_at=None, publish_at__lte=now)
    return sum(_publish_reserved(edition, now) for edition in due.without_content())


def _publish_reserved(edition: Edition, now: datetime.datetime) -> bool:
    """Publish under the lock, unless the reservation was kept, moved or withdrawn in the meantime."""
    with transaction.atomic():
        current = _locked(edition)
        if current.published_at or current.publish_at is None or current.publish_at > now:
            return False
        try:
            publish(actor=None, edition=current)
        except Refused as refused:  # stays reserved and is tried again
            logger.warning("edition %s reserved but not published: %s", edition.pk, refused.sentence)
            return False
    return True
