"""The result of a call for comments as data, and the bytes that are kept of it (意見募集の結果). Pure.

It holds no name, no address and no text as it was sent: summaries, answers and counts.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class Row:
    """A summarised opinion: where, what, for how many opinions it stands, the answer. ``key`` finds it again."""

    number: int
    key: int
    place: str
    text: str
    count: int
    reply: str
    disposition: str


@dataclass(frozen=True)
class Word:
    """A word for what became of opinions, what it means, and how many summaries have it. ``changes``: the text was changed."""

    key: str
    word: str
    meaning: str
    count: int
    changes: bool = False


@dataclass(frozen=True)
class Result:
    """What is published. Instants are ISO with their offset; ``ways`` counts submissions, ``classes`` too."""

    government: str
    unit: str
    plan: str
    edition: str
    edition_number: int
    title: str
    number: int
    opens_at: str
    closes_at: str
    period: str
    persons: int
    groups: int
    opinions: int
    ways: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    words: tuple[Word, ...]
    rows: tuple[Row, ...]
    next_words: str
    contact: str
    document_number: str
    published_on: str = ""

    @property
    def senders(self) -> int:
        return self.persons + self.groups

    @property
    def is_empty(self) -> bool:
        """Nobody sent an opinion: a result like any other (意見なし)."""
        return self.opinions == 0

    @property
    def lead(self) -> str:
        """9人から15件の意見をいただきました。…"""
        if self.is_empty:
            return "この募集に、ご意見はありませんでした。"
        return (
            f"{self.senders_words}から{self.opinions}件の意見をいただきました。"
            f"同じ趣旨の意見をまとめ、{len(self.rows)}項目について{self.unit}の考え方を示します。"
        )

    @property
    def senders_words(self) -> str:
        """9人, 7人と2団体."""
        told = [f"{count}{unit}" for count, unit in ((self.persons, "人"), (self.groups, "団体")) if count]
        return "と".join(told) or "0人"

    @property
    def sender_unit(self) -> str:
        """What ways and classes are counted in: people, or letters where groups are among them."""
        return "通" if self.groups else "人"

    def word_of(self, row: Row) -> str:
        return next((one.word for one in self.words if one.key == row.disposition), "")

    def changes(self, row: Row) -> bool:
        """Whether the text was changed for it."""
        return any(one.changes for one in self.words if one.key == row.disposition)

    @property
    def legend(self) -> str:
        """反映：案を修正　既記載：既に記載 …"""
        return "　".join(f"{one.word}：{one.meaning}" for one in self.words if one.meaning)


def listed(counts: tuple[tuple[str, int], ...], unit: str) -> str:
    """ウェブ 6人、郵送 2人.

    >>> listed((("ウェブ", 6), ("郵送", 2)), "人")
    'ウェブ 6人、郵送 2人'
    """
    return "、".join(f"{name} {count}{unit}" for name, count in counts)


def to_bytes(result: Result) -> bytes:
    """Canonical bytes: UTF-8 JSON, keys sorted, no spaces."""
    data = {"schema": SCHEMA, **asdict(result)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(content: bytes) -> str:
    """The SHA-256 under which the bytes are published."""
    return hashlib.sha256(content).hexdigest()


def from_bytes(content: bytes) -> Result:
    """The result that was published. ValueError for bytes of another kind."""
    data: Mapping[str, Any] = json.loads(content)
    if data.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema {data.get('schema')!r}")
    fields = {name: value for name, value in data.items() if name != "schema"}
    for name in ("ways", "classes"):
        fields[name] = tuple((word, count) for word, count in fields[name])
    fields["words"] = tuple(Word(**one) for one in fields["words"])
    fields["rows"] = tuple(Row(**one) for one in fields["rows"])
    return Result(**fields)
