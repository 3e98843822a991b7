"""Details of events in words; every detail that a verb records has one."""

import ast
import doctest

import pytest

from accounts import event_words
from accounts.event_words import TECHNICAL, WORDS, details_of
from tests.sources import WRITTEN, listed

WHO_AND_WHAT = {"actor", "government", "subject"}


def test_examples_hold():
    assert doctest.testmod(event_words).failed == 0


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ({}, ()),
        ({"lineage": "x", "version": 3}, ()),
        ({"count": 3, "title": "章"}, (("件数", "3"), ("題名", "章"))),
        ({"fields": ["title", "stage"]}, (("変えた欄", "題名、段階"),)),
        ({"reason": ""}, (("理由", "なし"),)),
        ({"at": "2026-03-31T15:05:00Z"}, (("日時", "2026年4月1日 0:05"),)),
        ({"day": "2026-13-01"}, (("改める日", "2026-13-01"),)),
        ({"changes": {"name": "豊中市", "contractor": [False, True]}},
         (("名前", "豊中市"), ("委託事業者", "いいえ→はい"))),
        ({"changes": {}}, ()),
        ({"counts": {"new": 1}}, (("件数", "new「1」"),)),
        ({"unheard": 1}, (("unheard", "1"),)),
    ],
)  # fmt: skip
def test_details_in_words(detail, shown):
    assert details_of(detail) == shown


def test_no_word_is_both_shown_and_left_out():
    assert not WORDS.keys() & TECHNICAL


def test_every_detail_that_a_verb_records_has_a_word():
    """A new detail of a verb needs its word in WORDS of accounts/event_words.py, or a line in TECHNICAL."""
    faults, asked = [], 0
    for module in WRITTEN:
        for call in module.calls:
            if not isinstance(call.func, ast.Name) or call.func.id not in ("record", "note"):
                continue
            if not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            names = {keyword.arg for keyword in call.keywords if keyword.arg} - WHO_AND_WHAT
            asked += len(names)
            faults += [f"{module.at(call)}: {name}" for name in names - WORDS.keys() - TECHNICAL]
    assert asked > 20
    assert not faults, listed(sorted(faults))
