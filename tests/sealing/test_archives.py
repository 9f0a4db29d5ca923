"""Archives: what a forged package may not do to the person who opens it."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soliday.sealing.archives import NotAnArchive, pack, unpack, unpack_foreign

names = st.text("az09._-", max_size=63).map(lambda rest: "a" + rest)


@given(st.dictionaries(names, st.binary(max_size=2000), max_size=5), st.integers(0, 2000))
def test_files_come_back_in_order_whatever_the_padding(files: dict[str, bytes], zeros: int) -> None:
    opened = unpack(pack(files) + bytes(zeros))
    assert list(opened.items()) == list(files.items())


def test_a_stock_reader_sees_plain_files_that_say_nothing_else() -> None:
    archive = pack({"report.json": b"{}", "photo-1.jpg": bytes(600)})
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = tar.getmembers()
    assert [(m.name, m.size) for m in members] == [("report.json", 2), ("photo-1.jpg", 600)]
    for member in members:
        told = (member.mtime, member.uid, member.gid, member.uname, member.gname, member.mode)
        assert told == (0, 0, 0, "", "", 0o600)


@pytest.mark.parametrize("name", ["", "../up", "/etc/x", "a/b", "Å", "UPPER", ".dot", "a" * 65])
def test_a_name_that_is_not_plain_is_not_packed(name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        pack({name: b""})


def entry(name: str = "x", **changes: object) -> bytes:
    header = tarfile.TarInfo(name)
    for field, value in changes.items():
        setattr(header, field, value)
    return header.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    "archive",
    [
        entry("../up"),
        entry("/etc/passwd"),
        entry(type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        entry(type=tarfile.LNKTYPE, linkname="y"),
        entry(type=tarfile.DIRTYPE),
        entry(type=tarfile.CHRTYPE),
        entry(type=tarfile.GNUTYPE_SPARSE),
        entry(type=tarfile.GNUTYPE_LONGNAME, size=0),
        entry(type=tarfile.XHDTYPE, size=0),
        entry(size=1),
        entry(size=1 << 40),
        entry(size=-512),
        entry() + entry(),
        b"no header",
        b"x" * 512,
        entry()[:-1] + b"x",
        entry()[:100],
    ],
)
def test_anything_but_plain_files_is_refused(archive: bytes) -> None:
    with pytest.raises(NotAnArchive):
        unpack(archive)


def foreign(kind: bytes = tarfile.REGTYPE, name: str = "IMG 1.JPG", **changes: object) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.type, entry.size = kind, 3
    for key, value in changes.items():
        setattr(entry, key, value)
    return entry.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict") + b"abc".ljust(512, b"\0")


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_a_tar_of_any_program_is_read(form: int) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        folder = tarfile.TarInfo("photos")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name in ("report.txt", "photos/Фото 1.JPG", "photos/" + "long" * 20 + ".jpg"):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = 5, 1.5
            archive.addfile(entry, io.BytesIO(b"bytes"))
    assert [content for _name, content in unpack_foreign(file.getvalue())] == [b"bytes"] * 3


@pytest.mark.parametrize(
    "archive",
    [
        foreign(tarfile.SYMTYPE, linkname="/etc/passwd"),
        foreign(tarfile.LNKTYPE, linkname="x"),
        foreign(tarfile.GNUTYPE_SPARSE),
        foreign(tarfile.CHRTYPE),
        foreign(size=10**9),
        foreign()[:512],
        foreign()[:300],
        b"\x80" * 1024,
    ],
)
def test_what_could_point_or_grow_is_refused(archive: bytes) -> None:
    with pytest.raises(NotAnArchive):
        unpack_foreign(archive)


@given(st.binary(max_size=2048))
def test_any_bytes_give_files_or_a_refusal(archive: bytes) -> None:
    try:
        files = unpack_foreign(archive)
    except NotAnArchive:
        return
    assert sum(len(content) for _name, content in files) <= len(archive)
