"""The page “Mirrors”: copies that the committee knows, and what the last check found there.

Nothing is asked of a mirror here: `soliday mirror check` and the daily tending do that.
"""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.mirror_forms import MirrorForm
from soliday.press import known_mirrors
from soliday.press.models import KnownMirror


@only_for(may_administer, "GET")
def show_mirrors(request: HttpRequest) -> HttpResponse:
    """All of them, also those that readers are not told of."""
    mirrors = known_mirrors.mirrors_to_ask()
    return render(request, "desk/mirrors.html", {"mirrors": mirrors})


@only_for(may_administer, "GET", "POST")
def add_mirror(request: HttpRequest) -> HttpResponse:
    form = MirrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, form)
        except known_mirrors.ListFull:
            messages.error(request, _("The list is full. Remove a mirror that is of no use first."))
        else:
            messages.success(request, _("Readers hear of it when a check has found it true."))
        return redirect("desk_mirrors")
    return _page(request, form, None)


@only_for(may_administer, "GET", "POST")
def edit_mirror(request: HttpRequest, number: int) -> HttpResponse:
    mirror = _found(number)
    form = MirrorForm(request.POST or None, mirror=mirror)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            _change(request, mirror, form)
        return redirect("desk_mirrors")
    return _page(request, form, mirror)


@only_for(may_administer, "POST")
def remove_mirror(request: HttpRequest, number: int) -> HttpResponse:
    mirror = _found(number)
    with transaction.atomic():
        _record(request, "removed mirror", mirror.address)
        known_mirrors.remove(mirror=mirror)
    messages.success(request, _("The mirror is off the list, and off the site within seconds."))
    return redirect("desk_mirrors")


@transaction.atomic
def _add(request: HttpRequest, form: MirrorForm) -> None:
    mirror = known_mirrors.add(**form.cleaned_data)
    _record(request, "added mirror", mirror.address)


@transaction.atomic
def _change(request: HttpRequest, mirror: KnownMirror, form: MirrorForm) -> None:
    known_mirrors.change(mirror=mirror, **form.cleaned_data)
    _record(request, "changed mirror", mirror.address)


def _record(request: HttpRequest, verb: str, address: str) -> None:
    """The address is public, and whoever led readers astray by it should be found."""
    member, now = signed_in_member(request).get_username(), timezone.now()
    audit.record(member=member, verb=verb, subject=address[:80], now=now)


def _found(number: int) -> KnownMirror:
    mirror = KnownMirror.objects.filter(pk=number).first()
    if mirror is None:
        raise Http404
    return mirror


def _page(request: HttpRequest, form: MirrorForm, mirror: KnownMirror | None) -> HttpResponse:
    context = {"form": form, "mirror": mirror}
    return render(request, "desk/mirror.html", context, status=422 if form.errors else 200)
