"""Ledgers made of nothing but ``deliberation.chain``: no database, as whoever checks one has none."""

import datetime
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from deliberation import chain
from deliberation.bylaws import DEFAULT, WORDS, Bylaws
from deliberation.tally import Cast, Voter, count

OPENED = datetime.datetime(2023, 1, 23, 0, 0, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2023, 2, 2, 15, 0, tzinfo=datetime.UTC)
NAMES = ("千葉", "土井", "江口", "藤田", "後藤", "本田", "石川")
AGENDA = (
    chain.Subject(2, "総合戦略（案）の策定について", "資料4のとおり策定すること", "a" * 64),
    chain.Subject(3, "年度評価について", "資料5のとおりとすること", "b" * 64, is_delegated=True),
    chain.Subject(4, "その他の計画について", "資料6のとおりとすること", "c" * 64),
)


def salt_of(n: int) -> str:
    return hashlib.sha256(f"見本{n}".encode()).hexdigest()


def member(n: int) -> str:
    """The commitment of a member; beyond the names there are samples."""
    return chain.commitment(salt_of(n), name_of(n))


def name_of(n: int) -> str:
    return NAMES[n] if n < len(NAMES) else f"見本{n}"


class Ledger:
    """A chain that is being written; what it says is right unless a test asks for something else."""

    def __init__(self, members: int = 5, rules: Bylaws = DEFAULT, agenda: Sequence[chain.Subject] = AGENDA):
        self.rules, self.agenda, self.members = rules, agenda, members
        self.genesis = chain.genesis(
            government="272035",
            body="総合戦略委員会",
            kind="STATUTORY",
            meeting="令和4年度第5回",
            opened_at=OPENED,
            closes_at=CLOSES,
            agenda=agenda,
            roll=[chain.Seat(member(n)) for n in range(members)],
            rules=rules,
        )
        self.links: list[chain.Link] = []
        self.payloads: list[dict[str, Any]] = []
        self.times: dict[tuple[int, int], int] = {}
        self.now = OPENED

    @property
    def head(self) -> str:
        return self.links[-1].hash if self.links else chain.genesis_hash(self.genesis)

    def add(self, content: dict[str, Any], at: datetime.datetime | None = None) -> chain.Link:
        self.now += datetime.timedelta(minutes=1)
        payload = chain.numbered(content, seq=len(self.links) + 1, at=at or self.now)
        self.links.append(chain.Link(payload, self.head, chain.entry_hash(self.head, payload)))
        self.payloads.append(json.loads(payload))
        return self.links[-1]

    def vote(self, who: int, choice: str = "FOR", item: int = 2, **given: Any) -> chain.Link:
        n = self.times.get((who, item), 0)
        fields = {
            "item": item,
            "member": member(who),
            "n": n + 1,
            "way": "WEB",
            "choice": choice,
            "opinion": chain.commitment(salt_of(len(self.links)), ""),
            "is_signed": True,
            "received_at": self.now,
        }
        self.times[who, item] = n + 1
        return self.add(chain.ballot(**(fields | given)))

    def close(self, at: datetime.datetime = CLOSES, **given: Any) -> None:
        self.add(chain.closing(**({"count": len(self.links), "head": self.head} | given)), at)

    def result(self) -> list[dict[str, Any]]:
        """Counted as the office counts."""
        voided = {payload["item"] for payload in self.payloads if payload["kind"] == "VOID"}
        casts = [
            Cast(
                voter=payload["member"],
                item=payload["item"],
                choice=payload["choice"],
                way=payload["way"],
                seq=payload["seq"],
                received_at=datetime.datetime.fromisoformat(payload["received_at"]),
                is_signed=payload["is_signed"],
            )
            for payload in self.payloads
            if payload["kind"] == "BALLOT"
        ]
        roll = [Voter(member(n)) for n in range(self.members)]
        return [
            chain.voided_row(item.number)
            if item.number in voided
            else chain.result_row(count(item.number, roll, casts, self.rules, WORDS["STATUTORY"]))
            for item in self.agenda
        ]

    def export(self, openings: Iterable[chain.Opening] | None = None) -> bytes:
        if openings is None:
            openings = self.openings() if self.rules.names_are_published else ()
        return chain.export(self.genesis, self.links, self.result(), openings)

    def openings(self) -> list[chain.Opening]:
        return [chain.Opening(member(n), name_of(n), salt_of(n)) for n in range(self.members)]


def a_ledger(**rules: Any) -> Ledger:
    """Five members, three items: votes of both kinds, one replaced, one on paper, an extension, a voided item, the closing."""
    ledger = Ledger(rules=replace(DEFAULT, **rules))
    ledger.vote(0)
    ledger.vote(1, "AGAINST")
    ledger.vote(0, item=3)
    ledger.add(
        chain.extension(closes_at=CLOSES + datetime.timedelta(days=2), reason="大雪で郵便が遅れているため")
    )
    ledger.vote(1, "FOR")
    ledger.vote(2, "BLANK", way="PAPER", item=2)
    ledger.vote(3, "AGAINST", item=4)
    ledger.add(chain.void(item=4, reason="案が差し替えられたため"))
    ledger.vote(3, "FOR", item=3)
    ledger.vote(4, "AGAINST", item=3)
    ledger.close(CLOSES + datetime.timedelta(days=2, seconds=45))
    return ledger


def a_long_ledger(ballots: int, seed: int = 1) -> Ledger:
    """As many ballots, of as many members, in any order of choices."""
    chance = random.Random(seed)
    ledger = Ledger(members=ballots, agenda=AGENDA[:1])
    for who in range(ballots):
        ledger.now = OPENED
        ledger.vote(who, chance.choice(("FOR", "AGAINST")))
    ledger.close()
    return ledger


def forged(ledger: Ledger, entries: Sequence[dict[str, Any]]) -> Ledger:
    """The same beginning with other entries, all hashes made anew: what somebody could write who holds the database."""
    made = Ledger(ledger.members, ledger.rules, ledger.agenda)
    for payload in entries:
        content = {name: value for name, value in payload.items() if name not in ("seq", "at")}
        if content["kind"] == "CLOSING":
            content |= {"count": len(made.links), "head": made.head}
        made.add(content, datetime.datetime.fromisoformat(payload["at"]))
    return made
