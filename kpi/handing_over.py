"""Verb: 引継, all indicators of a person pass to the successor in one step."""

from django.db.models import Q
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from kpi.charges import members_of
from kpi.models import Indicator
from kpi.saving import save_by


@verb("duties.hand_over", "担当の引継")
def hand_over_duties(*, actor: User | None, government: Government, person: User, successor: User) -> int:
    """Give the successor all indicators of this government that the person is in charge of or deputy for.

    How many indicators changed. Where the successor would be both, the place of the deputy becomes free. Refused for a
    successor who has no role in this government today or later that may enter figures, and where there is nothing to hand over.
    """
    if successor.pk == person.pk:
        raise Refused("渡す人（前任）と受け取る人（後任）が同じです。別の人を選んでください。")
    if successor.pk not in {one.user_id for one in members_of(government, timezone.localdate())}:
        raise Refused(
            f"{successor.name}さんは、いまこの団体で入力できる役割を持っていません。管理者に、利用者の登録を確かめてもらってください。"
        )
    own = Q(person=person) | Q(deputy_person=person)
    rows = Indicator.objects.select_for_update(no_key=True).filter(own, government=government)
    changed, charges, deputies = 0, 0, 0
    for indicator in rows.order_by("pk"):
        if indicator.person_id == person.pk:
            indicator.person, charges = successor, charges + 1
        if indicator.deputy_person_id == person.pk:
            indicator.deputy_person, deputies = successor, deputies + 1
        if indicator.person_id == indicator.deputy_person_id:
            indicator.deputy_person = None
        indicator.version += 1
        save_by(indicator, actor)
        changed += 1
    if not changed:
        raise Refused(f"{person.name}さんが担当している指標はありません。画面を開き直してください。")
    record(
        "duties.hand_over",
        actor=actor,
        government=government,
        subject=person,
        successor=successor.name,
        count=changed,
        in_charge=charges,
        as_deputy=deputies,
    )
    return changed
