"""Opening sealed messages: pasted or as files, many at once, each made into a report once."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from soliday.committee.roles import may_review
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.opening import with_key
from soliday.desk.sealed_messages import MOST_AT_ONCE, Message, Reason, messages_in
from soliday.desk.sealed_taking import Outcome, take_in
from soliday.desk.shown import idea_titles

SENTENCES: dict[Reason, Promise] = {
    "no_message": gettext_lazy("There is no sealed message in it."),
    "cut": gettext_lazy("It is cut short or was changed on its way. Ask for it once more."),
    "too_large": gettext_lazy("It is larger than 8 MB."),
    "not_opened": gettext_lazy(
        "Your key does not open it: it was sealed before you became a keyholder, to somebody "
        "else, or it is damaged."
    ),
    "not_text": gettext_lazy("What is in it is neither text nor an archive of text and photos."),
    "empty": gettext_lazy("Nothing is written in it."),
    "too_long": gettext_lazy("The text is longer than 5000 characters."),
    "archive": gettext_lazy(
        "The archive in it must hold one text file, photos beside it, and nothing else."
    ),
    "many_photos": gettext_lazy("It holds more than 4 photos."),
    "photo": gettext_lazy("A photo in it could not be made safe."),
    "not_stored": gettext_lazy("It could not be stored. Try again in a minute."),
}
LEFT_OUT: dict[str, Promise] = {
    "name": pgettext_lazy("left out of a report", "name"),
    "contact": pgettext_lazy("left out of a report", "contact"),
    "place": pgettext_lazy("left out of a report", "place"),
    "photos": pgettext_lazy("left out of a report", "photos"),
}


@only_for(may_review, "GET", "POST")
@with_key
def open_sealed_messages(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for messages; take in what was given and say what became of each."""
    if request.method == "GET":
        return render(request, "desk/sealed_messages.html", {"most": MOST_AT_ONCE})
    files = [file.read() for file in request.FILES.getlist("messages")]
    found = list(islice(messages_in(request.POST.get("pasted", ""), files), MOST_AT_ONCE + 1))
    outcomes = [_taken_in(request, message, secret) for message in found[:MOST_AT_ONCE]]
    context = _shown(outcomes) | {"most": MOST_AT_ONCE, "has_more": len(found) > MOST_AT_ONCE}
    context["is_nothing"] = not found
    return render(request, "desk/sealed_messages.html", context, status=200 if found else 422)


def _taken_in(request: HttpRequest, message: Message, secret: str) -> Outcome:
    ideas = frozenset(idea_titles(get_language() or "en"))
    member = signed_in_member(request).get_username()
    return take_in(message, secret=secret, ideas=ideas, member=member, now=timezone.now())


def _shown(outcomes: list[Outcome]) -> dict[str, Any]:
    return {
        "taken": [_line(each) for each in outcomes if each.report and each.is_new],
        "known": [_line(each) for each in outcomes if each.report and not each.is_new],
        "refused": [_line(each) for each in outcomes if each.report is None],
    }


def _line(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": _source(outcome.source),
        "report": outcome.report,
        "sentence": SENTENCES[outcome.reason] if outcome.reason else "",
        "left_out": ", ".join(str(LEFT_OUT[name]) for name in outcome.left_out),
    }


def _source(source: str) -> str:
    """Where a message stood: “file 3”, or “file 3, message 2” where several did."""
    place, _dot, number = source.partition(".")
    kind, _space, file = place.partition(" ")
    words = _("File %(number)s") % {"number": file} if kind == "file" else _("Pasted text")
    return (
        _("%(place)s, message %(number)s") % {"place": words, "number": number} if number else words
    )
