"""How the desk words things: lines of the queue, a report beside its form, filters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soliday.actions.states import Stage
from soliday.committee.roles import may_see_contacts
from soliday.desk.queries import Waiting, state_words
from soliday.desk.report_forms import DeclineForm
from soliday.desk.report_page import Forms, ReportPage
from soliday.desk.rules import Rules
from soliday.desk.sent import LANGUAGES, STAGES, idea_titles, sent_facts
from soliday.desk.talk_shown import conversation_context
from soliday.languages.dates import shown_date
from soliday.photos.faults import PhotoRefused
from soliday.places.countries import country_choices
from soliday.places.models import Profile
from soliday.reports.states import State

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
        "name": str(line.report.pk)[:4],
        "title": (fields["title"] or _("untitled")) if "title" in fields else "",
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
        "sent": sent_facts(page.fields, here) if page.fields else [],
        "sent_text": (page.fields or {}).get("text", ""),
        "title": (page.fields or {}).get("title") or _("Sealed report"),
        "declining": DeclineForm(language=page.language),
        **conversation_context(page, here),
        "may_see_contact": may_see_contacts(page.member),
        "photo_numbers": range(page.photos_count) if page.fields else (),
    }
    if rules:
        context |= {
            "publishable_on": shown_date(rules.publishable_on(page.newest_on), language=here),
            "must_wait": page.must_wait(rules),
            "may_publish": page.may_publish(rules),
            "may_agree": page.may_agree(rules),
        }
    return context


def fault_words(error: PhotoRefused | ValidationError) -> str:
    """Why publishing did not work, for the member."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("A photo could not be made safe (%(reason)s). Publish without it, or try again.") % {
        "reason": error.reason
    }
