"""Whatever is done to an exported ledger is found from the file alone (R4), and each receipt is in it (R5)."""

import copy
import datetime
import doctest
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation import chain, ledger
from deliberation.ledger import lines_of, receipt_code, verify
from tests.deliberation.ledgers import (
    AGENDA,
    CLOSES,
    OPENED,
    Ledger,
    a_ledger,
    a_long_ledger,
    forged,
    member,
)

HELD = {
    1: "表決の記録のファイルとして読めます。",
    2: "案件、名簿、決まりは、表決を始めたときのままです（はじめの照合値）。",
    3: "記録は一件も欠けず、書き換えられず、順序も変わっていません（照合値の連鎖）。",
    4: "最後の記録は締切で、件数と末尾の照合値が合っています。",
    5: "表決は、どれも名簿の委員のもので、締切までに届いています。",
    6: "結果は、この記録から計算し直したものと同じです。",
    7: "氏名は公表されていません。",
}


def dumped(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def failed(export: bytes, **given: Any) -> list[int]:
    """Numbers of the checks that do not hold."""
    return [check.number for check in verify(export, **given).checks if not check.is_held]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(ledger).failed == 0


def test_a_sound_ledger_holds_in_every_check():
    made = a_ledger()
    found = verify(made.export(), head=made.head)
    assert {check.number: check.sentence for check in found.checks} == HELD | {
        8: "末尾の照合値は、知らされたものと同じです。"
    }
    assert (found.ok, found.head) == (True, made.head)
    assert lines_of(found)[0] == "総合戦略委員会　令和4年度第5回"
    assert lines_of(found)[1] == f"1. ○ {HELD[1]}"
    assert lines_of(found)[-3:-1] == ["すべて確かめられました。", f"末尾の照合値：{made.head}"]


def test_names_that_the_rules_publish_are_checked_against_the_roll():
    made = a_ledger(names_are_published=True)
    assert verify(made.export()).checks[6].sentence == "公表された氏名は、名簿の符号と合っています。"
    assert failed(made.export()) == []
    assert failed(made.export(made.openings()[1:])) == [7]
    assert failed(made.export(())) == [7]
    assert failed(a_ledger().export().replace(b'"openings": []', b'"openings": {}')) == [1]
    assert failed(a_ledger().export(made.openings())) == [7]


# --- R4: one mutation each, at every place ----------------------------------------------------------------------


def leaves(data: Any, path: tuple = ()) -> Iterator[tuple]:
    """The path to every value of the file, and to every list and object in it."""
    if path:
        yield path
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, (*path, name))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from leaves(value, (*path, n))


def at(data: Any, path: tuple) -> Any:
    for step in path:
        data = data[step]
    return data


def altered(value: Any) -> list[Any]:
    """Other values that could stand there; those that Python takes for the same are the worst."""
    if isinstance(value, bool):
        return [not value, int(value), None]
    if isinstance(value, int):
        return [value + 1, -value - 1, float(value), str(value), None]
    if isinstance(value, str):
        return [value + " ", value[:-1] if value else "x", value.swapcase() + "\u200b", None, [value]]
    if isinstance(value, list):
        return [[], [*value, *value[-1:]] if value else [0], value[::-1] if len(value) > 1 else None, {}]
    if isinstance(value, dict):
        return [{**value, "x": 1}, {}, dict(list(value.items())[1:]), None]
    return [0, False, ""]


def test_every_value_of_the_file_is_guarded():
    made = a_ledger(names_are_published=True)
    data = json.loads(made.export())
    whole, mutations = chain.canonical(data), 0
    for path in list(leaves(data)):
        *way, last = path
        value = at(data, path)
        for other in altered(value):
            at(data, tuple(way))[last] = other
            if chain.canonical(data) != whole:
                mutations += 1
                assert failed(dumped(data)), f"{path}: {value!r} → {other!r}"
            at(data, tuple(way))[last] = value
        if isinstance(last, str):
            taken = at(data, tuple(way)).pop(last)
            assert failed(dumped(data)), f"{path} left out"
            at(data, tuple(way))[last] = taken
    assert mutations > 800
    assert failed(dumped(data)) == []  # every mutation was taken back


def rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return data["entries"]


def mutated(name: str, n: int, data: dict[str, Any]) -> dict[str, Any]:
    """The file with one thing done to its n-th entry, and numbers and counts beside it made to fit."""
    entries = rows(data)
    if name == "delete":
        del entries[n]
    elif name == "insert":
        entries.insert(n, copy.deepcopy(entries[0]))
    elif name == "swap with the next":
        entries[n : n + 2] = entries[n : n + 2][::-1]
    elif name == "truncate from here":
        del entries[n:]
    elif name == "another vote":
        payload = entries[n]["payload"]
        payload["choice"] = "AGAINST" if payload.get("choice") == "FOR" else "FOR"
        entries[n]["hash"] = chain.entry_hash(entries[n]["previous"], chain.canonical(payload))
    data["count"] = len(entries)
    data["head"] = entries[-1]["hash"] if entries else data["genesis_hash"]
    return data


@pytest.mark.parametrize(
    "name", ["delete", "insert", "swap with the next", "truncate from here", "another vote"]
)
def test_every_row_is_guarded(name):
    made = a_ledger()
    whole = made.export()
    for n in range(len(made.links) - (name == "swap with the next")):
        assert failed(dumped(mutated(name, n, json.loads(whole)))), f"{name} at {n}"


def test_a_swapped_agenda_is_found():
    made, other = a_ledger(), Ledger(agenda=[AGENDA[1], AGENDA[0], AGENDA[2]])
    data = json.loads(made.export())
    data["genesis"] = json.loads(other.genesis)
    assert failed(dumped(data)) == [2, 3, 6]
    data["genesis_hash"] = chain.genesis_hash(other.genesis)
    assert failed(dumped(data)) == [3, 6]


def test_a_name_that_stands_twice_is_found():
    whole = a_ledger().export()
    twice = whole.replace(b'"choice": "FOR"', b'"choice": "AGAINST", "choice": "FOR"', 1)
    assert (json.loads(twice) == json.loads(whole), failed(twice)) == (True, [1])


def test_a_file_forged_as_a_whole_is_found_by_the_head_that_was_sent():
    made = a_ledger()
    entries = [
        {**payload, "choice": "AGAINST"} if payload.get("choice") == "FOR" else payload
        for payload in made.payloads
    ]
    false = forged(made, entries)
    assert failed(false.export()) == []
    assert failed(false.export(), head=made.head) == [8]
    assert failed(made.export(), head=made.head) == []
    assert failed(made.export(), head=" ".join([made.head[:4].upper(), made.head[4:]])) == []


# --- the votes against roll, deadline and agenda: forged files whose chain is right -------------------------------

LATE = CLOSES + datetime.timedelta(milliseconds=1)
EARLY = OPENED - datetime.timedelta(milliseconds=1)
WRONG = {
    "exactly at the deadline": lambda made: made.vote(2, received_at=CLOSES),
    "after the deadline": lambda made: made.vote(2, received_at=LATE),
    "before the beginning": lambda made: made.vote(2, received_at=EARLY),
    "not on the roll": lambda made: made.vote(9),
    "no item": lambda made: made.vote(2, item=9),
    "another number": lambda made: made.vote(2, n=2),
    "blank on line": lambda made: made.vote(2, "BLANK"),
    "another choice": lambda made: made.vote(2, "MAYBE"),
    "another way": lambda made: made.vote(2, way="PHONE"),
    "unsigned": lambda made: made.vote(2, way="PAPER", is_signed=False),
    "void no item": lambda made: made.add(chain.void(item=9, reason="x")),
    "shortened": lambda made: made.add(chain.extension(closes_at=CLOSES, reason="x")),
    "extended late": lambda made: made.add(
        chain.extension(closes_at=CLOSES + datetime.timedelta(days=1), reason="x"), CLOSES
    ),
    "voided and voted on": lambda made: (made.add(chain.void(item=2, reason="x")), made.vote(2)),
    "voided twice": lambda made: [made.add(chain.void(item=2, reason="x")) for _ in range(2)],
    "two closings": lambda made: made.close(),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_rule_is_found_though_every_hash_is_right(name):
    made = Ledger()
    made.vote(0)
    WRONG[name](made)
    made.close()
    assert failed(made.export()) in ([5], [4], [4, 5])


def test_a_closing_before_the_deadline_and_a_second_ballot_against_the_rules_are_found():
    made = Ledger()
    made.close(CLOSES - datetime.timedelta(microseconds=1))
    assert failed(made.export()) == [5]
    assert failed(a_ledger(may_change=False).export()) == [5]
    assert failed(Ledger(agenda=[AGENDA[0], AGENDA[0]]).export())[:1] == [4]


def test_a_closing_that_counts_wrongly_is_found():
    for wrong in ({"count": 2}, {"head": "0" * 64}):
        made = Ledger()
        made.vote(0)
        made.close(**wrong)
        assert failed(made.export()) == [4]


def test_a_ledger_that_is_not_closed_or_of_another_member_says_so():
    made = Ledger()
    assert failed(made.export()) == [4]
    made.vote(0)
    assert failed(made.export()) == [4]
    twins = Ledger(members=1)
    twins.genesis = chain.canonical(
        {**json.loads(twins.genesis), "roll": [{"member": member(0), "is_voting": True}] * 2}
    )
    twins.close()
    assert 5 in failed(twins.export())


# --- whatever the bytes are ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "export",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"{",
        b'{"format":"hashira-ledger","schema":1}',
        b'{"format":"hashira-ledger","schema":2}',
        b'{"format":"hashira-ledger","schema":1,"genesis":{},"entries":[{"payload":[]}]}',
        b'{"format":"hashira-ledger","schema":1,"genesis":[],"entries":{}}',
        b"[" * 100_000,
        b'{"format":"hashira-ledger","schema":1,"a":"\\ud800"}',
        b'{"format":"hashira-ledger","schema":1,"a":' + b"9" * 5000 + b"}",
        b'{"format":"hashira-ledger","schema":1,"a":NaN}',
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(export):
    found = verify(export)
    assert (found.ok, all(lines_of(found))) == (False, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.data())
def test_any_other_value_anywhere_is_found_and_nothing_raises(data):
    whole = json.loads(WHOLE)
    *way, last = data.draw(st.sampled_from(PATHS))
    other = data.draw(JSON)
    value = at(whole, tuple(way))[last]
    at(whole, tuple(way))[last] = other
    assert verify(dumped(whole)).ok == (chain.canonical({"": value}) == chain.canonical({"": other}))


WHOLE = a_ledger().export()
PATHS = list(leaves(json.loads(WHOLE)))


# --- R5 -----------------------------------------------------------------------------------------------------------


def test_a_thousand_receipts_are_found_and_none_that_was_forged():
    made = a_long_ledger(1000)
    receipts = [(n, receipt_code(link.hash)) for n, link in enumerate(made.links[:-1], start=1)]
    whole = made.export()
    found = verify(whole, receipts=receipts)
    assert (len(receipts), found.ok, found.checks[-1].sentence) == (
        1000,
        True,
        "受付の控えは、どれも記録にあります。",
    )
    chance = random.Random(1)
    false = [
        *((n % 1000 + 1, code) for n, code in receipts),  # somebody else's code
        *((n, f"{chance.getrandbits(64):016x}") for n, _ in receipts),
        *((n + 1000, code) for n, code in receipts),
        *((n, code[:15]) for n, code in receipts),
    ]
    faults = verify(whole, receipts=false).checks[-1].faults
    assert len(faults) == len(false) == 4000


def test_the_closing_and_a_number_below_one_are_no_receipts():
    made = a_ledger()
    for number in (len(made.links), 0, -1):
        assert failed(made.export(), receipts=[(number, made.links[number - 1].hash)]) == [8]
    assert failed(made.export(), receipts=[(1, made.links[0].hash.upper())]) == []
