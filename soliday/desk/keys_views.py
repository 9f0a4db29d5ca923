"""Keys: who holds one, whether everything is sealed to them, giving one and taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soliday.committee import audit, recovery_keys
from soliday.committee.carrying_out import CannotBeDone
from soliday.committee.keys import NoKeyholder
from soliday.committee.kinds import Kind
from soliday.committee.models import Keyholder, Member
from soliday.committee.roles import ADMINISTRATOR, REVIEWER, may_administer
from soliday.committee.two_persons import is_allowed, needs_another
from soliday.committee.unlocking import lock_everybody as lock_all
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.asking import ask_for
from soliday.desk.opening import with_key
from soliday.desk.recovery_forms import DrillForm
from soliday.reports.resealing import Progress, out_of_date, progress, reseal_some

SECONDS = 2.0  # of re-sealing in one answer: a killed server loses no more than that
AT_MOST = 1000
RECOVERY = "recovery key"  # what the audit log calls it
REVIEW = (REVIEWER, ADMINISTRATOR)


@only_for(may_administer, "GET")
def show_keys(request: HttpRequest) -> HttpResponse:
    """Keyholders, the recovery key, and how much is sealed to others than these."""
    return keys_page(request, DrillForm())


def keys_page(request: HttpRequest, form: DrillForm, **more: Any) -> HttpResponse:
    """The page with whatever the last step has to say."""
    today, member = timezone.now().date(), signed_in_member(request)
    holders = Keyholder.objects.filter(removed_on=None).select_related("member")
    key = recovery_keys.in_force()
    context = {
        "holders": holders.order_by("member__username"),
        "candidates": _candidates(),
        "progress": _progress(),
        "recovery": key,
        "is_drill_due": key is not None and recovery_keys.is_drill_due(key, today=today),
        "may_make_recovery": is_allowed(
            kind=Kind.MAKE_RECOVERY, subject=RECOVERY, member=member, today=today
        ),
        "needs_another": needs_another(member),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "desk/keys.html", context | more, status=status)


@only_for(may_administer, "POST")
@with_key
def reseal(request: HttpRequest, secret: str) -> HttpResponse:
    """Two seconds of re-sealing; the page then asks for the next two, until all is done."""
    after = _uuid(request.POST.get("after", ""))
    try:
        last = reseal_some(secret=secret, after=after, limit=AT_MOST, seconds=SECONDS).last
    except NoKeyholder:
        return redirect("desk_keys")
    if last:
        return keys_page(request, DrillForm(), after=last, goes_on=True)
    _record(request, "re-sealed", "reports")
    if left := out_of_date():
        messages.warning(request, _not_opened(left))
    else:
        messages.success(request, _("Everything is sealed to the keys in force."))
    return redirect("desk_keys")


@only_for(may_administer, "POST")
def give_key(request: HttpRequest) -> HttpResponse:
    """Let a member make a key; they choose its passphrase themselves when they unlock."""
    member = _posted_member(request)
    payload = {"member": member.pk}
    ask_for(request, kind=Kind.GIVE_KEY, subject=f"member {member.pk}", payload=payload)
    return redirect("desk_keys")


@only_for(may_administer, "POST")
def take_key(request: HttpRequest) -> HttpResponse:
    """Take a key back: nothing new is sealed to it, and what lies here is to be re-sealed."""
    member = _posted_member(request)
    payload = {"member": member.pk}
    try:
        ask_for(request, kind=Kind.TAKE_KEY, subject=f"member {member.pk}", payload=payload)
    except CannotBeDone:
        messages.error(request, _("Not taken back: no key is there, or it is the last one."))
    return redirect("desk_keys")


@only_for(may_administer, "POST")
def lock_everybody(request: HttpRequest) -> HttpResponse:
    """Lock every browser of every member, at once and by one person."""
    lock_all()
    _record(request, "locked everybody", "desk")
    messages.success(request, _("Every desk is locked."))
    return redirect("desk_keys")


def _record(request: HttpRequest, verb: str, subject: str) -> None:
    member = signed_in_member(request).get_username()
    audit.record(member=member, verb=verb, subject=subject, now=timezone.now())


def _candidates() -> list[Member]:
    """Who may open reports by their roles and holds no key."""
    holders = Keyholder.objects.filter(removed_on=None).values("member")
    reviewers = Member.objects.filter(is_active=True, groups__name__in=REVIEW)
    return list(reviewers.exclude(pk__in=holders).distinct().order_by("username"))


def _progress() -> Progress | None:
    try:
        return progress()
    except NoKeyholder:
        return None


def _posted_member(request: HttpRequest) -> Member:
    member_id = _count(request.POST.get("member", ""))
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member


def _not_opened(count: int) -> str:
    return ngettext(
        "%(count)s package did not open with your key. Another keyholder can re-seal it.",
        "%(count)s packages did not open with your key. Another keyholder can re-seal them.",
        count,
    ) % {"count": count}


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
