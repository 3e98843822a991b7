"""Verbs on the terms of an edition (用語の定義): a word, its reading, what it means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy import tree
from strategy.models import Edition, Term
from strategy.normalise import fold
from strategy.order import moved
from strategy.rules import require_working
from strategy.stale import require_seen

TEXTS = ("word", "reading", "definition")
MOST_PASTED = 500


@dataclass(frozen=True)
class TermRow:
    """A term as it was pasted; ``line`` is where it stood, for sentences about it."""

    line: int
    word: str
    reading: str
    definition: str


@verb("term.create", "用語の追加")
def create_term(
    *, actor: User | None, edition: Edition, word: str, definition: str, reading: str = ""
) -> Term:
    """Define a word, after the others. Raises ``ValidationError`` for one that is defined already."""
    current = require_working(edition)
    term = Term(edition=current, position=_end_of(current), word=word.strip(), reading=reading.strip())
    term.definition = definition.strip()
    term.full_clean()
    term.save()
    _event("term.create", actor, current, term, word=term.word)
    return term


@verb("term.paste", "用語の追加（まとめて）")
def paste_terms(*, actor: User | None, edition: Edition, rows: Sequence[TermRow]) -> list[Term]:
    """Define many words at once: all of them, or none and a sentence for each line that is wrong."""
    current = require_working(edition)
    if not 0 < len(rows) <= MOST_PASTED:
        raise Refused(f"一度に足せるのは1語から{MOST_PASTED}語までです（いまは{len(rows)}語）。")
    start, known, faults = _end_of(current), set(current.terms.values_list("word", flat=True)), []
    terms = []
    for place, row in enumerate(rows):
        term = Term(
            edition=current,
            position=start + tree.STEP * place,
            word=row.word,
            reading=row.reading,
            definition=row.definition,
        )
        if row.word in known:
            faults.append(f"{row.line}行目：「{row.word}」はすでに定義されています。")
        known.add(row.word)
        faults += _faults(term, row.line)
        terms.append(term)
    if faults:
        raise ValidationError(faults)
    made = Term.objects.bulk_create(terms)
    _event("term.paste", actor, current, current, words=[term.word for term in made])
    return made


@verb("term.save", "用語の変更")
def save_term(
    *, actor: User, term: Term, word: str, definition: str, reading: str = "", seen: str | None = None
) -> Term:
    """Change a term. ``seen`` is what the person saw; raises ``Stale`` where somebody changed it since."""
    edition = require_working(term.edition)
    current = _current(term, edition)
    require_seen(current, seen, *TEXTS)
    current.word, current.reading, current.definition = word.strip(), reading.strip(), definition.strip()
    current.full_clean()
    current.save(update_fields=TEXTS)
    _event("term.save", actor, edition, current, word=current.word)
    return current


@verb("term.move", "用語の移動")
def move_term(*, actor: User, term: Term, step: int) -> Term:
    """Move a term up (-1) or down (1); at the end of the list it stays where it is."""
    edition = require_working(term.edition)
    current = _current(term, edition)
    _arrange(moved(list(edition.terms.all()), current, step))
    _event("term.move", actor, edition, current, word=current.word, step=step)
    return current


@verb("term.sort", "用語の並べかえ（よみの順）")
def sort_terms(*, actor: User, edition: Edition) -> list[Term]:
    """Put all terms in the order of their readings, あ to ん; a word without one is read as it is written."""
    current = require_working(edition)
    terms = sorted(current.terms.all(), key=lambda term: (fold(term.reading or term.word), term.word))
    _arrange(terms)
    _event("term.sort", actor, current, current, count=len(terms))
    return terms


@verb("term.delete", "用語の削除")
def remove_term(*, actor: User, term: Term) -> Edition:
    """Take a definition away."""
    edition = require_working(term.edition)
    current = _current(term, edition)
    _event("term.delete", actor, edition, current, word=current.word, definition=current.definition)
    current.delete()
    return edition


def _current(term: Term, edition: Edition) -> Term:
    current = edition.terms.filter(pk=term.pk).first()
    if current is None:
        raise Refused("この用語はもうありません。画面を開き直してください。")
    return current


def _end_of(edition: Edition) -> int:
    last = edition.terms.order_by("position").last()
    return (last.position if last else 0) + tree.STEP


def _arrange(terms: list[Term]) -> None:
    for term, position in zip(terms, tree.renumbered(len(terms)), strict=True):
        term.position = position
    Term.objects.bulk_update(terms, ["position"])


def _faults(term: Term, line: int) -> Iterable[str]:
    try:
        term.clean_fields(exclude=["edition"])
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            label = term._meta.get_field(name).verbose_name
            yield from (f"{line}行目の{label}：{sentence}" for sentence in sentences)


def _event(name: str, actor: User | None, edition: Edition, subject: Edition | Term, **detail) -> None:
    record(name, actor=actor, government=edition.plan.government, subject=subject, **detail)
