"""The mail that tells somebody that the office answered: where, how, and where to read it. Part of the verb that answers.

What was said and what was answered stay out of it: a mail is read by whoever reads the mailbox.
"""

from django.urls import reverse

from accounts.links import link_to
from accounts.models import Outbox
from deliberation.dispositions import Disposition
from deliberation.models import Opinion, Reply


def address_of(opinion: Opinion) -> str:
    """Where mail to the author goes; empty for citizens, the assembly, and whoever has no address. Two queries at most."""
    if opinion.source == Opinion.Source.MEMBER and opinion.member is not None:
        member = opinion.member
        return (member.user.address_for_mail if member.user else "") or member.mail
    if opinion.source == Opinion.Source.DEPARTMENT:
        author = opinion.answer.answered_by if opinion.answer is not None else None
        author = author or opinion.by
        return author.address_for_mail if author else ""
    return ""


def tell_author(opinion: Opinion, reply: Reply, word: Disposition) -> Outbox | None:
    """Put the mail down to be sent; None where nobody is to be told."""
    to = address_of(opinion)
    if not to:
        return None
    government, place = opinion.plan.government, opinion.place or "全体"
    changed = "のご意見への回答を改めました" if reply.version > 1 else "のご意見に回答しました"
    lines = (
        f"{opinion.author} 様",
        "",
        f"「{place}」へ{changed}。",
        f"区分：{word.word}",
        "",
        "回答は、次の画面でお読みになれます。",
        link_to(_page(opinion)),
        "",
        str(government),
    )
    return Outbox.objects.create(
        key=f"opinion-reply:{opinion.pk}:{reply.version}",
        government=government,
        to=to,
        subject=f"【{government}】ご意見への回答（{place}）"[:200].replace("\n", " "),
        body="\n".join(lines) + "\n",
    )


def _page(opinion: Opinion) -> str:
    """Members read on the page of their meeting, staff on that of the opinion."""
    plan = opinion.plan
    if opinion.source == Opinion.Source.MEMBER:
        if opinion.meeting_id is None:
            return reverse("committee_home", args=[plan.government.slug])
        return reverse("committee_meeting", args=[plan.government.slug, opinion.meeting_id])
    return reverse("plan_opinion", args=[plan.government.slug, plan.slug, opinion.pk])
