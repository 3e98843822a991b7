"""Verbs on grades (判定): a government's scheme, and grades that people give beside the computed ones."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from accounts.saving import Overtaken
from kpi.grades import SchemeError, from_data, to_data
from kpi.models import GradeScheme, ManualGrade, Publication, Target
from kpi.rules import manual_grades_of, scheme_of
from strategy.fiscal import format_fiscal_year


@verb("scheme.save", "判定の区分の保存")
def save_scheme(*, actor: User | None, government: Government, content: dict[str, Any]) -> GradeScheme:
    """Keep a scheme as the government's newest, which holds from now on; the same as the newest is not kept again.

    Raises ``ValidationError`` with a sentence for every fault.
    """
    try:
        scheme = from_data(content)
    except SchemeError as error:
        raise ValidationError(list(error.faults)) from error
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    newest = GradeScheme.objects.filter(government=government).order_by("-number").first()
    data = to_data(scheme)
    if newest is not None and newest.content == data:
        return newest
    kept = GradeScheme(
        government=government,
        number=newest.number + 1 if newest else 1,
        content=data,
        by=actor,
        at=timezone.now(),
    )
    kept.full_clean()
    kept.save(force_insert=True)
    record(
        "scheme.save",
        actor=actor,
        government=government,
        subject=kept,
        name=scheme.name,
        issue=kept.number,
    )
    return kept


@verb("grade.set", "判定を手で付ける")
def grade_by_hand(
    *, actor: User | None, target: Target, fiscal_year: int, grade: str, reason: str
) -> ManualGrade:
    """Give a target a grade for a fiscal year beside the computed one; an empty ``grade`` takes it back.

    ``grade`` is a key of the scheme that holds now. Only a publication makes it public.
    """
    current = _locked(target)
    _require_within(current, fiscal_year)
    if not reason.strip():
        raise Refused("手で判定を付けるときは、理由を書いてください。")
    government = current.edition.plan.government
    holding = scheme_of(government)
    chosen = next((one for one in holding.scheme.grades if one.key == grade), None)
    if grade and chosen is None:
        raise Refused("この区分は、いまの判定の区分にありません。画面を開き直して、選び直してください。")
    newest = current.manual_grades.filter(fiscal_year=fiscal_year).order_by("-n").first()
    holds = manual_grades_of(current.edition, fiscal_year, public=False).get(str(current.lineage))
    if not grade and holds is None:
        raise Refused("取り消す判定がありません。")
    if newest is not None and (newest.grade, newest.reason) == (grade, reason.strip()):
        return newest
    kept = ManualGrade(
        target=current,
        fiscal_year=fiscal_year,
        n=newest.n + 1 if newest else 1,
        scheme=GradeScheme.objects.filter(government=government, number=holding.number).first(),
        grade=grade,
        sign=chosen.sign if chosen else "",
        word=chosen.word if chosen else "",
        tone=chosen.tone.value if chosen else "",
        reason=reason.strip(),
        by=actor,
        at=timezone.now(),
    )
    kept.full_clean()
    kept.save(force_insert=True)
    _event("grade.set", actor, kept, name=kept.word, reason=kept.reason)
    return kept


@verb("grade.publish", "手で付けた判定の公表")
def publish_grade(*, actor: User | None, manual_grade: ManualGrade) -> Publication:
    """Make the newest grade of a target and year public, or that it was taken back; Refused for an older one."""
    target = _locked(manual_grade.target)
    year = manual_grade.fiscal_year
    newest = target.manual_grades.filter(fiscal_year=year).order_by("-n").first()
    if newest is None or newest.pk != manual_grade.pk:
        raise Overtaken(
            "ほかの人が先にこの判定を変えました。いまの判定を確かめてから公表してください。",
            newest or manual_grade,
        )
    if Publication.objects.filter(manual_grade=newest).exists():
        raise Refused("この判定はすでに公表されています。")
    made = Publication(manual_grade=newest, by=actor, at=timezone.now())
    made.full_clean()
    made.save(force_insert=True)
    newest.target = target
    _event("grade.publish", actor, newest, name=newest.word)
    return made


def _locked(target: Target) -> Target:
    rows = Target.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("edition__plan__government").filter(pk=target.pk).first()
    if current is None:
        raise Refused("この目標値はもうありません。画面を開き直してください。")
    return current


def _require_within(target: Target, fiscal_year: int) -> None:
    first, last = target.edition.first_fiscal_year, target.edition.last_fiscal_year
    if not first <= fiscal_year <= last:
        raise Refused(
            f"計画期間（{format_fiscal_year(first)}～{format_fiscal_year(last)}）の外の年度には、判定を付けられません。"
        )


def _event(name: str, /, actor: User | None, grade: ManualGrade, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=grade.target.edition.plan.government,
        subject=grade.target,
        lineage=str(grade.target.lineage),
        fiscal_year=grade.fiscal_year,
        **detail,
    )
