"""Verb: what the body said of the whole year: 「概ね順調」, who said it, and the 総評 (TOY-19)."""

from accounts.audit import verb
from accounts.models import User
from accounts.saving import names_of, put
from kpi.models import ReviewYear
from kpi.review.holding import held, remember, require_seen

FIELDS = ("judgement", "judged_by", "summary")


@verb("review.summary", "全体の評価の保存")
def save_summary(
    *, actor: User | None, review: ReviewYear, seen: int, judgement: str, judged_by: str, summary: str
) -> ReviewYear:
    """Save the judgement of the whole year if nobody changed the year since ``seen``; raises ``Overtaken`` otherwise."""
    current = held(review)
    require_seen(current, seen)
    changed = put(current, {"judgement": judgement, "judged_by": judged_by, "summary": summary})
    if not changed:
        return current
    current.version += 1
    current.clean_fields(exclude=[field.name for field in current._meta.fields if field.name not in FIELDS])
    current.save(update_fields=[*FIELDS, "version"])
    remember("review.summary", actor, current, current, fields=names_of(current, changed))
    return current
