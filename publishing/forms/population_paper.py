"""The form by which the comparison of two population visions becomes a paper of a meeting."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import text_field
from accounts.forms.office import OfficeForm
from accounts.models import Government, User
from deliberation.models import Meeting, Paper
from publishing.population.as_paper import file_comparison, printed_comparison
from vision.comparison.reading import VisionPair

NO_MEETING = "会議を選んでください。"


def open_meetings(government: Government) -> QuerySet[Meeting]:
    """Meetings of all plans of a government whose papers may still grow, the next one first."""
    states = (Meeting.State.PLANNED, Meeting.State.CALLED)
    rows = Meeting.objects.filter(plan__government=government, state__in=states)
    return rows.select_related("body", "plan").order_by("held_on", "-fiscal_year", "body__name", "-number")


class MeetingField(forms.ModelChoiceField):
    """Meetings by body, year and number."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{obj}（{obj.get_state_display()}）"


class ComparisonPaperForm(OfficeForm):
    """Of which meeting, under which label, and whether readers see it."""

    meeting = MeetingField(Meeting.objects.none(), label="会議", empty_label=None)
    label = text_field("資料番号", 20, "例：資料3、参考1", required=True)
    title = text_field("資料名", 200, required=True)
    is_public = forms.BooleanField(
        label="会議の資料として公表する",
        required=False,
        help_text="会議の結果を公表したあと、市民のページからも読めます。",
    )

    def __init__(self, *args: Any, pair: VisionPair, **options: Any):
        first = {"title": pair.book.title[:200], "is_public": True}
        super().__init__(*args, initial=first, auto_id="paper_%s", **options)
        self.pair = pair
        self.fields["meeting"].queryset = open_meetings(pair.new.government)
        self.fields["meeting"].error_messages |= dict.fromkeys(("required", "invalid_choice"), NO_MEETING)

    def save(self, *, actor: User) -> Paper:
        """Print it and file it, or raise ``ValidationError``."""
        return file_comparison(
            actor=actor, pair=self.pair, received=printed_comparison(self.pair), **self.cleaned_data
        )
