"""How a member comes in, for the secretariat: a link by mail, or codes printed once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.links import absolute
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.entries import deadline_words
from deliberation.forms.secretariat import InviteForm, LetterForm
from deliberation.models import EntryCode, Meeting, Member
from deliberation.rules import body_or_404
from deliberation.titles import title_of
from deliberation.waiting import instant_words
from strategy.views.answers import sent, status_of


def _seat(government: Government, body: int, member: int) -> Member:
    """A member of this body of this government, or Http404. Two queries."""
    found = body_or_404(government, body)
    seat = found.members.select_related("user").filter(pk=member).first()
    if seat is None:
        raise Http404("この委員は見つかりません。")
    seat.body = found
    return seat


def _context(seat: Member, **extra: object) -> dict[str, object]:
    return {"government": seat.body.government, "body": seat.body, "member": seat, **extra}


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest, government: Government, body: int, member: int) -> HttpResponse:
    """How this member comes in, and what was made for it; POST mails a new link."""
    seat = _seat(government, body, member)
    form = InviteForm(sent(request), member=seat)
    if form.is_bound and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"{seat.name}委員に招待のメールを送ります（{seat.mail}）。")
        return redirect("member_invite", government.slug, seat.body_id, seat.pk)
    rows = seat.codes.select_related("meeting__body").order_by("-id")[:20]
    codes = [(code, title_of(code.meeting) if code.meeting else "（すべて）", _state(code)) for code in rows]
    context = _context(seat, form=form, letter=LetterForm(member=seat), codes=codes)
    return render(request, "deliberation/entrance/invite.html", context, status=status_of(form))


def _state(code: EntryCode) -> str:
    if code.used_at:
        return f"{instant_words(code.used_at, year=False, seconds=False)}に使われました"
    if code.revoked_at:
        return "無効（新しいものを出した）"
    words = instant_words(code.expires_at, year=False, seconds=False)
    return (
        f"期限切れ（{words}まで）"
        if code.expires_at <= timezone.now()
        else f"まだ使われていません（{words}まで）"
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("codes")
def member_letter(request: HttpRequest, government: Government, body: int, member: int) -> HttpResponse:
    """For which meeting codes are printed; POST makes them and shows the letter, the only place where they stand."""
    seat = _seat(government, body, member)
    form = LetterForm(sent(request), member=seat)
    if form.is_valid() and (codes := form.attempt(actor=request.user)):
        return _letter(request, seat, form.cleaned_data["meeting"], codes)
    context = _context(seat, form=form)
    return render(request, "deliberation/entrance/letter_ask.html", context, status=status_of(form))


@sensitive_variables("codes")
def _letter(request: HttpRequest, seat: Member, meeting: Meeting, codes: tuple[str, ...]) -> HttpResponse:
    context = _context(
        seat,
        codes=codes,
        meeting=meeting,
        title=title_of(meeting),
        deadline=deadline_words(meeting),
        door=absolute(request, reverse("committee_enter")),
        today=timezone.localdate(),
    )
    return render(request, "deliberation/entrance/letter.html", context)
