"""Is this copy true? Tells apart what can be wrong with it. Pure: a tree of files goes in.

A tree maps names to bytes. `KeyError` from it means that there is no such file. What the tree can
list is compared as well: a file that no sum names is one fault more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from soliday.press.compression import is_text
from soliday.press.mirrors.minisig import PublicKey, is_over, is_whole, read_signature
from soliday.press.mirrors.sums_file import (
    SIGNATURE,
    SUMS,
    Root,
    SumsUnreadable,
    read_part,
    read_root,
)
from soliday.press.mirrors.unpacking import unpacked
from soliday.press.paths import FORMS

Tree = Mapping[str, bytes]
NOT_LISTED = (SUMS, SIGNATURE)


class Kind(StrEnum):
    """What can be wrong, gravest first."""

    UNSIGNED = "unsigned"
    WRONG_KEY = "wrong key"
    MIXED = "mixed"
    CHANGED = "changed"
    EXTRA = "extra"
    MISSING = "missing"
    OLDER = "older"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where or why."""

    kind: Kind
    about: str


def verify(
    tree: Tree, *, key: PublicKey, today: date, known_sequence: int | None = None
) -> list[Fault]:
    """Everything that is wrong with this copy; nothing for one that is true."""
    sums = tree.get(SUMS)
    if sums is None:
        return [Fault(Kind.MISSING, SUMS)]
    if fault := signature_fault(sums, tree.get(SIGNATURE), key):
        return [fault]
    try:
        root = read_root(sums)
    except SumsUnreadable as unreadable:  # signed and yet not ours: of another kind or version
        return [Fault(Kind.CHANGED, f"{SUMS}: {unreadable}")]
    faults = [*release_faults(root, today=today, known_sequence=known_sequence)]
    listed, unread = listed_files(tree, root)
    faults += _form_faults(SUMS, sums, _forms(tree, SUMS, len(sums)))
    faults += _file_faults(tree, listed)
    # What a broken part lists is not known, so nothing can be said to be too much.
    told = {fault.about for fault in faults}
    faults += [Fault(Kind.CHANGED, name) for name in sorted(unread - told)]
    return faults if unread else [*faults, *_extra(tree, listed)]


def signature_fault(sums: bytes, signed: bytes | None, key: PublicKey) -> Fault | None:
    """What is wrong with the signature of the sums. Its comment is signed apart from the data,
    so a true signature over other sums still tells which release it is of."""
    if not signed:
        return Fault(Kind.UNSIGNED, SIGNATURE)
    signature = read_signature(signed)
    if signature is None:
        return Fault(Kind.CHANGED, SIGNATURE)
    if signature.number != key.number:
        return Fault(Kind.WRONG_KEY, f"signed by {signature.number[::-1].hex().upper()}")
    if not is_whole(key, signature):
        return Fault(Kind.CHANGED, SIGNATURE)
    if is_over(key, signature, sums):
        return None
    return _other_sums(sums, signature.sequence)


def release_faults(
    root: Root, *, today: date, known_sequence: int | None = None
) -> Iterator[Fault]:
    """What is wrong with the release as a whole: older than one seen before, or out of date."""
    head = root.head
    if known_sequence is not None and head.sequence < known_sequence:
        yield Fault(Kind.OLDER, f"sequence {head.sequence}, known is {known_sequence}")
    if head.valid_until < today:
        yield Fault(Kind.EXPIRED, f"valid until {head.valid_until.isoformat()}")


def listed_files(tree: Tree, root: Root) -> tuple[dict[str, str], set[str]]:
    """The sum of every file by name, parts among them; beside it the parts that cannot be used."""
    listed, unread = dict(root.listed), set()
    for name in root.parts:
        try:
            listed |= read_part(_as_listed(tree, name, root.listed[name]))
        except (KeyError, SumsUnreadable):
            unread.add(name)
    return listed, unread


def _as_listed(tree: Tree, name: str, listed: str) -> bytes:
    data = tree[name]
    if sha256(data).hexdigest() != listed:
        raise KeyError(name)
    return data


def _other_sums(sums: bytes, signed_sequence: int | None) -> Fault:
    try:
        sequence = read_root(sums).head.sequence
    except SumsUnreadable:
        return Fault(Kind.CHANGED, SUMS)
    if signed_sequence is None or sequence == signed_sequence:
        return Fault(Kind.CHANGED, SUMS)
    return Fault(Kind.MIXED, f"sums of {sequence}, signature of {signed_sequence}")


def _file_faults(tree: Tree, listed: Mapping[str, str]) -> Iterator[Fault]:
    for name in sorted(listed):
        data = tree.get(name)
        if data is None:
            yield Fault(Kind.MISSING, name)
            continue
        forms = _forms(tree, name, len(data))
        if sha256(data).hexdigest() == listed[name]:
            yield from _form_faults(name, data, forms)
        else:
            # One that agrees with its own compressed forms was not damaged: it came from elsewhere.
            is_whole_file = bool(forms) and all(plain == data for plain in forms.values())
            yield Fault(Kind.MIXED if is_whole_file else Kind.CHANGED, name)


def _forms(tree: Tree, name: str, size: int) -> dict[str, bytes | None]:
    """What the compressed forms of a file hold, by ending; None for one that is broken."""
    packed = {form: tree.get(name + form) for form in FORMS} if is_text(name) else {}
    return {form: unpacked(form, data, size) for form, data in packed.items() if data is not None}


def _form_faults(name: str, data: bytes, forms: Mapping[str, bytes | None]) -> Iterator[Fault]:
    for form, plain in forms.items():
        if plain != data:
            yield Fault(Kind.CHANGED, name + form)


def _extra(tree: Tree, listed: Mapping[str, str]) -> Iterator[Fault]:
    """What no sum names; a compressed form belongs to the file it is a form of."""
    for name in sorted(tree):
        base, dot, form = name.rpartition(".")
        is_form = f"{dot}{form}" in FORMS and (base in listed or base in NOT_LISTED)
        if name not in listed and name not in NOT_LISTED and not (is_form and is_text(base)):
            yield Fault(Kind.EXTRA, name)
