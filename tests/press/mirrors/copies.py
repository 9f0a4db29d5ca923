"""Small signed releases of a site, as trees in memory."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from soliday.press import compression, signing
from soliday.press.mirrors.minisig import PublicKey
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS, Head, written

KEY = signing.PressKey(b"12345678", Ed25519PrivateKey.from_private_bytes(b"k" * 32))
OTHER_KEY = signing.PressKey(b"87654321", Ed25519PrivateKey.from_private_bytes(b"o" * 32))
PUBLIC = PublicKey(KEY.number, KEY.public)
TODAY = date(2026, 8, 4)
HEAD = Head("4-august", 7, TODAY, date(2026, 11, 4))


def pages(version: int = 0) -> dict[str, bytes]:
    """A dozen files of every kind; another version differs in some of the pages."""
    text = b"<p>page of solidarity</p>" * 20
    found = {
        "index.html": text,
        "withdrawn.txt": b"",
        "data/actions.json": b'{"actions": []}',
        "photos/1-ab.jpg": bytes(range(256)) * 3,
    }
    for number in range(6):
        told = version if number % 2 else 0
        found[f"en/actions/{number}/index.html"] = text + b"%d in version %d" % (number, told)
    return found


def release(
    files: dict[str, bytes],
    *,
    sequence: int = HEAD.sequence,
    key: signing.PressKey = KEY,
    head: Head = HEAD,
) -> dict[str, bytes]:
    """The files in all their forms, with sums and signature."""
    head = replace(head, sequence=sequence)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    lists = written(head, sums)
    tree = {}
    for name, data in (files | lists).items():
        for form, packed in compression.forms(name, data).items():
            if packed is not None:
                tree[name + form] = packed
    return tree | {SIGNATURE: sign(lists[SUMS], sequence, key)}


def sign(sums: bytes, sequence: int, key: signing.PressKey = KEY) -> bytes:
    comment = f"day: 4-august; sequence: {sequence}; made: 2026-08-04; valid-until: 2026-11-04"
    return signing.sign(key, sums, trusted_comment=comment)
