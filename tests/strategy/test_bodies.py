"""The body of an item on a page: clean, and wide tables scroll."""

from strategy.bodies import SCROLL, safe_html


def test_what_got_past_the_verb_is_cleaned_again():
    assert safe_html("<p>文</p><script>alert(1)</script>") == "<p>文</p>"


def test_a_table_can_be_scrolled_by_itself():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert safe_html(f"<p>前</p>{table}") == f"<p>前</p>{SCROLL}{table}</div>"
