"""Sessions that open one place only: whoever came in with a code for a meeting sees it, and nothing else of his own.

A printed code was in other hands before, and neither it nor a mailed link asks for a second step. So such a session
never reaches the pages of staff, the settings of sign-in or another place.
"""

from django.contrib.sessions.backends.base import SessionBase

KEY = "confined_to"  # in the session: the beginning of all addresses that it opens


def confine(session: SessionBase, place: str) -> None:
    """From now on this session opens addresses that begin with ``place``, and what asks for no sign-in."""
    session[KEY] = place


def place_of(session: SessionBase) -> str:
    """Where a session is confined to; an empty text for an ordinary one."""
    return session.get(KEY, "")
