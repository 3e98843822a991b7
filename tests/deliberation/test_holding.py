"""What verbs on bodies and meetings begin with."""

import pytest

from accounts.audit import Refused
from accounts.saving import Overtaken
from deliberation.holding import held_body, held_meeting, next_position, require_changeable, require_seen
from deliberation.models import Meeting, Member
from tests.deliberation.sittings import a_body, a_member

pytestmark = pytest.mark.django_db


def test_what_is_gone_is_told(toyonaka):
    body = a_body(toyonaka)
    assert held_body(body).version == 1
    gone = Meeting(pk=99)
    with pytest.raises(Refused, match="この会議はもうありません"):
        held_meeting(gone)
    body.delete()
    with pytest.raises(Refused, match="この会議体はもうありません"):
        held_body(type(body)(pk=99))


def test_only_the_version_that_was_seen_is_changed(toyonaka):
    body = a_body(toyonaka)
    require_seen(body, 1)
    for other in (0, 2):
        with pytest.raises(Overtaken):
            require_seen(body, other)


def test_a_meeting_changes_until_it_is_over():
    for state in ("PLANNED", "CALLED"):
        require_changeable(Meeting(state=state))
    for state, word in (("FINISHED", "終了した"), ("CANCELLED", "中止した")):
        with pytest.raises(Refused, match=f"{word}会議の内容は変えられません"):
            require_changeable(Meeting(state=state))


def test_a_new_row_stands_behind_the_last(toyonaka):
    body = a_body(toyonaka)
    assert next_position(body.members) == 10
    a_member(body, position=35)
    assert next_position(Member.objects.all()) == 45
