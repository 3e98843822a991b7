"""表決: written, confirmed, handed in. Until it is handed in nothing of it is stored."""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.confinement import place_of
from accounts.models import Government
from deliberation.forms.committee import BallotForm, CastForm, new_key
from deliberation.rules import committee, meeting_for
from deliberation.views.committee.answers import (
    draft_key,
    kept_for_later,
    kept_opinion,
    member_page,
    sitting_address,
    sitting_context,
)
from deliberation.waiting import ItemStand, Sitting, sitting_of
from strategy.views.answers import sent

# In the session: items voted on in it. A printed code was in other hands before; who comes in with one sees of an earlier
# vote that it was taken, not what it says.
VOTED_HERE = "voted_here"


def _keeping_the_text(view: Callable) -> Callable:
    """Whoever sends a ballot after the session ended signs in again and finds the text there."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, government: str, meeting: int, item: int) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, government, meeting, item)
        return kept_for_later(request, reverse("committee_ballot", args=[government, meeting, item]))

    guarded.access = view.access
    return login_not_required(guarded)


def _asked(
    request: HttpRequest, government: Government, meeting: int, item: int
) -> tuple[Sitting, ItemStand]:
    """The meeting and its item as they stand for this member; Http404 for an item that is not voted on here."""
    sitting = sitting_of(*meeting_for(government, request.seats, meeting), timezone.now())
    found = sitting.of(item)
    if found is None or not found.item.is_vote or not sitting.meeting.is_written:
        raise Http404("この案件の表決は見つかりません。会議のページから開き直してください。")
    if (
        place_of(request.session)
        and not sitting.has_result
        and item not in request.session.get(VOTED_HERE, ())
    ):
        found = replace(found, own=replace(found.own, is_covered=True))
    return sitting, found


def _page(
    request: HttpRequest, template: str, sitting: Sitting, asked: ItemStand, status: int = 200, **extra: Any
) -> HttpResponse:
    context = sitting_context(
        sitting.meeting,
        sitting.seat,
        sitting=sitting,
        asked=asked,
        item=asked.item,
        draft=draft_key(sitting, asked.item.pk),
        **extra,
    )
    return member_page(request, template, context, status)


@committee
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def ballot(request: HttpRequest, government: Government, meeting: int, item: int) -> HttpResponse:
    """The ballot to be written; sent here (書き直す), it is shown again as it was written."""
    sitting, asked = _asked(request, government, meeting, item)
    if not asked.may_vote:
        return _page(request, "deliberation/committee/ballot_closed.html", sitting, asked)
    first = kept_opinion(request, draft_key(sitting, item))
    if not first and asked.own.slips:
        first = asked.own.slips[0].opinion
    form = BallotForm(initial=sent(request) or {"opinion": first})
    papers = list(asked.item.papers.order_by("position", "id"))
    return _page(request, "deliberation/committee/ballot.html", sitting, asked, form=form, papers=papers)


@_keeping_the_text
@committee
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def confirm(request: HttpRequest, government: Government, meeting: int, item: int) -> HttpResponse:
    """The ballot as it would be handed in; nothing is stored."""
    sitting, asked = _asked(request, government, meeting, item)
    if request.method != "POST":
        return redirect(sitting_address("committee_ballot", sitting.meeting, item))
    if not asked.may_vote:
        return _page(request, "deliberation/committee/ballot_closed.html", sitting, asked, 409)
    form = BallotForm(request.POST)
    if not form.is_valid():
        papers = list(asked.item.papers.order_by("position", "id"))
        return _page(
            request, "deliberation/committee/ballot.html", sitting, asked, 422, form=form, papers=papers
        )
    return _page(request, "deliberation/committee/confirm.html", sitting, asked, form=form, key=new_key())


@_keeping_the_text
@committee
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def cast(request: HttpRequest, government: Government, meeting: int, item: int) -> HttpResponse:
    """Hand the ballot in, as of the instant at which it arrived; then the receipt, for a late one too."""
    sitting, asked = _asked(request, government, meeting, item)
    form = CastForm(request.POST)
    if request.method != "POST":
        return redirect(sitting_address("committee_ballot", sitting.meeting, item))
    if form.is_valid() and form.attempt(
        actor=request.user, member=sitting.seat, item=asked.item, received_at=request.arrived_at
    ):
        request.session[VOTED_HERE] = [*request.session.get(VOTED_HERE, ()), item]
        return redirect(sitting_address("committee_receipt", sitting.meeting, item))
    if "choice" in form.errors or "opinion" in form.errors:
        papers = list(asked.item.papers.order_by("position", "id"))
        return _page(
            request, "deliberation/committee/ballot.html", sitting, asked, 422, form=form, papers=papers
        )
    return _page(request, "deliberation/committee/ballot_closed.html", sitting, asked, 409, form=form)


@committee
def receipt(request: HttpRequest, government: Government, meeting: int, item: int) -> HttpResponse:
    """What the member handed in for this item: the newest, and all before it."""
    sitting, asked = _asked(request, government, meeting, item)
    slips = asked.own.slips
    if not slips:
        return redirect(sitting_address("committee_ballot", sitting.meeting, item))
    extra: dict[str, Any] = {"earlier": slips[1:], "counted": asked.own.counted}
    extra["is_mailed"] = bool(sitting.seat.mail or request.user.address_for_mail)
    return _page(request, "deliberation/committee/receipt.html", sitting, asked, slip=slips[0], **extra)
