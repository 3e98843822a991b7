"""Browsers in words."""

import doctest

import pytest

from accounts import devices
from accounts.devices import device_words


def test_examples_hold():
    assert doctest.testmod(devices).failed == 0


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "WindowsのChrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/17.0 Safari/605", "MacのSafari"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605 CriOS/130.0 Safari/604", "iPadのChrome"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "AndroidのChrome"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "ChromebookのChrome"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "LinuxのFirefox"),
        ("Something on Windows", "Windows"),
        ("", "不明な端末"),
    ],
)  # fmt: skip
def test_system_and_browser(agent, words):
    assert device_words(agent) == words
