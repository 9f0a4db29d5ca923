"""What the press itself puts on the site: withdrawn.txt, the sums and their signature."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from soliday.core.pages import PublicPage
from soliday.press import ledger, release, signing
from soliday.press.models import TakenDown
from soliday.press.paths import PUBLIC_KEY, SIGNATURE, SUMS, WITHDRAWN

KEYS = frozenset({"press"})


def own_pages(key: signing.PressKey) -> list[PublicPage]:
    """The press's own files that are in the ledger, and so in the sums, like any other."""
    return [
        PublicPage(WITHDRAWN, KEYS, withdrawn_text),
        PublicPage(PUBLIC_KEY, KEYS, lambda: signing.public_key_file(key)),
    ]


def withdrawn_text() -> bytes:
    """Day and path of each page that was taken down, and never what it was."""
    rows = sorted(TakenDown.objects.values_list("path", "on"))  # not by a database's alphabet
    return "".join(f"{on.isoformat()} {path}\n" for path, on in rows).encode()


def sums_text() -> bytes:
    """The sums of all plain files, as `sha256sum` writes them; the forms follow from those."""
    files = sorted((_file_name(path), sha256) for path, sha256 in ledger.sums())
    return "".join(f"{sha256}  {name}\n" for name, sha256 in files).encode()


def release_sums(site: Path, key: signing.PressKey, *, today: date) -> None:
    """Write and sign the sums, unless they are on disk already and signed."""
    sums, name, signature = sums_text(), SUMS.lstrip("/"), SIGNATURE.lstrip("/")
    if release.is_in_place(site, name, sums) and _is_signed(site / signature, key, sums):
        return
    files = sums.count(b"\n")
    comment = f"site of {today.isoformat()}, {files} files"
    signed = signing.sign(key, sums, trusted_comment=comment)
    release.write_pages(site, [(name, sums), (signature, signed)])


def _is_signed(path: Path, key: signing.PressKey, sums: bytes) -> bool:
    try:
        return signing.is_signed(key, sums, path.read_bytes())
    except FileNotFoundError:
        return False


def _file_name(path: str) -> str:
    return PublicPage(path, KEYS, bytes).file_name
