"""The row of tests/test_verbs.py for the verb that files a comparison of two population visions as a paper."""

from collections.abc import Callable
from typing import Any

from deliberation.paper_words import receive
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting
from tests.deliberation.test_papers import pdf
from tests.vision import editions
from vision.comparison.reading import VisionPair


def filed(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting = a_meeting(a_body(w.toyonaka, name="人口の部会"), factories.plan(w.toyonaka, slug="hito"))
    pair = VisionPair(*editions.two(w.toyonaka))
    return act(
        pair=pair,
        meeting=meeting,
        received=receive(pdf(), name="comparison.pdf"),
        label="資料3",
        title="人口ビジョンの変更点",
        is_public=True,
    )


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {"population.paper": filed}
