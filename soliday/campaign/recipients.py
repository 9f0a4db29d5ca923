"""The committee's age recipients as files, so that a report can be sealed where no form is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

import segno
from django.conf import settings

from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.committee.keys import PUBLISHED, NoKeyholder, recipients_in_force
from soliday.core.pages import PublicPage

FILE, PICTURE = "/keys/committee.age.txt", "/keys/committee.svg"
# More of them make a picture that cheap cameras cannot read.
MOST_IN_PICTURE = 3


def committee_recipients() -> list[str]:
    """The "age1…" of everybody a report is sealed to; none while there is no keyholder."""
    try:
        return recipients_in_force()
    except NoKeyholder:
        return []


def form_path(language: str) -> str:
    """Where the empty report stands as a text file."""
    return f"/keys/report-{language}.txt"


def recipient_files(in_languages: dict[str, Frame]) -> Iterator[PublicPage]:
    """The recipients as text and as a picture, and the empty report in every language."""
    if not committee_recipients():
        return
    yield PublicPage(FILE, frozenset({PUBLISHED, "site"}), _text)
    yield PublicPage(PICTURE, frozenset({PUBLISHED, "site"}), _picture)
    for language, frame in in_languages.items():
        keys = frozenset({PUBLISHED, frame.key})
        yield PublicPage(form_path(language), keys, partial(_form, language))


def _text() -> bytes:
    address = f"{settings.CONFIGURATION.site}{FILE}"
    lines = [
        "# Seal a report to the committee: age -R committee.age.txt -a -o report.age report.txt",
        f"# The newest copy of this file: {address}",
        *committee_recipients(),
    ]
    return ("\n".join(lines) + "\n").encode()


def _picture() -> bytes:
    """The recipients themselves while they are few, so that it works offline; else the address."""
    recipients = committee_recipients()
    address = f"{settings.CONFIGURATION.site}{FILE}"
    is_short = len(recipients) <= MOST_IN_PICTURE
    code = segno.make_qr("\n".join(recipients) if is_short else address, error="l")
    file = io.BytesIO()
    code.save(file, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
    return file.getvalue()


def _form(language: str) -> bytes:
    return render("campaign/report.txt", {}, language=language)
