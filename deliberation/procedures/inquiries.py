"""諮問 and 答申: the head of the government asks a body for its advice, and the body answers on exactly one text."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.models import Advice, Inquiry, Sanction
from deliberation.procedures.latest import latest, require_seen, settle
from strategy.models import Edition, Plan

INQUIRY_FIELDS = ("body", "edition", "title", "text", "sender", "document_number", "on", "is_public")
ADVICE_FIELDS = ("edition", "text", "sender", "document_number", "on", "is_public")


@verb("inquiry.add", "諮問の作成")
def add_inquiry(*, actor: User | None, plan: Plan, **fields: Any) -> Inquiry:
    """Keep an inquiry; ``fields`` are those of INQUIRY_FIELDS. It may have no day yet: then it is a draft."""
    require_known(fields, frozenset(INQUIRY_FIELDS))
    made = Inquiry(plan=plan)
    put(made, fields)
    _check_inquiry(made)
    made.save()
    record("inquiry.add", actor=actor, government=plan.government, subject=made, title=made.title)
    return made


@verb("inquiry.save", "諮問の変更")
def save_inquiry(*, actor: User | None, inquiry: Inquiry, seen: int, **fields: Any) -> Inquiry:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise.

    The body stays what it is once it has answered.
    """
    require_known(fields, frozenset(INQUIRY_FIELDS))
    current = latest(inquiry, "plan__government", "body")
    require_seen(current, seen)
    before = current.body_id
    changed = settle(current, fields)
    if not changed:
        return current
    if current.body_id != before and Advice.objects.filter(inquiry=current).exists():
        raise Refused({"body": "答申を受けたあとは、諮問した会議体を変えられません。"})
    _check_inquiry(current)
    current.save()
    names = names_of(current, changed)
    record("inquiry.save", actor=actor, government=current.plan.government, subject=current, fields=names)
    return current


@verb("inquiry.remove", "諮問の削除")
def remove_inquiry(*, actor: User | None, inquiry: Inquiry, seen: int) -> Plan:
    """Delete an inquiry that was not answered and that no 決裁 names."""
    current = latest(inquiry, "plan__government", "body")
    require_seen(current, seen)
    if Advice.objects.filter(inquiry=current).exists():
        raise Refused("答申のある諮問は削除できません。")
    if Sanction.objects.filter(inquiry=current).exists():
        raise Refused(
            "この諮問の決裁が記録されています。先に、決裁の対象をほかのものに変えるか、決裁を削除してください。"
        )
    record(
        "inquiry.remove",
        actor=actor,
        government=current.plan.government,
        subject=current,
        title=current.title,
    )
    current.delete()
    return current.plan


@verb("advice.add", "答申の記録")
def add_advice(*, actor: User | None, inquiry: Inquiry, **fields: Any) -> Advice:
    """Record the answer to an inquiry, bound to the content hash of the edition that was deliberated."""
    require_known(fields, frozenset(ADVICE_FIELDS))
    asked = latest(inquiry, "plan__government", "body")
    if Advice.objects.filter(inquiry=asked).exists():
        raise Refused("この諮問には、すでに答申が記録されています。答申のページで直してください。")
    made = Advice(inquiry=asked)
    put(made, fields)
    _check_advice(made)
    made.save()
    record(
        "advice.add",
        actor=actor,
        government=asked.plan.government,
        subject=made,
        title=asked.title,
        content_hash=made.content_hash,
    )
    return made


@verb("advice.save", "答申の変更")
def save_advice(*, actor: User | None, advice: Advice, seen: int, **fields: Any) -> Advice:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, frozenset(ADVICE_FIELDS))
    current = latest(advice, "inquiry__plan__government", "inquiry__body")
    require_seen(current, seen)
    changed = settle(current, fields)
    if not changed:
        return current
    _check_advice(current)
    current.save()
    record(
        "advice.save",
        actor=actor,
        government=current.inquiry.plan.government,
        subject=current,
        fields=names_of(current, changed),
        content_hash=current.content_hash,
    )
    return current


@verb("advice.remove", "答申の削除")
def remove_advice(*, actor: User | None, advice: Advice, seen: int) -> Inquiry:
    """Delete an advice that was recorded by mistake and has no 附帯意見."""
    current = latest(advice, "inquiry__plan__government", "inquiry__body")
    require_seen(current, seen)
    if current.opinions.exists():
        raise Refused("附帯意見のある答申は削除できません。")
    inquiry = current.inquiry
    record(
        "advice.remove", actor=actor, government=inquiry.plan.government, subject=current, title=inquiry.title
    )
    current.delete()
    return inquiry


def _check_inquiry(inquiry: Inquiry) -> None:
    if inquiry.body.government_id != inquiry.plan.government_id:
        raise Refused({"body": "ほかの団体の会議体には諮問できません。"})
    _require_frozen(inquiry.edition, inquiry.plan, "諮問する版")
    inquiry.full_clean()


def _check_advice(advice: Advice) -> None:
    asked = advice.inquiry
    _require_frozen(advice.edition, asked.plan, "審議した版")
    if asked.on is not None and advice.on is not None and advice.on < asked.on:
        raise Refused({"on": "答申の日が、諮問した日より前です。"})
    advice.content_hash = advice.edition.content_hash if advice.edition else ""
    advice.full_clean()


def _require_frozen(edition: Edition | None, plan: Plan, name: str) -> None:
    """Refuse an edition of another plan, and one whose text may still change."""
    if edition is None:
        return
    if edition.plan_id != plan.pk:
        raise Refused({"edition": f"{name}は、この計画の版から選んでください。"})
    if not edition.is_frozen:
        raise Refused(
            {"edition": f"{name}は、凍結した版から選んでください。書いている途中の版は、文が変わるためです。"}
        )
