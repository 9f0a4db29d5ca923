"""Every change of a published action. Each marks the pages it touches in its own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from soliday.actions.counting import count_in, count_out, hold_days
from soliday.actions.frozen import thaw
from soliday.actions.keys import appeared, city_crossed, keys_of, list_ends, vanished, where_new
from soliday.actions.listings import listings_of
from soliday.actions.models import Action, ActionPhoto, ActionText
from soliday.actions.states import ACCEPTED, MoveNotAllowed, State, sources
from soliday.campaign.models import Edition, refuse_closed
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
    "nth_in_country": None,
    "nth_in_year": None,
    "appears_at": None,
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
    appears_at: datetime | None = None,
) -> Action:
    """Publish an action, or let it wait for its set hour (see waiting.py).

    Raises ValidationError for facts that no page could show truthfully and for a photo not
    described in a language of the text, and EditionClosed.
    """
    action = Action(edition=edition, **facts)
    action.full_clean()
    action.save(force_insert=True)
    _write_texts(action, texts)
    rewrite_photos(action, photos)
    _refuse_undescribed(action)
    hold_days()
    refuse_closed(edition.pk)  # only now: who closes a year holds the days as well
    if appears_at:
        _move(action, State.WAITING, appears_at=appears_at)
    else:
        show(action, today=today)
    return action


def show(action: Action, *, today: date) -> None:
    """Put a written action on the site; call in a transaction that holds the days."""
    day = action.edition.day
    _move(
        action,
        State.PUBLISHED,
        published_on=today,
        changed_on=today,
        day=day,
        **_places(action),
    )
    count_in(action)
    mark_stale(keys_of(action) | appeared(action))


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
    """Change a published action, or one that waits for its hour and goes on waiting.

    Texts or photos that are not given stay as they are. Raises MoveNotAllowed, ValidationError,
    and EditionClosed where it stands in a closed year or would move into one.
    """
    action = _locked(action_number)
    refuse_closed(action.edition_id, edition.pk)
    before, is_shown = copy(action), action.state == State.PUBLISHED
    old_keys = keys_of(action) if is_shown else set()
    for name, value in facts.items():
        setattr(action, name, value)
    action.edition = edition
    action.full_clean()
    if texts is not None:
        _write_texts(action, texts)
    if photos is not None:
        rewrite_photos(action, photos)
    _refuse_undescribed(action)
    if not is_shown:
        _move(action, State.WAITING, **facts | {"edition": edition})
        return action
    places = _places(action, before)
    values = facts | places | {"edition": edition, "day": edition.day, "changed_on": today}
    _move(action, State.PUBLISHED, **values)
    count_out(before)
    count_in(action)
    mark_stale(old_keys | keys_of(action) | _moved(before, action))
    return action


@transaction.atomic
def withdraw(*, action_number: int, today: date) -> None:
    """Take an action off the site and destroy what it said, also in a closed year.

    Raises MoveNotAllowed.
    """
    action = _locked(action_number)
    is_shown = action.state == State.PUBLISHED
    keys = keys_of(action) if is_shown else set()
    _move(action, State.WITHDRAWN, changed_on=today, **FORGOTTEN)
    action.texts.all().delete()
    action.photos.all().delete()
    if is_shown:
        count_out(action)
        keys |= vanished(action)
        thaw(keys, edition=action.edition)
        mark_stale(keys)


def _locked(action_number: int) -> Action:
    """The action, held until the end of the transaction so that two changes cannot mix."""
    hold_days()
    accepted = Action.objects.filter(pk=action_number, state__in=ACCEPTED)
    action = accepted.select_related("edition__day").select_for_update(of=("self",)).first()
    if action is None:
        raise MoveNotAllowed(f"action {action_number} is not published")
    return action


def _move(action: Action, target: State, **values: Any) -> None:
    """The move itself; `action` keeps its old values where it is about to vanish."""
    movable = Action.objects.filter(pk=action.pk, state__in=sources(target))
    if not movable.update(state=target, **values):
        raise MoveNotAllowed(f"{action.state} to {target}")
    action.state = target
    if target != State.WITHDRAWN:
        for name, value in values.items():
            setattr(action, name, value)


def _moved(before: Action, action: Action) -> set[str]:
    """What else changes when it now stands in another city, country or year."""
    keys: set[str] = set()
    if action.city != before.city:
        keys |= city_crossed(action) | city_crossed(before)
    if (action.country, action.edition_id) != (before.country, before.edition_id):
        keys |= where_new(action, left=1) | where_new(before, left=0)
        keys |= list_ends(action, left=1) | list_ends(before, left=0)
    return keys


def _places(action: Action, before: Action | None = None) -> dict[str, int]:
    """Where the action stands in the lists of its country and its year; a list it stays in keeps
    its place."""
    stays = listings_of(before) if before else ()
    return {each.place: each.next_place() for each in listings_of(action) if each not in stays}


def _write_texts(action: Action, texts: Sequence[dict[str, str]]) -> None:
    if not texts:
        raise TextMissing
    rows = [ActionText(action=action, **text) for text in texts]
    for row in rows:
        row.clean_fields(exclude=["action"])
    action.texts.all().delete()
    ActionText.objects.bulk_create(rows)


def rewrite_photos(action: Action, photos: Sequence[dict[str, Any]]) -> None:
    """Write all of them anew; a picture that is the same keeps its address."""
    action.photos.all().delete()
    ActionPhoto.objects.bulk_create(
        ActionPhoto(
            action=action, position=position, name=_photo_name(action, position, photo), **photo
        )
        for position, photo in enumerate(photos)
    )


def refuse_undescribed(languages: Iterable[str], descriptions: Iterable[dict[str, str]]) -> None:
    """Every photo is described in every language that the text is given in.

    descriptions: of each photo, by language. Raises ValidationError.
    """
    needed = set(languages)
    for number, known in enumerate(descriptions, start=1):
        if needed - {code for code, text in known.items() if text}:
            words = _(
                "Photo %(number)s is not described in every language of the text. One that is "
                "published already is described under “Actions”."
            )
            raise ValidationError(words % {"number": number})


def _refuse_undescribed(action: Action) -> None:
    languages = action.texts.values_list("language", flat=True)
    refuse_undescribed(languages, action.photos.values_list("descriptions", flat=True))


def _photo_name(action: Action, position: int, photo: dict[str, Any]) -> str:
    """Follows the bytes, so copies may keep it for ever; the number keeps equal pictures apart."""
    digest = hashlib.sha256(f"{action.pk}:{position}:".encode())
    digest.update(photo["page_jpeg"])
    digest.update(photo["wall_jpeg"])
    return digest.hexdigest()[:20]
