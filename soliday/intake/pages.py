"""The pages around the form, and what each needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from soliday.campaign.rendering import filled, place
from soliday.core.room import is_room_left
from soliday.intake.answers import alternates, page, page_text
from soliday.intake.door import Visit
from soliday.intake.faults import Fault
from soliday.intake.forms import ReportForm, empty_report_form
from soliday.intake.guard import gate
from soliday.intake.queries import Offer
from soliday.intake.surroundings import remembered
from soliday.places.models import Profile
from soliday.places.warnings import warning
from soliday.sealing.receipts import grouped, new_receipt

ADDRESS = "/send/report"


def empty_form(visit: Visit, offered: Offer) -> HttpResponse:
    """The form as first seen, with what the address has chosen already."""
    links = alternates(ADDRESS, visit.query)
    if not offered.is_open:
        return closed(visit, HTTPStatus.OK, alternates=links)
    if not is_room_left():
        unavailable = HTTPStatus.SERVICE_UNAVAILABLE
        return page("full.html", visit.language, status=unavailable, alternates=links)
    if not (visit.query.get("country") or visit.query.get("idea")):
        return _first_step(visit, offered)
    form = empty_report_form(visit.query, offer=offered, today=visit.today)
    context = about_form(form) | {"is_whole": form.profile is not None, "alternates": links}
    return page("report.html", visit.language, **context | _receipt(visit, new_receipt()))


def _first_step(visit: Visit, offered: Offer) -> HttpResponse:
    """The form in which nothing is chosen: rendered once for many, but for what is each one's."""
    own = _receipt(visit, new_receipt())
    parts = {name: escape(own[name]) for name in ("receipt", "grouped_receipt")}
    name = ("first step", visit.language, *(day.slug for day in offered.days))
    empty = remembered(name, partial(_first_step_for_all, visit.language, offered, visit.today))
    return HttpResponse(filled(empty, parts | {"proof": escape(own["guard"].proof)}))


def _first_step_for_all(language: str, offered: Offer, today: date) -> str:
    """With places for what is each one's; nothing of a visit may come in here."""
    query = QueryDict(f"language={language}")
    context = about_form(empty_report_form(query, offer=offered, today=today))
    places: dict[str, Any] = {name: place(name) for name in ("receipt", "grouped_receipt")}
    places |= {"guard": {"proof": place("proof")}, "alternates": alternates(ADDRESS, query)}
    return page_text("report.html", language, is_whole=False, **context | places)


def next_questions(visit: Visit, form: ReportForm, receipt: str | None) -> HttpResponse:
    """The form with what this country and idea ask and warn of; nothing is stored."""
    form.forgive_all_but("country", "idea", "language")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    is_whole = form.profile is not None or form.is_begun
    return form_again(visit, form, receipt, status=status, is_whole=is_whole)


def form_again(
    visit: Visit,
    form: ReportForm,
    receipt: str | None,
    *,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    is_whole: bool = True,
    more_faults: Sequence[Fault] = (),
) -> HttpResponse:
    """The form with each fault beside its field, everything typed, and the same receipt.

    Without a whole receipt it brings a new one: what is stored must be under the one shown.
    """
    context = about_form(form) | {
        "is_whole": is_whole,
        "faults": [*form.faults(), *more_faults],
        "is_receipt_new": receipt is None,
        "are_photos_gone": bool(form.files),
    }
    context |= _receipt(visit, receipt or new_receipt())
    return page("report.html", visit.language, status=status, **context)


def please_wait(
    visit: Visit, form: ReportForm, receipt: str, verdict: gate.Verdict
) -> HttpResponse:
    """The form again while much is arriving: when it can be sent, and the one plain question."""
    if verdict.is_answer_wrong:
        fault = Fault("id_answer", _("A small sum"), _("This is not the answer. Please try again."))
        return form_again(visit, form, receipt, more_faults=[fault])
    sentence = _("Many reports are arriving just now. Answer the question and send again.")
    if verdict.seconds:
        sentence = _(
            "Many reports are arriving just now. Answer the question, wait %(count)d seconds "
            "and send again. It will then be taken."
        ) % {"count": verdict.seconds}
    fault = Fault("id_answer", _("A small sum"), sentence)
    response = form_again(
        visit, form, receipt, status=HTTPStatus.TOO_MANY_REQUESTS, more_faults=[fault]
    )
    response["Retry-After"] = str(max(1, verdict.seconds))
    return response


def no_room(visit: Visit, form: ReportForm, receipt: str | None) -> HttpResponse:
    """The disk is nearly full: nothing is stored, and nothing typed is lost."""
    sentence = _(
        "The disk of this server is nearly full, so no report can be taken at the moment. "
        "Nothing was stored. The committee is told; please send again later."
    )
    status, fault = HTTPStatus.SERVICE_UNAVAILABLE, Fault("", "", sentence)
    return form_again(visit, form, receipt, status=status, more_faults=[fault])


def received(visit: Visit, receipt: str, *, is_repeated: bool) -> HttpResponse:
    """The one page that says “received”: the report is on disk."""
    status = HTTPStatus.CREATED
    context = {
        "receipt": receipt,
        "grouped_receipt": grouped(receipt),
        "is_repeated": is_repeated,
        "action": ADDRESS,
        "receipt_page": f"/receipt/?language={visit.language}",
    }
    return page("received.html", visit.language, status=status, **context)


def closed(visit: Visit, status: HTTPStatus, **context: Any) -> HttpResponse:
    """No edition takes reports now."""
    return page("closed.html", visit.language, status=status, **context)


def _receipt(visit: Visit, receipt: str) -> dict[str, Any]:
    """The receipt of a form, and what the flood guard asks of it."""
    return {
        "receipt": receipt,
        "grouped_receipt": grouped(receipt),
        "guard": gate.ask(visit, receipt),
    }


def about_form(form: ReportForm) -> dict[str, Any]:
    """What the chosen country and idea warn of."""
    slug = form.profile.slug if form.profile else ""
    idea = form.chosen_idea
    return {
        "form": form,
        "profile": slug,
        "warning": warning(slug) if slug else "",
        "is_affected": slug == Profile.AFFECTED,
        "idea": idea,
        "is_unsuited": idea and slug == Profile.AFFECTED and not idea.affected_ok,
    }
