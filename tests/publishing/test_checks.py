"""The system checks of the printing font and of the terms of open data."""

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


def test_terms_of_open_data_that_nobody_knows_are_refused(settings):
    assert checks.check_licence(None) == []
    settings.OPEN_DATA_LICENCE = "自由"
    (fault,) = checks.check_licence(None)
    assert (fault.id, fault.msg, fault.hint) == (
        "hashira.E004",
        "OPEN_DATA_LICENCE の「自由」は使えません。",
        "CC-BY-4.0、PDL-1.0、CC0-1.0 のどれかにしてください。",
    )
