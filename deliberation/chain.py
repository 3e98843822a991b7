"""What is written into the ledger of a written vote (表決の記録): a chain of hashes that anybody can follow. Pure.

``genesis`` is what was fixed when the voting opened: agenda with the hash of each text, roll, rules. Each entry is hashed
together with the hash before it, and the last one, the closing, says how many there are. Members and opinions stand in it
as salted commitments, choices in clear (docs/decisions/0019-the-ledger-of-votes.md). ``deliberation.ledger`` checks a file.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.bylaws import Bylaws, to_data
from deliberation.tally import Count

FORMAT, SCHEMA = "hashira-ledger", 1
BALLOT, EXTENSION, VOID, CLOSING = "BALLOT", "EXTENSION", "VOID", "CLOSING"
CODE_DIGITS, CODE_GROUP = 16, 4


@dataclass(frozen=True)
class Subject:
    """An item that is voted on: its number, what is decided, and the SHA-256 of the text it is bound to."""

    number: int
    title: str
    content: str
    content_hash: str
    is_delegated: bool = False


@dataclass(frozen=True)
class Seat:
    """One line of the roll, by its commitment; ``is_voting`` is False for a chair who only breaks ties."""

    commitment: str
    is_voting: bool = True


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one way in which data are written before they are hashed: JSON, UTF-8, sorted keys, no blanks.

    >>> canonical({"b": 1, "a": "票"}).decode()
    '{"a":"票","b":1}'
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def instant(at: datetime.datetime) -> str:
    """An aware instant in UTC, to the microsecond. ValueError for a naive one.

    >>> instant(datetime.datetime(2023, 2, 2, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=9))))
    '2023-02-02T06:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError("an instant of the ledger knows its time zone")
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: str, text: str) -> str:
    """SHA-256 (hex) of the secret ``salt``, a line feed and the text: binds to the text and does not show it.

    >>> commitment("塩", "千葉")[:8], commitment("塩", "土井")[:8]
    ('7409912b', 'c4ad9f20')
    """
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def entry_hash(previous: str, payload: bytes) -> str:
    """SHA-256 (hex) of the hash before, a line feed and the canonical bytes of the entry."""
    return hashlib.sha256(previous.encode() + b"\n" + payload).hexdigest()


def genesis_hash(genesis: bytes) -> str:
    """The hash from which the chain starts; the name of the format stands in place of a predecessor."""
    return entry_hash(FORMAT, genesis)


def receipt_code(digest: str) -> str:
    """What a member compares: the first sixteen digits of the hash of the own entry, in fours.

    >>> receipt_code("3f9a61c082de4b17" + "0" * 48)
    '3f9a 61c0 82de 4b17'
    """
    return " ".join(digest[at : at + CODE_GROUP] for at in range(0, CODE_DIGITS, CODE_GROUP))


# --- what is written ------------------------------------------------------------------------------------------


def genesis(
    *,
    government: str,
    body: str,
    kind: str,
    meeting: str,
    opened_at: datetime.datetime,
    closes_at: datetime.datetime,
    agenda: Sequence[Subject],
    roll: Iterable[Seat],
    rules: Bylaws,
) -> bytes:
    """The canonical bytes with which the ledger begins.

    ``government`` is the five or six digit code, ``kind`` the kind of the body (its words). The roll is sorted by
    commitment, because in the order of the printed list of members it would tell who is who.
    """
    seats = sorted(roll, key=lambda seat: seat.commitment)
    return canonical(
        {
            "format": FORMAT,
            "schema": SCHEMA,
            "government": government,
            "body": body,
            "kind": kind,
            "meeting": meeting,
            "opened_at": instant(opened_at),
            "closes_at": instant(closes_at),
            "agenda": [
                {
                    "number": item.number,
                    "title": item.title,
                    "content": item.content,
                    "content_hash": item.content_hash,
                    "is_delegated": item.is_delegated,
                }
                for item in agenda
            ],
            "roll": [{"member": seat.commitment, "is_voting": seat.is_voting} for seat in seats],
            "rules": to_data(rules),
        }
    )


def ballot(
    *,
    item: int,
    member: str,
    n: int,
    way: str,
    choice: str,
    opinion: str,
    is_signed: bool,
    received_at: datetime.datetime,
) -> dict[str, Any]:
    """A vote: ``member`` and ``opinion`` are commitments, ``n`` is the how manieth of this member on this item."""
    return {
        "kind": BALLOT,
        "item": item,
        "member": member,
        "n": n,
        "way": way,
        "choice": choice,
        "opinion": opinion,
        "is_signed": is_signed,
        "received_at": instant(received_at),
    }


def extension(*, closes_at: datetime.datetime, reason: str) -> dict[str, Any]:
    """The deadline is moved to a later instant."""
    return {"kind": EXTENSION, "closes_at": instant(closes_at), "reason": reason}


def void(*, item: int, reason: str) -> dict[str, Any]:
    """An item is no longer voted on."""
    return {"kind": VOID, "item": item, "reason": reason}


def closing(*, count: int, head: str) -> dict[str, Any]:
    """The last entry: how many stand before it, and the hash of the last of them."""
    return {"kind": CLOSING, "count": count, "head": head}


def numbered(content: Mapping[str, Any], *, seq: int, at: datetime.datetime) -> bytes:
    """The canonical bytes of an entry: its content, its number from 1 and when it was written."""
    return canonical({**content, "seq": seq, "at": instant(at)})


# --- what is exported -----------------------------------------------------------------------------------------

COUNTED = (
    "item", "entitled", "submitted", "in_favour", "against", "invalid", "abstained", "quorum", "is_quorate",
    "base", "majority", "is_tie", "is_carried", "word"
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """An entry of the chain as it is exported: canonical bytes, the hash before, its own."""

    payload: bytes
    previous: str
    hash: str


@dataclass(frozen=True)
class Opening:
    """A commitment of the roll, opened: the name and the salt with which it was made."""

    commitment: str
    name: str
    salt: str


def result_row(count: Count) -> dict[str, Any]:
    """The result of an item as it is exported."""
    return {name: getattr(count, name) for name in COUNTED}


def voided_row(item: int) -> dict[str, Any]:
    """A voided item in its place."""
    return {"item": item, "is_voided": True}


def export(
    genesis: bytes,
    links: Sequence[Link],
    result: Sequence[Mapping[str, Any]],
    openings: Iterable[Opening] = (),
) -> bytes:
    """The public file, indented so that a person can read it. It says nothing that the checks do not cover."""
    data = {
        "format": FORMAT,
        "schema": SCHEMA,
        "genesis": json.loads(genesis),
        "genesis_hash": genesis_hash(genesis),
        "entries": [
            {"payload": json.loads(link.payload), "previous": link.previous, "hash": link.hash}
            for link in links
        ],
        "count": len(links),
        "head": links[-1].hash if links else genesis_hash(genesis),
        "result": list(result),
        "openings": [
            {"member": opening.commitment, "name": opening.name, "salt": opening.salt}
            for opening in sorted(openings, key=lambda opening: opening.commitment)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def items_in(genesis: bytes) -> set[int]:
    """Numbers of the items on the agenda when the voting opened."""
    return {item["number"] for item in json.loads(genesis)["agenda"]}
