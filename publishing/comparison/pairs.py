"""Which two editions an address asks for, and in which style: the way from an address to a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BinaryField, Case, F, When
from django.http import Http404

from accounts.models import Government
from publishing.comparison.keeping import style_for
from publishing.comparison.styles import DEFAULT, PRESETS, Style, from_data, preset
from publishing.rules import Shelf
from strategy.models import Edition

ERRATA = "errata"
HIGHEST = 2**31 - 1  # what the column of numbers holds


@dataclass(frozen=True)
class Pair:
    """Two editions of a plan, with their documents where they are frozen; ``own`` is the style of the government."""

    old: Edition
    new: Edition
    editions: tuple[Edition, ...]
    own: Style

    @property
    def styles(self) -> dict[str, Style]:
        """The presets, the government's own in the place of the one that it was made from."""
        return PRESETS | {self.own.key: self.own}

    @property
    def is_frozen(self) -> bool:
        return self.old.is_frozen and self.new.is_frozen

    @property
    def is_public(self) -> bool:
        return self.old.is_public and self.new.is_public

    def style(self, key: str) -> Style:
        """The style that was asked for; without a word the errata for a 正誤訂正, else the government's own.

        StyleError names those there are.
        """
        if not key:
            return self.styles[ERRATA] if self.new.correction else self.own
        return self.styles[preset(key).key]

    @property
    def names(self) -> tuple[str, str]:
        """The shortest words that tell both apart: 行政素案 and 案, 第2期 成案 and 第3期 成案."""
        for words in (_stage, _term, _revision, _number):
            old, new = words(self.old), words(self.new)
            if old != new:
                break
        return old, new


def _stage(edition: Edition) -> str:
    return edition.stage_name + ("（正誤訂正）" if edition.correction else "")


def _term(edition: Edition) -> str:
    return f"第{edition.term}期 {_stage(edition)}" if edition.term else _stage(edition)


def _revision(edition: Edition) -> str:
    return f"{_term(edition)}（改訂{edition.revision}）" if edition.revision else _term(edition)


def _number(edition: Edition) -> str:
    return f"第{edition.number}版（{_stage(edition)}）"


def office_pair(government: Government, plan: str, number: int, old: int) -> Pair:
    """Two editions at any stage, for their own staff; or Http404. One query, the style of the government with it."""
    if max(number, old) > HIGHEST:
        raise Http404("この版は見つかりません。")
    document = Case(When(number__in=(number, old), then=F("content")), output_field=BinaryField())
    rows = (
        Edition.objects.filter(plan__government=government, plan__slug=plan)
        .select_related("plan__government__comparison_style")
        .annotate(document=document)
        .without_content()
        .order_by("number")
    )
    editions = tuple(rows)
    for edition in editions:
        if edition.number in (number, old):
            edition.content = edition.document  # read already: no query of its own
    chosen = _numbered(editions, old), _numbered(editions, number)
    return Pair(*chosen, editions, _own(chosen[1].plan.government))


def _own(government: Government) -> Style:
    """The style that came with the government."""
    kept = getattr(government, "comparison_style", None)
    return from_data(kept.data) if kept else preset(DEFAULT)


def _numbered(editions: Iterable[Edition], number: int) -> Edition:
    for edition in editions:
        if edition.number == number:
            return edition
    raise Http404(f"この計画に第{number}版はありません。")


def public_pair(shelf: Shelf, number: int, old: int) -> Pair:
    """Two public editions, or Http404 with no hint of others. One query for the style, none for the documents."""
    former, latter = shelf.numbered(old), shelf.numbered(number)
    return Pair(former, latter, shelf.editions, style_for(shelf.plan.government))


def read_documents(pair: Pair) -> None:
    """Fetch the stored documents of both editions. One query."""
    rows = dict(Edition.objects.filter(pk__in=(pair.old.pk, pair.new.pk)).values_list("pk", "content"))
    for edition in (pair.old, pair.new):
        edition.content = rows[edition.pk]
