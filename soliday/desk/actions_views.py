"""Actions: the list, entering one from public sources, editing, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.actions import changes, drafts
from soliday.actions.models import Action, ActionPhoto
from soliday.actions.states import ACCEPTED, MoveNotAllowed, Origin, State
from soliday.campaign.closed import closed_words
from soliday.campaign.models import Edition, EditionClosed
from soliday.campaign.queries import closings_in_force
from soliday.committee import audit
from soliday.committee.roles import may_edit
from soliday.desk.access import only_for
from soliday.desk.action_forms import ActionForm, initial_from_action, made_by
from soliday.desk.action_lines import action_filters, action_lines, wanted_actions
from soliday.desk.appearing import accepted_words, appears_at, hour_words
from soliday.desk.closed_years import closed_note
from soliday.desk.kept_photos import kept_photo_forms, kept_photos
from soliday.desk.photo_forms import PhotoForm
from soliday.desk.report_page import edition_now
from soliday.desk.rules import rules_for
from soliday.desk.shown import fault_words
from soliday.photos.faults import PhotoRefused

PAGE_LENGTH = 25
FILTERS = ("edition", "country", "state")


@only_for(may_edit, "GET")
def show_actions(request: HttpRequest) -> HttpResponse:
    """Published, draft and withdrawn actions, the newest first."""
    here = get_language() or "en"
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    page = Paginator(wanted_actions(wanted), PAGE_LENGTH).get_page(request.GET.get("p", 1))
    context = {
        "actions": page,
        "lines": action_lines(page, here),
        "filters": action_filters(here, wanted),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "desk/actions.html", context)


@only_for(may_edit, "GET", "POST")
def add_action(request: HttpRequest) -> HttpResponse:
    """Enter an action from public sources, as a draft or to publish at once."""
    edition = edition_now()
    initial = {"edition": edition and edition.pk, "language": get_language(), "stage": "done"}
    return _written(request, None, initial)


@only_for(may_edit, "GET", "POST")
def edit_action(request: HttpRequest, number: int) -> HttpResponse:
    """Edit a draft or a published action; what is withdrawn says nothing any more."""
    action = _action(number)
    if action.state == State.WITHDRAWN:
        messages.error(request, _("A withdrawn action cannot be edited: its text is destroyed."))
        return redirect("desk_actions")
    if action.state == State.PUBLISHED and action.edition_id in closings_in_force():
        messages.error(request, closed_words(action.edition.year))
        return redirect("desk_withdraw_action", number)
    return _written(request, action, initial_from_action(action))


@only_for(may_edit, "GET", "POST")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an action off the site, or throw a draft away, after a page that asks once more."""
    action = _action(number)
    if request.method == "GET":
        is_closed = action.edition_id in closings_in_force()
        return render(request, "desk/withdraw.html", {"action": action, "is_closed": is_closed})
    try:
        with transaction.atomic():
            if action.state == State.DRAFT:
                drafts.discard_draft(action_number=number)
            else:
                changes.withdraw(action_number=number, today=timezone.now().date())
            _record(request, "withdrew", number)
    except MoveNotAllowed:
        messages.error(request, _("Another member was faster: this action is gone already."))
    else:
        messages.success(request, _("Action %(number)s is withdrawn.") % {"number": number})
    return redirect("desk_actions")


@only_for(may_edit, "GET")
def show_photo(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """A picture of an action as it is published."""
    photo = ActionPhoto.objects.filter(action=number, position=position).first()
    if photo is None:
        raise Http404
    return HttpResponse(bytes(photo.page_jpeg), content_type="image/jpeg")


def _written(request: HttpRequest, action: Action | None, initial: dict[str, Any]) -> HttpResponse:
    form = ActionForm(
        request.POST or None,
        initial=initial,
        origin=action.origin if action else Origin.PUBLIC,
        today=timezone.now().date(),
    )
    photos = kept_photo_forms(action, form) if action else []
    if request.method == "GET" or "find" in request.POST:
        for each in (form, *photos):
            each.errors.clear()  # looking for a city is not yet sending
        return _show(request, action, form, photos)
    if not all([form.is_valid(), *(photo.is_valid() for photo in photos)]):
        return _show(request, action, form, photos, status=422)
    try:
        return _saved(request, action, form, kept_photos(action, photos) if action else None)
    except MoveNotAllowed:
        messages.error(request, _("Another member was faster: this action has changed its state."))
        return _show(request, action, form, photos, status=409)
    except EditionClosed as closed:
        messages.error(request, closed_words(closed.year))
        return _show(request, action, form, photos, status=409)
    except (PhotoRefused, ValidationError) as error:
        messages.error(request, fault_words(error))
        return _show(request, action, form, photos, status=422)


def _saved(
    request: HttpRequest, action: Action | None, form: ActionForm, photos: Any
) -> HttpResponse:
    edition: Edition = form.cleaned_data["edition"]
    texts = made_by(action, form.texts()) if action else form.texts()
    content: dict[str, Any] = {"edition": edition, "facts": _facts(action, form), "texts": texts}
    today = timezone.now().date()
    with transaction.atomic():
        if action and action.state in ACCEPTED:
            saved = changes.edit(action_number=action.pk, photos=photos, today=today, **content)
            is_shown = saved.state == State.PUBLISHED
            words = _("The change is published.") if is_shown else accepted_words(saved)
            verb = "edited"
        elif "publish" in request.POST:
            if action:
                # A draft's number was never public; what is published gets the newest one.
                drafts.discard_draft(action_number=action.pk)
            rules = rules_for(form.cleaned_data["country"])
            hour = appears_at(rules, now=timezone.now())
            saved = changes.publish(today=today, appears_at=hour, **content)
            verb, words = "published", accepted_words(saved)
        else:
            saved = drafts.save_draft(action_number=action.pk if action else None, **content)
            verb, words = "saved draft", _("The draft is saved. Nobody outside the desk sees it.")
        _record(request, verb, saved.pk)
    messages.success(request, words)
    return redirect("desk_actions")


def _facts(action: Action | None, form: ActionForm) -> dict[str, Any]:
    """What came from a report stays as coarse as its country's profile asks, whoever edits it."""
    facts = form.facts()
    if action is None or action.origin != Origin.REPORT:
        return facts
    return rules_for(action.country, facts["country"]).coarsened(facts)


def _show(
    request: HttpRequest,
    action: Action | None,
    form: ActionForm,
    photos: list[PhotoForm],
    status: int = 200,
) -> HttpResponse:
    hour = action.appears_at if action else None
    appears = hour_words(hour, get_language() or "en") if hour else ""
    context = {"action": action, "form": form, "photos": photos, "appears": appears}
    context["closed"] = action and closed_note(action.edition_id)
    return render(request, "desk/action.html", context, status=status)


def _action(number: int) -> Action:
    found = Action.objects.filter(pk=number).select_related("edition")
    action = found.prefetch_related("texts", "photos").first()
    if action is None:
        raise Http404
    return action


def _record(request: HttpRequest, verb: str, number: int) -> None:
    audit.record(
        member=request.user.get_username(),
        verb=verb,
        subject=f"action {number}",
        now=timezone.now(),
    )
