"""The form of one item: title, text, department."""

from django import forms

from accounts.models import Department, User
from accounts.rules import PLANNERS
from strategy.conflicts import overwrite_item, set_aside
from strategy.items import Saved, save_item
from strategy.models import PlanItem


class ItemForm(forms.Form):
    """What a person may change of an item; a department does not give its items away."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="見出し",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    body = forms.CharField(label="本文", required=False, widget=forms.Textarea(attrs={"class": "textarea"}))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="担当課",
        required=False,
        empty_label="（決まっていない）",
        widget=forms.Select(attrs={"class": "select"}),
    )
    printed_number = forms.CharField(
        label="印刷の番号",
        required=False,
        max_length=20,
        help_text="番号はひとりでに付きます。書式と違う番号を印刷する項目だけに入れます。",
        widget=forms.TextInput(attrs={"class": "input input-short", "autocomplete": "off"}),
    )

    def __init__(self, *args, item: PlanItem, role: str, departments: list[Department], **kwargs):
        first = {
            "version": item.version,
            "title": item.title,
            "body": item.body,
            "department": item.department_id,
            "printed_number": item.printed_number,
        }
        super().__init__(*args, initial=first, auto_id="item_%s", **kwargs)
        self.item = item
        if role in PLANNERS:
            known = {row.pk: row for row in departments}
            if item.department is not None:
                known.setdefault(item.department_id, item.department)
            field = self.fields["department"]
            field.queryset = Department.objects.filter(pk__in=known)
            field.choices = [("", field.empty_label), *((pk, str(row)) for pk, row in known.items())]
        else:
            del self.fields["department"], self.fields["printed_number"]

    def save(self, *, actor: User, closing: bool = False) -> Saved:
        """Save through the verb; raises ``Overtaken`` or ``Refused``."""
        data = self.cleaned_data
        return save_item(
            actor=actor,
            item=self.item,
            version=data["version"],
            title=data["title"],
            body=data["body"],
            department=data.get("department", self.item.department),
            printed_number=data.get("printed_number"),
            closing=closing,
        )

    def settle(self, *, actor: User, mine: bool, seen: int) -> Saved:
        """Settle a conflict, having seen the other's text of version ``seen``; may be ``Overtaken`` anew."""
        data = self.cleaned_data
        texts = {
            "actor": actor,
            "item": self.item,
            "seen": seen,
            "title": data["title"],
            "body": data["body"],
        }
        if not mine:
            return set_aside(**texts)
        return overwrite_item(
            **texts,
            department=data.get("department", self.item.department),
            printed_number=data.get("printed_number"),
        )
