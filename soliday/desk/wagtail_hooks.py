"""What the desk adds to Wagtail's shell: menu, panel on the home page, style, own icons' places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from soliday.committee.roles import may_administer, may_edit, may_review
from soliday.committee.unlocking import COOKIE, is_unlocked
from soliday.desk.access import Judge, signed_in_member
from soliday.reports.queries import counts_by_state
from soliday.reports.states import State


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
    counts = counts_by_state()
    return counts[State.WAITING] + counts[State.PROPOSED]


@hooks.register("register_admin_menu_item")
def reports_item() -> MenuItem:
    return ReportsMenuItem(
        _("Reports"),
        reverse_lazy("desk_reports"),
        name="desk-reports",
        icon_name="mail",
        order=10,
        may=may_review,
    )


@hooks.register("register_admin_menu_item")
def actions_item() -> MenuItem:
    address = reverse_lazy("desk_actions")
    return DeskMenuItem(
        _("Actions"), address, name="desk-actions", icon_name="globe", order=20, may=may_edit
    )


@hooks.register("register_admin_menu_item")
def lock_item() -> MenuItem:
    address = reverse_lazy("desk_unlock")
    return LockMenuItem(
        _("Unlock"), address, name="desk-lock", icon_name="lock", order=30, may=may_review
    )


@hooks.register("register_admin_menu_item")
def audit_item() -> MenuItem:
    address = reverse_lazy("desk_audit")
    return DeskMenuItem(
        _("Audit log"),
        address,
        name="desk-audit",
        icon_name="list-ul",
        order=8000,
        may=may_administer,
    )


@hooks.register("register_admin_menu_item")
def members_item() -> MenuItem:
    address = reverse_lazy("desk_members")
    return DeskMenuItem(
        _("Members"),
        address,
        name="desk-members",
        icon_name="group",
        order=8100,
        may=may_administer,
    )


@hooks.register("register_admin_menu_item")
def second_factor_item() -> MenuItem:
    return MenuItem(
        _("Second factor"),
        reverse_lazy("mfa_index"),
        name="desk-second-factor",
        icon_name="key",
        order=9100,
    )


@hooks.register("construct_main_menu")
def rename_wagtails_reports(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail calls its overviews of pages “Reports”; here that word means what people send."""
    for item in items:
        if item.name == "reports":
            item.label = _("Page overviews")


class DeskPanel(Component):
    """What waits, by state and without opening anything, and whether the desk is unlocked."""

    order = 50
    template_name = "desk/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    @property
    def media(self) -> Media:
        return Media()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request, counts = self.request, counts_by_state()
        return {
            "request": request,
            "counts": [(State(state).label, count) for state, count in counts.items()],
            "waiting": counts[State.WAITING] + counts[State.PROPOSED],
            "proposed": counts[State.PROPOSED],
            "is_unlocked": unlocked_here(request),
        }


@hooks.register("construct_homepage_panels")
def add_desk_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_review(request.user):
        panels.append(DeskPanel(request))


@hooks.register("insert_global_admin_css")
def desk_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def desk_script() -> str:
    urls = {
        "imageChooser": reverse("wagtailimages_chooser:choose"),
        "documentChooser": reverse("wagtaildocs_chooser:choose"),
        "pageChooser": reverse("wagtailadmin_choose_page"),
    }
    return format_html(
        '<script src="{}" data-urls="{}"></script><script type="module" src="{}"></script>',
        static("desk/chooser-urls.js"),
        json.dumps(urls),
        static("desk/shell.js"),
    )
