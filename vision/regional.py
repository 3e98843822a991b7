"""Verbs on the 地域ビジョン of an edition: what can be counted and drawn of it, beside the item that holds its text (手引き 3-6).

Each locks the edition first, so no freeze comes in between.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken, names_of, put, require_known
from strategy.models import Edition, PlanItem
from strategy.models.items import ItemKind
from strategy.rules import require_working
from vision.models import RegionalVision, VisionLink
from vision.saving import OVERTAKEN, require_version, save_checked

WORD = "地域ビジョン"
QUOTED = ("quoted_title", "quoted_from", "quoted_url", "quoted_page")
FIELDS = frozenset({"keyword", "purpose", "model_types", "priority_fields", *QUOTED})
GONE = "地域ビジョンの欄はもうありません。画面を開き直してください。"


@verb("regional.save", "地域ビジョンの保存")
def save_regional_vision(
    *, actor: User | None, item: PlanItem, version: int = 0, **fields: Any
) -> RegionalVision:
    """Write the 地域ビジョン at a text of a working edition; an edition has one. ``fields`` are those of FIELDS.

    ``version`` 0: the person saw none yet. A vision that quotes names the document and who made it. Raises ``Overtaken``.
    """
    require_known(fields, FIELDS)
    edition = require_working(item.edition)
    own = _own_item(item, edition)
    current = RegionalVision.objects.select_related("item").filter(edition=edition).first()
    if current is None:
        if version:
            raise Overtaken(GONE, None)
        current = RegionalVision(edition=edition, item=own, version=0)
    elif current.item_id != own.pk:
        raise Refused(f"地域ビジョンは「{current.item.title}」にあります。一つの版に一つだけ置けます。")
    elif not version:
        raise Overtaken(OVERTAKEN.format(WORD), current)
    else:
        require_version(current, version, WORD)
    changed = put(current, fields)
    if current.pk and not changed:
        return current
    _require_sound(current)
    current.version += 1
    save_checked(current)
    _event("regional.save", actor, current, fields=names_of(current, changed))
    return current


@verb("regional.link", "地域ビジョンとのつながりの指定")
def link_items(
    *, actor: User | None, vision: RegionalVision, items: Sequence[PlanItem], seen: str | None = None
) -> RegionalVision:
    """Say by which goals, pillars and measures the vision is to come true: these and no others.

    ``seen`` is the ``links_seen`` of the links that the person was shown; ``Overtaken`` where somebody linked others since. None
    means that nobody looked.
    """
    edition = require_working(vision.edition)
    current = _current(vision, edition)
    wanted = {item.pk for item in items}
    found = PlanItem.objects.filter(edition=edition).in_bulk(wanted)
    if len(found) != len(wanted):
        raise Refused("別の版の項目や、削除された項目は選べません。画面を開き直してください。")
    if current.item_id in wanted:
        raise Refused(
            f"「{current.item.title}」は地域ビジョンを書いた項目そのものです。ほかの項目を選んでください。"
        )
    linked = set(current.links.values_list("item_id", flat=True))
    if linked == wanted:
        return current
    if seen not in (None, links_seen(current)):
        raise Overtaken(OVERTAKEN.format("つながり"), current)
    current.links.filter(item_id__in=linked - wanted).delete()
    VisionLink.objects.bulk_create(
        VisionLink(edition=edition, vision=current, item=found[pk]) for pk in sorted(wanted - linked)
    )
    _event("regional.link", actor, current, count=len(wanted))
    return current


def links_seen(vision: RegionalVision) -> str:
    """A short sign of the items with which a vision is linked, for a hidden field of the form. One query."""
    rows = vision.links.values_list("item__lineage", flat=True)
    return hashlib.sha256(" ".join(sorted(map(str, rows))).encode()).hexdigest()[:16]


@verb("regional.remove", "地域ビジョンの取り除き")
def remove_regional_vision(*, actor: User | None, vision: RegionalVision, version: int) -> PlanItem:
    """Take the fields and the links away; the text of the item stays as it is."""
    edition = require_working(vision.edition)
    current = _current(vision, edition)
    require_version(current, version, WORD)
    _event("regional.remove", actor, current, title=current.keyword)
    current.delete()
    return current.item


def _own_item(item: PlanItem, edition: Edition) -> PlanItem:
    found = PlanItem.objects.filter(pk=item.pk, edition=edition).first()
    if found is None:
        raise Refused("この項目はもうありません。目次から開き直してください。")
    if found.kind != ItemKind.TEXT:
        raise Refused(
            "地域ビジョンは、本文の項目に書きます。柱や目標、施策とは「つながり」で結んでください。"
        )
    return found


def _current(vision: RegionalVision, edition: Edition) -> RegionalVision:
    found = RegionalVision.objects.select_related("item").filter(pk=vision.pk, edition=edition).first()
    if found is None:
        raise Refused(GONE)
    found.edition = edition
    return found


def _require_sound(vision: RegionalVision) -> None:
    """ValidationError by field for what a constraint cannot say: choices of the lists, a quotation with its source (KAN-13)."""
    wrong = {}
    for name, choices in (
        ("model_types", RegionalVision.ModelType),
        ("priority_fields", RegionalVision.PriorityField),
    ):
        if unknown := [one for one in getattr(vision, name) if one not in choices.values]:
            wrong[name] = f"一覧にないものは選べません（{'、'.join(map(str, unknown))}）。"
    quoted = any(getattr(vision, name) for name in QUOTED)
    if quoted and not vision.quoted_title:
        wrong["quoted_title"] = "引用したときは、文書の名前を入れてください。"
    if quoted and not vision.quoted_from:
        wrong["quoted_from"] = "引用したときは、文書をつくった団体と年を入れてください。"
    if wrong:
        raise ValidationError(wrong)


def _event(name: str, /, actor: User | None, vision: RegionalVision, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=vision.edition.plan.government,
        subject=vision,
        lineage=str(vision.item.lineage),
        **detail,
    )
