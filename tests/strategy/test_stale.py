"""Two people at one small row: who comes second is told."""

import pytest
from django.http import QueryDict

from strategy.forms.terms import TermForm
from strategy.models import Edition, Term
from strategy.stale import Stale, fingerprint, require_seen

SAYS = ("word", "reading", "definition")


@pytest.fixture
def term() -> Term:
    return Term(word="関係人口", reading="", definition="見本")


def test_a_fingerprint_tells_every_field_apart(term):
    before = fingerprint(term, *SAYS)
    assert fingerprint(Term(word="関係人口", reading="", definition="見本"), *SAYS) == before
    others = {
        fingerprint(Term(**({"word": "関係人口", "reading": "", "definition": "見本"} | change)), *SAYS)
        for change in (
            {"word": "人口"},
            {"reading": "見本"},
            {"definition": ""},
            {"word": "", "reading": "関係人口"},
        )
    }
    assert len(others | {before}) == 5


def test_what_was_not_seen_is_told_with_its_words(term):
    require_seen(term, None, *SAYS)
    require_seen(term, fingerprint(term, *SAYS), *SAYS)
    with pytest.raises(Stale) as caught:
        require_seen(term, "0" * 16, *SAYS)
    assert caught.value.sentence == (
        "ほかの人が先に変えました（いまの内容：用語「関係人口」、説明「見本」）。書いた文は残っています。"
        "よければ、もう一度保存すると上書きします。"
    )
    assert caught.value.seen == fingerprint(term, *SAYS)


def test_a_form_that_was_overtaken_keeps_the_text_and_has_now_seen_the_other(term):
    form = TermForm(
        QueryDict("word=わたしの語&definition=わたしの説明&seen=old"), edition=Edition(), term=term
    )
    assert form.is_valid()
    form.overtaken(Stale("先に変えました。", "new"))
    assert (form["word"].value(), form["seen"].value()) == ("わたしの語", "new")
    assert form.non_field_errors() == ["先に変えました。"]
