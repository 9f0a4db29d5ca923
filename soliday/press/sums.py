"""What the press itself puts on the site: withdrawn.txt, the sums and their signature.

Up to MOST_IN_ONE files SHA256SUMS lists them all; above, it lists parts. Only the parts that a
build has put in doubt are written anew. The format is told in docs/decisions/sums-in-parts.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Sum

from soliday.actions.kept import at_hand
from soliday.core.pages import PublicPage, file_name_of
from soliday.press import ledger, release
from soliday.press.key_picture import key_picture
from soliday.press.models import Release, SumsPart, TakenDown
from soliday.press.paths import KEY_PICTURE, PUBLIC_KEY, SUMS, WITHDRAWN
from soliday.press.signers import Signer
from soliday.press.turns import in_turn

KEYS = frozenset({"press"})
KIND = "# Soliday sums 1\n"
SEQUENCE = re.compile(r"^# sequence: (\d+)$", re.MULTILINE)
VALID = timedelta(days=30)
MOST_IN_ONE = 10_000
FOLDER = "sums"
IN_ONE_TURN = 20  # parts: more would keep others from writing for too long


@dataclass(frozen=True)
class Head:
    """What a release says of itself."""

    day: str
    sequence: int
    made: date

    @property
    def lines(self) -> list[str]:
        return [
            f"day: {self.day}",
            f"sequence: {self.sequence}",
            f"made: {self.made.isoformat()}",
            f"valid-until: {(self.made + VALID).isoformat()}",
        ]

    def text(self) -> str:
        return KIND + "".join(f"# {line}\n" for line in self.lines)


def own_pages(signer: Signer) -> list[PublicPage]:
    """The press's own files that are in the ledger, and so in the sums, like any other."""
    return [
        PublicPage(WITHDRAWN, KEYS, withdrawn_text),
        PublicPage(PUBLIC_KEY, KEYS, signer.public_key_file),
        PublicPage(KEY_PICTURE, KEYS, lambda: key_picture(signer.public_key_file())),
    ]


def withdrawn_text() -> bytes:
    """Day and path of each page that was taken down, and never what it was."""
    rows = sorted(TakenDown.objects.values_list("path", "on"))  # not by a database's alphabet
    return "".join(f"{on.isoformat()} {path}\n" for path, on in rows).encode()


def release_sums(site: Path, signer: Signer, *, today: date, is_whole: bool = False) -> None:
    """Write and sign the sums, unless they are on disk already, made today and signed.

    is_whole: trust no part that was written before.
    """
    if is_whole:
        _doubt_all()
    parts = _parts_in_doubt()
    total = SumsPart.objects.aggregate(total=Sum("files"))["total"] or 0
    is_flat = total <= MOST_IN_ONE
    if not is_flat:
        _write_parts(site, parts)
    body = _flat() if is_flat else _index()
    _release(site, signer, body, today=today)
    _sweep(site, set() if is_flat else {f"{name}.sha256" for name in _names()})
    with in_turn():
        for name, (digest, _) in parts.items():
            SumsPart.objects.filter(name=name).update(sha256=digest)


def is_due(today: date) -> bool:
    """Whether the last release is of another day, so that it would expire one day."""
    last = Release.objects.values_list("made", flat=True).first()
    return last is not None and last != today


def sums_on_disk(site: Path) -> bytes:
    """The current SHA256SUMS; empty where there is none."""
    try:
        return (site / SUMS.lstrip("/")).read_bytes()
    except FileNotFoundError:
        return b""


def _doubt_all() -> None:
    names = ledger.LedgerPage.objects.order_by().values_list("part", flat=True).distinct()
    ledger.doubt(name for name in {*names, *_names()} if name)


def _names() -> list[str]:
    return list(SumsPart.objects.values_list("name", flat=True))


def _parts_in_doubt() -> dict[str, tuple[str, bytes]]:
    """Digest and text of each part to be written; parts that are empty now are forgotten."""
    found: dict[str, tuple[str, bytes]] = {}
    rows = list(SumsPart.objects.filter(sha256=ledger.IN_DOUBT))
    for start in range(0, len(rows), IN_ONE_TURN):
        with in_turn():
            for row in rows[start : start + IN_ONE_TURN]:
                text, count = _lines(row.name)
                if count:
                    found[row.name] = (sha256(text).hexdigest(), text)
                _count_files(row, count)
    return found


def _count_files(row: SumsPart, count: int) -> None:
    if not count:
        row.delete()
    elif row.files != count:
        SumsPart.objects.filter(pk=row.pk).update(files=count)


def _lines(part: str | None) -> tuple[bytes, int]:
    """The sums of the files of a part, or of all, as `sha256sum` writes them."""
    files = sorted((file_name_of(path), digest) for path, digest in ledger.sums(part))
    return "".join(f"{digest}  {name}\n" for name, digest in files).encode(), len(files)


def _flat() -> bytes:
    return _lines(None)[0]


def _index() -> bytes:
    """One line for each part; those in doubt are on disk by now."""
    rows = sorted(SumsPart.objects.values_list("name", "sha256"))
    site = settings.SITE_FOLDER
    return "".join(
        f"{digest or _digest_on_disk(site, name)}  {FOLDER}/{name}.sha256\n"
        for name, digest in rows
    ).encode()


def _digest_on_disk(site: Path, name: str) -> str:
    return sha256((site / FOLDER / f"{name}.sha256").read_bytes()).hexdigest()


def _write_parts(site: Path, parts: dict[str, tuple[str, bytes]]) -> None:
    if len(parts) < len(_names()) and not (site / FOLDER).is_dir():
        _doubt_all()  # the site has just become too large for one list
        parts |= _parts_in_doubt()
    files = [(f"{FOLDER}/{name}.sha256", text) for name, (_, text) in sorted(parts.items())]
    release.write_pages(
        site, [each for each in files if not release.is_in_place(site, each[0], each[1])]
    )


def _sweep(site: Path, kept: set[str]) -> None:
    folder = site / FOLDER
    if folder.is_dir():
        left = [f"{FOLDER}/{path.name}" for path in folder.iterdir() if path.name not in kept]
        release.take_down(site, left)


def _release(site: Path, signer: Signer, body: bytes, *, today: date) -> None:
    """A new number only for what is new: other files, or another day."""
    old = sums_on_disk(site)
    row, _ = Release.objects.get_or_create(pk=1)
    is_same = row.made == today and old.startswith(KIND.encode()) and _body(old) == body
    if is_same and release.is_in_place(site, SUMS.lstrip("/"), old):
        signer.sign(site, old, comment=_comment(old))
        return
    sums = Head(_day_name(), _next_number(old, today), today).text().encode() + body
    signer.release(site, sums, comment=_comment(sums))


def _body(sums: bytes) -> bytes:
    return b"".join(line for line in sums.splitlines(True) if not line.startswith(b"#"))


def _comment(sums: bytes) -> str:
    """The head in one line: the trusted comment of the signature."""
    head = [line[2:] for line in sums.decode().splitlines()[1:5]]
    return "; ".join(head)


def _next_number(old: bytes, today: date) -> int:
    """Above any that was ever shown, also after an older database was restored."""
    on_disk = SEQUENCE.search(old[:1000].decode(errors="replace"))
    with in_turn():
        row = Release.objects.select_for_update().get(pk=1)
        row.sequence = max(row.sequence, int(on_disk[1]) if on_disk else 0) + 1
        row.made = today
        row.save(update_fields=["sequence", "made"])
    return row.sequence


def _day_name() -> str:
    """The main day's, in its source language; the host's before there is one."""
    for day in at_hand().days:
        if day.day.is_main and day.source:
            return " ".join(day.source.home.title.split())
    return str(settings.CONFIGURATION.site_host)
