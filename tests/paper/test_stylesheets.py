import doctest
import re

import pytest

from paper import stylesheets


def test_the_examples_hold():
    assert doctest.testmod(stylesheets) == (0, 5)


def test_the_sheets_of_the_plan_are_there():
    assert stylesheets.names() == (
        "comparison",
        "comparison-page",
        "comparison-stacked",
        "meeting",
        "opinions",
        "plan",
        "population",
        "print",
        "review",
    )
    assert '"BIZ UDGothic"' in stylesheets.stylesheet("print")
    assert ".col-mark" in stylesheets.stylesheet("plan")


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(LookupError, match="plan, population, print"):
        stylesheets.stylesheet("../secrets")


@pytest.mark.parametrize("name", stylesheets.names())
def test_no_sheet_reaches_outside(name):
    assert re.findall(r"url\(|@import|https?:", stylesheets.stylesheet(name)) == []


@pytest.mark.parametrize("prefix", ['"; } body { display: none } :root { --x: "', "a\\", "\n}", "</style>"])
def test_a_prefix_cannot_leave_its_string(prefix):
    rule = stylesheets.numbering(prefix)
    inside = re.fullmatch(r':root \{ --page-prefix: "([^"\n<]*)"; --page-word: ""; \}', rule)
    assert inside is not None
    assert re.sub(r"\\[0-9a-f]{6}", "", inside[1]).count("\\") == 0
