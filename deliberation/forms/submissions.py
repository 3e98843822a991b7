"""Forms of what people send in a call for comments: the citizens' own, and the one in which staff type paper."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation import limits
from deliberation.comment_reading import place_choices, places_in
from deliberation.comment_terms import LONGEST_OPINION, MOST_OPINIONS, fingerprint
from deliberation.models import PublicComment, Submission
from deliberation.splitting import split_opinion
from deliberation.submissions import NOTHING, Said, Who, submit

CUT = "----"
LONG = "{name}が{count:,}字あります。{most:,}字までにするか、分けて書いてください。書いた文は残っています。"


class OpinionsForm(OfficeForm):
    """Some opinions, each with its place; one more on a button, without a script. Empty ones count for nothing.

    ``n`` says in the page how many there are; ``more`` is the button.
    """

    n = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, comment: PublicComment, about: str = "", **more: Any
    ):
        super().__init__(data, auto_id="%s", **more)
        self.comment = comment
        self.places = places_in(comment.edition)
        self.wants_more = data is not None and "more" in data
        self.count = self._count(data)
        for number in range(1, self.count + 1):
            self._add(number, about if data is None else str(data.get(f"place{number}", "")))
        self.initial["n"] = str(self.count)

    def _count(self, data: Mapping[str, Any] | None) -> int:
        given = str(data.get("n", "")) if data is not None else ""
        count = int(given) if given.isdecimal() and len(given) < 4 else 1
        return max(1, min(count + self.wants_more, MOST_OPINIONS))

    def _add(self, number: int, about: str) -> None:
        self.fields[f"place{number}"] = forms.ChoiceField(
            label="どこについて",
            choices=place_choices(self.places, _lineage(about)),
            required=False,
            initial=about,
            widget=forms.Select(attrs={"class": "select"}),
            error_messages={"invalid_choice": "「どこについて」は、一覧から選んでください。"},
        )
        self.fields[f"text{number}"] = forms.CharField(
            label=f"意見{number}",
            required=False,
            widget=forms.Textarea(attrs={"class": "textarea", "rows": 5}),
        )

    @property
    def rows(self) -> Iterator[tuple[int, Any, Any]]:
        """Number, place and text of each opinion on the page."""
        for number in range(1, self.count + 1):
            text = self[f"text{number}"]
            hints = [f"text{number}_error"] if text.errors else []
            hints += [f"text{number}-hint"] if number == self.count else []
            if hints:  # a sentence and a hint are read out with the field
                text.field.widget.attrs["aria-describedby"] = " ".join(hints)
            yield number, self[f"place{number}"], text

    @property
    def has_room(self) -> bool:
        return self.count < MOST_OPINIONS

    def clean(self) -> dict[str, Any]:
        """Texts as they are counted on the screen: one sign for the end of a line."""
        cleaned = super().clean() or {}
        for number in range(1, self.count + 1):
            text = cleaned.get(f"text{number}", "").replace("\r\n", "\n").replace("\r", "\n")
            cleaned[f"text{number}"] = text
            if len(text) > LONGEST_OPINION:
                told = LONG.format(name=f"意見{number}", count=len(text), most=LONGEST_OPINION)
                self.add_error(f"text{number}", told)
        names = [f"text{number}" for number in range(1, self.count + 1)]
        if not any(cleaned.get(name) or name in self.errors for name in names):
            self.add_error("text1", "意見1を書いてください。" if self.count == 1 else NOTHING)
        return cleaned

    @property
    def said(self) -> list[Said]:
        """The opinions that were written."""
        return [
            Said(text, _lineage(self.cleaned_data[f"place{number}"]))
            for number in range(1, self.count + 1)
            if (text := self.cleaned_data[f"text{number}"])
        ]

    @property
    def shown(self) -> list[tuple[int, str, str]]:
        """Number, place in words and text of what was written, to be confirmed."""
        words = dict(place_choices(self.places))
        words |= {str(place.lineage): f"{place.full_number}　{place.title}" for place in self.places.values()}
        written = [
            (str(words[self.cleaned_data[f"place{number}"]]).strip("　"), text)
            for number in range(1, self.count + 1)
            if (text := self.cleaned_data[f"text{number}"])
        ]
        return [(n, place, text) for n, (place, text) in enumerate(written, start=1)]


class CitizenForm(OpinionsForm):
    """What a citizen fills in. Name and address are asked for only where the call needs them."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label="この欄には何も入れないでください")
    name = forms.CharField(
        label="お名前",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "お名前は100字までです。"},
    )
    address = forms.CharField(
        label="お住まいの地域",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"max_length": "お住まいの地域は200字までです。"},
    )
    submitter_class = forms.ChoiceField(
        label="あてはまるもの",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "あてはまるものを、一つ選んでください。"},
    )
    is_group = forms.BooleanField(label="団体や事業者として意見を出す", required=False)
    mail = forms.EmailField(
        label="メールアドレス",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "メールアドレスの形になっていません。「name@example.jp」のように入れるか、空にしてください。",
            "max_length": "メールアドレスが長すぎます。",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: PublicComment, **more: Any):
        super().__init__(data, comment=comment, **more)
        if not comment.asks_name:
            del self.fields["name"]
        else:
            self.fields["name"].error_messages["required"] = "お名前を入れてください。"
        if not comment.asks_address:
            del self.fields["address"]
        else:
            self.fields["address"].error_messages["required"] = "市町村名から入れてください。"
        if comment.classes:
            self.fields["submitter_class"].choices = [(word, word) for word in comment.classes]
            self.fields["submitter_class"].error_messages["required"] = (
                "あてはまるものを、一つ選んでください。"
            )
        else:
            del self.fields["submitter_class"]

    @property
    def is_changed(self) -> bool:
        """Whether the person wants to go on writing: another opinion, or back from the page that confirms."""
        return self.wants_more or "back" in self.data

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error with the field it leads to; those that concern no field lead to the form."""
        found = []
        for field, errors in self.errors.items():
            target = "form" if field == "__all__" else f"{field}_0" if field == "submitter_class" else field
            known = (
                "お住まいの地域を入れてください"
                if field == "address" and not self.data.get("address")
                else ""
            )
            found += [(target, known or str(error)) for error in errors]
        return found

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything typed, for the page that confirms, which holds it in hidden fields."""
        return [
            (name, str(self.data.get(name, "")))
            for name, field in self.fields.items()
            if self.data.get(name, "") or name == "n"
        ]

    @property
    def people(self) -> list[tuple[str, str]]:
        """What was said of the sender, to be confirmed."""
        told = [
            (str(self.fields[name].label), str(self.cleaned_data[name]))
            for name in ("name", "address", "submitter_class", "mail")
            if name in self.fields and self.cleaned_data.get(name)
        ]
        return [*told, ("団体", "団体や事業者として出す")] if self.cleaned_data["is_group"] else told

    def require_sound(self, arrived_at: datetime.datetime) -> limits.Stamp | None:
        """The stamp of a form that a person may have sent; None with a sentence as an error otherwise."""
        if self.cleaned_data["website"]:
            self.add_error("website", limits.TRAPPED)
            return None
        try:
            found = limits.read_stamp(self.cleaned_data["stamp"], self.comment.pk)
        except limits.BadStamp:
            self.add_error(None, limits.BAD_STAMP)
            return None
        if found.is_too_fast(arrived_at):
            self.add_error(None, limits.TOO_FAST)
            return None
        return found

    @property
    def of_whom(self) -> str:
        """All that was said of the sender: the same words of somebody else are another submission."""
        names = ("name", "address", "mail", "submitter_class", "is_group")
        return "|".join(str(self.cleaned_data.get(name, "")) for name in names)

    def save(self, *, stamp: limits.Stamp, received_at: datetime.datetime, network: str) -> Submission:
        """Send it, or raise ``Refused``; the same form with the same content again gives the same submission."""
        cleaned = self.cleaned_data
        said = self.said
        return submit(
            actor=None,
            comment=self.comment,
            way=Submission.Way.FORM,
            said=said,
            received_at=received_at,
            key=stamp.key_of(fingerprint([*(f"{one.lineage}{one.text}" for one in said), self.of_whom])),
            who=Who(cleaned.get("name", ""), cleaned.get("address", ""), cleaned["mail"]),
            submitter_class=cleaned.get("submitter_class", ""),
            is_group=cleaned["is_group"],
            network=network,
        )


class EntryForm(OpinionsForm):
    """What came by post, fax, mail or at the counter, typed by staff. What the paper does not say stays empty."""

    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="出し方", choices=[one for one in Submission.Way.choices if one[0] != Submission.Way.FORM]
    )
    received_on = Day(label="届いた日", help_text="消印の日で受け付けるときは、消印の日を入れます。")
    name = forms.CharField(label="お名前", max_length=100, required=False)
    address = forms.CharField(label="お住まいの地域", max_length=200, required=False)
    phone = forms.CharField(label="電話番号", max_length=40, required=False)
    mail = forms.EmailField(label="メールアドレス", required=False)
    submitter_class = forms.ChoiceField(label="あてはまるもの", required=False)
    is_group = forms.BooleanField(label="団体や事業者として出された", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: PublicComment, **more: Any):
        initial = {"key": str(uuid.uuid4()), "received_on": timezone.localdate()}
        super().__init__(data, comment=comment, initial=initial, **more)
        self.fields["submitter_class"].choices = [
            ("", "書かれていない"),
            *((word, word) for word in comment.classes),
        ]
        self.fields["key"].error_messages["required"] = "画面が古くなっています。開き直してください。"

    def save(self, *, actor: User) -> Submission:
        """Keep it, or raise ``Refused``. A day counts as its first second in which the call was open."""
        cleaned = self.cleaned_data
        day = timezone.make_aware(datetime.datetime.combine(cleaned["received_on"], datetime.time.min))
        return submit(
            actor=actor,
            comment=self.comment,
            way=cleaned["way"],
            said=self.said,
            received_at=self._instant(day),
            key=f"staff:{cleaned['key']}",
            who=Who(cleaned["name"], cleaned["address"], cleaned["mail"], cleaned["phone"]),
            submitter_class=cleaned["submitter_class"],
            is_group=cleaned["is_group"],
        )

    def _instant(self, day: datetime.datetime) -> datetime.datetime:
        opens = self.comment.opens_at
        return opens if day < opens < day + datetime.timedelta(days=1) else day


class SplitForm(OfficeForm):
    """The text of an opinion, to be cut by lines of ``----``, and the place of each piece afterwards the same."""

    text = forms.CharField(label="届いた文", widget=forms.Textarea(attrs={"rows": 14}), strip=False)

    def __init__(self, *args: Any, part: Any, **options: Any):
        super().__init__(*args, initial={"text": part.text}, auto_id="split_%s", **options)
        self.part = part

    @property
    def pieces(self) -> list[str]:
        found, lines = [], []
        for line in self.cleaned_data["text"].splitlines():
            if line.strip().strip("-－―ー") == "" and len(line.strip()) >= len(CUT):
                found.append("\n".join(lines))
                lines = []
            else:
                lines.append(line)
        return [piece.strip() for piece in (*found, "\n".join(lines)) if piece.strip()]

    def save(self, *, actor: User) -> Any:
        """Split it, or raise ``Refused``."""
        return split_opinion(
            actor=actor, part=self.part, pieces=[Said(piece, self.part.lineage) for piece in self.pieces]
        )


def _lineage(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
