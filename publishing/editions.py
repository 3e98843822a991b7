"""The life of an edition: freeze, publish, withdraw, supersede, start the next one or a 正誤訂正."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.copying import copy_targets
from publishing.document import Document, canonical_bytes, hash_of
from publishing.line import place_in_line
from strategy.copying import copy_items
from strategy.history import close_rows
from strategy.models import Edition, Plan
from strategy.models.editions import EditionQuerySet
from vision.carrying import copy_ties
from vision.citations import citation_of

logger = logging.getLogger(__name__)
# Each further room's copy function, called in this order once the items are copied.
COPIERS = (copy_targets, copy_ties)
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

CORRECTED = "（正誤訂正）"


class TextChanged(Refused):
    """The text changed after the person saw what would be frozen."""

    def __init__(self) -> None:
        super().__init__(
            "確認の画面を開いたあとで、この版の内容が変わりました。まだ凍結していません。"
            "変わったところと、あいている所をもう一度確かめてください。"
        )


def _locked(edition: Edition) -> Edition:
    return (
        Edition.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan__government")
        .get(pk=edition.pk)
    )


@verb("edition.freeze", "版の凍結")
def freeze(*, actor: User | None, edition: Edition, seen: str | None = None) -> Edition:
    """Lock the text and store its canonical document with its SHA-256; it never changes again.

    The plans it is aligned with must be frozen too: the document holds their numbers and titles. ``seen`` is the
    hash of the document that the person was shown; another one raises ``TextChanged``.
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
    if (cited := citation_of(current)) and not cited.vision.is_frozen:
        raise Refused(
            f"引用している「{cited.vision.title}」はまだ作成中です。先に人口ビジョンを凍結するか、引用を取り消してください。"
        )
    current.content = canonical_bytes(Document.draft(current).data)
    current.content_hash = hash_of(current.content)
    if seen is not None and seen != current.content_hash:
        raise TextChanged
    current.frozen_at = timezone.now()
    current.save(update_fields=["content", "content_hash", "frozen_at"])
    close_rows(current)
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
    if (cited := citation_of(current)) and not cited.vision.is_public:
        raise Refused(
            f"引用している「{cited.vision.title}」は公表されていません。先に人口ビジョンを公表してください。"
        )
    now = timezone.now()
    if at is not None and at > now:
        current.publish_at = at
        current.save(update_fields=["publish_at"])
    else:
        current.published_at = now
        current.publish_at = None
        current.save(update_fields=["published_at", "publish_at"])
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
    place = place_in_line(edition)
    for old in place.replaces:
        supersede(actor=actor, edition=old, by=edition, since=edition.effective_from)
    if place.yields_to:
        supersede(actor=actor, edition=edition, by=place.yields_to, since=place.yields_from)
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
        was_public=current.published_at is not None,
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
    target = _copied(source, stage=stage, **changes)
    record(
        "edition.start_next",
        actor=actor,
        government=source.plan.government,
        subject=target,
        based_on=source.pk,
    )
    return target


@verb("edition.correct", "正誤訂正の版の作成")
def start_correction(*, actor: User | None, edition: Edition, **changes: Any) -> Edition:
    """Open a 正誤訂正 of a public edition: same stage, same days, everything of it, to correct errors in.

    Its title says so. Raises ``ValidationError`` (one working edition per plan).
    """
    source = _locked(edition)
    if not source.is_public:
        raise Refused("正誤訂正ができるのは、公表中の版だけです。")
    if corrected := source.followers.public().filter(correction=True).without_content().first():
        raise Refused(
            f"この版には、公表中の正誤訂正（第{corrected.number}版）があります。その版から正誤訂正をしてください。"
        )
    kept = {name: getattr(source, name) for name in ("stage", "stage_word", "adopted_on", "effective_from")}
    title = {"title": source.title.removesuffix(CORRECTED) + CORRECTED}
    target = _copied(source, correction=True, **kept | title | changes)
    record(
        "edition.correct",
        actor=actor,
        government=source.plan.government,
        subject=target,
        based_on=source.pk,
    )
    return target


def _copied(source: Edition, **fields: Any) -> Edition:
    """The next edition of the plan with everything of ``source``, lineage kept, and these fields."""
    Plan.objects.select_for_update(no_key=True).get(pk=source.plan_id)
    newest = source.plan.editions.order_by("-number").values_list("number", flat=True)[0]
    carried = {name: getattr(source, name) for name in CARRIED}
    target = Edition(plan=source.plan, number=newest + 1, based_on=source, **carried | fields)
    target.full_clean()
    target.save()
    target.rests_on.set(source.rests_on.all())
    items = copy_items(source=source, target=target)
    for copy in COPIERS:
        copy(source=source, target=target, items=items)
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
