"""The form with which a 申し送り is answered."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.saving import Overtaken
from kpi.forms.stale import StaleForm
from kpi.models import Proposal
from kpi.review.proposals import answer_proposal
from strategy.models import Edition

State = Proposal.State


class AnswerForm(StaleForm):
    """Taken up with what was done, declined with the reason, or open again. ``current`` is another's answer."""

    use_required_attribute = False  # whoever opens it again needs no words

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="どうしましたか",
        choices=[
            (State.TAKEN_UP.value, "反映した"),
            (State.DECLINED.value, "反映しない"),
            (State.OPEN.value, "まだ決めていない（未反映に戻す）"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="反映の内容、または反映しない理由",
        max_length=500,
        help_text="新旧対照表の理由として、この言葉と年度評価が示されます。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "反映の内容は500字までです。"},
    )

    def __init__(
        self, *args: Any, proposal: Proposal, edition: Edition, suggestion: str = "", **options: Any
    ):
        first = {
            "seen": proposal.version,
            "state": proposal.state if proposal.state != State.OPEN else State.TAKEN_UP if suggestion else "",
            "answer": proposal.answer or suggestion,
        }
        super().__init__(*args, initial=first, auto_id="answer_%s", **options)
        self.fields["state"].error_messages["required"] = (
            "「反映した」「反映しない」などから一つ選んでください。"
        )
        self.fields["answer"].required = self.data.get("state") != State.OPEN
        self.proposal, self.edition = proposal, edition
        self.current: Proposal | None = None

    def overtaken(self, overtaken: Overtaken) -> None:
        data = self.data.copy()
        data["seen"] = str(overtaken.current.version)
        self.data = data
        self.current = overtaken.current
        self.add_error(None, overtaken)

    def save(self, *, actor: User) -> Proposal:
        return answer_proposal(actor=actor, proposal=self.proposal, edition=self.edition, **self.cleaned_data)
