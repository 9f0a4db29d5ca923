"""One report as the desk sees it, opened in memory for the page being made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from soliday.actions.models import Action
from soliday.campaign.models import Day, Edition
from soliday.campaign.queries import main_day, open_edition
from soliday.committee.models import Member
from soliday.committee.roles import may_administer
from soliday.desk import publishing
from soliday.desk.closed_years import closed_note, closed_year_of
from soliday.desk.photo_forms import PhotoForm
from soliday.desk.publishing import Proposal, proposal_from
from soliday.desk.report_forms import (
    ReportForm,
    initial_from_correction,
    initial_from_proposal,
    initial_from_report,
)
from soliday.desk.report_photos import photo_form
from soliday.desk.rules import Rules, rules_for
from soliday.languages.catalogue import SHIPPED
from soliday.reports import queries
from soliday.reports.conversation import sent_count
from soliday.reports.models import Kind, Report
from soliday.reports.queries import Version
from soliday.reports.states import State
from soliday.reports.talk import Talk, talk
from soliday.sealing.packages import CannotOpen, WrongPackage

NOTHING_SAID = Talk([], 0)


@dataclass(frozen=True)
class ReportPage:
    """fields: None when it cannot be opened, and then `fault` says why."""

    member: Member
    report: Report
    fields: dict[str, Any] | None
    proposal: Proposal | None
    fault: str
    today: date
    # Whether the sender left a contact. What it is, is not among `fields`: contact_views.py.
    has_contact: bool = False
    # All versions of the text, the newest last, without contacts.
    versions: Sequence[Version] = ()
    talk: Talk = NOTHING_SAID
    # How often the sender has written, as the member sees it.
    sent_count: int = 1

    @property
    def language(self) -> str:
        """The language to answer the sender in."""
        sent = (self.fields or {}).get("language")
        return sent if sent in {each.code for each in SHIPPED} else SHIPPED[0].code

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.report.state in (State.WAITING, State.PROPOSED, State.CORRECTED)

    @property
    def may_keep(self) -> bool:
        """Whether what is published can be left as it is, although it was corrected."""
        return self.is_open and self.report.action_number is not None

    @property
    def may_ask(self) -> bool:
        """Whether there is a sender who can read an answer."""
        return bool(self.fields is not None and self.report.sender_recipient)

    @cached_property
    def action(self) -> Action | None:
        """What is published of it now."""
        return publishing.published_action(self.report)

    @cached_property
    def is_year_closed(self) -> bool:
        """Whether what is published of it can only be withdrawn, whatever the sender corrects."""
        return self.action is not None and bool(closed_note(self.action.edition_id))

    @cached_property
    def closed_note(self) -> str:
        """What to know of a closed year before working on it; empty where there is none."""
        if not self.is_open or self.is_year_closed:
            return ""
        if self.proposal:
            return closed_note(self.proposal["edition"])
        return closed_year_of((self.fields or {}).get("date"), edition_now())

    @property
    def newest_on(self) -> date:
        """The day of the newest version: from it on the profile's days are counted."""
        return self.versions[-1].sent_on if self.versions else self.report.received_on

    @property
    def is_own_proposal(self) -> bool:
        return self.report.proposed_by == self.member.get_username()

    @property
    def seen(self) -> str:
        return publishing.digest(self.proposal, self.sent_count)

    @property
    def may_erase(self) -> bool:
        """Who cannot read a report does not destroy it, unless they are an administrator."""
        if self.report.state == State.ERASED:
            return False
        return self.fields is not None or may_administer(self.member)

    @cached_property
    def photos_count(self) -> int:
        return self.report.packages.filter(kind=Kind.PHOTO).count()

    def rules(self, country: str = "") -> Rules:
        """The rules of every country it has named and of the one it is or will be published under.

        All count, so that a correction does not change who must agree.
        """
        proposed = self.proposal["facts"]["country"] if self.proposal and not country else ""
        named = [str(version.fields.get("country", "")) for version in self.versions]
        published = self.action.country if self.action else ""
        sent = (self.fields or {}).get("country", "")
        return rules_for(*named, sent, published, country or proposed)

    def may_publish(self, rules: Rules) -> bool:
        """Whether this member alone may publish it today, without a proposal to agree to."""
        return rules.reviewers_needed == 1 and not self.must_wait(rules)

    def may_agree(self, rules: Rules) -> bool:
        """Whether this member's agreement publishes the proposal."""
        if self.must_wait(rules) or self.report.state != State.PROPOSED or self.is_year_closed:
            return False
        return rules.reviewers_needed == 1 or not self.is_own_proposal

    def must_wait(self, rules: Rules) -> bool:
        return rules.publishable_on(self.newest_on) > self.today


def open_report(*, member: Member, secret: str, report_id: UUID, today: date) -> ReportPage:
    """Open a report. Raises Http404 where there is none, or none that this member works on."""
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise Http404
    # Counted first: what comes while we read must not pass as seen.
    so_far = sent_count(report)
    versions, proposal, fault = _opened(report, secret)
    fields = versions[-1].fields if versions else None
    if fields is not None and member.countries and fields.get("country") not in member.countries:
        raise Http404
    contacts = [version.fields.pop("contact", "") for version in versions]
    return ReportPage(
        member,
        report,
        fields,
        proposal,
        fault,
        today,
        has_contact=bool(contacts and contacts[-1]),
        versions=versions,
        talk=talk(report, secret=secret) if versions else NOTHING_SAID,
        sent_count=so_far,
    )


def _opened(report: Report, secret: str) -> tuple[list[Version], Proposal | None, str]:
    if report.state in (State.WITHDRAWN, State.ERASED):
        return [], None, _("Nothing is left of it: what was sealed has been destroyed.")
    try:
        versions = queries.versions(report, secret=secret)
        return versions, queries.proposal(report, secret=secret), ""
    except CannotOpen:
        return [], None, _("It was sealed before you became a keyholder, or it is damaged.")
    except WrongPackage:
        return [], None, _("What lies in its place was sealed for another report.")


def forms_for(page: ReportPage, secret: str, data: MultiValueDict[str, str] | None = None) -> Forms:
    """The form and the photos' forms, as typed in `data` or as first offered."""
    country = data.get("country", "") if data is not None else ""
    rules = page.rules(str(country))
    form = ReportForm(data, initial=_initial(page, rules), rules=rules, today=page.today)
    count = page.photos_count if rules.may_show_photos else 0
    photos = [photo_form(page, number, form, secret) for number in range(count)]
    return Forms(form=form, photos=photos, rules=rules)


@dataclass(frozen=True)
class Forms:
    """What a reviewer fills in for one report, and the rules that it obeys."""

    form: ReportForm
    photos: list[PhotoForm]
    rules: Rules

    def are_valid(self) -> bool:
        return all([self.form.is_valid(), *(photo.is_valid() for photo in self.photos)])

    def forget_faults(self) -> None:
        """Show what was typed without judging it."""
        for form in (self.form, *self.photos):
            form.errors.clear()

    def proposal(self) -> Proposal:
        edition: Edition = self.form.cleaned_data["edition"]
        photos = [photo.chosen() for photo in self.photos]
        return proposal_from(edition, self.form.facts(), self.form.texts(), photos)


def _initial(page: ReportPage, rules: Rules) -> dict[str, Any]:
    if page.proposal:
        return initial_from_proposal(page.proposal)
    if page.action:
        return initial_from_correction(page.action, page.versions, rules)
    return initial_from_report(page.fields or {}, edition_now(), rules)


def edition_now() -> Edition | None:
    """The edition that takes reports, if a day is loaded and one is open."""
    try:
        return open_edition(main_day())
    except Day.DoesNotExist:
        return None
