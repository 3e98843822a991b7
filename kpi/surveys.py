"""Verbs on surveys (調査) in which indicators are asked: what was held when, and how many answered."""

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from accounts.saving import put
from kpi.models import Survey, SurveyRound
from kpi.rules import require_year


@verb("survey.save", "調査の保存")
def save_round(
    *,
    actor: User | None,
    government: Government,
    survey: str,
    fiscal_year: int,
    held: str = "",
    sent: int | None = None,
    valid: int | None = None,
) -> SurveyRound:
    """Keep what is known of a survey's round of one year; the survey of that name is made with its first round.

    Raises ``ValidationError`` where more answered than were asked.
    """
    require_year(fiscal_year)
    named = survey_named(government, survey)
    found = named.rounds.select_for_update(no_key=True).filter(fiscal_year=fiscal_year).first()
    kept = found or SurveyRound(survey=named, fiscal_year=fiscal_year)
    changed = put(kept, {"held": held, "sent": sent, "valid": valid})
    if found and not changed:
        return found
    kept.full_clean()
    kept.save()
    record(
        "survey.save",
        actor=actor,
        government=government,
        subject=kept,
        name=named.name,
        fiscal_year=fiscal_year,
    )
    return kept


def survey_named(government: Government, name: str) -> Survey:
    """The government's survey of this name, made if there is none; Refused without a name. Part of the verbs."""
    name = name.strip()
    if not name:
        raise Refused("調査の名前を入れてください。")
    if found := Survey.objects.filter(government=government, name=name).first():
        return found
    made = Survey(government=government, name=name)
    made.full_clean()
    made.save()
    return made
