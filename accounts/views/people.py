"""The administrator's pages about people: who is there, inviting, roles, end, handing over, printed passwords."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import EndForm, HandOverForm, InvitationForm, MembershipForm
from accounts.links import absolute
from accounts.memberships import unadministered_from
from accounts.models import Government, Membership, User
from accounts.passwords import first_password
from accounts.people import give_first_password
from accounts.rules import Role, membership_or_404, office


@office(Role.ADMIN)
def people(request: HttpRequest, government: Government) -> HttpResponse:
    """All people of the government: those who may come in, those who will, those whose role is over."""
    today = timezone.localdate()
    rows = government.memberships.select_related("user", "department").order_by(
        "user__name", "user_id", "-id"
    )
    groups: dict[str, list[Membership]] = {"now": [], "later": [], "ended": []}
    for row in rows:
        over = row.last_day is not None and row.last_day < today
        groups["ended" if over else "now" if row.span.holds(today) else "later"].append(row)
    return render(
        request,
        "accounts/people.html",
        groups | {"government": government, "unadministered_from": unadministered_from(government)},
    )


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, government: Government) -> HttpResponse:
    """Invite by mail, or by login name with a printed password: then the sheet is the answer."""
    form = InvitationForm(request.POST or None, government=government)
    if form.is_valid() and (person := form.attempt(actor=request.user)):
        if form.password:
            return _sheet(request, person, form.password)
        _tell_of_invitation(request, person, form.cleaned_data["name"])
        return redirect("people", government.slug)
    return render(request, "accounts/person_invite.html", {"form": form, "government": government})


def _tell_of_invitation(request: HttpRequest, person: User, typed: str) -> None:
    messages.success(
        request, f"{person.name}さんを招待しました。{person.address_for_mail} に招待のメールが届きます。"
    )
    if person.name != typed:
        messages.warning(
            request,
            f"このメールアドレスの人は、すでに「{person.name}」の名前で登録されています。"
            "新しい役割だけを加え、氏名は変えていません。",
        )


@sensitive_variables("password")
def _sheet(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """The sheet with the first password: the only place where it ever stands."""
    context = {
        "person": person,
        "password": password,
        "government": request.membership.government,
        "door": absolute(request, reverse("account_login")),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/first_password.html", context)


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, government: Government, membership: int) -> HttpResponse:
    """What one person may do from when to when, and what can be done about it."""
    shown = membership_or_404(government, membership)
    form = MembershipForm(request.POST or None, membership=shown)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"{shown.user.name}さんの役割と期間を変えました。")
        return redirect("people", government.slug)
    return _person_page(request, shown, form=form)


def _person_page(request: HttpRequest, shown: Membership, **forms) -> HttpResponse:
    given = {"form": MembershipForm(membership=shown), "end_form": EndForm(membership=shown)} | forms
    over = shown.last_day is not None and shown.last_day < timezone.localdate()
    return render(
        request, "accounts/person.html", given | {"shown": shown, "over": over, "person": shown.user}
    )


@office(Role.ADMIN)
@require_POST
def end(request: HttpRequest, government: Government, membership: int) -> HttpResponse:
    """End a person's role with a day."""
    shown = membership_or_404(government, membership)
    form = EndForm(request.POST, membership=shown)
    if form.is_valid() and (ended := form.attempt(actor=request.user)):
        day = f"{ended.last_day.year}年{ended.last_day.month}月{ended.last_day.day}日"
        messages.success(request, f"{shown.user.name}さんの所属を{day}までにしました。")
        return redirect("people", government.slug)
    return _person_page(request, shown, end_form=form)


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, government: Government, membership: int) -> HttpResponse:
    """Give a person's role and department to a successor from a day on."""
    shown = membership_or_404(government, membership)
    form = HandOverForm(request.POST or None, membership=shown)
    if form.is_valid() and (successor := form.attempt(actor=request.user)):
        if form.password:
            return _sheet(request, successor.user, form.password)
        messages.success(request, f"{shown.user.name}さんから{successor.user.name}さんへ引き継ぎました。")
        return redirect("people", government.slug)
    return render(request, "accounts/person_hand_over.html", {"form": form, "shown": shown})


@office(Role.ADMIN)
@require_POST
@sensitive_variables("password")
def password(request: HttpRequest, government: Government, membership: int) -> HttpResponse:
    """Print a new first password for somebody who forgot the own one."""
    shown, password = membership_or_404(government, membership), first_password()
    try:
        person = give_first_password(actor=request.user, membership=shown, password=password)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("person", government.slug, shown.pk)
    return _sheet(request, person, password)
