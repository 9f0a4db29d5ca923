"""Unlocking and locking the desk, and becoming a keyholder."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.keys import draw_key, hand_key
from soliday.committee.kinds import Kind
from soliday.committee.models import Keyholder, Member
from soliday.committee.roles import may_review
from soliday.committee.two_persons import is_allowed, needs_another, use, waiting
from soliday.committee.unlocking import COOKIE, is_unlocked
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.asking import ask_for
from soliday.desk.opening import drop_unlock_cookie, set_unlock_cookie, try_passphrase
from soliday.desk.unlock_forms import NewPassphraseForm, PassphraseForm
from soliday.sealing.recovery import new_passphrase


@only_for(may_review, "GET", "POST")
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the keyholder's passphrase, then go on to where the member wanted to go."""
    asked = request.GET if request.method == "GET" else request.POST
    target = own_path(asked.get("next", ""))
    if not _keyholder(signed_in_member(request)):
        return redirect("desk_become_keyholder")
    form = PassphraseForm(request.POST or None)
    token = try_passphrase(request, form) if request.method == "POST" else None
    if token:
        messages.success(request, _("The desk is unlocked."))
        return set_unlock_cookie(redirect(target), token)
    context = {
        "form": form,
        "next": target,
        "action": reverse("desk_unlock"),
        "is_unlocked": is_unlocked(
            member=signed_in_member(request),
            token=request.COOKIES.get(COOKIE, ""),
            now=timezone.now(),
        ),
    }
    return render(request, "desk/unlock.html", context, status=200 if not form.errors else 403)


@only_for(may_review, "POST")
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this browser now."""
    now, member = timezone.now(), signed_in_member(request)
    audit.record(member=member.get_username(), verb="locked", subject="desk", now=now)
    messages.success(request, _("The desk is locked."))
    return drop_unlock_cookie(request, redirect("wagtailadmin_home"))


@only_for(may_review, "GET", "POST")
def become_keyholder(request: HttpRequest) -> HttpResponse:
    """A reviewer without a key makes their own, once another member has agreed to it."""
    member = signed_in_member(request)
    holder = _keyholder(member)
    if holder and holder.removed_on is None:
        return redirect("desk_unlock")
    if not _may_make_key(member):
        return _key_taken(request) if holder else _ask_for_key(request, member)
    form = NewPassphraseForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        return _made_keyholder(request, member, form.cleaned_data["passphrase"])
    suggested = request.POST.get("suggested") or new_passphrase()
    context = {"form": form, "suggested": suggested}
    return render(request, "desk/become_keyholder.html", context)


def _may_make_key(member: Member) -> bool:
    """Agreed to by another, or there is nobody else to agree."""
    allowed = {"kind": Kind.GIVE_KEY, "subject": f"member {member.pk}"}
    today = timezone.now().date()
    return not needs_another(member) or is_allowed(**allowed, member=member, today=today)


def _ask_for_key(request: HttpRequest, member: Member) -> HttpResponse:
    subject = f"member {member.pk}"
    if request.method == "POST":
        ask_for(request, kind=Kind.GIVE_KEY, subject=subject, payload={"member": member.pk})
        return redirect("desk_become_keyholder")
    asked = waiting(today=timezone.now().date()).filter(kind=Kind.GIVE_KEY, subject=subject)
    return render(request, "desk/ask_for_key.html", {"is_asked": asked.exists()})


def _made_keyholder(request: HttpRequest, member: Member, passphrase: str) -> HttpResponse:
    now, subject = timezone.now(), f"member {member.pk}"
    name, key = member.get_username(), draw_key(passphrase)
    with transaction.atomic():
        is_agreed = use(kind=Kind.GIVE_KEY, subject=subject, member=member, today=now.date())
        if not is_agreed and needs_another(member):
            return redirect("desk_become_keyholder")
        hand_key(member=member, key=key, today=now.date())
        if not is_agreed:
            audit.record(member=name, verb=f"alone: {Kind.GIVE_KEY}", subject=subject, now=now)
        audit.record(member=name, verb="became keyholder", subject=subject, now=now)
    messages.success(request, _("You hold a key now. Reports sealed from now on open with it."))
    return redirect("desk_unlock")


def _key_taken(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/key_taken.html", status=403)


def _keyholder(member: Member) -> Keyholder | None:
    return Keyholder.objects.filter(member=member).first()


def own_path(target: str) -> str:
    """The path if it is one of the desk's own, else the queue: never out to another site."""
    is_own = target.startswith("/desk/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None
    )
    return target if is_own else reverse("desk_reports")
