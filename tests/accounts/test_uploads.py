"""The door for uploads: too long a request ends in a page that says so, and nothing of it is kept."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.uploads import MOST, RequestLimit

SIGN_IN = "/accounts/login/"
TOO_MUCH = "ファイルが大きすぎるか（一度に送れるのは40MBまでです）"


def file(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.png", b"\0" * size, "image/png")


@pytest.fixture
def visitor(db) -> Client:
    """Somebody with the cookie of the sign-in page, which is all one needs to be read."""
    client = Client(enforce_csrf_checks=True)
    assert "csrftoken" in client.get(SIGN_IN).cookies
    return client


def test_too_long_a_request_is_refused_before_it_is_read(visitor):
    answer = visitor.post(SIGN_IN, {"image": file(MOST)})
    assert (answer.status_code, TOO_MUCH in answer.content.decode()) == (400, True)


def test_what_is_not_too_long_is_read(visitor):
    answer = visitor.post(SIGN_IN, {"image": file(MOST - 4096)})
    assert (answer.status_code, TOO_MUCH in answer.content.decode()) == (403, False)  # no token was sent


def test_the_limit_goes_by_the_length_of_the_request():
    limit = RequestLimit()
    limit.handle_raw_input(None, {}, MOST, b"")
    with pytest.raises(RequestDataTooBig, match="an upload of 41943041 bytes"):
        limit.handle_raw_input(None, {}, MOST + 1, b"")
    assert limit.receive_data_chunk(b"data", 0) == b"data"
    assert limit.file_complete(4) is None
