"""Verb: what is said of a KPI in a reviewed year: cause, issue, action, direction, a proposed target (GUI-61, GUI-64)."""

from typing import Any

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from kpi.models import ReviewYear, Target, TargetReview
from kpi.review.holding import held, remember, require_seen, require_target
from kpi.review.practice import from_data
from kpi.saving import save_by

FIELDS = ("cause", "issue", "action", "direction", "new_target")
_KNOWN = frozenset(FIELDS)


@verb("review.target", "指標の評価の保存")
def save_target_review(
    *, actor: User | None, review: ReviewYear, target: Target, seen: int, **fields: Any
) -> TargetReview:
    """Save these fields of FIELDS if nobody saved since ``seen`` (the version shown, 0 where nothing stood there).

    Raises ``Overtaken`` with what stands there now otherwise. Where nothing is said and nothing stood there, nothing is
    kept and the row that comes back has no ``pk``.
    """
    require_known(fields, _KNOWN)
    year = held(review)
    require_target(year, target)
    found = TargetReview.objects.filter(review=year, target=target).first()
    current = found or TargetReview(review=year, target=target)
    current.review, current.target = year, target
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    if current.direction and from_data(year.practice).direction(current.direction) is None:
        raise Refused("今後の方針は、一覧から選んでください。")
    current.version += 1 if current.pk else 0
    save_by(current, actor)
    remember("review.target", actor, year, current, name=target.name, fields=names_of(current, changed))
    return current
