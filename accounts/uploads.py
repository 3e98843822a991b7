"""How much one request may bring: decided by its length, before a byte of it is kept anywhere.

Each form says how large its own file may be; this is only the door, for those who have no business with any form.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST = 40 * 1024 * 1024


class RequestLimit(FileUploadHandler):
    """The first of the upload handlers. It refuses a whole request, and leaves the files of others to the next."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is too long (400 with a page that says so)."""
        if content_length > MOST:
            raise RequestDataTooBig(f"an upload of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
