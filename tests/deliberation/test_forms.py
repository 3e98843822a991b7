"""The members' forms: exactly one choice, line breaks that count once, a key that is a key."""

import uuid

import pytest
from django.http import QueryDict

from deliberation.forms.committee import ONE_CHOICE, BallotForm, CastForm, new_key


@pytest.mark.parametrize(
    "sent", ["", "choice=BLANK", "choice=FOR&choice=AGAINST", "choice=AGAINST&choice=FOR"]
)
def test_a_ballot_says_exactly_one_thing(sent):
    form = BallotForm(QueryDict(sent))
    assert not form.is_valid()
    assert form.errors["choice"] == [ONE_CHOICE]


def test_a_line_break_is_one_character():
    lines = "あ\r\n" * 1999 + "あい"
    form = BallotForm({"choice": "FOR", "opinion": lines})
    assert form.is_valid()
    assert form.cleaned_data["opinion"] == lines.replace("\r\n", "\n")
    assert len(form.cleaned_data["opinion"]) == 4000
    longer = BallotForm({"choice": "FOR", "opinion": lines + "う"})
    assert not longer.is_valid()
    assert "いま4001字" in longer.errors["opinion"][0]


def test_a_ballot_is_cast_with_a_key():
    sent = {"choice": "AGAINST", "opinion": ""}
    assert [CastForm(sent | {"key": key}).is_valid() for key in ("", "1", new_key())] == [False, False, True]
    assert uuid.UUID(new_key()) != uuid.UUID(new_key())
    assert BallotForm(sent).is_valid()
