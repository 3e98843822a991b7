"""The mail that tells members how a written vote came out. It is shown before it is sent."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.links import link_to
from deliberation.letters import Letter, address_of
from deliberation.models import Meeting, Member
from deliberation.reporting import in_fours
from deliberation.results import Result
from deliberation.tally import Count
from deliberation.titles import title_of


def recipients_of(meeting: Meeting) -> list[Member]:
    """Who hears the result: everybody in office today, and whoever stood on the roll. Two queries."""
    in_office = Member.objects.filter(body=meeting.body_id).on(timezone.localdate()).values("pk")
    rolled = Member.objects.filter(roll_entries__box__meeting=meeting).values("pk")
    rows = Member.objects.filter(Q(pk__in=in_office) | Q(pk__in=rolled)).select_related("user")
    return list(rows.order_by("position", "id"))


def letters_about(meeting: Meeting, result: Result) -> tuple[Letter, ...]:
    """The letter to each member as it would be sent now. ``meeting`` with body, plan and government. One query."""
    body = "\n".join(_lines(meeting, result)) + "\n"
    subject = f"【{meeting.plan.government}】{title_of(meeting)}の表決の結果"
    return tuple(
        Letter(member, address_of(member), subject, f"{member.name} 様\n\n{body}")
        for member in recipients_of(meeting)
    )


def _lines(meeting: Meeting, result: Result) -> Iterator[str]:
    yield f"{title_of(meeting)}（書面）の表決の結果を、次のとおりお知らせします。"
    yield ""
    for item in result.items:
        yield f"案件{item.number}　{item.title}"
        count = result.count_of(item)
        if count is None:
            yield f"　この案件は無効になりました（{item.void_reason}）。表決は数えていません。"
        else:
            yield f"　結果：{count.word}"
            if result.words.counts:
                yield _numbers(count)
                yield from (f"　{sentence}" for sentence in count.sentences)
        yield ""
    yield "表決の記録の末尾の照合値（あとから書き換えられていないことを確かめるための符号）"
    yield f"　{' '.join(in_fours(result.head))}"
    yield f"　記録の件数：{result.entries}"
    yield "このメールを残しておくと、公表される記録と見比べて確かめられます。"
    yield ""
    place = [meeting.plan.government.slug, meeting.pk]
    yield "くわしい結果は、次の画面にあります。"
    yield link_to(reverse("committee_result", args=place))
    yield ""
    yield f"{meeting.plan.government}　{meeting.body.called}　事務局"
    yield from (line for line in meeting.body.contact.splitlines() if line.strip())


def _numbers(count: Count) -> str:
    told = [f"賛成{count.in_favour}人", f"反対{count.against}人"]
    told += [f"無効{count.invalid}人"] if count.invalid else []
    told += [f"棄権{count.abstained}人"] if count.abstained else []
    told.append(f"未提出{count.not_submitted}人")
    return f"　表決権のある委員{count.entitled}人：{'、'.join(told)}"
