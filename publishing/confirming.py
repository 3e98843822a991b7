"""What the confirmation pages of the road of editions show: what is empty, what is replaced, what stands in the way."""

import datetime
from collections import defaultdict
from typing import Any

from django import forms
from django.utils import timezone

from publishing.changes import changes_since, moment
from publishing.document import Document, hash_of
from publishing.line import place_in_line
from publishing.missing import grouped
from publishing.readiness import gaps, source_gaps
from publishing.vision_gaps import unpublished_gaps
from strategy.fiscal import fiscal_year_of
from strategy.models import Edition

# What each page is called: the words of the button that leads to it.
NAMES = {
    "publishing/edition_next.html": "次の版をつくる",
    "publishing/edition_correct.html": "正誤訂正の版をつくる",
    "publishing/edition_freeze.html": "凍結する",
    "publishing/edition_publish.html": "公表する",
    "publishing/edition_withdraw.html": "取り下げる",
    "publishing/edition_basics.html": "基本事項を直す",
}


def next_context(edition: Edition) -> dict[str, Any]:
    """The edition that is being written already, which forbids another one. One query."""
    return {"working": edition.plan.editions.working().without_content().first()}


def correct_context(edition: Edition) -> dict[str, Any]:
    """What forbids a 正誤訂正: an edition being written, or one that corrects this edition already. Two queries."""
    corrected = edition.followers.public().filter(correction=True).without_content().first()
    return next_context(edition) | {"corrected": corrected}


def freeze_context(form: forms.Form) -> dict[str, Any]:
    """What is still empty, the hash of what would be frozen, and what was done since the page was first shown."""
    edition, shown_at = form.edition, timezone.now()
    if edition.is_frozen:
        return {}
    document = Document.draft(edition)
    found = gaps(edition, document)
    since = form.cleaned_data.get("shown_at") if form.is_bound else None
    return {
        "document": document,
        "seen": hash_of(document.canonical),
        "shown_at": int(shown_at.timestamp()),
        "today": timezone.localdate(),
        "groups": grouped(found),
        "count": len(found),
        "blocking": [gap for gap in found if gap.blocks],
        "changes": changes_since(edition.plan.government, since, edition=edition) if since else [],
    }


def publish_context(edition: Edition) -> dict[str, Any]:
    """What publishing does to the other editions, and what must be public first."""
    if not edition.is_frozen or edition.published_at is not None:
        return {}
    hidden = [*source_gaps(edition), *unpublished_gaps(edition)]
    return {"today": timezone.localdate(), "place": place_in_line(edition), "hidden": hidden}


def published_sentence(edition: Edition) -> str:
    """What happened, in words."""
    name = f"「{edition.title}」（{edition.stage_name}）"
    if edition.publish_at is not None:
        return f"{name}の公表を予約しました。{moment(edition.publish_at)}に公表します。"
    return f"{name}を公表しました。"


def withdraw_context(edition: Edition) -> dict[str, Any]:
    """Which edition is in force once this one is gone: one that it replaced, another, or none. One query."""
    if not edition.is_public:
        return {}
    today = timezone.localdate()
    public = list(edition.plan.editions.public().with_hold(today).without_content().order_by("-number"))
    is_current = any(row.holds for row in public if row.pk == edition.pk)
    rest = [row for row in public if row.pk != edition.pk]
    back = [row for row in rest if row.superseded_by_id == edition.pk and _would_hold(row, today)]
    return {
        "is_current": is_current,
        "back": back[0] if is_current and back else None,
        "other": next((row for row in rest if row.holds), None),
    }


def _would_hold(edition: Edition, day: datetime.date) -> bool:
    """Whether an adopted edition would be in force on this day if nothing replaced it."""
    return edition.effective_from <= day and edition.last_fiscal_year >= fiscal_year_of(day)


def basics_context(form: forms.Form) -> dict[str, Any]:
    """The editions that may be named as taken into account, by government: the own, the nation, the prefecture first."""
    edition = form.edition
    if edition.is_frozen:
        return {}
    own, found = edition.plan.government, defaultdict(list)
    rows = form.fields["rests_on"].queryset.without_content().select_related("plan__government")
    for row in rows.order_by("plan__government__code", "plan__kind", "plan__slug", "-number"):
        found[row.plan.government].append(row)
    near = [own, *(g for g in found if g.kind == "NATION"), *(g for g in found if _is_above(g, own))]
    chosen = {str(pk) for pk in form["rests_on"].value() or ()}
    groups = [
        {"government": government, "editions": found[government], "is_near": government in near}
        for government in sorted(found, key=lambda g: (near.index(g) if g in near else len(near), g.code))
    ]
    for group in groups:
        group["is_open"] = group["is_near"] or any(str(row.pk) in chosen for row in group["editions"])
    return {"sources": groups, "chosen": chosen}


def _is_above(government: Any, own: Any) -> bool:
    return government != own and government.kind == "PREFECTURE" and government.prefecture == own.prefecture
