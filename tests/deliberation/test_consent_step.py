"""Where members are asked for their consent: in writing only, and where the body's rules say so."""

from dataclasses import replace

import pytest

from deliberation.bylaws import DEFAULT, to_data
from deliberation.consent_step import is_asked
from deliberation.models import Body, Meeting


@pytest.mark.parametrize(
    ("form", "needs", "asked"), [("WRITTEN", True, True), ("WRITTEN", False, False), ("ONLINE", True, False)]
)
def test_who_is_asked(form, needs, asked):
    body = Body(bylaws=to_data(replace(DEFAULT, needs_consent=needs)))
    assert is_asked(Meeting(body=body, form=form)) is asked
