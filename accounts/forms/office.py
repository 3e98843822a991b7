"""What forms of the office share: one look, required fields that say what is missing, refusals where they belong."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

FIRST_YEAR, LAST_YEAR = 1900, 2199
LOOKS = {forms.Select: "select", forms.Textarea: "textarea", forms.CheckboxInput: "", forms.HiddenInput: ""}


class Day(forms.DateField):
    """A day, chosen in the browser's calendar or typed as 2026-04-01."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)
        self.error_messages["invalid"] = "日付は「2026-04-01」のように入れてください。"
        self.widget.attrs["class"] = "input input-short"

    def to_python(self, value):
        """A day on which an office can do something; ValidationError for one that no clock reaches."""
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"日付は{FIRST_YEAR}年から{LAST_YEAR}年までで入れてください。")
        return day


class OfficeForm(forms.Form):
    """``attempt`` runs ``save``; what the verb refuses stands at the field it names, or above the form."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            look = next((name for kind, name in LOOKS.items() if isinstance(field.widget, kind)), "input")
            if look and "class" not in field.widget.attrs:
                field.widget.attrs["class"] = look
            field.error_messages["required"] = f"{field.label}を入れてください。"

    def attempt(self, **arguments):
        """What ``save`` returns; None when the verb refuses, with its sentences as errors of the form."""
        try:
            return self.save(**arguments)
        except ValidationError as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal: by field where the form has the field, else above the form."""
        by_field = (
            refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        )
        for name, sentences in by_field.items():
            self.add_error(name if name in self.fields else None, sentences)
