"""A row for each verb of consultations, 諮問 and 答申, the assembly and 決裁 (tests/test_verbs.py)."""

import datetime
from collections.abc import Callable
from typing import Any

from deliberation.models import AssemblyRecord, Inquiry, Sanction
from deliberation.procedures.assembly import add_record
from deliberation.procedures.sanctions import add_sanction
from publishing.editions import freeze
from tests import factories
from tests.deliberation.procedures import Asked, answered_inquiry, asked, corrected
from tests.deliberation.sittings import a_body, a_draft

DAY = datetime.date(2026, 9, 1)


def consulted(w: Any) -> Asked:
    """Departments that are asked about a plan of their own; somebody of the first can be reached."""
    return asked(w.toyonaka, factories.person("馬場", "DEPARTMENT", w.toyonaka), plan="shokai")


def drafted(w: Any) -> Any:
    """A frozen 案 of a plan of its own."""
    return a_draft(w.toyonaka, factories.plan(w.toyonaka, "shimon"))


def an_inquiry(w: Any) -> Inquiry:
    draft = drafted(w)
    return Inquiry.objects.create(
        plan=draft.plan,
        body=a_body(w.toyonaka),
        edition=draft,
        title="案について",
        text="求めます。",
        sender="市長",
    )


def a_record(w: Any) -> AssemblyRecord:
    return add_record(actor=None, plan=w.plan, session="定例会", stage="PLENARY", act="EXPLAINED", title="案")


def a_sanction(w: Any) -> Sanction:
    return add_sanction(actor=None, plan=w.plan, title="案について")


def opened(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    world = consulted(w)
    return act(
        edition=world.edition,
        title="二度目",
        text="",
        due_on=datetime.date(2099, 1, 1),
        departments=[world.child],
    )


def reminded(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    world = consulted(w)
    return act(consultation=world.consultation, departments=[world.child])


def further(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    draft = freeze(actor=None, edition=w.edition)
    _, advice = answered_inquiry(w.toyonaka, draft)
    return act(advice=advice, edition=corrected(draft))


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "consultation.open": opened,
    "consultation.extend": lambda w, act: act(
        consultation=consulted(w).consultation, seen=1, due_on=datetime.date(2099, 1, 1)
    ),
    "consultation.close": lambda w, act: act(consultation=consulted(w).consultation, seen=1),
    "consultation.remind": reminded,
    "consultation.answer": lambda w, act: act(answer=consulted(w).answer, seen=1, rows=(), has_none=True),
    "inquiry.add": lambda w, act: act(
        plan=w.plan, body=a_body(w.toyonaka), title="案について", text="求めます。", sender="市長"
    ),
    "inquiry.save": lambda w, act: act(inquiry=an_inquiry(w), seen=1, title="別の題"),
    "inquiry.remove": lambda w, act: act(inquiry=an_inquiry(w), seen=1),
    "advice.add": lambda w, act: act(inquiry=an_inquiry(w), text="妥当です。", sender="会長", on=DAY),
    "advice.save": lambda w, act: act(
        advice=answered_inquiry(w.toyonaka, drafted(w))[1], seen=1, text="別の文"
    ),
    "advice.remove": lambda w, act: act(advice=answered_inquiry(w.toyonaka, drafted(w))[1], seen=1),
    "advice.further_meeting": further,
    "assembly.add": lambda w, act: act(
        plan=w.plan, session="定例会", stage="PLENARY", act="EXPLAINED", title="案"
    ),
    "assembly.save": lambda w, act: act(row=a_record(w), seen=1, outcome="可決"),
    "assembly.remove": lambda w, act: act(row=a_record(w), seen=1),
    "sanction.add": lambda w, act: act(plan=w.plan, title="案について"),
    "sanction.save": lambda w, act: act(sanction=a_sanction(w), seen=1, on=DAY),
    "sanction.remove": lambda w, act: act(sanction=a_sanction(w), seen=1),
}
