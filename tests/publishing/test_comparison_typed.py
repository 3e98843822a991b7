"""What people type about a 新旧対照表, put in order and checked."""

import pytest

from accounts.audit import Refused
from publishing.comparison.table import Cause
from publishing.comparison.typed import causes_of, cuts_after, keys_of, plain, points_of, terms_of, write
from publishing.models import ComparisonNote


def test_text_is_kept_without_what_no_file_can_hold():
    assert plain(" 一\x00行め\r\n二\x0b行め\u3000") == "一行め\n二行め"
    assert points_of("一\n\n 二 \r三") == ["一", "二", "三"]
    assert terms_of([(" 旧\x00 ", "新\n")]) == [("旧", "新")]


def test_keys_are_taken_once_in_their_order():
    assert keys_of(["b", "a", "b"]) == ("b", "a")
    with pytest.raises(Refused):
        keys_of(["a\x00"])


def test_cuts_are_kept_as_they_are():
    assert (cuts_after([]), cuts_after([1, 4])) == ((), (1, 4))


@pytest.mark.parametrize("url", ["", "/toyonaka/", "https://www.city.example.jp/iken.html"])
def test_a_cause_leads_to_a_page_of_ours_or_of_the_web(url):
    (row,) = causes_of(ComparisonNote(), [Cause("OPINION", " 意見 ", url)])
    assert (row.kind, row.words, row.url) == ("OPINION", "意見", url)


@pytest.mark.parametrize(
    "url", ["http://a.example", "mailto:a@example.jp", "#r1", "/\\evil.example", "/\t/evil.example", "https"]
)
def test_a_cause_leads_nowhere_else(url):
    with pytest.raises(Refused):
        causes_of(ComparisonNote(), [Cause("意見", "意見", url)])


def test_what_is_left_out_needs_a_reason_whatever_else_is_written():
    note = ComparisonNote()
    write(note, placement="OMITTED", reason="誤植")
    with pytest.raises(Refused):
        write(note, reason=" ")
