"""One report as the desk sees it, opened in memory for the page being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from soliday.campaign.models import Day, Edition
from soliday.campaign.queries import main_day, open_edition
from soliday.committee.models import Member
from soliday.committee.roles import may_administer
from soliday.desk.photo_forms import PhotoForm
from soliday.desk.publishing import Proposal, digest, proposal_from
from soliday.desk.report_forms import ReportForm, initial_from_proposal, initial_from_report
from soliday.desk.report_photos import photo_form
from soliday.desk.rules import Rules, rules_for
from soliday.languages.catalogue import SHIPPED
from soliday.reports import queries
from soliday.reports.models import Kind, Report
from soliday.reports.states import State
from soliday.sealing.packages import CannotOpen, WrongPackage


@dataclass(frozen=True)
class ReportPage:
    """fields: None when it cannot be opened, and then `fault` says why."""

    member: Member
    report: Report
    fields: dict[str, Any] | None
    proposal: Proposal | None
    fault: str
    today: date

    @property
    def language(self) -> str:
        """The language to answer the sender in."""
        sent = (self.fields or {}).get("language")
        return sent if sent in {each.code for each in SHIPPED} else SHIPPED[0].code

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.report.state in (State.WAITING, State.PROPOSED)

    @property
    def is_own_proposal(self) -> bool:
        return self.report.proposed_by == self.member.get_username()

    @property
    def seen(self) -> str:
        return digest(self.proposal)

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
        """The rules of the country it came from and of the one it is published under."""
        proposed = self.proposal["facts"]["country"] if self.proposal and not country else ""
        return rules_for((self.fields or {}).get("country", ""), country or proposed)

    def may_publish(self, rules: Rules) -> bool:
        """Whether this member alone may publish it today, without a proposal to agree to."""
        return rules.reviewers_needed == 1 and not self.must_wait(rules)

    def may_agree(self, rules: Rules) -> bool:
        """Whether this member's agreement publishes the proposal."""
        if self.must_wait(rules) or self.report.state != State.PROPOSED:
            return False
        return rules.reviewers_needed == 1 or not self.is_own_proposal

    def must_wait(self, rules: Rules) -> bool:
        return rules.publishable_on(self.report.received_on) > self.today


def open_report(*, member: Member, secret: str, report_id: UUID, today: date) -> ReportPage:
    """Open a report. Raises Http404 where there is none, or none that this member works on."""
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise Http404
    fields, proposal, fault = _opened(report, secret)
    if fields is not None and member.countries and fields.get("country") not in member.countries:
        raise Http404
    return ReportPage(member, report, fields, proposal, fault, today)


def _opened(report: Report, secret: str) -> tuple[dict[str, Any] | None, Proposal | None, str]:
    if report.state in (State.WITHDRAWN, State.ERASED):
        return None, None, _("Nothing is left of it: what was sealed has been destroyed.")
    try:
        fields = queries.opened_fields(report, secret=secret)
        return fields, queries.proposal(report, secret=secret), ""
    except CannotOpen:
        return None, None, _("It was sealed before you became a keyholder, or it is damaged.")
    except WrongPackage:
        return None, None, _("What lies in its place was sealed for another report.")


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
    return initial_from_report(page.fields or {}, edition_now(), rules)


def edition_now() -> Edition | None:
    """The edition that takes reports, if a day is loaded and one is open."""
    try:
        return open_edition(main_day())
    except Day.DoesNotExist:
        return None
