"""Saving rows of this room: whose version counts, and nothing where nothing changed."""

import pytest

from accounts.saving import Overtaken
from tests.vision.towns import a_vision
from vision.saving import OVERTAKEN, require_version

pytestmark = pytest.mark.django_db


def test_who_comes_too_late_is_told_and_sees_what_stands_there(toyonaka):
    vision = a_vision(toyonaka, scenarios=False)
    require_version(vision, 1, "この人口ビジョン")
    with pytest.raises(Overtaken) as late:
        require_version(vision, 2, "この人口ビジョン")
    assert (late.value.current, late.value.sentence) == (vision, OVERTAKEN.format("この人口ビジョン"))
