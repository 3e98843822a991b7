"""What keeps the citizens' form usable under a flood: a signed stamp on each form, a least time, a limit for each network.

Public pages set no cookie, so there is nothing that a forged form could borrow; the stamp says that a form was asked for
here, when, and which one it is (docs/decisions/0020-comments-without-cookies.md).
"""

import datetime
import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac

SALT = "deliberation.comment-form"
LEAST_SECONDS = 4  # from asking for the form to sending it; a person needs longer for one sentence
WINDOW_SECONDS = 10 * 60
MOST_IN_WINDOW = 20  # from one network: a school or an office behind one address gets through
LONGEST_BODY = 1024 * 1024  # bytes of a whole form: twenty opinions of 4,000 characters, percent-encoded

BAD_STAMP = "この画面からは送れません。お手数ですが、下の「確かめる画面へ進む」をもう一度押してください。書いた文は残っています。"
TOO_FAST = "送るまでの時間が短すぎたため、まだ受け付けていません。内容を確かめて、もう一度「この内容で送る」を押してください。"
TOO_MANY = (
    "同じ回線から続けて多くの意見が届いたため、まだ受け付けていません。10分ほどたってから、もう一度送ってください。"
    "書いた文は残っています。"
)
TRAPPED = "「この欄には何も入れないでください」の欄に文字が入っているため、まだ受け付けていません。空にして送ってください。"


class BadStamp(ValueError):
    """The form carries no stamp of ours, or one of another call."""


@dataclass(frozen=True)
class Stamp:
    """Which form this is, and when it was asked for (aware)."""

    nonce: str
    at: datetime.datetime

    def is_too_fast(self, arrived_at: datetime.datetime) -> bool:
        """Whether it came back sooner than a person can write."""
        return arrived_at - self.at < datetime.timedelta(seconds=LEAST_SECONDS)

    def key_of(self, fingerprint: str) -> str:
        """The key under which a submission is taken once: the same form with the same text. 80 characters at most.

        Text that was changed after going back in the browser is another submission, so that nothing is lost.
        """
        return f"{self.nonce}:{fingerprint[:40]}"


def stamp(comment: int, now: datetime.datetime) -> str:
    """A signed stamp for a new form of this call."""
    return signing.dumps({"c": comment, "n": secrets.token_hex(12), "t": now.timestamp()}, salt=SALT)


def read_stamp(text: str, comment: int) -> Stamp:
    """The stamp of a form of this call; BadStamp for a forged one or one of another call."""
    try:
        told = signing.loads(text, salt=SALT)
        if told["c"] != comment:
            raise BadStamp
        return Stamp(told["n"], datetime.datetime.fromtimestamp(told["t"], datetime.UTC))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadStamp from error


def network_of(address: str) -> str:
    """The network that is counted as one sender: /24 of IPv4, /64 of IPv6. What is no address counts as one network.

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2:3::9"), network_of("::ffff:203.0.113.9"), network_of("")
    ('203.0.113.0/24', '2001:db8:1:2::/64', '203.0.113.0/24', 'unknown')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def is_full(network: str, now: datetime.datetime) -> bool:
    """Whether as many submissions as we take were stored from this network. One query."""
    return cache.get(_bucket(network, now), 0) >= MOST_IN_WINDOW


def count(network: str, now: datetime.datetime) -> bool:
    """Count one submission of this network; False when there were enough. Exact only under a lock, which the verb holds."""
    key = _bucket(network, now)
    so_far = cache.get(key, 0)
    if so_far >= MOST_IN_WINDOW:
        return False
    cache.set(key, so_far + 1, WINDOW_SECONDS)
    return True


def _bucket(network: str, now: datetime.datetime) -> str:
    """The address itself is not kept, only a keyed hash of its network, for ten minutes."""
    window = int(now.timestamp()) // WINDOW_SECONDS
    told = salted_hmac(SALT, f"{network}|{window}", algorithm="sha256").hexdigest()
    return f"comments-{hashlib.sha256(told.encode()).hexdigest()[:40]}"
