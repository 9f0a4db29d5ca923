"""Uploads stay in memory: an upload handler that never writes a temporary file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_FILE_BYTES = 20_000_000  # what the door for photos takes; a test holds the two together


class MemoryOnly(FileUploadHandler):
    """Keeps at most MAX_FILE_BYTES of each file; of a longer one, one byte more, so that it shows.

    The rest of a file that is too long is read and forgotten: the form can then name the fault
    beside its field and give back what was typed.
    """

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = MAX_FILE_BYTES + 1 - self.kept.tell()
        self.kept.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, "upload", self.content_type, size, self.charset
        )
