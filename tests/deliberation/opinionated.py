"""A meeting with a paper of the text, members who say something of it, and an office that answers."""

import datetime
import json
from typing import Any

from django.utils import timezone

from accounts.models import Government
from deliberation.bylaws import DEFAULT, to_data
from deliberation.models import AgendaItem, Ballot, BallotBox, LedgerEntry, Meeting, Opinion, Paper, Reply
from deliberation.opinions import add_opinion
from deliberation.replies import reply
from publishing.editions import freeze, start_next_edition
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, an_item, members_of

BODY = "<p>産後ケアを身近な場所で行います。利用しやすい料金にします。</p>"
QUOTE = "利用しやすい料金"


class Opinionated:
    """A frozen draft as a paper of a called meeting of three members, the first of whom is Chiba."""

    def __init__(self, government: Government, members: int = 3):
        self.government = government
        self.aoki = factories.person("青木", "PLANNER", government)
        draft = factories.edition(factories.plan(government), stage=Edition.Stage.DRAFT)
        self.made = factories.small_tree(draft)
        PlanItem.objects.filter(pk=self.made["measure1"].pk).update(body=BODY)
        self.edition = freeze(actor=None, edition=draft)
        self.plan = self.edition.plan
        self.body = a_body(government)
        self.members = members_of(self.body, members)
        self.chiba = self.members[0]
        self.meeting = a_meeting(self.body, self.plan)
        self.paper = Paper.objects.create(
            meeting=self.meeting,
            label="資料4",
            title="総合戦略（案）",
            kind=Paper.Kind.EDITION,
            edition=self.edition,
            sha256=self.edition.content_hash,
        )

    @property
    def item(self) -> PlanItem:
        return self.made["measure1"]

    def opinion(self, **fields: Any) -> Opinion:
        """Chiba's, at two words of the first measure."""
        given = {
            "actor": self.chiba.user,
            "plan": self.plan,
            "source": Opinion.Source.MEMBER,
            "text": "料金だけでなく、時間帯も大切です。",
            "edition": self.edition,
            "lineage": self.item.lineage,
            "quote": QUOTE,
            "meeting": self.meeting,
            "member": self.chiba,
        }
        return add_opinion(**(given | fields))

    def answer(self, opinion: Opinion, disposition: str = "NOTED", seen: int = 0, **fields: Any) -> Reply:
        given = {"actor": self.aoki, "text": "今後の参考にします（見本）。"}
        return reply(opinion=opinion, disposition=disposition, seen=seen, **(given | fields))

    def next(self, stage: str = Edition.Stage.PROPOSAL) -> Edition:
        """The edition that is written after this one."""
        return start_next_edition(actor=None, edition=self.edition, stage=stage)

    def rewrite(self, edition: Edition, body: str, lineage: Any = None) -> PlanItem:
        """Give the first measure of a working edition another text."""
        item = edition.items.get(lineage=lineage or self.item.lineage)
        save_item(actor=None, item=item, version=item.version, title=item.title, body=body)
        return item

    def many(self, count: int, **fields: Any) -> list[Opinion]:
        """Opinions past the verb, at all items in turn, each second one answered."""
        lineages = list(self.edition.items.order_by("pk").values_list("lineage", flat=True))
        made = Opinion.objects.bulk_create(
            Opinion(
                plan=self.plan,
                edition=self.edition,
                source=Opinion.Source.MEMBER,
                lineage=lineages[n % len(lineages)],
                place=f"見本の箇所{n}",
                quote=QUOTE,
                text=f"見本の意見{n}",
                author=self.members[n % len(self.members)].name,
                meeting=self.meeting,
                member=self.members[n % len(self.members)],
                state=Opinion.State.DONE if n % 2 else Opinion.State.OPEN,
                at=timezone.now() - datetime.timedelta(minutes=count - n),
                **fields,
            )
            for n in range(count)
        )
        Reply.objects.bulk_create(
            Reply(
                opinion=one,
                disposition="REFLECTED",
                text="見本の回答",
                at=timezone.now(),
                **self._changed(one),
            )
            for one in made[1::2]
        )
        return made

    def _changed(self, one: Opinion) -> dict[str, Any]:
        return {"changed_edition": self.edition, "changed_lineage": one.lineage}

    def finished(self) -> Meeting:
        self.meeting.state = Meeting.State.FINISHED
        self.meeting.save()
        return self.meeting


def box_with(world: Opinionated, *ballots: tuple) -> tuple[BallotBox, AgendaItem]:
    """A box with these ballots (member, choice, opinion), past its verbs."""
    now = timezone.now()
    item = an_item(world.meeting, world.edition)
    box = BallotBox.objects.create(
        meeting=world.meeting,
        opened_at=now - datetime.timedelta(hours=1),
        closes_at=now,
        genesis=json.dumps({"rules": to_data(DEFAULT)}).encode(),
        genesis_hash="0" * 64,
        head="0" * 64,
    )
    for seq, (member, choice, opinion) in enumerate(ballots, start=1):
        entry = LedgerEntry.objects.create(
            box=box,
            seq=seq,
            kind="BALLOT",
            payload=b"{}",
            previous=f"{seq:064}",
            hash=f"{seq + 1:064}",
            at=now,
        )
        Ballot.objects.create(
            entry=entry, box=box, item=item, member=member, n=seq, way="WEB", choice=choice, opinion=opinion,
            opinion_salt="s", received_at=now + datetime.timedelta(seconds=seq), key=str(seq),
        )  # fmt: skip
    return box, item
