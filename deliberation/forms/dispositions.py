"""The form of a government's own words for what becomes of opinions."""

from typing import Any

from django import forms

from accounts.forms.fields import text_field
from accounts.models import Government, User
from accounts.saving import Overtaken
from deliberation.disposition_lists import save_dispositions
from deliberation.dispositions import (
    LONGEST_MEANING,
    LONGEST_WORD,
    MOST,
    Disposition,
    Dispositions,
    from_data,
)
from deliberation.models import DispositionList
from kpi.forms.stale import StaleForm

PLAIN, CHANGES, DECLINES = "", "changes", "declines"
MEANS = ((PLAIN, "対応済"), (CHANGES, "対応済（案を直した）"), (DECLINES, "見送り"))
NEW = 2  # empty rows at the end


class DispositionsForm(StaleForm):
    """A row for each word, and some for new ones."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, government: Government, row: DispositionList | None, **options: Any):
        self.government, self.row = government, row
        self.dispositions = from_data(row.content if row else None)
        super().__init__(*args, initial={"seen": row.version if row else 0}, auto_id="words_%s", **options)
        self.fields["seen"].error_messages["required"] = "画面が古くなっています。開き直してください。"
        self.is_overtaken = False
        known = self.dispositions.words
        self.count = min(MOST, len(known) + NEW)
        for n in range(self.count):
            self._add_row(n, known[n] if n < len(known) else None)

    def _add_row(self, n: int, one: Disposition | None) -> None:
        means = PLAIN if one is None else CHANGES if one.changes else DECLINES if one.declines else PLAIN
        rows = {
            "word": text_field(f"言葉{n + 1}", LONGEST_WORD),
            "meaning": text_field(f"説明{n + 1}", LONGEST_MEANING),
            "means": forms.ChoiceField(label=f"状態{n + 1}", choices=MEANS, required=False),
            "offered": forms.BooleanField(label=f"使う{n + 1}", required=False),
        }
        values = (one.word, one.meaning, means, one.is_offered) if one else ("", "", PLAIN, True)
        for (name, field), value in zip(rows.items(), values, strict=True):
            field.initial = value
            field.widget.attrs.setdefault(
                "class", "select" if name == "means" else "input" if name != "offered" else ""
            )
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"{name}_{n}"] = field

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each row."""
        return [
            [self[f"{name}_{n}"] for name in ("word", "meaning", "means", "offered")]
            for n in range(self.count)
        ]

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody was quicker, 422 where something is wrong."""
        return 409 if self.is_overtaken else 422 if self.errors else 200

    def save(self, *, actor: User) -> DispositionList:
        """Keep the words, or raise ``ValidationError``. Words without letters are removed."""
        known, data = self.dispositions.words, self.cleaned_data
        words = [
            Disposition(
                key=known[n].key if n < len(known) else f"OWN_{n + 1}",
                word=data[f"word_{n}"],
                meaning=data[f"meaning_{n}"],
                changes=data[f"means_{n}"] == CHANGES,
                declines=data[f"means_{n}"] == DECLINES,
                is_offered=data[f"offered_{n}"],
            )
            for n in range(self.count)
            if data[f"word_{n}"]
        ]
        return save_dispositions(
            actor=actor,
            government=self.government,
            seen=data["seen"],
            dispositions=Dispositions(tuple(_keyed(words))),
        )

    def overtaken(self, overtaken: Overtaken) -> None:
        self.is_overtaken = True
        self.current = from_data(overtaken.current.content if overtaken.current.pk else None)
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current.version)
        self.add_error(None, overtaken)


def _keyed(words: list[Disposition]) -> list[Disposition]:
    """Each with a key of its own: the key of a word that was removed may stand behind another one."""
    taken: set[str] = set()
    found = []
    for one in words:
        key, n = one.key, 1
        while key in taken:
            n += 1
            key = f"{one.key}_{n}"
        taken.add(key)
        found.append(Disposition(key, one.word, one.meaning, one.changes, one.declines, one.is_offered))
    return found
