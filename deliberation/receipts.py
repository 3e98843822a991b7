"""The receipt of a ballot, mailed at once: number and code of its entry, and nothing of what was voted.

Part of the verb that takes the ballot, so that there is a receipt exactly where there is a ballot.
"""

from django.urls import reverse
from django.utils import timezone

from accounts.links import link_to
from accounts.models import Outbox
from deliberation.chain import receipt_code
from deliberation.deadlines import spelled
from deliberation.models import Ballot
from deliberation.titles import title_of
from deliberation.waiting import instant_words


def mail_receipt(ballot: Ballot) -> Outbox | None:
    """Put the member's receipt into the outbox; None where the member has no mail address."""
    to = ballot.member.mail or (ballot.member.user.address_for_mail if ballot.member.user else "")
    if not to:
        return None
    meeting = ballot.box.meeting
    government = meeting.plan.government
    return Outbox.objects.create(
        key=f"receipt:{ballot.pk}",
        government=government,
        to=to,
        subject=f"【{government}】{title_of(meeting)}：表決を受け付けました"[:200],
        body="\n".join(_lines(ballot)) + "\n",
    )


def _lines(ballot: Ballot) -> list[str]:
    meeting = ballot.box.meeting
    place = [meeting.plan.government.slug, meeting.pk, ballot.item_id]
    how = "画面からの表決" if ballot.way == Ballot.Way.WEB else "紙の表決書"
    return [
        f"{ballot.member.name}委員",
        "",
        f"{how}を受け付けました。これで会議に出席したことになります。",
        "",
        f"会議　　　：{title_of(meeting)}",
        f"案件　　　：案件{ballot.item.number}",
        f"受付番号　：{ballot.entry.seq}",
        f"受付　　　：{instant_words(ballot.received_at)}",
        f"確認の符号：{receipt_code(ballot.entry.hash)}",
        "",
        "結果とともに公表する表決の記録に、この符号があるかを確かめられます。",
        "賛成・反対の別は、このメールには書いていません。次の画面で見られます。",
        link_to(reverse("committee_receipt", args=place)),
        "",
        f"締切は、{spelled(timezone.localtime(ballot.box.closes_at))}です。",
        "お心当たりがないときは、すぐに事務局にご連絡ください。",
        *(["", meeting.body.contact] if meeting.body.contact else []),
    ]
