"""Roles: what a member may do at the desk."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, Group, Permission
from wagtail.models import GroupPagePermission, Page

from soliday.committee.models import Member

REVIEWER = "Reviewers"
TRANSLATOR = "Translators"
EDITOR = "Editors"
ADMINISTRATOR = "Administrators"
CONTACT_READER = "Contact readers"
ROLES = (REVIEWER, TRANSLATOR, EDITOR, ADMINISTRATOR, CONTACT_READER)

# Which pages each role may write, in Wagtail's own words.
PAGE_PERMISSIONS = {
    TRANSLATOR: ("add_page", "change_page"),
    EDITOR: ("add_page", "change_page", "publish_page"),
    ADMINISTRATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
MODEL_PERMISSIONS = {
    REVIEWER: ("access_admin",),
    CONTACT_READER: ("access_admin",),
    TRANSLATOR: ("access_admin", "submit_translation"),
    EDITOR: ("access_admin", "submit_translation", "add_edition", "change_edition"),
    ADMINISTRATOR: (
        "access_admin",
        "submit_translation",
        "add_day",
        "change_day",
        "add_edition",
        "change_edition",
        "change_safetyprofile",
        "add_countryprofile",
        "change_countryprofile",
        "delete_countryprofile",
    ),
}


# Members are changed by two persons at our own page, never by one at Wagtail's.
TAKEN_AWAY = ("add_member", "change_member", "delete_member")


def create_roles() -> None:
    """Create the roles' groups with their permissions; run again, it restores what is missing."""
    root = Page.get_first_root_node()
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.add(*Permission.objects.filter(codename__in=MODEL_PERMISSIONS[role]))
        group.permissions.remove(*Permission.objects.filter(codename__in=TAKEN_AWAY))
        for codename in PAGE_PERMISSIONS.get(role, ()):
            permission = Permission.objects.get(codename=codename, content_type__model="page")
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _has(member: Member | AnonymousUser, *roles: str) -> bool:
    if not member.is_authenticated or not member.is_active:
        return False
    return member.is_superuser or member.groups.filter(name__in=roles).exists()


def may_review(member: Member | AnonymousUser) -> bool:
    """Open, accept, decline and erase reports (the keyholder's passphrase is asked for besides)."""
    return _has(member, REVIEWER, ADMINISTRATOR)


def may_see_contacts(member: Member | AnonymousUser) -> bool:
    """See how a sender can be reached, in reports that the member may open."""
    return may_review(member) and _has(member, CONTACT_READER, ADMINISTRATOR)


def may_edit(member: Member | AnonymousUser) -> bool:
    """Enter actions from public sources and edit published ones."""
    return _has(member, REVIEWER, EDITOR, ADMINISTRATOR)


def may_publish_pages(member: Member | AnonymousUser) -> bool:
    """Publish the campaign's pages, and the pictures on them."""
    return _has(member, EDITOR, ADMINISTRATOR)


def may_administer(member: Member | AnonymousUser) -> bool:
    """See members and the audit log."""
    return _has(member, ADMINISTRATOR)
