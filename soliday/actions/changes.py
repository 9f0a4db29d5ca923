"""Every change of a published action. Each marks the pages it touches in its own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any

from django.db import transaction

from soliday.actions.keys import appeared, city_crossed, keys_of, vanished
from soliday.actions.models import Action, ActionPhoto, ActionText
from soliday.actions.states import MoveNotAllowed, State, sources
from soliday.campaign.models import Edition
from soliday.core.stale import mark_stale

# What a withdrawn action keeps is its number and its edition, so that its address is never reused.
FORGOTTEN: dict[str, Any] = {
    "idea": "",
    "country": "",
    "city": None,
    "participant_countries": [],
    "participant_countries_count": None,
    "happened_on": None,
    "happened_to": None,
    "people_min": None,
    "people_max": None,
    "name": "",
    "link": "",
    "source_label": "",
    "source_url": "",
}


class TextMissing(ValueError):
    """An action needs a title and a text in at least one language."""


@transaction.atomic
def publish(
    *,
    edition: Edition,
    facts: dict[str, Any],
    texts: Sequence[dict[str, str]],
    photos: Sequence[dict[str, Any]] = (),
    today: date,
) -> Action:
    """Publish an action. Raises ValidationError for facts that no page could show truthfully."""
    action = Action(edition=edition, **facts)
    action.full_clean()
    action.save(force_insert=True)
    _write_texts(action, texts)
    _write_photos(action, photos)
    _move(action, State.PUBLISHED, published_on=today, changed_on=today)
    mark_stale(keys_of(action) | appeared(action))
    return action


@transaction.atomic
def edit(
    *,
    action_number: int,
    edition: Edition,
    facts: dict[str, Any],
    texts: Sequence[dict[str, str]] | None = None,
    photos: Sequence[dict[str, Any]] | None = None,
    today: date,
) -> Action:
    """Change a published action; texts or photos that are not given stay as they are."""
    action = _locked(action_number)
    before, old_keys = copy(action), keys_of(action)
    for name, value in facts.items():
        setattr(action, name, value)
    action.edition = edition
    action.full_clean()
    _move(action, State.PUBLISHED, edition=edition, changed_on=today, **facts)
    if texts is not None:
        _write_texts(action, texts)
    if photos is not None:
        _write_photos(action, photos)
    mark_stale(old_keys | keys_of(action) | _moved(before, action))
    return action


@transaction.atomic
def withdraw(*, action_number: int, today: date) -> None:
    """Take an action off the site and destroy what it said. Raises MoveNotAllowed."""
    action = _locked(action_number)
    keys = keys_of(action)
    _move(action, State.WITHDRAWN, changed_on=today, **FORGOTTEN)
    action.texts.all().delete()
    action.photos.all().delete()
    mark_stale(keys | vanished(action))


def _locked(action_number: int) -> Action:
    """The action, held until the end of the transaction so that two changes cannot mix."""
    published = Action.objects.filter(pk=action_number, state=State.PUBLISHED)
    action = published.select_related("edition__day").select_for_update(of=("self",)).first()
    if action is None:
        raise MoveNotAllowed(f"action {action_number} is not published")
    return action


def _move(action: Action, target: State, **values: Any) -> None:
    """The move itself; `action` keeps its old values where it is about to vanish."""
    movable = Action.objects.filter(pk=action.pk, state__in=sources(target))
    if not movable.update(state=target, **values):
        raise MoveNotAllowed(f"{action.state} to {target}")
    action.state = target
    if target == State.PUBLISHED:
        for name, value in values.items():
            setattr(action, name, value)


def _moved(before: Action, action: Action) -> set[str]:
    """What else changes when it now stands in another city, country or year."""
    keys: set[str] = set()
    if action.city != before.city:
        keys |= city_crossed(action) | city_crossed(before)
    if (action.country, action.edition_id) != (before.country, before.edition_id):
        keys.add("sitemap")
    return keys


def _write_texts(action: Action, texts: Sequence[dict[str, str]]) -> None:
    if not texts:
        raise TextMissing
    rows = [ActionText(action=action, **text) for text in texts]
    for row in rows:
        row.clean_fields(exclude=["action"])
    action.texts.all().delete()
    ActionText.objects.bulk_create(rows)


def _write_photos(action: Action, photos: Sequence[dict[str, Any]]) -> None:
    """Write all of them anew; a picture that is the same keeps its address."""
    action.photos.all().delete()
    ActionPhoto.objects.bulk_create(
        ActionPhoto(
            action=action, position=position, name=_photo_name(action, position, photo), **photo
        )
        for position, photo in enumerate(photos)
    )


def _photo_name(action: Action, position: int, photo: dict[str, Any]) -> str:
    """Follows the bytes, so copies may keep it for ever; the number keeps equal pictures apart."""
    digest = hashlib.sha256(f"{action.pk}:{position}:".encode())
    digest.update(photo["page_jpeg"])
    digest.update(photo["wall_jpeg"])
    return digest.hexdigest()[:20]
