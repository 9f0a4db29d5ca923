"""Items of the desk's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from soliday.committee.two_persons import waiting
from soliday.committee.unlocking import COOKIE, is_unlocked
from soliday.desk.access import Judge, signed_in_member
from soliday.reports.queries import waiting as waiting_reports


class DeskMenuItem(MenuItem):
    """A menu item that only those see who may open it."""

    def __init__(self, *args: Any, may: Judge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        return self.may(request.user)


class ReportsMenuItem(DeskMenuItem):
    """Says how many reports wait."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := waiting_count():
            component.label = f"{self.label} ({waiting})"
        return component


class PendingMenuItem(DeskMenuItem):
    """Says how many changes wait for a second administrator."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := waiting(today=timezone.now().date()).count():
            component.label = f"{self.label} ({count})"
        return component


class LockMenuItem(DeskMenuItem):
    """Leads to the passphrase, or to locking where the desk is unlocked."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if unlocked_here(request):
            component.label, component.icon_name = _("Lock now"), "lock-open"
        return component


def unlocked_here(request: HttpRequest) -> bool:
    """Whether reports can be opened in this browser."""
    token = request.COOKIES.get(COOKIE, "")
    return is_unlocked(member=signed_in_member(request), token=token, now=timezone.now())


def waiting_count() -> int:
    """How many reports the desk has to look at, corrections and messages included."""
    return waiting_reports().count()
