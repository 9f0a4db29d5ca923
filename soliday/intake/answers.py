"""The pages that intake answers with, each in the sender's language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from soliday.campaign.frame import Alternate
from soliday.intake.surroundings import frame
from soliday.languages.catalogue import SHIPPED, codes, direction

STOPPED: dict[HTTPStatus, Promise] = {
    HTTPStatus.BAD_REQUEST: _(
        "What you sent did not arrive whole or could not be read. Nothing was stored. "
        "Please go back and send it again."
    ),
    HTTPStatus.FORBIDDEN: _(
        "This was sent from a page that is not ours, so we did not take it. Nothing was stored. "
        "Please use the form on this site."
    ),
    HTTPStatus.LENGTH_REQUIRED: _(
        "Your program did not say how long the report is. Nothing was stored."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _(
        "What you sent is too large: at most 4 photos of 20 MB each, and a text of 5000 "
        "characters. Nothing was stored. Please go back and send less."
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _(
        "What you sent is not the form of this site. Nothing was stored."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: _(
        "Reports cannot be taken at the moment. Nothing was stored. Please come back later."
    ),
}


def asked_language(request: HttpRequest, fields: MultiValueDict[str, str] | None = None) -> str:
    """The language in which to answer: as posted, as in the address, as the browser prefers."""
    posted = fields.get("language") if fields else None
    for named in (posted, request.GET.get("language")):
        if named in codes():
            return str(named)
    return get_language_from_request(request)


def page(
    template: str, language: str, *, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """A page in the frame of the main day, made without the request: no cookie can come of it."""
    return HttpResponse(page_text(template, language, **context), status=status)


def page_text(template: str, language: str, **context: Any) -> str:
    with override(language):
        context |= {
            "frame": frame(language),
            "language": language,
            "shipped": SHIPPED,
        }
        return render_to_string(f"intake/{template}", context)


def stopped(language: str, status: HTTPStatus) -> HttpResponse:
    """A page that needs nothing from the database, for what was not even read."""
    context = {
        "language": language,
        "direction": direction(language),
        "sentence": STOPPED[status],
    }
    with override(language):
        return HttpResponse(render_to_string("intake/stopped.html", context), status=status)


def alternates(path: str, query: MultiValueDict[str, str]) -> list[Alternate]:
    """The same empty form in every language, with what the address had chosen already."""
    kept = "".join(
        f"&{name}={query[name]}" for name in ("country", "idea") if _is_word(query.get(name))
    )
    return [
        Alternate(each.code, each.native_name, f"{path}?language={each.code}{kept}")
        for each in SHIPPED
    ]


def _is_word(text: str | None) -> bool:
    return bool(text) and str(text).replace("-", "").isalnum() and str(text).isascii()
