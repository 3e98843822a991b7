"""Forms of terms: one word, or many pasted from a spreadsheet."""

import csv
import io

from django import forms

from accounts.models import User
from strategy.forms.stale import SeenForm
from strategy.models import Edition, Term
from strategy.stale import fingerprint
from strategy.terms import TEXTS, TermRow, create_term, paste_terms, save_term

HEADS = {"用語", "語", "言葉", "ことば"}
NO_DEFINITION = (
    "{line}行目：説明がありません。語と説明を、Excelの隣り合うます（タブ区切り）に入れてください。"
)


class TermForm(SeenForm):
    """One word with its reading and what it means."""

    word = forms.CharField(
        label="用語",
        max_length=100,
        help_text="本文に出てくるとおりに書きます。",
        error_messages={"required": "用語を入れてください。"},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    reading = forms.CharField(
        label="よみ",
        required=False,
        max_length=100,
        help_text="ひらがなで。並べかえと、計画書の読みがなに使います。",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    definition = forms.CharField(
        label="説明",
        max_length=5000,
        error_messages={"required": "説明を入れてください。"},
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 4}),
    )

    def __init__(self, *args, edition: Edition, term: Term | None = None, **kwargs):
        first = {}
        if term is not None:
            first = {name: getattr(term, name) for name in TEXTS} | {"seen": fingerprint(term, *TEXTS)}
        super().__init__(*args, initial=first, auto_id="term_%s", **kwargs)
        self.edition, self.term = edition, term

    def save(self, *, actor: User) -> Term:
        """Define or change the word, or raise ``ValidationError``."""
        texts = {name: self.cleaned_data[name] for name in TEXTS}
        if self.term is None:
            return create_term(actor=actor, edition=self.edition, **texts)
        return save_term(actor=actor, term=self.term, seen=self.cleaned_data["seen"] or None, **texts)


class PasteForm(forms.Form):
    """Many words at once: a line for each, its cells between tabs, as a spreadsheet copies them."""

    rows = forms.CharField(
        label="貼りつける表",
        help_text="Excelの表を写して貼りつけます。列は「用語・よみ・説明」か「用語・説明」。空の行は飛ばします。",
        error_messages={"required": "Excelから写した表を貼りつけてください。"},
        strip=False,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}),
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, auto_id="paste_%s", **kwargs)
        self.edition = edition

    def clean_rows(self) -> list[TermRow]:
        """The rows, or a sentence for each line without a definition."""
        rows, faults = [], []
        for line, cells in _cells(self.cleaned_data["rows"]):
            if not rows and cells[0] in HEADS:
                continue
            if len(cells) < 2 or not cells[0] or not cells[-1]:
                faults.append(NO_DEFINITION.format(line=line))
                continue
            if len(cells) > 3:
                faults.append(
                    f"{line}行目：列が{len(cells)}つあります。「用語・よみ・説明」の三つまでにしてください。"
                )
                continue
            rows.append(TermRow(line, cells[0], cells[1] if len(cells) > 2 else "", cells[-1]))
        if faults or not rows:
            raise forms.ValidationError(faults or self.fields["rows"].error_messages["required"])
        return rows

    def save(self, *, actor: User) -> list[Term]:
        """Define all of them, or raise ``ValidationError``."""
        return paste_terms(actor=actor, edition=self.edition, rows=self.cleaned_data["rows"])


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Line and cells of each row that holds anything; cells with breaks come quoted from a spreadsheet."""
    found, first = [], 1
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                found.append((first, cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise forms.ValidationError(
            f'{first}行目から先を読み取れません。引用符（"）を確かめてください。'
        ) from error
    return found
