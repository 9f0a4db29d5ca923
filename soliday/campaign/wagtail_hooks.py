"""Where Wagtail's notices are heard: one call each, and nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import register_snippet

from soliday.campaign import changes, page_pictures
from soliday.campaign.closed import closed_places_words
from soliday.campaign.models import Day, Edition
from soliday.campaign.queries import closings_in_force
from soliday.campaign.snippets import DaysGroup
from soliday.places.models import CountryProfile, SafetyProfile

# Nothing of ours is kept there, and who looks for something finds it sooner without.
NOT_NEEDED = frozenset({"documents", "images", "help"})
SNIPPETS: dict[type, Callable[[Any], None]] = {
    Day: lambda day: changes.day_changed(),
    Edition: changes.edition_changed,
    SafetyProfile: lambda profile: changes.profiles_changed(),
    CountryProfile: lambda profile: changes.profiles_changed(),
}

register_snippet(DaysGroup)


@receiver(page_published)
@receiver(page_unpublished)  # Wagtail unpublishes a page before it deletes it
def hear_page(instance: Page, **_notice: Any) -> None:
    changes.page_changed(instance)


@receiver(post_delete, sender=Page)
def hear_deletion(instance: Page, **_notice: Any) -> None:
    page_pictures.forget_pictures(instance)


@receiver(post_page_move)
def hear_move(instance: Page, parent_page_before: Page, **_notice: Any) -> None:
    changes.page_moved(instance, old_parent=parent_page_before)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def hear_snippet(request: HttpRequest, snippet: Any) -> None:
    SNIPPETS[type(snippet)](snippet)
    if isinstance(snippet, SafetyProfile | CountryProfile) and closings_in_force():
        messages.warning(request, closed_places_words())


@hooks.register("after_delete_snippet")
def hear_deletions(_request: HttpRequest, snippets: list[Any]) -> None:
    for snippet in snippets:
        SNIPPETS[type(snippet)](snippet)


@hooks.register("construct_main_menu")
def leave_out(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in NOT_NEEDED]
