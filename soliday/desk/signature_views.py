"""Handing in a signature made elsewhere over the current sums of the site."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from soliday.committee import audit
from soliday.committee.models import Member
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for, signed_in_member
from soliday.press.signers import SIGNATURE_NAME, SignatureRefused, hand_in
from soliday.press.sums import sums_on_disk

LONGEST = 4096  # bytes; a signature of minisign has some 300
# What the press says of a signature that it does not take, and what we say ourselves.
FAULTS = (
    gettext_noop("there are no sums yet"),
    gettext_noop("this is no signature of minisign"),
    gettext_noop("it was made by another key"),
    gettext_noop("it is not over the current sums: the site has changed, or the file is another"),
    gettext_noop("its trusted comment was changed"),
)
HEAD = ("day", "sequence", "made", "valid-until")


def may_sign(member: Member | AnonymousUser) -> bool:
    """Administrators, where the press does not sign itself."""
    return settings.CONFIGURATION.signing == "elsewhere" and may_administer(member)


@only_for(may_administer, "GET", "POST")
def hand_in_signature(request: HttpRequest) -> HttpResponse:
    """The current sums, and a field for their signature."""
    if settings.CONFIGURATION.signing != "elsewhere":
        raise Http404
    if request.method == "GET":
        return _show(request)
    minisig = _given(request)
    try:
        _take(request, minisig)
    except SignatureRefused as refused:
        words = _("The signature was not taken: %(reason)s.") % {"reason": _(str(refused))}
        return _show(request, typed=minisig, fault=words)
    except OSError:
        words = _("It could not be stored. Try again in a minute.")
        return _show(request, typed=minisig, fault=words)
    messages.success(request, _("The signature is in place: the site is signed."))
    return redirect("desk_signature")


@transaction.atomic
def _take(request: HttpRequest, minisig: bytes) -> None:
    sequence = _head(sums_on_disk(settings.SITE_FOLDER)).get("sequence", "")
    audit.record(
        member=signed_in_member(request).get_username(),
        verb="signed sums",
        subject=f"sums {sequence}",
        now=timezone.now(),
    )
    hand_in(settings.SITE_FOLDER, minisig)


def _given(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    given = file.read(LONGEST + 1) if file else request.POST.get("pasted", "").encode()
    return given if len(given) <= LONGEST else b""


def _show(request: HttpRequest, typed: bytes = b"", fault: str = "") -> HttpResponse:
    sums = sums_on_disk(settings.SITE_FOLDER)
    head = _head(sums)
    context: dict[str, Any] = {
        "head": {name.replace("-", "_"): head.get(name, "") for name in HEAD},
        "digest": hashlib.sha256(sums).hexdigest() if sums else "",
        "is_signed": (settings.SITE_FOLDER / SIGNATURE_NAME).exists(),
        "typed": typed.decode(errors="replace"),
        "fault": fault,
        "key": settings.CONFIGURATION.signing_key,
    }
    return render(request, "desk/signature.html", context, status=422 if fault else 200)


def _head(sums: bytes) -> dict[str, str]:
    """What the sums say of themselves; empty where there are none."""
    lines = [line[2:] for line in sums[:1000].decode(errors="replace").splitlines()[1:5]]
    return dict(line.split(": ", 1) for line in lines if ": " in line)
