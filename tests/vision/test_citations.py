"""What an edition cites, read in one query, and a sign by which a change of it is noticed."""

import pytest

from tests.vision.tied import ARGUMENT, tied
from vision.citations import citation_of, seen_of

pytestmark = pytest.mark.django_db


def test_a_citation_is_one_query_without_the_stored_document(toyonaka, django_assert_num_queries):
    edition, _, _ = tied(toyonaka)
    with django_assert_num_queries(1):
        found = citation_of(edition)
        assert (found.vision.title, found.vision.government.slug, found.argument) == (
            "豊中市人口ビジョン", "toyonaka", ARGUMENT,
        )  # fmt: skip
    assert found.vision.get_deferred_fields() == {"content"}


def test_the_sign_changes_with_vision_and_argument(toyonaka):
    edition, _, _ = tied(toyonaka)
    found = citation_of(edition)
    before = seen_of(found)
    found.argument = "別の文"
    assert (seen_of(None), seen_of(found) != before) == ("", True)
