"""The ledger of a written vote (表決の記録), checked by anybody from its exported file alone. Pure.

What is in it: ``deliberation.chain``, whose names are to be had here too. Every check has a number and a sentence.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.bylaws import WORDS, Bylaws, from_data
from deliberation.chain import (
    BALLOT,
    CLOSING,
    CODE_DIGITS,
    EXTENSION,
    FORMAT,
    SCHEMA,
    VOID,
    canonical,
    commitment,
    entry_hash,
    genesis_hash,
    receipt_code,
    result_row,
    voided_row,
)
from deliberation.tally import AGAINST, BLANK, FOR, PAPER, WEB, Cast, Voter, count

__all__ = [
    "Check",
    "Verification",
    "canonical",
    "commitment",
    "entry_hash",
    "lines_of",
    "receipt_code",
    "receipts_in",
    "verify",
]

TOP = {"format", "schema", "genesis", "genesis_hash", "entries", "count", "head", "result", "openings"}
BEGUN = {
    "format", "schema", "government", "body", "kind", "meeting", "opened_at", "closes_at", "agenda", "roll", "rules"
}  # fmt: skip
FIELDS = {
    BALLOT: {"item", "member", "n", "way", "choice", "opinion", "is_signed", "received_at"},
    EXTENSION: {"closes_at", "reason"},
    VOID: {"item", "reason"},
    CLOSING: {"count", "head"},
}
# Whatever a file may hold, one of these says that it is not what it should be; the check fails then.
ODD = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, ZeroDivisionError)


@dataclass(frozen=True)
class Check:
    """One numbered check: what was checked, whether it held, and where it did not."""

    number: int
    sentence: str
    is_held: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verification:
    """All checks of a file. ``ok`` only when every one held; ``head`` is empty where the file could not be read."""

    checks: tuple[Check, ...]
    head: str = ""
    meeting: str = ""
    body: str = ""

    @property
    def ok(self) -> bool:
        return all(check.is_held for check in self.checks)


class _Broken(ValueError):
    """The file is no ledger."""


def verify(export: bytes, *, head: str = "", receipts: Sequence[tuple[int, str]] = ()) -> Verification:
    """Check an exported ledger: its form, the chain, the closing, the votes against roll and deadline, the count.

    ``head`` is the hash that was published elsewhere (result report, mail to the chair): only with it a file that
    was forged as a whole, all hashes anew, is found. ``receipts`` are numbers with the code or the hash that a
    member was given. Never raises, whatever the bytes are.
    """
    try:
        data = _read(export)
    except ODD as error:
        return Verification((Check(1, "表決の記録のファイルとして読めます。", False, (_said(error),)),))
    parts: list[tuple[str, Callable[[], Iterable[str]]]] = [
        ("表決の記録のファイルとして読めます。", lambda: _form(data)),
        ("案件、名簿、決まりは、表決を始めたときのままです（はじめの照合値）。", lambda: _beginning(data)),
        (
            "記録は一件も欠けず、書き換えられず、順序も変わっていません（照合値の連鎖）。",
            lambda: _chain(data),
        ),
        ("最後の記録は締切で、件数と末尾の照合値が合っています。", lambda: _end(data)),
        ("表決は、どれも名簿の委員のもので、締切までに届いています。", lambda: _votes(data)),
        ("結果は、この記録から計算し直したものと同じです。", lambda: _result(data)),
        (_names_sentence(data), lambda: _names(data)),
    ]
    if head:
        parts.append(("末尾の照合値は、知らされたものと同じです。", lambda: _published(data, head)))
    if receipts:
        parts.append(("受付の控えは、どれも記録にあります。", lambda: _receipts(data, receipts)))
    checks = tuple(
        _checked(number, sentence, faults) for number, (sentence, faults) in enumerate(parts, start=1)
    )
    genesis = data.get("genesis")
    begun: dict[str, Any] = genesis if isinstance(genesis, dict) else {}
    return Verification(
        checks, str(data.get("head", "")), str(begun.get("meeting", "")), str(begun.get("body", ""))
    )


def lines_of(verification: Verification) -> list[str]:
    """The verification as it is printed, one sentence a line."""
    lines = [f"{verification.body}　{verification.meeting}"] if verification.body else []
    for check in verification.checks:
        lines.append(f"{check.number}. {'○' if check.is_held else '×'} {check.sentence}")
        lines += [f"   - {fault}" for fault in check.faults[:20]]
    if verification.ok:
        lines.append("すべて確かめられました。")
        lines.append(f"末尾の照合値：{verification.head}")
        lines.append("この値が、結果の報告や公表のページにあるものと同じかも確かめてください。")
    else:
        lines.append("確かめられないところがあります。この記録は、書き換えられたおそれがあります。")
    return lines


def receipts_in(given: Sequence[str]) -> list[tuple[int, str]]:
    """Receipts as they are typed; ValueError for what is none.

    >>> receipts_in(["7:3f9a61c082de4b17"])
    [(7, '3f9a61c082de4b17')]
    """
    return [(int(number), code) for number, _, code in (one.partition(":") for one in given)]


def _checked(number: int, sentence: str, check: Callable[[], Iterable[str]]) -> Check:
    try:
        faults = tuple(check())
    except ODD as error:
        faults = (_said(error),)
    return Check(number, sentence, not faults, faults)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, _Broken) else "あるはずの項目がないか、形が違います。"


# --- reading --------------------------------------------------------------------------------------------------


def _read(export: bytes) -> dict[str, Any]:
    data = json.loads(
        export.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_no_constant
    )
    if not isinstance(data, dict):
        raise _Broken("表決の記録ではないファイルです。")
    if (data.get("format"), data.get("schema")) != (FORMAT, SCHEMA):
        raise _Broken("表決の記録の書式ではないか、この検証より新しい版です。")
    canonical(data)  # what cannot be written cannot be compared
    return data


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice would be read one way here and another way elsewhere."""
    data = dict(pairs)
    if len(data) != len(pairs):
        raise _Broken("同じ名前の項目が、二度書かれています。")
    return data


def _no_constant(text: str) -> None:
    raise _Broken(f"使われない値です：{text[:20]}")


def _same(one: Any, other: Any) -> bool:
    """Equal as they are written: 1 and true, which Python takes for the same, are not."""
    return canonical({"": one}) == canonical({"": other})


def _payloads(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [entry["payload"] for entry in data["entries"]]


def _rules(data: Mapping[str, Any]) -> Bylaws:
    return from_data(data["genesis"]["rules"])


# --- checks ---------------------------------------------------------------------------------------------------


def _form(data: Mapping[str, Any]) -> Iterable[str]:
    if data.keys() != TOP or data["genesis"].keys() != BEGUN:
        yield "余分な項目があるか、項目が足りません。"
    if not _same([data["genesis"]["format"], data["genesis"]["schema"]], [FORMAT, SCHEMA]):
        yield "はじめの記録の書式が違います。"
    if not all(isinstance(data[name], list) for name in ("entries", "result", "openings")):
        yield "一覧であるはずの項目が、一覧ではありません。"
    for number, entry in enumerate(data["entries"], start=1):
        if entry.keys() != {"payload", "previous", "hash"}:
            yield f"{number}番の記録の形が違います。"
        elif entry["payload"].keys() != FIELDS[entry["payload"]["kind"]] | {"kind", "seq", "at"}:
            yield f"{number}番の記録の中身の形が違います。"


def _beginning(data: Mapping[str, Any]) -> Iterable[str]:
    if genesis_hash(canonical(data["genesis"])) != data["genesis_hash"]:
        yield "はじめの記録が、はじめの照合値と合いません。"
    for item in data["genesis"]["agenda"]:
        if not item["content_hash"]:
            yield f"案件{item['number']}に、決める文の照合値がありません。"


def _chain(data: Mapping[str, Any]) -> Iterable[str]:
    previous = genesis_hash(canonical(data["genesis"]))
    for number, entry in enumerate(data["entries"], start=1):
        if not _same(entry["payload"]["seq"], number):
            yield f"{number}番目の記録の番号が違います。"
        if entry["previous"] != previous:
            yield f"{number}番の記録が、前の記録につながっていません。"
        if entry_hash(previous, canonical(entry["payload"])) != entry["hash"]:
            yield f"{number}番の記録の照合値が合いません。"
        previous = entry["hash"]


def _end(data: Mapping[str, Any]) -> Iterable[str]:
    entries = data["entries"]
    kinds = [payload["kind"] for payload in _payloads(data)]
    if not kinds or kinds[-1] != CLOSING:
        yield "締切の記録がありません。途中までのファイルです。"
        return
    if kinds.count(CLOSING) != 1:
        yield "締切の記録が、二つ以上あります。"
    before = entries[-2]["hash"] if len(entries) > 1 else data["genesis_hash"]
    if not _same(
        [entries[-1]["payload"]["count"], entries[-1]["payload"]["head"]], [len(entries) - 1, before]
    ):
        yield "締切の記録にある件数か照合値が違います。"
    if not _same([data["count"], data["head"]], [len(entries), entries[-1]["hash"]]):
        yield "件数か末尾の照合値が、記録と違います。"


class _Course:
    """What holds while the entries are read one after the other: the deadline, voided items, who voted how often."""

    def __init__(self, data: Mapping[str, Any]):
        begun = data["genesis"]
        self.rules = _rules(data)
        self.opened_at, self.closes_at = _instant(begun["opened_at"]), _instant(begun["closes_at"])
        self.items = {item["number"] for item in begun["agenda"]}
        self.members = {seat["member"] for seat in begun["roll"] if seat["is_voting"] is True}
        if len(self.items) != len(begun["agenda"]) or len({s["member"] for s in begun["roll"]}) != len(
            begun["roll"]
        ):
            raise _Broken("案件か委員が、二度載っています。")
        self.voided: set[int] = set()
        self.times: dict[tuple[str, int], list[str]] = {}

    def faults_of(self, payload: Mapping[str, Any]) -> Iterable[str]:
        """What is wrong with an entry at its place."""
        if payload["kind"] == BALLOT:
            yield from self._ballot(payload)
        elif payload["kind"] == EXTENSION:
            later = _instant(payload["closes_at"])
            if later <= self.closes_at or _instant(payload["at"]) >= self.closes_at:
                yield "締切を過ぎてからの延長か、締切を早める延長です。"
            self.closes_at = later
        elif payload["kind"] == VOID:
            if payload["item"] not in self.items - self.voided:
                yield "案件にないか、すでに無効の案件です。"
            self.voided.add(payload["item"])
        elif _instant(payload["at"]) < self.closes_at:
            yield "締切の前に締め切っています。"

    def _ballot(self, payload: Mapping[str, Any]) -> Iterable[str]:
        member, item, way = payload["member"], payload["item"], payload["way"]
        received = _instant(payload["received_at"])
        before = self.times.setdefault((member, item), [])
        if member not in self.members:
            yield "名簿にない委員の表決です。"
        if item not in self.items - self.voided:
            yield "案件にないか、無効になった案件への表決です。"
        if received >= self.closes_at:
            yield "締切のあとに届いた表決です。"
        if way == WEB and received < self.opened_at:
            yield "受付の始まる前の表決です。"
        if way not in (WEB, PAPER) or payload["choice"] not in (
            FOR,
            AGAINST,
            *((BLANK,) if way == PAPER else ()),
        ):
            yield "表決の書き方が違います。"
        if payload["is_signed"] is not True and not (way == PAPER and self.rules.unsigned_counts):
            yield "署名のない表決です。"
        if not _same(payload["n"], len(before) + 1):
            yield "この委員の何度目の表決かが違います。"
        if way in before and not self.rules.may_change:
            yield "出し直せない決まりなのに、出し直されています。"
        before.append(way)


def _votes(data: Mapping[str, Any]) -> Iterable[str]:
    course = _Course(data)
    for number, payload in enumerate(_payloads(data), start=1):
        for fault in course.faults_of(payload):
            yield f"{number}番：{fault}"


def _result(data: Mapping[str, Any]) -> Iterable[str]:
    rows = []
    payloads = _payloads(data)
    voided = {payload["item"] for payload in payloads if payload["kind"] == VOID}
    roll = [Voter(seat["member"], is_voting=seat["is_voting"]) for seat in data["genesis"]["roll"]]
    casts = [_cast(payload) for payload in payloads if payload["kind"] == BALLOT]
    words = WORDS[data["genesis"]["kind"]]
    for item in data["genesis"]["agenda"]:
        number = item["number"]
        counted = (
            voided_row(number)
            if number in voided
            else result_row(count(number, roll, casts, _rules(data), words))
        )
        rows.append(counted)
    if not _same(rows, data["result"]):
        yield "書かれている結果が、計算し直したものと違います。"


def _cast(payload: Mapping[str, Any]) -> Cast:
    return Cast(
        voter=payload["member"],
        item=payload["item"],
        choice=payload["choice"],
        way=payload["way"],
        seq=payload["seq"],
        received_at=_instant(payload["received_at"]),
        is_signed=payload["is_signed"],
    )


def _names_sentence(data: Mapping[str, Any]) -> str:
    return (
        "公表された氏名は、名簿の符号と合っています。"
        if data.get("openings")
        else "氏名は公表されていません。"
    )


def _names(data: Mapping[str, Any]) -> Iterable[str]:
    openings = data["openings"]
    members = sorted(seat["member"] for seat in data["genesis"]["roll"])
    wanted = members if _rules(data).names_are_published else []
    if [opening["member"] for opening in openings] != wanted:
        yield "氏名を公表する決まりと、公表された氏名とが合いません。"
    for opening in openings:
        if opening.keys() != {"member", "name", "salt"}:
            yield "氏名の公表の形が違います。"
        elif commitment(opening["salt"], opening["name"]) != opening["member"]:
            yield f"「{opening['name']}」は、名簿の符号と合いません。"


def _published(data: Mapping[str, Any], head: str) -> Iterable[str]:
    if "".join(head.split()).lower() != data["head"]:
        yield f"知らされた値：{head}"


def _receipts(data: Mapping[str, Any], receipts: Sequence[tuple[int, str]]) -> Iterable[str]:
    entries = data["entries"]
    for number, code in receipts:
        digits = "".join(code.split()).lower()
        found = 0 < number <= len(entries) and entries[number - 1]["payload"]["kind"] == BALLOT
        if len(digits) < CODE_DIGITS or not found or not entries[number - 1]["hash"].startswith(digits):
            yield f"受付番号{number}、確認の符号{code}の控えが、記録にありません。"


def _instant(text: str) -> datetime.datetime:
    if not text.endswith("Z"):
        raise _Broken("時刻の書き方が違います。")
    return datetime.datetime.fromisoformat(text)
