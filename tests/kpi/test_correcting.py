"""People say how a print is to be read; the print itself stays."""

from dataclasses import replace

import pytest

from accounts.models import AuditEvent
from kpi.correcting import correct_reading
from kpi.saving import Overtaken
from kpi.spec import TargetKind
from kpi.storing import target_from
from publishing.editions import freeze
from strategy.rules import FROZEN, Refused
from tests.kpi import promises


@pytest.mark.django_db
def test_a_reading_holds_until_the_print_is_asked_again(made, aoki):
    row = promises.target(made["chapter"])
    spec = replace(target_from(row.spec), kind=TargetKind.MAINTAIN, value=None)
    kept = correct_reading(actor=aoki, target=row, version=1, spec=spec)
    assert (kept.kind, kept.is_hand_read, kept.target_text, kept.version) == ("maintain", True, "73%", 2)
    assert kept.baseline == row.baseline
    assert (kept.history.first().history_user, AuditEvent.objects.first().verb) == (aoki, "target.correct")
    again = correct_reading(actor=aoki, target=kept, version=2)
    assert (again.kind, again.is_hand_read, again.spec) == ("at_least", False, row.spec)


@pytest.mark.django_db
def test_a_reading_gives_way_to_a_save_and_to_the_frozen_edition(edition, made, aoki):
    row = promises.target(made["chapter"])
    with pytest.raises(Overtaken):
        correct_reading(actor=aoki, target=row, version=0)
    freeze(actor=aoki, edition=edition)
    with pytest.raises(Refused, match=FROZEN):
        correct_reading(actor=aoki, target=row, version=1)
