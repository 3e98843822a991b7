"""A plan with an edition, departments with people, an inquiry and its answer: what the tests of procedures begin with."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Department, Government, User
from deliberation.boxes import open_box
from deliberation.consulting.consultations import open_consultation
from deliberation.models import (
    Advice,
    BallotBox,
    Body,
    Consultation,
    ConsultationAnswer,
    Inquiry,
    Meeting,
    Round,
)
from deliberation.procedures.inquiries import add_advice, add_inquiry
from publishing.editions import freeze, start_next_edition
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, an_item, members_of
from tests.deliberation.voting import Vote


@dataclass
class Asked:
    """A consultation on an edition that is being written; 子育て課 is 馬場's, nobody is of 道路課."""

    edition: Edition
    made: dict[str, PlanItem]
    child: Department
    road: Department
    consultation: Consultation

    @property
    def answer(self) -> ConsultationAnswer:
        return self.answer_of(self.child)

    def answer_of(self, department: Department) -> ConsultationAnswer:
        row = ConsultationAnswer.objects.select_related("department").get(
            consultation=self.consultation, department=department
        )
        row.consultation = self.consultation
        return row


def asked(
    government: Government, staff: User | None = None, days: int = 7, plan: str = "digital-strategy"
) -> Asked:
    """Two departments are asked about a working edition; ``staff`` belongs to the first."""
    edition = factories.edition(factories.plan(government, plan))
    made = factories.small_tree(edition)
    child = Department.objects.create(government=government, division="こども部", name="子育て課")
    road = Department.objects.create(government=government, division="都市部", name="道路課")
    if staff is not None:
        staff.memberships.update(department=child)
    consultation = open_consultation(
        actor=None,
        edition=edition,
        title="総合戦略（素案）への意見について",
        text="担当する施策を中心に確かめてください。",
        due_on=timezone.localdate() + datetime.timedelta(days=days),
        departments=[child, road],
        document_number="豊都経第100号（見本）",
    )
    consultation.edition = edition
    return Asked(edition, made, child, road, consultation)


def answered_inquiry(
    government: Government, edition: Edition, *, is_public: bool = True
) -> tuple[Inquiry, Advice]:
    """An inquiry on a frozen edition, and the answer to it."""
    body = Body.objects.filter(government=government, name="総合戦略委員会").first() or a_body(government)
    inquiry = add_inquiry(
        actor=None,
        plan=edition.plan,
        body=body,
        edition=edition,
        title="総合戦略（案）について",
        text="総合戦略（案）について、意見を求めます。",
        sender=f"{government.name}長　見本　太郎",
        document_number="豊都経第1号（見本）",
        on=datetime.date(2026, 6, 1),
        is_public=is_public,
    )
    advice = add_advice(
        actor=None,
        inquiry=inquiry,
        edition=edition,
        text="おおむね妥当と認めます。",
        sender="総合戦略委員会　会長　見本　一郎",
        on=datetime.date(2026, 9, 1),
        is_public=is_public,
    )
    return inquiry, advice


def corrected(edition: Edition, title: str = "直した見出し") -> Edition:
    """The next edition of the same stage with one heading corrected, frozen."""
    made = start_next_edition(actor=None, edition=edition, stage=edition.stage)
    item = made.items.get(title="見本の取組み1")
    save_item(actor=None, item=item, version=item.version, title=title, body=item.body)
    return freeze(actor=None, edition=made)


def voted(
    government: Government,
    edition: Edition,
    name: str,
    in_favour: int = 2,
    *,
    is_published: bool = True,
    of: Round | None = None,
) -> BallotBox:
    """A written meeting of a body of its own that voted on this edition: two members, the others against; closed."""
    body = a_body(government, name=name)
    people = members_of(body, 2)
    meeting = a_meeting(body, edition.plan, round=of)
    item = an_item(meeting, edition)
    vote = Vote(open_box(actor=None, meeting=meeting, now=meeting.opens_at), item, people)
    for who in range(2):
        vote.cast(who, "FOR" if who < in_favour else "AGAINST")
    vote.let_pass()
    box = vote.close()
    if is_published:
        Meeting.objects.filter(pk=meeting.pk).update(
            result_published_at=timezone.now(), state=Meeting.State.FINISHED
        )
    return box
