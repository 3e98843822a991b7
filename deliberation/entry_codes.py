"""Codes with which members come in: how they are made, how they are read when typed, and the digest that is kept."""

import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import salted_hmac

GROUPS, GROUP = 5, 4
SALT = "deliberation.entry"


def link_code() -> str:
    """The code in a mailed link: 128 bits.

    >>> len(link_code())
    32
    """
    return secrets.token_hex(16)


def printed_code() -> str:
    """A code to be typed from paper: five groups of four digits, which need no switch of the Japanese input.

    66 bits, guessed at twenty times in a quarter of an hour at most.

    >>> [len(group) for group in printed_code().split("-")]
    [4, 4, 4, 4, 4]
    """
    return "-".join(f"{secrets.randbelow(10**GROUP):0{GROUP}d}" for _ in range(GROUPS))


def read(typed: str) -> str:
    """A code as it was meant: any width, with or without hyphens and blanks.

    >>> read(" １２３４‐5678 ー９０１２ "), read("3F9A")
    ('123456789012', '3f9a')
    """
    plain = unicodedata.normalize("NFKC", typed).replace("ー", "")
    return "".join(sign for sign in plain if sign.isalnum()).lower()


def digest(typed: str) -> str:
    """What is kept of a code: without the installation's secret key nobody finds the code that fits."""
    return _digest(typed, settings.SECRET_KEY)


def digests(typed: str) -> list[str]:
    """The digests that a code may be kept under: that of the current key, then those of former keys."""
    return [_digest(typed, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(typed: str, key: str) -> str:
    return salted_hmac(SALT, read(typed), secret=key, algorithm="sha256").hexdigest()
