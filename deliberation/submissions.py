"""Verb on submissions: what arrived in a call for comments is taken, once, with who it was in a table of its own.

Whether it was in time is judged by ``received_at``: for the form the instant at which the request arrived
(``accounts.arrival``), for paper the day on which it came.
"""

import datetime
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.audit import Refused, record, verb
from accounts.models import Outbox, User
from deliberation.comment_reading import Stage, place_words, places_in, stage_of
from deliberation.comment_terms import LONGEST_OPINION, MOST_OPINIONS, fingerprint
from deliberation.comments import held, require_open
from deliberation.limits import TOO_MANY, count
from deliberation.models import PublicComment, Submission, SubmittedOpinion, Submitter

LOWEST, HIGHEST = (
    100_000,
    999_999,
)  # receipt numbers are drawn: one that counted would tell how many there are
DRAWS = 50
RECEIPT_KEY = "comment-receipt:"
NOT_YET = "この意見募集は、まだ始まっていません。始まりの日になってから、もう一度送ってください。"
OVER = "募集の締切を過ぎて届いたため、受け付けていません。"
NOTHING = "意見を一つ以上書いてください。"


@dataclass(frozen=True)
class Said:
    """One opinion as it was written: about which item (None: the whole plan), in which words."""

    text: str
    lineage: uuid.UUID | None = None


@dataclass(frozen=True)
class Who:
    """Who sent it. Kept only where something was given."""

    name: str = ""
    address: str = ""
    mail: str = ""
    phone: str = ""

    @property
    def is_known(self) -> bool:
        return any((self.name, self.address, self.mail, self.phone))


class TooMany(Refused):
    """As many as we take came from this network in the last minutes."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY)


class TooLate(Refused):
    """It arrived after the deadline, or before the call opened."""


@verb("comment.receive", "意見書の受付")
def submit(
    *,
    actor: User | None,
    comment: PublicComment,
    way: str,
    said: Sequence[Said],
    received_at: datetime.datetime,
    key: str,
    who: Who = Who(),
    submitter_class: str = "",
    is_group: bool = False,
    network: str = "",
) -> Submission:
    """Take a submission; the same ``key`` again gives the one that was taken first, and changes nothing.

    Raises ``TooLate`` outside the period, ``TooMany`` where ``network`` has sent enough, ``Refused`` for what is no
    submission. ``actor`` is the member of staff who types what came on paper, None for the form.
    """
    current = held(comment)
    if taken := Submission.objects.filter(comment=current, key=key).first():
        return taken
    if current.purged_at is not None:
        raise Refused("この意見募集の個人情報は廃棄したので、意見書を加えられません。")
    _require_time(current, received_at)
    _require_said(said)
    if network and not count(network, received_at):
        raise TooMany
    seal = fingerprint(one.text for one in said)
    made = Submission(
        comment=current,
        number=_number(current),
        way=way,
        submitter_class=submitter_class,
        is_group=is_group,
        received_at=received_at,
        entered_by=actor,
        key=key,
        fingerprint=seal,
        duplicate_of=_first_of(current, seal),
    )
    _require_class(made)
    made.clean_fields(exclude=["comment", "entered_by", "duplicate_of"])
    made.save()
    _keep_parts(made, said)
    if who.is_known:
        _keep_who(made, who)
    record(
        "comment.receive",
        actor=actor,
        government=current.plan.government,
        subject=made,
        way=made.get_way_display(),
    )
    return made


def _require_time(comment: PublicComment, received_at: datetime.datetime) -> None:
    require_open(comment)
    if comment.announced_at is None:
        raise TooLate(NOT_YET)
    stage = stage_of(comment, received_at)
    if stage is Stage.ANNOUNCED:
        raise TooLate(NOT_YET)
    if stage is not Stage.OPEN:
        raise TooLate(OVER)


def _require_said(said: Sequence[Said]) -> None:
    if not said or not all(one.text.strip() for one in said):
        raise Refused(NOTHING)
    if len(said) > MOST_OPINIONS:
        raise Refused(f"一度に送れる意見は{MOST_OPINIONS}件までです。残りは分けて送ってください。")
    for n, one in enumerate(said, start=1):
        if len(one.text) > LONGEST_OPINION:
            raise Refused(
                f"意見{n}が{len(one.text):,}字あります。{LONGEST_OPINION:,}字までにするか、分けて書いてください。"
            )


def _require_class(made: Submission) -> None:
    classes = made.comment.classes
    if made.submitter_class and made.submitter_class not in classes:
        raise Refused("「あてはまるもの」は、一覧から選んでください。")


def _first_of(comment: PublicComment, seal: str) -> Submission | None:
    """The first submission of the same text. It is flagged, not refused: two people may send the same letter."""
    same = Submission.objects.filter(comment=comment, fingerprint=seal, duplicate_of=None)
    return same.order_by("received_at", "id").first()


def _number(comment: PublicComment) -> int:
    """A receipt number that nobody in this call has."""
    for _ in range(DRAWS):
        number = LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)
        if not Submission.objects.filter(comment=comment, number=number).exists():
            return number
    raise Refused("受付番号を決められませんでした。もう一度送ってください。")


def _keep_parts(made: Submission, said: Sequence[Said]) -> None:
    places = places_in(made.comment.edition)
    rows = []
    for n, one in enumerate(said, start=1):
        if one.lineage is not None and one.lineage not in places:
            raise Refused(f"意見{n}の「どこについて」は、一覧から選び直してください。")
        rows.append(
            SubmittedOpinion(
                submission=made,
                position=n,
                lineage=one.lineage,
                place=place_words(places, one.lineage)[:300],
                text=one.text,
            )
        )
    SubmittedOpinion.objects.bulk_create(rows)


def _keep_who(made: Submission, who: Who) -> None:
    row = Submitter(submission=made, name=who.name, address=who.address, mail=who.mail, phone=who.phone)
    try:
        row.clean_fields(exclude=["submission"])
    except ValidationError as error:
        raise Refused(error.message_dict) from error
    row.save()
    if who.mail and made.way == Submission.Way.FORM:
        _write_receipt(made, who.mail)


def _write_receipt(made: Submission, mail: str) -> None:
    """Number and title only: what was written, and by whom, is in no mail. Deleted with the personal data."""
    comment = made.comment
    government = comment.plan.government
    Outbox.objects.create(
        key=f"{RECEIPT_KEY}{made.pk}",
        government=government,
        to=mail,
        subject=f"意見を受け付けました（受付番号 {made.number}）"[:200],
        body=(
            f"{government.name}の意見募集「{comment.title}」にご意見をいただき、ありがとうございました。\n\n"
            f"受付番号　{made.number}\n\n"
            "いただいた意見は、考え方とあわせて公表します。お名前と連絡先は公表しません。\n"
            "一件ずつのお返事はしていません。\n"
        ),
    )
