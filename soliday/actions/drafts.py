"""Drafts: actions the desk is still writing. No page, feed or figure knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from soliday.actions.models import Action, ActionText
from soliday.actions.states import MoveNotAllowed, State
from soliday.campaign.models import Edition


@transaction.atomic
def save_draft(
    *,
    action_number: int | None,
    edition: Edition,
    facts: dict[str, Any],
    texts: Sequence[dict[str, str]],
) -> Action:
    """Keep a draft, in place of the one with this number.

    Raises MoveNotAllowed, ValidationError.
    """
    action = Action(pk=action_number, edition=edition, state=State.DRAFT, **facts)
    action.full_clean(validate_unique=False)
    if action_number is None:
        action.save(force_insert=True)
    elif not _drafts(action_number).update(edition=edition, **facts):
        raise MoveNotAllowed(f"action {action_number} is no draft")
    action.texts.all().delete()
    ActionText.objects.bulk_create(ActionText(action=action, **text) for text in texts)
    return action


@transaction.atomic
def discard_draft(*, action_number: int) -> None:
    """Destroy a draft. Raises MoveNotAllowed when it is none (any more)."""
    if not _drafts(action_number).delete()[0]:
        raise MoveNotAllowed(f"action {action_number} is no draft")


def _drafts(action_number: int) -> Any:
    return Action.objects.filter(pk=action_number, state=State.DRAFT)
