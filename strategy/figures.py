"""Verbs on figures: an image of an item with its caption, alternative text and source.

What comes in has passed ``paper.images``. It is stored under a name of our own, never the sender's, and the file
goes when the last row that shows it is taken away: editions that were copied share it, and so do deleted branches.
"""

import uuid
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.audit import Refused, record, verb
from accounts.models import User
from paper.images import Picture
from strategy import tree
from strategy.models import DeletedBranch, Edition, Figure, PlanItem
from strategy.order import moved
from strategy.rules import require_working
from strategy.stale import require_seen

WORDS = ("caption", "alt", "source")
GONE = "この図はもうありません。画面を開き直してください。"
_storage = Figure._meta.get_field("image").storage


def add_figure(
    *, actor: User | None, item: PlanItem, picture: Picture, caption: str, alt: str, source: str = ""
) -> Figure:
    """Store a checked picture and hang it on an item, after its other figures.

    The file is written before the transaction begins, and taken away again when nothing came of it.
    """
    name = _storage.save(f"figures/{uuid.uuid4().hex}.{picture.suffix}", ContentFile(picture.content))
    figure = None
    try:
        figure = keep_figure(
            actor=actor, item=item, picture=picture, name=name, caption=caption, alt=alt, source=source
        )
    finally:
        if figure is None:
            _storage.delete(name)
    return figure


@verb("figure.create", "図の追加")
def keep_figure(
    *,
    actor: User | None,
    item: PlanItem,
    picture: Picture,
    name: str,
    caption: str,
    alt: str,
    source: str = "",
) -> Figure:
    """Hang a picture that is stored under ``name`` on an item."""
    edition = require_working(item.edition)
    last = Figure.objects.filter(edition=edition, item=item).order_by("position").last()
    figure = Figure(
        edition=edition,
        item=item,
        position=(last.position if last else 0) + tree.STEP,
        image=name,
        sha256=picture.sha256,
        media_type=picture.type,
        width=picture.width,
        height=picture.height,
        caption=caption.strip(),
        alt=alt.strip(),
        source=source.strip(),
    )
    figure.full_clean()
    figure.save()
    _event("figure.create", actor, edition, figure)
    return figure


@verb("figure.save", "図の題・代わりの文・出典の変更")
def save_figure(
    *, actor: User, figure: Figure, caption: str, alt: str, source: str = "", seen: str | None = None
) -> Figure:
    """Change the words of a figure. ``seen`` is what the person saw; raises ``Stale`` where it changed since."""
    edition = require_working(figure.edition)
    current = _current(figure, edition)
    require_seen(current, seen, *WORDS)
    current.caption, current.alt, current.source = caption.strip(), alt.strip(), source.strip()
    current.full_clean()
    current.save(update_fields=WORDS)
    _event("figure.save", actor, edition, current)
    return current


@verb("figure.move", "図の移動")
def move_figure(*, actor: User, figure: Figure, step: int) -> Figure:
    """Move a figure up (-1) or down (1) among those of its item; at the end it stays where it is."""
    edition = require_working(figure.edition)
    current = _current(figure, edition)
    siblings = list(Figure.objects.filter(edition=edition, item=current.item_id).order_by("position", "id"))
    for row, position in zip(moved(siblings, current, step), tree.renumbered(len(siblings)), strict=True):
        row.position = position
    Figure.objects.bulk_update(siblings, ["position"])
    _event("figure.move", actor, edition, current)
    return current


@verb("figure.delete", "図の削除")
def remove_figure(*, actor: User | None, figure: Figure) -> PlanItem:
    """Take a figure away; its file goes with the last row that shows it, once that is certain."""
    edition = require_working(figure.edition)
    current = _current(figure, edition)
    name = current.image.name
    _event("figure.delete", actor, edition, current)
    current.delete()
    if not _is_used(name):
        transaction.on_commit(partial(_storage.delete, name), robust=True)
    return current.item


def _current(figure: Figure, edition: Edition) -> Figure:
    current = edition.figures.select_related("item").filter(pk=figure.pk).first()
    if current is None:
        raise Refused(GONE)
    return current


def _is_used(name: str) -> bool:
    """Whether another row shows this file: in another edition, or in a branch that can still come back."""
    if Figure.objects.filter(image=name).exists():
        return True
    kept = DeletedBranch.objects.annotate(said=Cast("content", TextField()))
    return kept.filter(said__contains=name).exists()


def _event(name: str, actor: User | None, edition: Edition, figure: Figure) -> None:
    record(
        name,
        actor=actor,
        government=edition.plan.government,
        subject=figure,
        lineage=str(figure.item.lineage),
        sha256=figure.sha256,
        caption=figure.caption,
    )
