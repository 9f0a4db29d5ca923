"""Uploads are kept in memory, and of one that is too long only as much as shows it."""

from soliday.core.uploads import MAX_FILE_BYTES, MemoryOnly


def _received(chunks):
    handler = MemoryOnly()
    handler.new_file("photos", "IMG_0001.jpg", "image/jpeg", 0, "utf-8")
    start = 0
    for chunk in chunks:
        assert handler.receive_data_chunk(chunk, start) is None
        start += len(chunk)
    return handler.file_complete(start)


def test_a_file_is_whole_and_has_lost_its_name():
    file = _received([b"abc", b"def"])
    assert file.read() == b"abcdef"
    assert file.name == "upload"


def test_a_file_that_is_too_long_shows_but_is_not_kept():
    mebibyte = b"x" * 1024 * 1024
    file = _received(mebibyte for _ in range(30))
    assert file.size == MAX_FILE_BYTES + 1


def test_it_lies_nowhere_on_disk():
    assert not hasattr(_received([b"abc"]), "temporary_file_path")
