"""What the desk adds to Wagtail's shell: menu, panel on the home page, style, own icons' places."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from soliday.committee.roles import may_administer, may_edit, may_publish_pages, may_review
from soliday.desk.inline_scripts import give_choosers_as_data
from soliday.desk.keys_panel import KeysPanel
from soliday.desk.menu import DeskMenuItem, LockMenuItem, PendingMenuItem, ReportsMenuItem
from soliday.desk.panel import AlarmsPanel, DeskPanel
from soliday.desk.signature_views import may_sign

give_choosers_as_data()


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
def pictures_item() -> MenuItem:
    return DeskMenuItem(
        _("Pictures"),
        reverse_lazy("desk_pictures"),
        name="desk-pictures",
        icon_name="image",
        order=25,
        may=may_publish_pages,
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
def keys_item() -> MenuItem:
    address = reverse_lazy("desk_keys")
    return DeskMenuItem(
        _("Keys"), address, name="desk-keys", icon_name="key", order=8050, may=may_administer
    )


@hooks.register("register_admin_menu_item")
def pending_item() -> MenuItem:
    return PendingMenuItem(
        _("Second person"),
        reverse_lazy("desk_pending"),
        name="desk-pending",
        icon_name="user",
        order=8060,
        may=may_administer,
    )


@hooks.register("register_admin_menu_item")
def signature_item() -> MenuItem:
    return DeskMenuItem(
        _("Signature"),
        reverse_lazy("desk_signature"),
        name="desk-signature",
        icon_name="check",
        order=8070,
        may=may_sign,
    )


@hooks.register("register_admin_menu_item")
def mirrors_item() -> MenuItem:
    address = reverse_lazy("desk_mirrors")
    return DeskMenuItem(
        _("Mirrors"), address, name="desk-mirrors", icon_name="copy", order=8080, may=may_administer
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
def rules_item() -> MenuItem:
    address = reverse_lazy("desk_rules")
    return DeskMenuItem(
        _("Rules"), address, name="desk-rules", icon_name="tasks", order=8150, may=may_administer
    )


@hooks.register("register_admin_menu_item")
def years_item() -> MenuItem:
    address = reverse_lazy("desk_years")
    return DeskMenuItem(
        _("Years"), address, name="desk-years", icon_name="date", order=8010, may=may_administer
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


@hooks.register("construct_settings_menu")
def leave_out_users(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's page for users insists on names and e-mail; “Members” asks for neither."""
    items[:] = [item for item in items if item.name != "users"]


@hooks.register("construct_homepage_panels")
def add_desk_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_administer(request.user):
        panels.append(AlarmsPanel(request))
    if may_review(request.user):
        panels.append(DeskPanel(request))
    if may_administer(request.user):
        panels.append(KeysPanel(request))


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
