"""Verbs: ballots that came on paper. One person enters one with its scan, a second reads the scan; then it counts."""

import datetime
import hashlib
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.ballots import add_ballot, clean, entitled, item_in, own_key, refuse, remember, why_not
from deliberation.chaining import held_box
from deliberation.models import AgendaItem, Ballot, BallotBox, Choice, Member, PaperBallot, RefusedBallot
from deliberation.results import rules_of
from paper.guard import MB, GuardError, check_image

State, Way = PaperBallot.State, Ballot.Way
MOST = 10 * MB
LONGEST_REASON = 300
PDF = "application/pdf"
SUFFIXES = {PDF: "pdf", "image/png": "png", "image/jpeg": "jpg"}
KINDS = "写しは、PDF、PNG、JPEGのどれかで登録してください。"
OTHERWISE = (
    "はじめの入力と違います。写しをもう一度確かめ、はじめの入力が違うときは、理由を書いて差し戻してください。"
)
_storage = PaperBallot._meta.get_field("scan").storage


def scan_type(scan: bytes) -> str:
    """The media type of a scan, by its bytes. Refused for what is too large or of another kind.

    >>> scan_type(b"%PDF-1.7 ...")
    'application/pdf'
    """
    if len(scan) > MOST:
        raise Refused(
            f"写しが大きすぎます（{len(scan) / MB:.1f}MB）。{MOST // MB}MBまでです。白黒か、低い解像度で読み取り直してください。"
        )
    if scan.startswith(b"%PDF-"):
        return PDF
    try:
        return check_image(scan).type
    except GuardError as error:
        raise Refused(KINDS) from error


def enter_paper(
    *,
    actor: User | None,
    item: AgendaItem,
    member: Member,
    choice: str,
    opinion: str,
    is_signed: bool,
    received_at: datetime.datetime,
    scan: bytes,
    scan_name: str,
    reason: str,
) -> PaperBallot:
    """Enter a paper ballot with its scan; it counts for nothing before somebody else has read it (``check_paper``).

    ``received_at``: receipt or postmark, as the body's rule says. The scan is stored under a name of our own before the
    transaction begins, and taken away again when nothing came of it; ``scan_name`` only helps to say which file it was.
    """
    try:
        media_type = scan_type(scan)
    except Refused as refused:
        raise Refused(
            f"「{scan_name[:60]}」：{refused.sentence}" if scan_name else refused.sentence
        ) from refused
    name = _storage.save(f"ballots/{uuid.uuid4().hex}.{SUFFIXES[media_type]}", ContentFile(scan))
    made = None
    try:
        made = keep_paper(
            actor=actor,
            item=item,
            member=member,
            choice=choice,
            opinion=opinion,
            is_signed=is_signed,
            received_at=received_at,
            scan_name=name,
            scan_sha256=hashlib.sha256(scan).hexdigest(),
            media_type=media_type,
            reason=reason,
        )
    finally:
        if made is None:
            _storage.delete(name)
    return made


@verb("paper_ballot.enter", "紙の表決書の入力")
def keep_paper(
    *,
    actor: User | None,
    item: AgendaItem,
    member: Member,
    choice: str,
    opinion: str,
    is_signed: bool,
    received_at: datetime.datetime,
    scan_name: str,
    scan_sha256: str,
    media_type: str,
    reason: str,
) -> PaperBallot:
    """Enter a paper ballot whose scan is stored under ``scan_name``."""
    if actor is None:
        raise Refused("紙の表決書は、入力した人の名前が要ります。")
    words, why = clean(opinion), reason.strip()
    if choice not in Choice.values:
        raise Refused("表決書の印のとおりに、賛成・反対・無記入のどれかを選んでください。")
    if not why or len(why) > LONGEST_REASON:
        raise Refused(f"紙で受け付けた理由を、{LONGEST_REASON}字までで書いてください。")
    now = timezone.now()
    if received_at > now:
        raise Refused("届いた日時が、まだ来ていません。日時を確かめてください。")
    box = held_box(item.meeting_id)
    entitled(box, member)
    current = item_in(box, item)
    _require_open(box, received_at)
    paper = PaperBallot(
        box=box,
        item=current,
        member=member,
        choice=choice,
        opinion=words,
        is_signed=is_signed,
        received_at=received_at,
        scan=scan_name,
        scan_sha256=scan_sha256,
        scan_type=media_type,
        reason=why,
        entered_by=actor,
        entered_at=now,
    )
    paper.full_clean()
    paper.save(force_insert=True)
    remember("paper_ballot.enter", actor, box, current, Way.PAPER, "")
    return paper


@verb("paper_ballot.check", "紙の表決書の照合")
def check_paper(*, actor: User | None, paper: PaperBallot, choice: str, is_signed: bool) -> PaperBallot:
    """A second person has read the scan. Where both read the same, the ballot is taken: into the ledger, or, when it
    came late, for a voided item, after the term or unsigned against the rules, among those that are kept and not counted.
    """
    box = held_box(paper.item.meeting_id)
    current = _waiting(paper)
    if actor is None or actor.pk == current.entered_by_id:
        raise Refused("入力した人とは別の人が照合してください。")
    if (choice, is_signed) != (current.choice, current.is_signed):
        raise Refused(OTHERWISE)
    entry, item = entitled(box, current.member), item_in(box, current.item)
    _require_open(box, current.received_at)
    why = why_not(box, item, entry.member, current.received_at)
    if not why and not current.is_signed and not rules_of(box).unsigned_counts:
        why = RefusedBallot.Why.UNSIGNED
    given = (current.choice, current.opinion, current.received_at)
    key = own_key(current.member, item, f"paper:{current.pk}")
    if why:
        refuse(box, item, current.member, why, Way.PAPER, *given, key)
    else:
        current.ballot = add_ballot(box, entry, item, Way.PAPER, *given, key, current.is_signed)
    current.state, current.checked_by, current.checked_at = State.TAKEN, actor, timezone.now()
    current.save(update_fields=["ballot", "state", "checked_by", "checked_at"])
    remember("paper_ballot.check", actor, box, item, Way.PAPER, why)
    return current


@verb("paper_ballot.reject", "紙の表決書の差戻し")
def reject_paper(*, actor: User | None, paper: PaperBallot, why: str) -> PaperBallot:
    """Hand a paper back to whoever entered it; it is kept, counts for nothing, and may be entered anew."""
    box = held_box(paper.item.meeting_id)
    current = _waiting(paper)
    words = why.strip()
    if not words or len(words) > LONGEST_REASON:
        raise Refused(f"差し戻す理由を、{LONGEST_REASON}字までで書いてください。")
    current.state, current.rejected_why = State.REJECTED, words
    current.save(update_fields=["state", "rejected_why"])
    record(
        "paper_ballot.reject",
        actor=actor,
        government=box.meeting.plan.government,
        subject=current.item,
        reason=words,
    )
    return current


def _waiting(paper: PaperBallot) -> PaperBallot:
    rows = PaperBallot.objects.select_for_update(of=("self",)).select_related("item", "member")
    current = rows.get(pk=paper.pk)
    if current.state != State.ENTERED:
        raise Refused(
            f"この表決書は、すでに「{current.get_state_display()}」です。画面を開き直してください。"
        )
    return current


def _require_open(box: BallotBox, received_at: datetime.datetime) -> None:
    """Nothing that came in time goes into a closed box; what came late is kept even then, for it is not counted."""
    if box.is_closed and received_at < box.closes_at:
        raise Refused("表決を締め切ったあとなので、締切までに届いた表決書でも、もう加えられません。")
