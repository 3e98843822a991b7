"""Surveys: one round a year, no more answers than were sent."""

import pytest
from django.core.exceptions import ValidationError

from kpi.models import Survey
from kpi.surveys import save_round
from tests.snapshots import everything_stored, refused


@pytest.mark.django_db
def test_the_rounds_of_a_survey_stand_under_its_name(toyonaka, ogori, aoki):
    keep = {"actor": aoki, "government": toyonaka, "survey": "市民意識調査"}
    first = save_round(**keep, fiscal_year=2021, held="令和3年10月", sent=3000, valid=1230)
    second = save_round(**(keep | {"survey": " 市民意識調査 "}), fiscal_year=2024, sent=3000)
    foreign = save_round(**(keep | {"government": ogori}), fiscal_year=2024)
    assert first.survey == second.survey != foreign.survey
    assert [(one.fiscal_year, one.held, one.valid) for one in first.survey.rounds.all()] == [
        (2021, "令和3年10月", 1230), (2024, "", None),
    ]  # fmt: skip
    again = save_round(**keep, fiscal_year=2024, held="令和6年10月", sent=3000, valid=1199)
    assert (again.pk, again.valid) == (second.pk, 1199)
    before = everything_stored()
    save_round(**keep, fiscal_year=2024, held="令和6年10月", sent=3000, valid=1199)
    assert everything_stored() == before


@pytest.mark.django_db
def test_rounds_that_are_refused(toyonaka, aoki):
    keep = {"actor": aoki, "government": toyonaka, "fiscal_year": 2024}
    assert refused(save_round, **keep, survey="　") == "調査の名前を入れてください。"
    assert refused(save_round, **(keep | {"fiscal_year": 24}), survey="調査") == (
        "年度は、1900から2199までの西暦で入れてください。"
    )
    with pytest.raises(ValidationError) as caught:
        save_round(**keep, survey="調査", sent=10, valid=11)
    assert caught.value.messages == ["有効回収数が配布数より多くなっています。"]
    with pytest.raises(ValidationError):
        save_round(**keep, survey="調", sent=-1)
    assert Survey.objects.count() == 0
