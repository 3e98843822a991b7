"""What is written into the ledger: bytes that are the same everywhere."""

import datetime
import doctest
import hashlib
import json

import pytest

from deliberation import chain
from tests.deliberation.ledgers import Ledger, a_ledger, member


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(chain).failed == 0


def test_an_entry_can_be_hashed_with_any_tool():
    payload = chain.numbered(
        chain.void(item=2, reason="見本"), seq=1, at=datetime.datetime(2023, 2, 2, tzinfo=datetime.UTC)
    )
    written = '{"at":"2023-02-02T00:00:00.000000Z","item":2,"kind":"VOID","reason":"見本","seq":1}'
    assert payload == written.encode()
    assert chain.entry_hash("ab", payload) == hashlib.sha256(b"ab\n" + written.encode()).hexdigest()


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        chain.instant(datetime.datetime(2023, 2, 2))


def test_what_no_json_can_say_is_refused():
    with pytest.raises(ValueError, match="Out of range"):
        chain.canonical({"a": float("nan")})


def test_the_beginning_holds_agenda_roll_and_rules():
    ledger = Ledger()
    begun = json.loads(ledger.genesis)
    assert [(item["number"], item["title"], item["content_hash"][0]) for item in begun["agenda"]] == [
        (2, "総合戦略（案）の策定について", "a"),
        (3, "年度評価について", "b"),
        (4, "その他の計画について", "c"),
    ]
    assert (begun["rules"]["quorum"], begun["rules"]["base"]) == ("1/2", "SUBMITTED")
    assert chain.items_in(ledger.genesis) == {2, 3, 4}


def test_the_roll_does_not_tell_who_is_who_by_its_order():
    listed = [seat["member"] for seat in json.loads(Ledger(members=7).genesis)["roll"]]
    assert listed == sorted(member(n) for n in range(7)) != [member(n) for n in range(7)]


def test_the_export_names_nobody_unless_names_are_opened():
    hidden = a_ledger().export().decode()
    assert "千葉" not in hidden
    assert "千葉" in a_ledger(names_are_published=True).export().decode()
