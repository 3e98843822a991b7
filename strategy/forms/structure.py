"""Forms of the tree: add, move, merge, split, show again."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from strategy.items import create_item, move_item, relist_item
from strategy.lineage import merge_items, set_predecessors, split_item
from strategy.models import Edition, Level, PlanItem, Relisting
from strategy.moving import LAST, move_items
from strategy.tree import may_stand

GONE = "選んだ項目はもうありません。画面を開き直してください。"
INPUT = {"class": "input", "autocomplete": "off"}


def items_at(edition: Edition, lineages: list[uuid.UUID]) -> list[PlanItem]:
    """The items of these lineages, in this order; ValidationError when one is gone. One query."""
    rows = {row.lineage: row for row in edition.items.select_related("level").filter(lineage__in=lineages)}
    if not set(lineages) <= rows.keys():
        raise ValidationError(GONE)
    return [rows[lineage] for lineage in dict.fromkeys(lineages)]


class LineageField(forms.UUIDField):
    """The lineage of one item, as a list of choices sends it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["invalid"] = GONE


class LineagesField(forms.Field):
    """The lineages of several items."""

    widget = forms.SelectMultiple

    def clean(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            return [uuid.UUID(one) for one in value or ()]
        except ValueError as error:
            raise ValidationError(GONE) from error


class AddForm(forms.Form):
    """A new item: a title, and in one choice where it comes and which level it has, as far as the rules allow."""

    title = forms.CharField(
        label="見出し",
        max_length=300,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": "見出しを入れてください。"},
    )
    place = forms.ChoiceField(
        label="どこに、何を足しますか",
        widget=forms.RadioSelect,
        error_messages={
            "required": "どこに足すかを選んでください。",
            "invalid_choice": "そこには置けません。選び直してください。",
        },
    )

    def __init__(self, *args, edition: Edition, near: PlanItem | None = None, where: str = "after", **kwargs):
        super().__init__(*args, auto_id="add_%s", **kwargs)
        self.edition, self.near = edition, near
        self.levels = {level.key: level for level in edition.levels.all()}
        choices = list(self._choices())
        self.fields["place"].choices = choices
        keys = [key for key, _ in choices]
        wanted = f"{where}:{near.level.key}" if near else ""
        same = [key for key in keys if key.startswith(f"{where}:")]
        self.fields["place"].initial = wanted if wanted in keys else (same or keys or [None])[0]

    def _choices(self):
        if self.near is None:
            for level in self._under(""):
                yield f"end:{level.key}", f"いちばん上の最後に「{level.name}」を足す"
            return
        beside = self._under(self.near.parent.level.key if self.near.parent else "")
        for level in beside:
            yield f"after:{level.key}", f"この項目の次に「{level.name}」を足す"
        for level in self._under(self.near.level.key):
            yield f"under:{level.key}", f"この項目の中の最後に「{level.name}」を足す"
        for level in beside:
            yield f"before:{level.key}", f"この項目の前に「{level.name}」を足す"

    def _under(self, key: str) -> list[Level]:
        return [level for level in self.levels.values() if may_stand(level.under, key)]

    def save(self, *, actor: User) -> PlanItem:
        """Add the item through the verb; raises ``Refused``."""
        where, _, key = self.cleaned_data["place"].partition(":")
        parent, index = self._spot(where)
        return create_item(
            actor=actor,
            edition=self.edition,
            level=self.levels[key],
            title=self.cleaned_data["title"],
            parent=parent,
            index=index,
        ).item

    def _spot(self, where: str) -> tuple[PlanItem | None, int]:
        if self.near is None or where == "under":
            return self.near, LAST
        siblings = self.edition.items.filter(parent=self.near.parent_id).order_by("position", "id")
        index = list(siblings.values_list("pk", flat=True)).index(self.near.pk)
        return self.near.parent, index + (where == "after")


class MoveForm(forms.Form):
    """Where one item is dropped: under which ("": the top), and behind how many others."""

    parent = LineageField(required=False)
    index = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_parent(self) -> PlanItem | None:
        lineage = self.cleaned_data["parent"]
        return items_at(self.item.edition, [lineage])[0] if lineage else None

    def save(self, *, actor: User) -> PlanItem:
        data = self.cleaned_data
        index = LAST if data["index"] is None else data["index"]
        return move_item(actor=actor, item=self.item, parent=data["parent"], index=index)


class MoveManyForm(forms.Form):
    """Several items and where they go."""

    TOP = "top"
    PLACES = (("last", "その中の最後に"), ("first", "その中の最初に"))

    item = LineagesField(
        label="動かす項目", error_messages={"required": "動かす項目を一つ以上選んでください。"}
    )
    to = forms.CharField(label="移す先", error_messages={"required": "移す先を一つ選んでください。"})
    at = forms.ChoiceField(label="並び", choices=PLACES, initial="last", widget=forms.RadioSelect)

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, auto_id="move_%s", **kwargs)
        self.edition = edition

    def clean_item(self) -> list[PlanItem]:
        return items_at(self.edition, self.cleaned_data["item"])

    def clean_to(self) -> PlanItem | None:
        if (to := self.cleaned_data["to"]) == self.TOP:
            return None
        return items_at(self.edition, LineagesField().clean([to]))[0]

    def save(self, *, actor: User) -> list[PlanItem]:
        data = self.cleaned_data
        return move_items(
            actor=actor,
            edition=self.edition,
            items=data["item"],
            parent=data["to"],
            index=0 if data["at"] == "first" else LAST,
        )


class MergeForm(forms.Form):
    """Which items are merged into this one."""

    others = LineagesField(
        label="統合する項目", error_messages={"required": "統合する項目を一つ以上選んでください。"}
    )

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, auto_id="merge_%s", **kwargs)
        self.item = item

    def clean_others(self) -> list[PlanItem]:
        return items_at(self.item.edition, self.cleaned_data["others"])

    def save(self, *, actor: User) -> PlanItem:
        return merge_items(actor=actor, into=self.item, others=self.cleaned_data["others"])


class PredecessorsForm(forms.Form):
    """From which items of the edition before this one comes."""

    formers = LineagesField(label="前の版の項目", required=False)

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, auto_id="predecessors_%s", **kwargs)
        self.item = item

    def save(self, *, actor: User) -> PlanItem:
        return set_predecessors(actor=actor, item=self.item, lineages=self.cleaned_data["formers"])


class SplitForm(forms.Form):
    """The titles of the parts, one a line; the first stays with the item."""

    titles = forms.CharField(
        label="分けた後の見出し",
        help_text="一行に一つ。一行目が今の項目の見出しになり、本文と下の項目はそこに残ります。",
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}),
        error_messages={"required": "分割した後の見出しを二つ以上書いてください。"},
    )

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, auto_id="split_%s", initial={"titles": f"{item.title}\n"}, **kwargs)
        self.item = item

    def clean_titles(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["titles"].splitlines()]
        for n, line in enumerate(lines, start=1):
            if len(line) > 300:
                raise ValidationError(
                    f"{n}行目：見出しが{len(line)}字あります。300字までに短くしてください。"
                )
        return [line for line in lines if line]

    def save(self, *, actor: User) -> list[PlanItem]:
        return split_item(actor=actor, item=self.item, titles=self.cleaned_data["titles"])


class RelistForm(forms.Form):
    """Under which item this one is shown again."""

    under = LineageField(
        label="再掲する場所", error_messages={"required": "再掲する場所を一つ選んでください。"}
    )

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, auto_id="relist_%s", **kwargs)
        self.item = item

    def clean_under(self) -> PlanItem:
        return items_at(self.item.edition, [self.cleaned_data["under"]])[0]

    def save(self, *, actor: User) -> Relisting:
        return relist_item(actor=actor, item=self.item, under=self.cleaned_data["under"])
