"""この変更を諮る会議: after an answer the text was changed once more, and the body is to deliberate on exactly that."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.agenda import add_item
from deliberation.meetings import plan_meeting
from deliberation.models import Advice, AgendaItem, Meeting
from deliberation.papers import keep_paper
from deliberation.procedures.latest import latest
from deliberation.procedures.rules import waiting_meetings
from strategy.fiscal import fiscal_year_of, format_date
from strategy.models import Edition

TEXT, TABLE = "資料1", "資料2"


@verb("advice.further_meeting", "答申後の変更を諮る会議の予定")
def plan_further_meeting(*, actor: User | None, advice: Advice, edition: Edition) -> Meeting:
    """Plan an unplanned meeting of the body that answered: its one item is bound to exactly this newer text, and the
    comparison with the text of the answer lies beside it.

    Refused where the text is the one that was answered on, is not frozen, or is put before the body already.
    """
    current = latest(advice, "inquiry__plan__government", "inquiry__body", "edition")
    inquiry, old = current.inquiry, current.edition
    _require_new_text(current, edition)
    meeting = plan_meeting(
        actor=actor,
        plan=inquiry.plan,
        body=inquiry.body,
        fiscal_year=fiscal_year_of(timezone.localdate()),
        form=Meeting.Form.WRITTEN,
        is_unplanned=True,
        purpose=_purpose(current, edition),
    )
    papers = [
        keep_paper(actor=actor, meeting=meeting, label=TEXT, title=_called(edition), edition=edition),
        keep_paper(
            actor=actor,
            meeting=meeting,
            label=TABLE,
            title="新旧対照表（答申の文との違い）",
            edition=edition,
            old_edition=old,
        ),
    ]
    item = add_item(
        actor=actor,
        meeting=meeting,
        kind=AgendaItem.Kind.VOTE,
        title=f"{_called(edition)}の修正について"[:400],
        content=f"{_called(edition)}を、{TEXT}のとおりとすること（答申の文からの変更は{TABLE}）",
        subject=edition,
        papers=papers,
    )
    record(
        "advice.further_meeting",
        actor=actor,
        government=inquiry.plan.government,
        subject=meeting,
        content_hash=item.content_hash,
        version_number=edition.number,
    )
    return meeting


def _require_new_text(advice: Advice, edition: Edition) -> None:
    if advice.edition is None:
        raise Refused("審議した版が記録されていません。答申のページで選んでください。")
    if edition.plan_id != advice.inquiry.plan_id:
        raise Refused("ほかの計画の版は諮れません。")
    if not edition.is_frozen:
        raise Refused("書いている途中の版は諮れません。先に凍結してください。")
    if edition.content_hash == advice.content_hash:
        raise Refused("この版の文は、答申の文と同じです。諮る変更がありません。")
    if edition.pk in waiting_meetings(advice):
        raise Refused("この版を諮る会議が、すでに予定されています。")


def _called(edition: Edition) -> str:
    return f"{edition.title}（{edition.stage_name}）"


def _purpose(advice: Advice, edition: Edition) -> str:
    return (
        f"{format_date(advice.on)}に答申をいただいたあと、{_called(edition)}の一部を直しました。"
        "直したところについて、お諮りします。"
    )
