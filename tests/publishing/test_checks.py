"""The system check of the printing font."""

from publishing import checks


def test_a_missing_font_names_the_package(monkeypatch):
    monkeypatch.setattr(checks, "missing_fonts", lambda: ("BIZ UDGothic",))
    (fault,) = checks.check_font(None)
    assert fault.id == "hashira.W001"
    assert fault.msg == "PDF に使う書体（BIZ UDゴシック）がこの機械にありません。PDF をつくれません。"
    assert fault.hint == "Debian・Ubuntu：apt-get install fonts-morisawa-bizud-gothic"


def test_with_the_font_there_is_nothing_to_say(monkeypatch):
    monkeypatch.setattr(checks, "missing_fonts", lambda: ())
    assert checks.check_font(None) == []
