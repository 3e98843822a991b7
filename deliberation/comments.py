"""Verbs on a call for comments: planned, changed, announced. A call is never closed early and never taken back.

行政手続法39条 and the rules (要綱) of local governments that follow it: thirty days, the draft and what belongs to it
public from the first day, a reason where the time is shorter.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken, names_of, put, require_known
from deliberation.comment_terms import USUAL_DAYS, days_open
from deliberation.models import PublicComment
from strategy.fiscal import format_date
from strategy.models import Edition, Plan

FIELDS = (
    "title",
    "purpose",
    "edition",
    "opens_at",
    "closes_at",
    "short_reason",
    "who_may",
    "ways",
    "contact",
    "asks_name",
    "asks_address",
    "classes",
    "retention_years",
    "next_words",
    "document_number",
)
_KNOWN = frozenset(FIELDS)
# What people have read and rely on once the call is announced.
SETTLED = ("edition", "opens_at", "asks_name", "asks_address", "classes", "retention_years")
PUBLISHED = "結果を公表した意見募集は変えられません。誤りは、訂正のお知らせを別に公表して直してください。"


@verb("comment.call", "意見募集の準備")
def plan_comment(*, actor: User | None, plan: Plan, **fields: Any) -> PublicComment:
    """Prepare a call for comments on an edition of this plan; nobody outside sees it until it is announced."""
    require_known(fields, _KNOWN)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    last = (
        PublicComment.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first()
    )
    made = PublicComment(plan=plan, number=(last or 0) + 1)
    put(made, fields)
    _save(made)
    _remember("comment.call", actor, made, edition=made.edition.number)
    return made


@verb("comment.save", "意見募集の変更")
def save_comment(*, actor: User | None, comment: PublicComment, seen: int, **fields: Any) -> PublicComment:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise.

    Once announced, the draft, the first day and what is asked of people stand; the last day may only become later.
    """
    require_known(fields, _KNOWN)
    current = held(comment)
    require_open(current)
    if current.version != seen:
        raise Overtaken(
            "ほかの人が先に保存しました。いまの内容と見比べて、もう一度保存してください。", current
        )
    closes_at = current.closes_at
    changed = put(current, fields)
    if not changed:
        return current
    if "closes_at" in changed and current.announced_at is not None and timezone.now() >= closes_at:
        raise Refused(
            "締切を過ぎた意見募集は延ばせません。続けて意見を聞くときは、新しい募集をつくってください。"
        )
    if current.announced_at is not None:
        _require_kept(changed, earlier=current.closes_at < closes_at)
    current.version += 1
    _save(current)
    _remember("comment.save", actor, current, fields=names_of(current, changed))
    return current


@verb("comment.announce", "意見募集の公表")
def announce_comment(*, actor: User | None, comment: PublicComment, seen: int) -> PublicComment:
    """Announce the call: from now on readers see it, and from its first day on everybody may write.

    Refused unless the draft can be read by everybody on the first day.
    """
    current = held(comment)
    if current.announced_at is not None:
        raise Refused("この意見募集は、すでに公表しています。")
    if current.version != seen:
        raise Overtaken("ほかの人が先に保存しました。内容を確かめて、もう一度公表してください。", current)
    if reasons := obstacles(current):
        raise Refused(reasons)
    current.announced_at = timezone.now()
    current.version += 1
    current.save(update_fields=["announced_at", "version"])
    first = timezone.localtime(current.opens_at).date().isoformat()
    _remember("comment.announce", actor, current, first_day=first)
    return current


def obstacles(comment: PublicComment) -> list[str]:
    """What stands in the way of announcing, each as a sentence that says what to do."""
    edition = comment.edition
    opens = timezone.localtime(comment.opens_at)
    found = []
    if not will_be_public(edition, comment):
        name = f"「{edition.title}」（{edition.stage_name}、第{edition.number}版）"
        found.append(
            f"意見を募集する{name}が、始まりの{format_date(opens.date(), weekday=True)}までに公表されません。"
            "版を公表するか、その日までの公表を予約してから、募集を公表してください。"
        )
    if timezone.localdate() > opens.date():
        found.append(
            f"始まりの日（{format_date(opens.date(), weekday=True)}）を過ぎています。始まりと締切を直してから、公表してください。"
        )
    return found


def will_be_public(edition: Edition, comment: PublicComment) -> bool:
    """Whether readers can read the edition when the call opens: it is public, or reserved to be by then."""
    if edition.published_at is not None:
        return edition.withdrawn_at is None
    return edition.publish_at is not None and edition.publish_at <= comment.opens_at


def held(comment: PublicComment) -> PublicComment:
    """The call as it stands now, locked. Every verb of a call takes this lock first."""
    rows = PublicComment.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "plan", "edition"
    )
    current = rows.defer("result", "edition__content").get(pk=comment.pk)
    current.plan.government = comment.plan.government
    current.edition.plan = current.plan
    return current


def require_open(comment: PublicComment) -> None:
    """Refused once the result is published."""
    if comment.result_published_at is not None:
        raise Refused(PUBLISHED)


def _require_kept(changed: list[str], *, earlier: bool) -> None:
    if settled := [name for name in changed if name in SETTLED]:
        names = "、".join(str(PublicComment._meta.get_field(name).verbose_name) for name in settled)
        raise Refused(
            f"公表した募集の「{names}」は変えられません。変える必要があるときは、この募集とは別に、新しい募集をつくってください。"
        )
    if earlier:
        raise Refused("公表した募集の締切を早めることはできません。締切は、延ばすことだけができます。")


def _save(comment: PublicComment) -> None:
    if comment.edition.plan_id != comment.plan_id:
        raise Refused("意見を募集する版は、この計画の版から選んでください。")
    opens, closes = (
        timezone.localtime(one).replace(tzinfo=None) for one in (comment.opens_at, comment.closes_at)
    )
    days = days_open(opens, closes)
    if 0 < days < USUAL_DAYS and not comment.short_reason:
        raise ValidationError(
            {
                "short_reason": f"募集期間が{days}日間です。{USUAL_DAYS}日より短くするときは、理由を書いてください。"
            }
        )
    comment.full_clean(exclude=["plan", "edition", "classes"])  # no class at all is a choice too
    comment.save()


def _remember(name: str, actor: User | None, comment: PublicComment, **detail: Any) -> None:
    record(name, actor=actor, government=comment.plan.government, subject=comment, **detail)
