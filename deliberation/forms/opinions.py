"""Forms of opinions in the office: recorded, put right, answered, paused."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.forms.deleting import DeleteForm
from accounts.forms.fields import long_field, text_field
from accounts.forms.office import OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.dispositions import Dispositions
from deliberation.models import Meeting, Member, Opinion, OpinionPause, Reply
from deliberation.opinions import (
    LONGEST_QUOTE,
    add_opinion,
    pause_opinions,
    resume_opinions,
    save_opinion,
    withdraw_opinion,
)
from deliberation.replies import reply
from deliberation.titles import title_of
from kpi.forms.said import SaidForm
from strategy.models import Edition, Plan
from strategy.places import Place

WHOLE = ("", "計画の全体")
Source = Opinion.Source
QUOTE_HINT = f"どの言葉についての意見か、計画の文から写します。{LONGEST_QUOTE}字まで。"


def places_to_choose(places: Iterable[Place]) -> list[tuple[str, str]]:
    """The items of an edition as choices, each further in than the one above it."""
    return [(str(one.lineage), "　" * (one.depth - 1) + one.label) for one in places]


def lineage_of(key: str) -> uuid.UUID | None:
    """The lineage that a choice stands for; None for the whole plan."""
    return uuid.UUID(key) if key else None


class WordsForm(SaidForm):
    """Where and what was said."""

    about = forms.ChoiceField(
        label="該当箇所",
        required=False,
        error_messages={"invalid_choice": "該当箇所は、一覧から選んでください。"},
    )
    quote = text_field("引いた言葉", LONGEST_QUOTE, QUOTE_HINT)
    text = long_field("意見", 4000)
    proposal = long_field("修正案", 4000, "こう直してほしいという文があれば書きます。")
    reason = long_field("理由", 2000)

    def __init__(self, *args: Any, places: Iterable[Place], row: Opinion | None, **options: Any):
        super().__init__(*args, row=row, **options)
        self.fields["about"].choices = [WHOLE, *places_to_choose(places)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("proposal"):
            self.add_error("text", "意見か修正案を書いてください。")
        return data


class AddOpinionForm(WordsForm):
    """An opinion that came by telephone, on paper or in the room, entered by the secretariat."""

    source = forms.ChoiceField(
        label="だれの意見か", choices=[(one.value, one.label) for one in (Source.MEMBER, Source.OTHER_BODY)]
    )
    meeting = forms.ChoiceField(label="会議", required=False)
    member = forms.ChoiceField(label="委員", required=False)
    author = text_field("会議の名前など", 100, "ほかの会議の意見のときに書きます。例：子ども・子育て会議")
    field_order = ["source", "meeting", "member", "author", "about", "quote", "text", "proposal", "reason"]

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        edition: Edition | None,
        meetings: Iterable[Meeting],
        members: Iterable[Member],
        **options: Any,
    ):
        super().__init__(*args, row=None, auto_id="opinion_%s", **options)
        self.plan, self.edition = plan, edition
        self.meetings = {str(one.pk): one for one in meetings}
        self.members = {str(one.pk): one for one in members}
        self.fields["meeting"].choices = [
            ("", "（会議のほかで）"),
            *((key, title_of(one)) for key, one in self.meetings.items()),
        ]
        self.fields["member"].choices = [
            ("", "（選んでください）"),
            *((key, f"{one.name}（{one.body.called}）") for key, one in self.members.items()),
        ]

    def save(self, *, actor: User) -> Opinion:
        """Record it, or raise ``ValidationError``."""
        data = self.cleaned_data
        is_member = data["source"] == Source.MEMBER
        return add_opinion(
            actor=actor,
            plan=self.plan,
            source=data["source"],
            edition=self.edition,
            lineage=lineage_of(data["about"]),
            meeting=self.meetings.get(data["meeting"]),
            member=self.members.get(data["member"]) if is_member else None,
            author="" if is_member else data["author"],
            **{name: data[name] for name in ("quote", "text", "proposal", "reason")},
        )


class EditOpinionForm(WordsForm):
    """Put right where an opinion stands and, while nobody has answered it, what it says."""

    written = ("quote", "text", "proposal", "reason")

    def __init__(self, *args: Any, row: Opinion, may_alter: bool, **options: Any):
        first = {"about": str(row.lineage or "")}
        super().__init__(*args, row=row, first=first, auto_id="opinion_%s", **options)
        if not may_alter:
            for name in ("text", "proposal", "reason"):
                self.fields[name].disabled = True

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``ValidationError``."""
        return save_opinion(
            actor=actor,
            opinion=self.row,
            seen=self.cleaned_data["seen"],
            lineage=lineage_of(self.cleaned_data["about"]),
            **self.facts,
        )


class WithdrawForm(DeleteForm):
    """Take an opinion back, in the version that the person saw."""

    def __init__(self, *args: Any, row: Opinion, **options: Any):
        super().__init__(*args, row=row, act=withdraw_opinion, named="opinion", **options)


class ReplyForm(SaidForm):
    """The answer: what became of the opinion, in which words, and which item was changed for it."""

    written = ("disposition", "text")

    disposition = forms.ChoiceField(
        label="区分",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "区分は、一覧から選んでください。"},
    )
    text = long_field("回答", 4000, "意見を述べた人に届きます。", rows=6)
    changed = forms.ChoiceField(
        label="直した項目",
        required=False,
        help_text="選ぶと、新旧対照表のその行に、この意見が理由として並びます。",
        error_messages={"invalid_choice": "直した項目は、一覧から選んでください。"},
    )

    def __init__(
        self,
        *args: Any,
        opinion: Opinion,
        row: Reply | None,
        dispositions: Dispositions,
        editions: Mapping[Edition, Iterable[Place]],
        **options: Any,
    ):
        first = {"changed": _key(row.changed_edition_id, row.changed_lineage) if row else ""}
        super().__init__(*args, row=row, first=first, auto_id="reply_%s", **options)
        self.opinion = opinion
        self.editions = {edition.pk: edition for edition in editions}
        kept = dispositions.find(row.disposition) if row else None
        words = [one for one in dispositions.words if one.is_offered or one == kept]
        unit = opinion.plan.government.address.unit
        self.fields["text"].label, self.fields["text"].required = f"{unit}の考え方・対応", True
        self.fields["disposition"].error_messages["required"] = "区分を一つ選んでください。"
        self.fields["disposition"].choices = [
            (one.key, f"{one.word}（{one.meaning}）" if one.meaning else one.word) for one in words
        ]
        self.fields["changed"].choices = [
            ("", "（なし）"),
            *(
                (str(edition), [(f"{edition.pk}:{key}", label) for key, label in places_to_choose(places)])
                for edition, places in editions.items()
            ),
        ]

    def save(self, *, actor: User) -> Reply:
        """Keep it, or raise ``ValidationError``."""
        edition, _, lineage = self.cleaned_data["changed"].partition(":")
        return reply(
            actor=actor,
            opinion=self.opinion,
            seen=self.cleaned_data["seen"],
            changed_edition=self.editions[int(edition)] if edition else None,
            changed_lineage=lineage_of(lineage),
            **self.facts,
        )

    def overtaken(self, overtaken: Overtaken) -> None:
        super().overtaken(Overtaken(overtaken.sentence, overtaken.current or Reply(version=0)))


def _key(edition: int | None, lineage: uuid.UUID | None) -> str:
    return f"{edition}:{lineage}" if edition and lineage else ""


class PauseForm(OfficeForm):
    """Pause the opinions of an edition, or take them again."""

    reason = text_field("理由", 300, "意見を出そうとした人に示します。例：第5回委員会の資料をまとめています")

    def __init__(self, *args: Any, edition: Edition, pause: OpinionPause | None, **options: Any):
        super().__init__(*args, auto_id="pause_%s", **options)
        self.edition, self.pause = edition, pause

    def save(self, *, actor: User) -> Any:
        """Do the one or the other, or raise ``ValidationError``."""
        if self.pause is not None:
            return resume_opinions(actor=actor, edition=self.edition)
        return pause_opinions(actor=actor, edition=self.edition, reason=self.cleaned_data["reason"])
