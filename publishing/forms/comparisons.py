"""Forms of a 新旧対照表: its rows, several rows at once, its settings, its 確定. Each ``save`` is one call of a verb."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from accounts.forms.office import OfficeForm
from accounts.models import User
from publishing import comparisons
from publishing.comparison.hand import Note
from publishing.comparison.keeping import (
    REVISION_STAGES,
    comparison_of,
    notes_of,
    require_rows_seen,
    rows_seen,
    said_in,
    seen_of,
    settings_seen,
    written_on,
)
from publishing.comparison.reading import content_of
from publishing.comparison.table import Cause, Change, Line, Table
from publishing.comparison.typed import LONGEST_TERM, MOST_CAUSES, NO_REASON
from publishing.document import hash_of
from publishing.models import ChangeCause, Comparison, ComparisonNote, IssuedComparison
from strategy.forms.stale import SeenForm
from strategy.models import Edition
from strategy.stale import Stale

Placement = ComparisonNote.Placement
PLACE = "空けておくと、文書から導いた場所を印刷します。書くと、その言葉に置きかえます。"
REASON = "対照表に印刷します。載せない変更は、別表に理由として印刷します。"
STAGE = "改訂を段階に分けるときに入れます。段階ごとに数えます。例：時点修正、柱の見直し"
GONE = "選んだ行は、いまの対照表にありません。文が変わったか、ほかの人が行を分けました。画面を開き直してください。"
TERMS = (
    "1行に一組、「旧の言葉→新の言葉」の形で書きます。Excelの隣り合うます（タブ区切り）も貼りつけられます。"
)
ARROWS = ("\t", "→", "⇒", "->")


def lines(label: str, longest: int, rows: int, **options: Any) -> forms.CharField:
    """A text of several lines that may stay empty."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=False, widget=area, **options)


def line(label: str, longest: int, suggestions: str = "", **options: Any) -> forms.CharField:
    """A text of one line that may stay empty; ``suggestions`` is the id of a datalist of the page."""
    attrs = {"autocomplete": "off", "class": "input"} | ({"list": suggestions} if suggestions else {})
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(
        **{"label": label, "max_length": longest, "required": False, "widget": widget} | options
    )


class WatchfulForm(SeenForm, OfficeForm):
    """What two planners may write at once: what was typed stays on the screen, with a word about the other's text."""

    def attempt(self, **arguments: Any) -> Any:
        try:
            return self.save(**arguments)
        except Stale as stale:
            self.overtaken(stale)
        except ValidationError as refusal:
            self.refuse(refusal)
        return None


class HandForm(WatchfulForm):
    """A form about two editions."""

    revision_stages = REVISION_STAGES  # for a datalist with the id "revision-stages"

    def __init__(self, *args: Any, old: Edition, new: Edition, **options: Any):
        super().__init__(*args, **options)
        self.pair = {"old": old, "new": new}

    @cached_property
    def comparison(self) -> Comparison | None:
        return comparison_of(**self.pair)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Everything that is written to the rows now."""
        return notes_of(self.comparison) if self.comparison else ()


class RowForm(HandForm):
    """One row: where it stands, its 修正の趣旨 and what else is printed beside the texts.

    ``keys`` are those of a row in ``table``, or of several rows that shall become one.
    """

    placement = forms.ChoiceField(label="扱い", choices=Placement.choices, widget=forms.RadioSelect)
    reason = lines("修正の趣旨", 2000, 4, help_text=REASON)
    place = line("該当箇所", 300, help_text=PLACE)
    remark = lines("備考", 1000, 2)
    revision_stage = line("改訂段階", 30, "revision-stages", help_text=STAGE)
    TEXTS = ("placement", "reason", "place", "remark", "revision_stage")

    def __init__(self, *args: Any, table: Table, keys: Sequence[str], **options: Any):
        super().__init__(*args, **options)
        self.keys = tuple(dict.fromkeys(keys))
        self.is_gone = not self.keys or not set(self.keys) <= {change.key for change in table.changes()}
        notes = written_on(self.notes, self.keys)
        said = said_in(table, self.keys, notes)
        self.initial = {name: getattr(said, name) for name in self.TEXTS} | {"seen": seen_of(notes)}
        for n in range(MOST_CAUSES):
            self._add_cause(n + 1, said.causes[n] if n < len(said.causes) else Cause("", ""))

    def _add_cause(self, n: int, cause: Cause) -> None:
        kinds = [("", "（種類）"), *((kind.label, kind.label) for kind in ChangeCause.Kind)]
        select = forms.Select(attrs={"class": "select input-short"})
        self.fields |= {
            f"cause{n}_kind": forms.ChoiceField(
                label=f"変更のもと{n}の種類", choices=kinds, required=False, widget=select
            ),
            f"cause{n}_words": line(f"変更のもと{n}", 200),
            f"cause{n}_url": line(f"変更のもと{n}のアドレス", 500),
        }
        first = {"kind": cause.kind, "words": cause.words, "url": cause.url}
        self.initial |= {f"cause{n}_{name}": value for name, value in first.items()}

    @property
    def causes(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        """The fields of each 変更のもと: kind, words, address."""
        for n in range(1, MOST_CAUSES + 1):
            yield self[f"cause{n}_kind"], self[f"cause{n}_words"], self[f"cause{n}_url"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.is_gone:
            raise ValidationError(GONE)
        if (
            data.get("placement") != Placement.TABLE
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", NO_REASON)
        return data | {"causes": list(self._causes(data))}

    def _causes(self, data: dict[str, Any]) -> Iterator[Cause]:
        for n in range(1, MOST_CAUSES + 1):
            kind, words, url = (data.get(f"cause{n}_{name}", "") for name in ("kind", "words", "url"))
            if words:
                yield Cause(kind or ChangeCause.Kind.OTHER.label, words, url)
            elif kind or url:
                self.add_error(f"cause{n}_words", "変更のもとの内容を入れてください。")

    def save(self, *, actor: User) -> ComparisonNote:
        data = self.cleaned_data
        texts = {name: data[name] for name in self.TEXTS}
        return comparisons.note_changes(
            actor=actor,
            keys=self.keys,
            causes=data["causes"],
            seen=data["seen"] or None,
            **self.pair,
            **texts,
        )


class RowChoice(forms.MultipleChoiceField):
    """Rows that were ticked. A tick holds the keys of its row, a line each; browsers send other line ends."""

    def to_python(self, value: Any) -> list[str]:
        return ["\n".join(tick.splitlines()) for tick in super().to_python(value)]


class RowsForm(HandForm):
    """Several rows that were ticked: put together, gathered, left out, taken back, or given one reason or 改訂段階."""

    MERGE, EXPLAIN, STAGE, APART = "MERGE", "EXPLAIN", "STAGE", "APART"

    row = RowChoice(
        label="行", error_messages={"required": "行を一つ以上選んでください。", "invalid_choice": GONE}
    )
    act = forms.ChoiceField(
        label="選んだ行を",
        choices=[
            (MERGE, "一つの行にまとめる"),
            (EXPLAIN, "同じ趣旨にする（行は分けたまま）"),
            (STAGE, "同じ改訂段階にする"),
            (Placement.GATHERED, "「その他、字句の整理」にまとめる"),
            (Placement.OMITTED, "対照表に載せない"),
            (Placement.TABLE, "対照表に載せる"),
            (APART, "書いたものを消して、元の行に戻す"),
        ],
    )
    reason = lines("趣旨・載せない理由", 2000, 3)
    revision_stage = line("改訂段階", 30, "revision-stages", help_text=STAGE)

    def __init__(self, *args: Any, table: Table, **options: Any):
        super().__init__(*args, **options)
        self.fields["row"].error_messages["required"] = "行を一つ以上選んでください。"
        self.fields["act"].error_messages["required"] = "選んだ行をどうするかを選んでください。"
        self.table = table
        self.left_out = {out.change.key for out in table.left_out}
        ticks = ["\n".join(row.keys) for row in table.rows if row.changes]
        self.fields["row"].choices = [(tick, tick) for tick in (*ticks, *self.left_out)]
        self.initial = {"seen": rows_seen(table)}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        act, reason = data.get("act"), data.get("reason")
        keys = [key for tick in data.get("row", ()) for key in tick.split("\n")]
        if act in (Placement.GATHERED, Placement.OMITTED) and not reason and self._lack_reason(keys):
            self.add_error("reason", NO_REASON)
        if act == self.EXPLAIN and not reason:
            self.add_error("reason", "趣旨を書いてください。")
        if act == self.EXPLAIN and not self.left_out.isdisjoint(keys):
            self.add_error("act", "別表の変更には、「対照表に載せない」を選んで理由を書いてください。")
        if act == self.MERGE and len(keys) == 1:
            self.add_error("row", "一つにまとめる行を、二つ以上選んでください。")
        if seen := data.get("seen"):
            self._require_seen(seen)
        return data | {"keys": keys}

    def _require_seen(self, seen: str) -> None:
        """The page shows every row, so whatever was written on any of them since may matter to the choice."""
        try:
            require_rows_seen(self.table, seen)
        except Stale as stale:
            self.overtaken(stale)

    def _lack_reason(self, keys: Iterable[str]) -> bool:
        """Whether one of the changes has no reason that could stay."""
        return not {key for note in self.notes if note.reason for key in note.keys}.issuperset(keys)

    def save(self, *, actor: User) -> Any:
        data = self.cleaned_data
        act, keys, reason = data["act"], data["keys"], data["reason"]
        notes = written_on(self.notes, keys)
        given = {"actor": actor, "keys": keys, "seen": seen_of(notes), **self.pair}
        if act == self.MERGE:
            said = said_in(self.table, keys, notes)
            kept = {name: getattr(said, name) for name in ("place", "remark", "revision_stage", "causes")}
            return comparisons.note_changes(**given, **kept, reason=reason or said.reason)
        if act == self.APART:
            return comparisons.forget_note(**given)
        if act == self.STAGE:
            return comparisons.place_changes(**given, revision_stage=data["revision_stage"])
        placement = None if act == self.EXPLAIN else act
        return comparisons.place_changes(**given, placement=placement, reason=reason or None)


class CutForm(OfficeForm):
    """After which paragraphs a change is cut; ``key`` may be that of any of its parts."""

    lines = forms.TypedMultipleChoiceField(
        label="切れ目",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, *args: Any, old: Edition, new: Edition, table: Table, key: str, **options: Any):
        super().__init__(*args, **options)
        self.pair = {"old": old, "new": new}
        self.key, parts = parts_of(table, key)
        self.text = [line for part in parts for line in part.lines]
        self.fields["lines"].choices = [(n, f"{n}つ目の段落の後") for n in range(1, len(self.text))]
        bounds, at = [], 0
        for part in parts[:-1]:
            at += len(part.lines)
            bounds.append(at)
        self.initial = {"lines": bounds}

    @property
    def paragraphs(self) -> Iterator[tuple[Line, Any]]:
        """Each paragraph with the tick that stands behind it; the last has none."""
        ticks = list(self["lines"])
        for n, text in enumerate(self.text):
            yield text, ticks[n] if n < len(ticks) else None

    def clean(self) -> dict[str, Any]:
        if not self.text:
            raise ValidationError(GONE)
        return super().clean()

    def save(self, *, actor: User) -> Comparison:
        chosen = sorted(self.cleaned_data["lines"])
        return comparisons.cut_change(actor=actor, key=self.key, lines=chosen, **self.pair)


def parts_of(table: Table, key: str) -> tuple[str, list[Change]]:
    """The key of the whole change and the parts in which it stands now, from the top down."""
    changes = {change.key: change for change in table.changes()}
    whole, _, part = key.rpartition("/")
    whole = whole if part.isdecimal() and whole in changes else key
    parts = [changes[whole]] if whole in changes else []
    while (name := f"{whole}/{len(parts) + 1}") in changes and parts:
        parts.append(changes[name])
    return whole, parts


class SettingsForm(HandForm):
    """資料番号, 見直しのポイント, and words that were replaced throughout and are told in one row."""

    paper_number = line("資料番号", 30, help_text="対照表の右上に印刷します。例：資料4")
    points = lines(
        "見直しのポイント",
        3000,
        5,
        help_text="1行に一つ書きます。空けておくと、変更から導いた文を印刷します。",
    )
    terms = lines("全体の名称変更", 12_000, 5, help_text=TERMS)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        found = self.comparison or Comparison()
        self.initial = {
            "paper_number": found.paper_number,
            "points": found.points,
            "terms": "\n".join(f"{old}→{new}" for old, new in found.terms),
            "seen": settings_seen(self.comparison),
        }

    def clean_terms(self) -> list[tuple[str, str]]:
        """The pairs, or a sentence for each line that is none."""
        pairs, faults = [], []
        for n, text in enumerate(self.cleaned_data["terms"].splitlines(), start=1):
            if not text.strip():
                continue
            arrow = next((arrow for arrow in ARROWS if arrow in text), "")
            old, _, new = (part.strip() for part in text.partition(arrow or "→"))
            if not old or not new:
                faults.append(f"{n}行目：「旧の言葉→新の言葉」の形で書いてください。")
            elif max(len(old), len(new)) > LONGEST_TERM:
                faults.append(f"{n}行目：言葉は{LONGEST_TERM}字までです。")
            pairs.append((old, new))
        if faults:
            raise ValidationError(faults)
        return pairs

    def save(self, *, actor: User) -> Comparison:
        data = dict(self.cleaned_data)
        seen = data.pop("seen") or None
        return comparisons.save_comparison(actor=actor, seen=seen, **self.pair, **data)


class IssueForm(OfficeForm):
    """The confirmation of a 確定, with the SHA-256 of the table that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, old: Edition, new: Edition, table: Table, **options: Any):
        super().__init__(*args, initial={"seen": hash_of(content_of(table))}, **options)
        self.fields["seen"].error_messages["required"] = (
            "確認の画面を開き直してから、もう一度確定してください。"
        )
        self.pair = {"old": old, "new": new}

    def save(self, *, actor: User) -> IssuedComparison:
        return comparisons.issue_comparison(actor=actor, seen=self.cleaned_data["seen"], **self.pair)
