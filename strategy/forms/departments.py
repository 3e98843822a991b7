"""Forms of the administrator about departments: 新設, 廃止, 組織改編."""

from django import forms
from django.utils import timezone

from accounts.forms.office import Day, OfficeForm
from accounts.models import Department, Government, User
from strategy.departments import Moving, moving
from strategy.reorganising import create_department, end_department, reorganise_departments


def _text(label: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options
    )


class DepartmentForm(OfficeForm):
    division = _text("部", required=False, help_text="部に属さない課（議会事務局など）は、空けておきます。")
    name = _text("課")
    first_day = Day(label="設置日", required=False)

    def __init__(self, *args, government: Government, **options):
        super().__init__(*args, **options)
        self.government = government

    def save(self, *, actor: User) -> Department:
        return create_department(actor=actor, government=self.government, **self.cleaned_data)


class EndForm(OfficeForm):
    last_day = Day(label="廃止日", help_text="この日までの課になります。")

    def __init__(self, *args, department: Department, **options):
        super().__init__(*args, initial={"last_day": timezone.localdate()}, **options)
        self.department = department

    def save(self, *, actor: User) -> Department:
        return end_department(actor=actor, department=self.department, last_day=self.cleaned_data["last_day"])


class ReorganisationForm(OfficeForm):
    """Which departments become which one. ``confirmed`` is set by the page that shows what will move."""

    old = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label="改める課",
        widget=forms.CheckboxSelectMultiple,
        help_text="改称のときは一つ、統合のときは二つ以上を選びます。",
    )
    division = _text("新しい部", required=False)
    name = _text("新しい課")
    day = Day(label="改める日", help_text="この日から新しい課になります。もとの課は、前の日で終わります。")
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, government: Government, **options):
        super().__init__(*args, **options)
        self.government = government
        self.fields["old"].queryset = government.departments.filter(last_day=None)
        self.fields["old"].error_messages["required"] = "改める課を選んでください。"

    @property
    def moving(self) -> Moving:
        """What would move; the form must be valid."""
        return moving(list(self.cleaned_data["old"]), self.cleaned_data["day"])

    def save(self, *, actor: User) -> Department:
        given = {name: self.cleaned_data[name] for name in ("name", "division", "day")}
        return reorganise_departments(
            actor=actor, government=self.government, old=list(self.cleaned_data["old"]), **given
        )
