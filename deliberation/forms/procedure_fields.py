"""Fields that the forms of consultations, inquiries, the assembly and 決裁 share."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from strategy.models import Edition, Plan


class EditionChoice(forms.ModelChoiceField):
    """An edition of a plan, called as the office calls it."""

    def __init__(self, queryset: QuerySet[Any] | None = None, **options: Any):
        given = {"required": False, "empty_label": "（選びません）"} | options
        super().__init__(Edition.objects.none() if queryset is None else queryset, **given)
        self.error_messages["invalid_choice"] = f"{self.label}は、一覧から選んでください。"

    def label_from_instance(self, edition: Edition) -> str:
        return edition_words(edition)


def edition_words(edition: Edition) -> str:
    """第4版　総合戦略（案）."""
    return f"第{edition.number}版　{edition.title}（{edition.stage_name}）"


def editions_of(plan: Plan, *, frozen: bool) -> QuerySet[Edition]:
    """The editions of a plan, the newest first; only frozen ones where their text is to be held to."""
    rows = Edition.objects.filter(plan=plan).without_content().order_by("-number")
    return rows.filter(frozen_at__isnull=False) if frozen else rows


class Choose(forms.ModelChoiceField):
    """A row of a list of the plan's own."""

    def __init__(self, queryset: Any, **options: Any):
        super().__init__(queryset, **({"required": False, "empty_label": "（選びません）"} | options))
        self.error_messages["invalid_choice"] = f"{self.label}は、一覧から選んでください。"


class LongSelect(forms.Select):
    """A select of hundreds of places in each of many rows, without the cost of a template for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _mark(str(key) == chosen), word) for key, word in self.choices),
        )
        return format_html("<select{}>{}</select>", format_html_join("", ' {}="{}"', given.items()), options)


def _mark(is_chosen: bool) -> SafeString:
    return mark_safe(" selected" if is_chosen else "")
