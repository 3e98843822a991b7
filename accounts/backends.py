"""How a name typed at sign-in finds its person."""

import unicodedata

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from accounts.models import User


def person_named(name: str) -> User | None:
    """The person of this mail address or login name, in any case and width; an address goes first. One query.

    Names that differ in case only stay two people: then the name must be typed exactly.
    """
    typed, plain = name.strip(), unicodedata.normalize("NFKC", name.strip())
    found = list(
        User.objects.filter(
            Q(email=plain.lower()) | Q(login_name__iexact=typed) | Q(login_name__iexact=plain)
        ).order_by("id")
    )
    for person in found:
        if person.email == plain.lower():
            return person
    exact = [person for person in found if person.login_name in (typed, plain)]
    candidates = exact or found
    return candidates[0] if len(candidates) == 1 else None


class SignInBackend(ModelBackend):
    """Checks one password of one person, so that an unknown name takes as long as a known one."""

    def authenticate(self, request, email=None, username=None, password=None, **_):
        name = email or username
        if not name or password is None:
            return None
        person = person_named(name)
        if person is None:
            User().set_password(password)  # the same work as checking one
            return None
        is_right = person.check_password(password)
        return person if is_right and self.user_can_authenticate(person) else None
