"""The API keeps what its OpenAPI document says, whatever is asked for: schemathesis asks.

``API_EXAMPLES`` sets how many requests each address gets of either kind, good and bad (script/drill asks for more).
"""

import os

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed

from config.wsgi import application
from tests.publishing.opendata_world import World

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))
QUIET = hypothesis.settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schemathesis():
    return pytest.importorskip("schemathesis")  # here, for it takes a second to load


@pytest.fixture(autouse=True)
def the_connection_of_the_test(settings):
    """The server closes its connection after each request; this one carries the transaction of the test."""
    settings.ALLOWED_HOSTS = ["localhost"]
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def places_in(world: World) -> dict[str, str]:
    """Parameters of addresses under which something is found."""
    return {
        "government": world.town.slug,
        "plan": "digital-strategy",
        "number": 1,
        "lineage": str(world.made["section"].lineage),
        "target": str(world.targets["content"].lineage),
        "indicator": str(world.indicators["content"].key),
    }


@pytest.fixture
def operations(schemathesis, small):
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    found = [result.ok() for result in document.get_all_operations()]
    assert len(found) == 14
    return found


def statuses(operation, places: dict[str, str], **kind) -> set[int]:
    """What an address answered to many requests, each answer compared with the document."""
    found = set()

    @seed(20230401)
    @QUIET
    @given(case=operation.as_strategy(path_parameters=places, **kind))
    def ask(case):
        found.add(case.call_and_validate().status_code)

    ask()
    return found


def test_what_is_there_answers_as_the_document_says(operations, small):
    for operation in operations:
        places = {name: value for name, value in places_in(small).items() if f"{{{name}}}" in operation.path}
        plain = operation.Case(path_parameters=places).call_and_validate()
        assert plain.json().get("results", [plain.json()]), operation.label
        assert statuses(operation, places) == {200}, operation.label


def test_what_may_be_there_or_not_answers_as_the_document_says(operations):
    for operation in operations:
        assert statuses(operation, {}) <= {200, 404}, operation.label


def test_what_cannot_be_asked_is_refused_in_a_sentence(schemathesis, operations):
    for operation in operations:
        bad = statuses(operation, {}, generation_mode=schemathesis.GenerationMode.NEGATIVE)
        assert {422} <= bad <= {200, 404, 422}, operation.label  # 200: what was bad looked good in an address
