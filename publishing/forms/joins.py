"""Forms of つながり: the pairs that a planner joins, ticked or written, and those that are parted again."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from publishing.comparison.joins import Joins, Shown, Side
from publishing.comparisons import join_items, part_items
from strategy.joining import Pair
from strategy.lineage import OVERTAKEN, join_editions
from strategy.normalise import fold

GONE = "選んだ項目の中に、もうないものがあります。何も保存していません。画面を開き直してください。"
NOTHING = "つなぐ項目を一つ以上選んでください。"
LONGEST = 400
MOST_ROWS = 300  # of items without a partner on either side: a request carries no more than 1,000 fields


class PairsForm(forms.Form):
    """What both forms have: pairs that were ticked, and a sign of the links that the person saw."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, joins: Joins, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.joins = joins

    def ticked(self) -> list[str]:
        """The pairs as they were sent."""
        return self.data.getlist("pair") if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("seen") != self.joins.seen:
            raise ValidationError(OVERTAKEN)
        known = self.joins.old.entries, self.joins.new.entries
        pairs = [tuple(value.split(".")) for value in self.ticked()]
        if not all(len(pair) == 2 and pair[0] in known[0] and pair[1] in known[1] for pair in pairs):
            raise ValidationError(GONE)
        return self.cleaned_data | {"pairs": pairs}


class PartForm(PairsForm):
    """The pairs that are parted."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data["pairs"]:
            raise ValidationError("はずすつながりを一つ以上選んでください。")
        return data

    def save(self, *, actor: User) -> int:
        """Part them through the verb; raises ``Refused``."""
        pairs = _identified(self.cleaned_data["pairs"])
        old, new = self.joins.before, self.joins.edition
        if self.joins.names_predecessors:
            join_editions(actor=actor, edition=new, before=old, parted=pairs, seen=self.joins.seen)
        else:
            part_items(actor=actor, old=old, new=new, joins=pairs)
        return len(pairs)


class JoinForm(PairsForm):
    """The proposals that were ticked, a partner written to items that have none, and one more pair at will."""

    def __init__(self, *args: Any, joins: Joins, **kwargs: Any):
        super().__init__(*args, auto_id="join_%s", joins=joins, **kwargs)
        self.rest_old, self.rest_new = joins.rest_old[:MOST_ROWS], joins.rest_new[:MOST_ROWS]
        for shown in self.rest_new:
            self.fields[f"new.{shown.lineage}"] = _field(f"「{shown.words}」のもとの項目", "old")
        for shown in self.rest_old:
            self.fields[f"old.{shown.lineage}"] = _field(f"「{shown.words}」の行き先", "new")
        self.fields["any.old"] = _field("旧の項目", "old")
        self.fields["any.new"] = _field("新の項目", "new")

    @property
    def is_cut(self) -> bool:
        """Whether there are more items without a partner than the page shows."""
        return max(len(self.joins.rest_old), len(self.joins.rest_new)) > MOST_ROWS

    @property
    def lines_new(self) -> list[tuple[Shown, Any]]:
        return [(shown, self[f"new.{shown.lineage}"]) for shown in self.rest_new]

    @property
    def lines_old(self) -> list[tuple[Shown, Any]]:
        return [(shown, self[f"old.{shown.lineage}"]) for shown in self.rest_old]

    @property
    def any_old(self) -> Any:
        return self["any.old"]

    @property
    def any_new(self) -> Any:
        return self["any.new"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pairs: list[Pair] = [*data["pairs"], *self._written(data)]
        one, other = (self._meant(f"any.{side}", data) for side in ("old", "new"))
        if bool(data.get("any.old")) != bool(data.get("any.new")):
            self.add_error("any.new" if data.get("any.old") else "any.old", "相手の項目も入れてください。")
        elif one and other:
            pairs.append((one, other))
        data["pairs"] = list(dict.fromkeys(pairs))
        if not data["pairs"] and not self.errors:
            raise ValidationError(NOTHING)
        self._refuse_joined(data["pairs"])
        return data

    def _written(self, data: dict[str, Any]) -> Iterable[Pair]:
        for name, words in data.items():
            side, _, lineage = name.partition(".")
            if lineage and side != "any" and words and (partner := self._meant(name, data)):
                yield (partner, lineage) if side == "new" else (lineage, partner)

    def _meant(self, name: str, data: dict[str, Any]) -> str:
        """The item of the other edition that was written into a field; "" with an error at the field for none."""
        words = data.get(name, "")
        if not words:
            return ""
        wants_old = name == "any.old" or name.startswith("new.")
        side: Side = self.joins.old if wants_old else self.joins.new
        meant = side.typed.get(fold(words), frozenset())
        if len(meant) == 1:
            return next(iter(meant))
        edition = "旧の版" if wants_old else "新の版"
        self.add_error(
            name,
            f"「{words}」にあたる項目が、{edition}に{len(meant)}つあります。候補から一つ選んでください。"
            if meant
            else f"「{words}」という項目は、{edition}にありません。候補から選んでください。",
        )
        return ""

    def _refuse_joined(self, pairs: Iterable[Pair]) -> None:
        if double := [pair for pair in pairs if pair in self.joins.links]:
            one, other = double[0]
            old, new = self.joins.old.shown[one].words, self.joins.new.shown[other].words
            raise ValidationError(f"「{old}」と「{new}」は、もうつながっています。")

    def save(self, *, actor: User) -> int:
        """Join them through the verb, all or none; raises ``Refused``."""
        pairs = _identified(self.cleaned_data["pairs"])
        old, new = self.joins.before, self.joins.edition
        if self.joins.names_predecessors:
            join_editions(actor=actor, edition=new, before=old, joined=pairs, seen=self.joins.seen)
        else:
            join_items(actor=actor, old=old, new=new, joins=pairs)
        return len(pairs)


def _field(label: str, side: str) -> forms.CharField:
    """A field with the items of one edition as suggestions."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "list": f"items-{side}"}),
    )


def _identified(pairs: Iterable[Pair]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return [(uuid.UUID(one), uuid.UUID(other)) for one, other in pairs]
