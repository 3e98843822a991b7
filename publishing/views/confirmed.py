"""What pages with a form share: what was sent, the form's verb, and its refusal put into the form."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from strategy.models import Edition


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: whatever was posted, be it nothing."""
    return request.POST if request.method == "POST" else None


def saved(request: HttpRequest, form: forms.Form) -> Edition | None:
    """What the form's verb returned; None when there was nothing to save, or the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return form.save(actor=request.user)
    except ValidationError as refused:
        for field, errors in _by_field(form, refused).items():
            form.add_error(field, errors)
        if known := getattr(form, "edition", None):
            known.refresh_from_db(
                fields=["frozen_at", *Edition.LIFE_FIELDS]
            )  # the page tells how it stands now
    return None


def _by_field(form: forms.Form, refused: ValidationError) -> dict[str | None, list[ValidationError]]:
    """The sentences of a refusal, at their field where the form has it."""
    found: dict[str | None, list[ValidationError]] = {}
    by_name = refused.error_dict if hasattr(refused, "error_dict") else {None: refused.error_list}
    for name, errors in by_name.items():
        found.setdefault(name if name in form.fields else None, []).extend(errors)
    return found
