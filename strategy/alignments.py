"""Verbs on alignments: an item answers to an item of another plan, or to its own edition's pillar (●)."""

from collections.abc import Sequence

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy.models import Alignment, Edition, PlanItem
from strategy.rules import require_working
from strategy.stale import require_seen

CHANGEABLE = ("verb", "note", "page")


def _aligned(
    edition: Edition, item: PlanItem, to_item: PlanItem, verb: str, note: str, page: int | None
) -> Alignment:
    target = to_item.edition
    foreign = target.plan.government_id != edition.plan.government_id
    if foreign and not target.is_public:
        raise Refused("公表されていない計画には対応づけられません。")
    alignment = Alignment(edition=edition, item=item, to_item=to_item, verb=verb, note=note, page=page)
    alignment.full_clean()
    alignment.save()
    return alignment


def _current(alignment: Alignment, edition: Edition) -> Alignment:
    current = edition.alignments.select_related("item", "to_item").filter(pk=alignment.pk).first()
    if current is None:
        raise Refused("この対応はもうありません。画面を開き直してください。")
    return current


@verb("alignment.create", "対応の追加")
def align_item(
    *,
    actor: User | None,
    item: PlanItem,
    to_item: PlanItem,
    verb: str = Alignment.Verb.CONSIDER,
    note: str = "",
    page: int | None = None,
) -> Alignment:
    """Align an item with one of any public edition, or of any edition of the own government."""
    edition = require_working(item.edition)
    alignment = _aligned(edition, item, to_item, verb, note, page)
    record(
        "alignment.create",
        actor=actor,
        government=edition.plan.government,
        subject=alignment,
        lineage=str(item.lineage),
        to=str(to_item.lineage),
    )
    return alignment


@verb("alignment.choose", "対応の追加（まとめて）")
def align_items(
    *,
    actor: User | None,
    item: PlanItem,
    to_items: Sequence[PlanItem],
    verb: str = Alignment.Verb.CONSIDER,
    note: str = "",
    page: int | None = None,
) -> list[Alignment]:
    """Align an item with several others in the same manner: all of them, or none and a sentence."""
    edition = require_working(item.edition)
    if not to_items:
        raise Refused("対応先を一つ以上選んでください。")
    made = [_aligned(edition, item, to_item, verb, note, page) for to_item in to_items]
    record(
        "alignment.choose",
        actor=actor,
        government=edition.plan.government,
        subject=item,
        lineage=str(item.lineage),
        to=[str(to_item.lineage) for to_item in to_items],
    )
    return made


@verb("alignment.save", "対応の変更")
def save_alignment(
    *,
    actor: User,
    alignment: Alignment,
    verb: str,
    note: str = "",
    page: int | None = None,
    seen: str | None = None,
) -> Alignment:
    """Change manner, note and page. ``seen`` is what the person saw; raises ``Stale`` where it changed since."""
    edition = require_working(alignment.edition)
    current = _current(alignment, edition)
    require_seen(current, seen, *CHANGEABLE)
    current.verb, current.note, current.page = verb, note, page
    current.full_clean()
    current.save()
    record(
        "alignment.save",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        lineage=str(current.item.lineage),
        to=str(current.to_item.lineage),
    )
    return current


@verb("alignment.delete", "対応の取消し")
def remove_alignment(*, actor: User, alignment: Alignment) -> PlanItem:
    """Take an alignment away."""
    edition = require_working(alignment.edition)
    current = _current(alignment, edition)
    record(
        "alignment.delete",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        lineage=str(current.item.lineage),
        to=str(current.to_item.lineage),
    )
    current.delete()
    return current.item
