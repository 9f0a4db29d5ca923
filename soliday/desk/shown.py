"""How the desk words things: lines of the queue, a report beside its form, filters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from soliday.actions.states import Stage
from soliday.campaign.queries import days, ideas
from soliday.committee.roles import may_administer
from soliday.desk.queries import Waiting, state_words
from soliday.desk.report_forms import DeclineForm
from soliday.desk.report_page import Forms, ReportPage
from soliday.desk.rules import Rules
from soliday.languages.catalogue import SHIPPED
from soliday.languages.dates import shown_date
from soliday.languages.numbers import RangeUpsideDown, shown_people
from soliday.photos.faults import PhotoRefused
from soliday.places.countries import country_choices, country_name, is_country
from soliday.places.models import Profile
from soliday.reports.states import State

STAGES = dict(Stage.choices)
LANGUAGES = {each.code: each.native_name for each in SHIPPED}
STATUS_CLASS = {"open": "", "careful": "desk-careful", "affected": "desk-affected"}


def queue_lines(lines: Iterable[Waiting], here: str, today: date) -> list[dict[str, Any]]:
    """Each line of the queue in words."""
    titles = idea_titles(here)
    return [_line(line, here, today, titles) for line in lines]


def _line(line: Waiting, here: str, today: date, titles: dict[str, str]) -> dict[str, Any]:
    fields = line.fields or {}
    return {
        "report": line.report,
        "is_open": line.fields is not None,
        "title": fields.get("title") or _("untitled"),
        "title_language": fields.get("language", ""),
        "country": line.country_name(here),
        "language": LANGUAGES.get(fields.get("language", ""), ""),
        "stage": STAGES.get(fields.get("stage", ""), ""),
        "idea": titles.get(fields.get("idea", ""), ""),
        "profiles": profile_badges(line.rules),
        "photos_count": line.photos_count,
        "received_on": shown_date(line.report.received_on, language=here),
        "state": state_words(line.report, line.rules, today),
        "is_proposed": line.report.state == State.PROPOSED,
    }


def idea_titles(here: str) -> dict[str, str]:
    """Titles of the catalogue's ideas by short name, in the member's language."""
    return {page.slug: page.title for day in days() for page in ideas(day, here)}


def profile_badges(rules: Rules | None) -> list[dict[str, str]]:
    slugs = rules.slugs if rules else ()
    return [
        {"label": str(Profile(slug).label), "class": STATUS_CLASS.get(slug, "")} for slug in slugs
    ]


def filter_choices(here: str, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """The filters of the queue as selects."""
    every = [
        ("country", _("Country"), country_choices(here)),
        ("language", _("Language"), list(LANGUAGES.items())),
        ("stage", _("Stage"), [(slug, label) for slug, label in Stage.choices]),
        ("profile", _("Safety profile"), Profile.choices),
    ]
    return [
        {"name": name, "label": label, "choices": choices, "value": wanted.get(name, "")}
        for name, label, choices in every
    ]


def report_context(page: ReportPage, forms: Forms | None, here: str) -> dict[str, Any]:
    """Everything the page of a report shows."""
    rules = forms.rules if forms else page.rules() if page.fields else None
    received_on = page.report.received_on
    context = {
        "page": page,
        "forms": forms,
        "rules": rules,
        "profiles": profile_badges(rules),
        "received_on": shown_date(received_on, language=here),
        "state": state_words(page.report, rules, page.today),
        "sent": sent_facts(page, here) if page.fields else [],
        "sent_text": (page.fields or {}).get("text", ""),
        "title": (page.fields or {}).get("title") or _("Sealed report"),
        "declining": DeclineForm(language=page.language),
        "photo_numbers": range(page.photos_count) if page.fields else (),
    }
    if rules:
        context |= {
            "publishable_on": shown_date(rules.publishable_on(received_on), language=here),
            "must_wait": page.must_wait(rules),
            "may_publish": page.may_publish(rules),
            "may_agree": page.may_agree(rules),
        }
    return context


def sent_facts(page: ReportPage, here: str) -> list[tuple[str, str]]:
    """What was sent besides title and text, as label and words; what is empty is left out."""
    fields = page.fields or {}
    country = fields.get("country", "")
    facts = [
        (_("Stage"), STAGES.get(fields.get("stage", ""), "")),
        (_("Idea"), idea_titles(here).get(fields.get("idea", ""), "")),
        (_("Language"), LANGUAGES.get(fields.get("language", ""), fields.get("language", ""))),
        (_("Country"), country_name(country, here) if is_country(country) else country),
        (_("Place"), fields.get("place")),
        (_("Date"), _sent_date(fields.get("date"), here)),
        (_("People"), _sent_people(fields, here)),
        (_("Link"), fields.get("link")),
        (_("Name"), fields.get("name")),
        (_("Contact"), _sent_contact(page)),
    ]
    return [(label, str(words)) for label, words in facts if words]


def _sent_date(sent: Any, here: str) -> str:
    try:
        return shown_date(date.fromisoformat(str(sent)), language=here)
    except ValueError:
        return str(sent or "")


def _sent_people(fields: dict[str, Any], here: str) -> str:
    smallest, largest = fields.get("people_min") or None, fields.get("people_max") or None
    try:
        return shown_people(smallest, largest, here)
    except (RangeUpsideDown, TypeError):
        return f"{smallest}–{largest}"


def _sent_contact(page: ReportPage) -> str:
    """Contacts are for administrators: a reviewer does not need to know them to decide."""
    contact = (page.fields or {}).get("contact")
    if not contact or may_administer(page.member):
        return contact or ""
    return pgettext("contact of a sender", "given; administrators can read it")


def fault_words(error: PhotoRefused | ValidationError) -> str:
    """Why publishing did not work, for the member."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("A photo could not be made safe (%(reason)s). Publish without it, or try again.") % {
        "reason": error.reason
    }
