"""Governments, plans, editions and items: what was published, read from the frozen documents."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from accounts.links import absolute
from accounts.models import Government
from publishing.api import parameters as ask
from publishing.api import schemas
from publishing.api.answers import paged, resource
from publishing.document import Document, Entry
from publishing.pages import shelves_of, state_of
from publishing.rules import Shelf, content_of, shelf_or_404
from strategy.models import Edition
from strategy.sanitise import clean

router = Router(tags=["計画"])
Data = dict[str, Any]
GOVERNMENT = "/governments/{government}"
PLAN = f"{GOVERNMENT}/plans/{{plan}}"
EDITION = f"{PLAN}/editions/{{number}}"


def public_governments():
    """Governments with something public, by code."""
    return Government.objects.filter(plans__editions__in=Edition.objects.public()).distinct().order_by("code")


def public_government_or_404(slug: str) -> Government:
    """A government that has published something, or Http404. One query."""
    found = public_governments().filter(slug=slug).first()
    if found is None:
        raise Http404("この団体は見つかりません。")
    return found


def _government_shape(request: HttpRequest) -> Callable[[Government], Data]:
    def shape(government: Government) -> Data:
        return {
            "code": government.code,
            "slug": government.slug,
            "name": government.name,
            "kind": government.kind,
            "prefecture": government.prefecture,
            "page": absolute(request, reverse("government", args=[government.slug])),
            "data_page": absolute(request, reverse("catalogue", args=[government.slug])),
        }

    return shape


@resource(router, "/governments", schemas.GovernmentPage, name="api_governments", summary="団体の一覧")
def governments(request: HttpRequest, code: ask.Code, limit: ask.Limit, offset: ask.Offset) -> Data:
    """計画を公表している団体。"""
    found = list(public_governments().filter(**({"code": code} if code else {})))
    return paged(request, found, _government_shape(request), limit, offset)


@resource(router, GOVERNMENT, schemas.Government, name="api_government", summary="団体")
def government(request: HttpRequest, government: ask.GovernmentSlug) -> Data:
    """一つの団体。"""
    return _government_shape(request)(public_government_or_404(government))


def _plan_shape(request: HttpRequest) -> Callable[[Shelf], Data]:
    def shape(shelf: Shelf) -> Data:
        plan = shelf.plan
        return {
            "slug": plan.slug,
            "kind": plan.kind,
            "kind_name": plan.get_kind_display(),
            "title": shelf.shown.title,
            "shown": shelf.shown.number,
            "in_force": shelf.in_force.number if shelf.in_force else None,
            "upcoming": shelf.upcoming.number if shelf.upcoming else None,
            "editions": [edition.number for edition in shelf.editions],
            "page": absolute(request, reverse("plan", args=[plan.government.slug, plan.slug])),
        }

    return shape


@resource(router, f"{GOVERNMENT}/plans", schemas.PlanPage, name="api_plans", summary="計画の一覧")
def plans(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    kind: ask.PlanKind,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """公表している計画。"""
    found = [
        shelf
        for shelf in shelves_of(public_government_or_404(government))
        if kind is None or shelf.plan.kind == kind
    ]
    return paged(request, found, _plan_shape(request), limit, offset)


@resource(router, PLAN, schemas.Plan, name="api_plan", summary="計画")
def plan(request: HttpRequest, government: ask.GovernmentSlug, plan: ask.PlanSlug) -> Data:
    """一つの計画。"""
    return _plan_shape(request)(shelf_or_404(government, plan))


def _edition_shape(request: HttpRequest, shelf: Shelf) -> Callable[[Edition], Data]:
    place = [shelf.plan.government.slug, shelf.plan.slug]

    def shape(edition: Edition) -> Data:
        return {
            "number": edition.number,
            "title": edition.title,
            "short_title": edition.short_title,
            "stage": edition.stage,
            "stage_name": edition.stage_name,
            "state": state_of(shelf, edition),
            "is_correction": edition.correction,
            "term": edition.term,
            "revision": edition.revision,
            "first_fiscal_year": edition.first_fiscal_year,
            "last_fiscal_year": edition.last_fiscal_year,
            "adopted_on": edition.adopted_on.isoformat() if edition.adopted_on else None,
            "effective_from": edition.effective_from.isoformat() if edition.effective_from else None,
            "published_at": timezone.localtime(edition.published_at).isoformat(timespec="seconds"),
            "content_hash": edition.content_hash,
            "page": absolute(request, reverse("edition", args=[*place, edition.number])),
            "files": {
                kind: absolute(request, reverse("edition_download", args=[*place, edition.number, kind]))
                for kind in ("pdf", "docx", "json")
            },
        }

    return shape


@resource(router, f"{PLAN}/editions", schemas.EditionPage, name="api_editions", summary="版の一覧")
def editions(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """公表している版。取り下げた版はない。"""
    shelf = shelf_or_404(government, plan)
    return paged(request, shelf.editions, _edition_shape(request, shelf), limit, offset)


@resource(router, EDITION, schemas.Edition, name="api_edition", summary="版")
def edition(
    request: HttpRequest, government: ask.GovernmentSlug, plan: ask.PlanSlug, number: ask.EditionNumber
) -> Data:
    """一つの版。"""
    shelf = shelf_or_404(government, plan)
    return _edition_shape(request, shelf)(shelf.numbered(number))


def document_or_404(government: str, plan: str, number: int) -> tuple[Edition, Document]:
    """A public edition with its frozen document, read once. Three queries."""
    found = shelf_or_404(government, plan).numbered(number)
    return found, Document.of(content_of(found))


Placed = tuple[Entry, Entry | None]


def _placed(document: Document) -> Iterator[Placed]:
    """Every item in reading order with the one above it."""

    def walk(entry: Entry, above: Entry | None) -> Iterator[Placed]:
        yield entry, above
        for child in entry.items:
            yield from walk(child, entry)

    for item in document.items:
        yield from walk(item, None)


def _item_shape(request: HttpRequest, edition: Edition) -> Callable[[Placed], Data]:
    place = [edition.plan.government.slug, edition.plan.slug, edition.number]
    page = absolute(request, reverse("edition", args=place))

    def shape(placed: Placed) -> Data:
        entry, above = placed
        return {
            "lineage": entry.lineage,
            "parent": above.lineage if above else None,
            "depth": entry.depth,
            "kind": entry.kind,
            "level": entry.level,
            "number": entry.number,
            "title": entry.title,
            "body": clean(entry.body).html,  # a second wall behind the verb
            "department": entry.department,
            "marks": list(entry.marks),
            "predecessors": list(entry.predecessors),
            "relisted": [lineage for _, lineage in entry.relisted_at],
            "targets": [target.lineage for target in entry.targets],
            "relisted_targets": [lineage for _, lineage in entry.relisted_targets],
            "alignments": [
                {
                    "verb": one.verb,
                    "note": one.note,
                    "page": one.page,
                    "government": one.to.government,
                    "plan": one.to.plan_slug,
                    "edition": one.to.edition_number,
                    "lineage": one.to.lineage,
                    "number": one.to.number,
                    "title": one.to.title,
                }
                for one in entry.alignments
            ],
            "regional_vision": entry.regional_vision,
            "page": f"{page}#{entry.anchor}",
        }

    return shape


@resource(router, f"{EDITION}/items", schemas.ItemPage, name="api_items", summary="項目の一覧")
def items(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    number: ask.EditionNumber,
    kind: ask.ItemKind,
    limit: ask.Limit,
    offset: ask.Offset,
) -> Data:
    """版の項目を、読む順に。"""
    found, document = document_or_404(government, plan, number)
    rows = [row for row in _placed(document) if kind is None or row[0].kind == kind]
    return paged(request, rows, _item_shape(request, found), limit, offset)


@resource(router, f"{EDITION}/items/{{lineage}}", schemas.Item, name="api_item", summary="項目")
def item(
    request: HttpRequest,
    government: ask.GovernmentSlug,
    plan: ask.PlanSlug,
    number: ask.EditionNumber,
    lineage: ask.Lineage,
) -> Data:
    """一つの項目。"""
    found, document = document_or_404(government, plan, number)
    for row in _placed(document):
        if row[0].lineage == str(lineage):
            return _item_shape(request, found)(row)
    raise Http404("この項目は、この版にはありません。")
