"""書面開催の同意, for the secretariat: who agrees, who has not answered, and answers that came on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, Role, office
from deliberation.consent_step import is_asked, is_open
from deliberation.consents import standing
from deliberation.deadlines import printed
from deliberation.forms.secretariat import PaperConsentForm
from deliberation.rules import meeting_at
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent, status_of


@office(*PLANNERS, Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """The step of consent as it stands; planners note what came on paper or by telephone."""
    found = meeting_at(government, plan, meeting)
    if request.method == "POST" and request.membership.role not in PLANNERS:
        raise PermissionDenied("同意を記録できるのは、事務局（企画担当）だけです。")
    form = PaperConsentForm(sent(request), meeting=found)
    if form.is_valid() and (row := form.attempt(actor=request.user)):
        messages.success(request, f"{row.member.name}委員の答えを記録しました。")
        return redirect(meeting_address("consents", found))
    until = found.consent_until or found.opens_at
    context = meeting_context(
        request,
        government,
        found,
        form=form,
        standing=standing(found),
        is_asked=is_asked(found),
        is_open=is_open(found, timezone.now()),
        until=printed(timezone.localtime(until)) if until else "",
    )
    return render(request, "deliberation/meeting/consents.html", context, status=status_of(form))
