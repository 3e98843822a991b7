"""The filter of the record, and of the file that is made of it."""

from django import forms

from accounts.audit import LABELS
from accounts.events import Filter
from accounts.forms.office import Day, OfficeForm
from accounts.models import Government, User


class FilterForm(OfficeForm):
    person = forms.ModelChoiceField(
        User.objects.none(), label="操作した人", required=False, empty_label="すべての人"
    )
    verb = forms.ChoiceField(label="操作", required=False)
    since = Day(label="この日から", required=False)
    until = Day(label="この日まで", required=False)
    words = forms.CharField(
        label="ことば", max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, government: Government, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = User.objects.filter(memberships__government=government).distinct()
        self.fields["verb"].choices = [("", "すべての操作"), *sorted(LABELS.items())]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "「この日まで」が「この日から」より前です。")
        return cleaned

    @property
    def wanted(self) -> Filter:
        """The filter; an empty one when the form has errors."""
        return Filter(**self.cleaned_data) if self.is_valid() else Filter()
