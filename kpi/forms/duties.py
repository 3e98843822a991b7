"""The form of a 引継: from whom, to whom."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.office import OfficeForm
from accounts.models import Government, User
from kpi.charges import duties_of, member_word, members_of
from kpi.handing_over import hand_over_duties


class HandOverForm(OfficeForm):
    """All indicators of one person go to another, in one step."""

    person = forms.ChoiceField(
        label="渡す人（前任）",
        help_text="いま担当している人です。この人の担当がすべて移ります。",
        error_messages={"invalid_choice": "渡す人は、担当のある人の中から選んでください。"},
    )
    successor = forms.ChoiceField(
        label="受け取る人（後任）",
        help_text="これから担当する人です。",
        error_messages={"invalid_choice": "受け取る人は、一覧から選んでください。"},
    )

    def __init__(self, *args: Any, government: Government, person: str = "", **options: Any):
        super().__init__(*args, initial={"person": person}, auto_id="duties_%s", **options)
        self.government = government
        today = timezone.localdate()
        self.duties = {str(one.person.pk): one for one in duties_of(government, today)}
        self.members = {str(one.user_id): one for one in members_of(government, today)}
        for name, word in (("person", "渡す人（前任）"), ("successor", "受け取る人（後任）")):
            self.fields[name].error_messages["required"] = f"{word}を選んでください。"
        self.fields["person"].choices = [("", "（選んでください）"), *self._charged()]
        self.fields["successor"].choices = [
            ("", "（選んでください）"),
            *((pk, member_word(one)) for pk, one in self.members.items()),
        ]

    def _charged(self) -> list[tuple[str, str]]:
        return [
            (pk, member_word(one.membership) if one.membership else f"{one.person.name}（いまは所属なし）")
            for pk, one in self.duties.items()
        ]

    def clean_person(self) -> User:
        return self.duties[self.cleaned_data["person"]].person

    def clean_successor(self) -> User:
        return self.members[self.cleaned_data["successor"]].user

    def save(self, *, actor: User) -> int:
        """How many indicators went over; or raise ``ValidationError``."""
        return hand_over_duties(actor=actor, government=self.government, **self.cleaned_data)
