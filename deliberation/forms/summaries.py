"""Forms in which staff sum up and answer what citizens said."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.models import User
from deliberation.comment_reading import Gathered, Summary, place_choices, places_in
from deliberation.dispositions import Dispositions
from deliberation.forms.comments import STALE, named
from deliberation.models import Opinion, PublicComment
from deliberation.summaries import (
    Answer,
    AnswersOvertaken,
    dissolve_summary,
    relate_summary,
    release_part,
    save_answers,
    summarise,
)
from strategy.models import Edition

NEW, OUT = "", "out"


class SummariseForm(OfficeForm):
    """Which opinions go together, and into what: a new summary, one that stands, or 対象外."""

    parts = forms.MultipleChoiceField(label="まとめる意見", widget=forms.CheckboxSelectMultiple)
    into = forms.ChoiceField(label="どこに入れるか", required=False)
    text = forms.CharField(
        label="意見の概要",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="空にすると、選んだ一つめの意見の文がそのまま入ります。あとから直せます。",
        error_messages={"max_length": "意見の概要は4000字までです。"},
    )

    def __init__(self, *args: Any, gathered: Gathered, **options: Any):
        super().__init__(*args, auto_id="sum_%s", **options)
        self.gathered = gathered
        self.fields["parts"].choices = [(str(part.pk), part.text) for part in gathered.parts]
        self.fields["parts"].error_messages["required"] = "まとめる意見を一つ以上選んでください。"
        self.fields["parts"].error_messages["invalid_choice"] = (
            "選んだ意見が、分けられたか戻されたかしています。選び直してください。"
        )
        standing = [
            (str(one.opinion.pk), f"{n}　{one.opinion.text[:40]}")
            for n, one in enumerate(gathered.summaries, start=1)
        ]
        self.fields["into"].choices = [
            (NEW, "新しい項目にする"),
            (OUT, "対象外として答える（新しい項目になります）"),
            *([("いまある項目に加える", standing)] if standing else []),
        ]

    @property
    def ticked(self) -> frozenset[int]:
        """Ids of the opinions that were ticked, also when something else is wrong."""
        return frozenset(int(one) for one in self["parts"].value() or [] if str(one).isdecimal())

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``Refused``."""
        into = self.cleaned_data["into"]
        return summarise(
            actor=actor,
            comment=self.gathered.comment,
            parts=[int(one) for one in self.cleaned_data["parts"]],
            text=self.cleaned_data["text"],
            into=int(into) if into.isdecimal() else None,
            is_out_of_scope=into == OUT,
        )


class AnswersForm(OfficeForm):
    """The table 意見の概要｜考え方｜区分: every row at once. Whoever comes too late sees both texts."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        comment: PublicComment,
        summaries: Sequence[Summary],
        words: Dispositions,
    ):
        super().__init__(data, auto_id="%s")
        self.comment, self.summaries = comment, summaries
        self.late: Mapping[int, Opinion] = {}
        offered = [(one.key, one.word) for one in words.words]
        for n, one in enumerate(summaries, start=1):
            self._add(n, one, [("", "（まだ）"), *offered])

    def _add(self, n: int, one: Summary, words: Sequence[tuple[str, str]]) -> None:
        pk, reply = one.opinion.pk, one.reply
        area = {"class": "textarea", "rows": 4}
        self.fields[f"seen-{pk}"] = forms.IntegerField(
            initial=one.opinion.version,
            widget=forms.HiddenInput,
            error_messages=dict.fromkeys(("required", "invalid"), STALE),
        )
        self.fields[f"text-{pk}"] = forms.CharField(
            label=f"{n}番の意見の概要",
            initial=one.opinion.text,
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs=area),
            error_messages={"max_length": f"{n}番の意見の概要は4000字までです。"},
        )
        self.fields[f"reply-{pk}"] = forms.CharField(
            label=f"{n}番の考え方",
            initial=reply.text if reply else "",
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs=area),
            error_messages={"max_length": f"{n}番の考え方は4000字までです。"},
        )
        self.fields[f"word-{pk}"] = forms.ChoiceField(
            label=f"{n}番の区分",
            initial=reply.disposition if reply else "",
            choices=words,
            required=False,
            widget=forms.Select(attrs={"class": "select"}),
            error_messages={"invalid_choice": f"{n}番の区分は、一覧から選んでください。"},
        )

    @property
    def rows(self) -> list[tuple[Summary, Any, Any, Any, Any, Opinion | None]]:
        """Each summary with its fields, and what somebody else saved meanwhile."""
        return [
            (
                one,
                self[f"seen-{pk}"],
                self[f"text-{pk}"],
                self[f"reply-{pk}"],
                self[f"word-{pk}"],
                self.late.get(pk),
            )
            for one in self.summaries
            for pk in (one.opinion.pk,)
        ]

    def save(self, *, actor: User) -> int:
        """Keep the rows that were changed, or raise ``ValidationError``; how many were."""
        cleaned = self.cleaned_data
        answers = [
            Answer(
                pk,
                cleaned[f"seen-{pk}"],
                cleaned[f"text-{pk}"],
                cleaned[f"word-{pk}"],
                cleaned[f"reply-{pk}"],
            )
            for pk in (one.opinion.pk for one in self.summaries)
        ]
        return save_answers(actor=actor, comment=self.comment, answers=answers)

    def refuse(self, refusal: ValidationError) -> None:
        """Of rows that somebody else saved both texts are shown; saved once more, these replace the others."""
        if isinstance(refusal, AnswersOvertaken):
            self.late = refusal.current
            self.data = self.data.copy()
            for pk, current in self.late.items():
                self.data[f"seen-{pk}"] = str(current.version)
        super().refuse(refusal)

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody was quicker, 422 where something is wrong."""
        return 409 if self.late else 422 if self.errors else 200


class RelateForm(OfficeForm):
    """What a summary is about, and which item of a later edition was changed for it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.ChoiceField(
        label="該当箇所",
        required=False,
        error_messages={"invalid_choice": "該当箇所は、一覧から選んでください。"},
    )
    changed = forms.ChoiceField(
        label="直した箇所",
        required=False,
        help_text="あとの版で、この意見を受けて直した項目です。結果のページから、その項目へつながります。",
        error_messages={"invalid_choice": "直した箇所は、一覧から選んでください。"},
    )

    def __init__(self, *args: Any, summary: Opinion, editions: Sequence[Edition], **options: Any):
        reply = getattr(summary, "reply", None)
        changed = (
            f"{reply.changed_edition_id}:{reply.changed_lineage or ''}"
            if reply and reply.changed_edition_id
            else ""
        )
        initial = {"seen": summary.version, "place": str(summary.lineage or ""), "changed": changed}
        super().__init__(*args, initial=initial, auto_id="relate_%s", **options)
        self.fields["seen"].error_messages["required"] = STALE
        self.summary, self.editions = summary, {one.pk: one for one in editions}
        self.fields["place"].choices = place_choices(places_in(summary.comment.edition), summary.lineage)
        self.fields["changed"].choices = [
            ("", "（まだつないでいません）"),
            *((named(one), _places(one)) for one in editions),
        ]

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``Refused``."""
        edition, _, lineage = self.cleaned_data["changed"].partition(":")
        return relate_summary(
            actor=actor,
            summary=self.summary,
            seen=self.cleaned_data["seen"],
            lineage=uuid.UUID(self.cleaned_data["place"]) if self.cleaned_data["place"] else None,
            changed_edition=self.editions[int(edition)] if edition else None,
            changed_lineage=uuid.UUID(lineage) if lineage else None,
        )


def _places(edition: Edition) -> list[tuple[str, str]]:
    places = places_in(edition).values()
    return [(f"{edition.pk}:", "版全体"), *((f"{edition.pk}:{one.lineage}", one.label) for one in places)]


class DissolveForm(OfficeForm):
    """Takes a summary apart, of the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, summary: Opinion, **options: Any):
        super().__init__(*args, initial={"seen": summary.version}, auto_id="dissolve_%s", **options)
        self.fields["seen"].error_messages["required"] = STALE
        self.summary = summary

    def save(self, *, actor: User) -> PublicComment:
        return dissolve_summary(actor=actor, summary=self.summary, seen=self.cleaned_data["seen"])


class ReleaseForm(OfficeForm):
    """Takes one opinion out of a summary."""

    part = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, summary: Opinion, **options: Any):
        super().__init__(*args, auto_id="release_%s", **options)
        self.summary = summary

    def save(self, *, actor: User) -> Opinion:
        return release_part(actor=actor, summary=self.summary, part=self.cleaned_data["part"])
