"""Codes with which members come in: read as they were meant, kept as a digest that needs the secret key."""

from deliberation.entry_codes import digest, digests, link_code, printed_code, read


def test_what_is_typed_from_paper_is_the_code():
    code = printed_code()
    wide = code.translate(str.maketrans("0123456789-", "０１２３４５６７８９ー"))
    blanks = code.replace("-", "　")
    assert {read(code), read(wide), read(f" {blanks} "), read(code.replace("-", "‐"))} == {
        code.replace("-", "")
    }
    assert len(read(code)) == 20


def test_codes_are_not_made_twice():
    assert len({printed_code() for _ in range(200)} | {link_code() for _ in range(200)}) == 400


def test_the_digest_hangs_on_the_secret_key(settings):
    settings.SECRET_KEY_FALLBACKS = []
    before = digest("1234-5678")
    assert digests("１２３４５６７８") == [before]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert digest("1234-5678") != before
    assert digests("1234-5678") == [digest("1234-5678"), before]
