"""Two editions of a plan to be laid side by side, for the tests of the pages of a 新旧対照表."""

import re

from publishing.comparison.reading import read_table
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from tests import factories

PLAN = "/office/toyonaka/digital-strategy/"
BASE = f"{PLAN}2/comparison/1/"
Editions = tuple[Edition, Edition]


def two_editions(toyonaka) -> Editions:
    """A published 素案 and a 案 being written from it: one text says something else, one item is new."""
    first = factories.edition(factories.plan(toyonaka), stage_word="行政素案")
    made = factories.small_tree(first)
    kept = "<p>変わらない段落です。</p>"
    write(made["section"], body=f"<p>国は令和元年12月に第2期総合戦略を定めました。</p>{kept}<p>健康診査</p>")
    write(made["measure1"], body="<p>妊産婦の健康診査を行います。</p>")
    old = publish(actor=None, edition=freeze(actor=None, edition=first))
    new = start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)
    section = new.items.get(lineage=made["section"].lineage)
    write(section, body=f"<p>国は令和4年12月に新しい総合戦略を定めました。</p>{kept}<p>健康診断</p>")
    factories.item(new, "measure", "産後ケア", new.items.get(lineage=made["direction"].lineage))
    return old, new


def many_changes(toyonaka, changes: int) -> Editions:
    """Two frozen editions, the first of them public, that differ in so many items."""
    first = factories.edition(factories.plan(toyonaka))
    factories.grow(first, changes + 5)
    _say(first, "<p>見本の本文は令和5年のものです。</p>")
    old = publish(actor=None, edition=freeze(actor=None, edition=first))
    new = start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)
    _say(new, "<p>見本の本文は令和6年のものです。</p>")
    return old, freeze(actor=None, edition=new)


def _say(edition: Edition, body: str) -> None:
    PlanItem.objects.filter(edition=edition, level__key="measure").update(body=body)


def write(item: PlanItem, **fields) -> None:
    given = {"title": item.title, "body": item.body} | fields
    save_item(actor=None, item=item, version=item.version, **given)


def key_of(editions: Editions, kind: str) -> str:
    """The first change of a kind."""
    return next(change.key for change in read_table(*editions).changes() if kind in change.kinds)


def text(response) -> str:
    """The page without the line breaks that its template has."""
    return re.sub(r"\s*\n\s*", "", response.content.decode())


def ticks_of(response) -> list[str]:
    """The rows of a page that may be ticked."""
    return re.findall(r'name="row" value="([^"]+)"', response.content.decode())
