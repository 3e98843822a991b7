"""Verbs on alignments: an item answers to an item of another plan, or to its own edition's pillar (●)."""

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy.models import Alignment, PlanItem
from strategy.rules import require_working


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
    target = to_item.edition
    foreign = target.plan.government_id != edition.plan.government_id
    if foreign and not target.is_public:
        raise Refused("公表されていない計画には対応づけられません。")
    alignment = Alignment(edition=edition, item=item, to_item=to_item, verb=verb, note=note, page=page)
    alignment.full_clean()
    alignment.save()
    record(
        "alignment.create",
        actor=actor,
        government=edition.plan.government,
        subject=alignment,
        lineage=str(item.lineage),
        to=str(to_item.lineage),
    )
    return alignment


@verb("alignment.delete", "対応の取消し")
def remove_alignment(*, actor: User, alignment: Alignment) -> PlanItem:
    """Take an alignment away."""
    edition = require_working(alignment.edition)
    current = edition.alignments.select_related("item", "to_item").filter(pk=alignment.pk).first()
    if current is None:
        raise Refused("この対応はもうありません。画面を開き直してください。")
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
