"""What the holder of a receipt is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soliday.actions.waiting import is_waiting
from soliday.core.plain_text import without_hidden
from soliday.intake.answers import alternates, page
from soliday.intake.door import Visit
from soliday.intake.forms import ReportForm
from soliday.intake.pages import about_form
from soliday.intake.queries import closed_year, is_published, published_path
from soliday.intake.receipt_forms import MessageForm, message_form, new_token
from soliday.reports.models import Report
from soliday.reports.queries import Fields, opened_fields, sender_secret
from soliday.reports.retention import kept_until
from soliday.reports.states import AFTER_CORRECTION, State, sources
from soliday.reports.talk import Talk, talk
from soliday.sealing.packages import CannotOpen, WrongPackage
from soliday.sealing.receipts import grouped

ADDRESS = "/receipt/"
LONGEST_SHOWN = 200
MISTAKES: dict[str, Promise] = {
    "empty": _("Type the 44 digits of your receipt."),
    "length": _("A receipt has 44 digits. Here some are missing, or there are too many."),
    "characters": _("A receipt is made of digits. Here is something else among them."),
    "check": _(
        "A digit is wrong, or two have changed places: the check digits do not fit. "
        "Please compare group by group."
    ),
    "unknown": _(
        "There is no report under this receipt. If you never saw the page that says “Received”, "
        "the report has not reached us, and you can send it again."
    ),
}


@dataclass(frozen=True)
class Holder:
    """A receipt, its report, and what only the receipt opens of it."""

    receipt: str
    report: Report

    @cached_property
    def fields(self) -> Fields:
        """What was sent, in its newest version; empty where it cannot be opened."""
        try:
            return opened_fields(self.report, secret=sender_secret(self.receipt))
        except (CannotOpen, WrongPackage):
            return {}

    @cached_property
    def talk(self) -> Talk:
        return talk(self.report, secret=sender_secret(self.receipt))

    @property
    def may_write(self) -> bool:
        return self.report.state in AFTER_CORRECTION

    @property
    def may_withdraw(self) -> bool:
        return self.report.state in sources(State.WITHDRAWN)

    @property
    def is_announced(self) -> bool:
        return bool(self.fields.get("stage") == "announced")

    def again(self) -> Holder:
        """The same, looked at anew after a change."""
        return Holder(self.receipt, Report.objects.get(pk=self.report.pk))


def ask_for_receipt(visit: Visit, mistake: str = "", wait: int = 0) -> HttpResponse:
    """The field for the receipt; after a mistake with what was typed, so that it can be mended."""
    typed = without_hidden(visit.fields.get("receipt", "")[:LONGEST_SHOWN], is_one_line=True)
    links = [] if visit.posted else alternates(ADDRESS, visit.query)
    fault = MISTAKES.get(mistake, "")
    context: dict[str, Any] = {"typed": typed, "fault": fault, "wait": wait, "alternates": links}
    is_to_wait = wait and not fault
    status = HTTPStatus.TOO_MANY_REQUESTS if is_to_wait else HTTPStatus.OK
    return page("receipt.html", visit.language, status=status, **context)


def receipt_state(
    visit: Visit,
    holder: Holder,
    *,
    message: MessageForm | None = None,
    token: str = "",
    is_received: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """What has become of the report, in plain words, what was said, and what can be done."""
    number = holder.report.action_number
    context = _holding(holder) | {
        "form": message or message_form(visit, holder.fields),
        "faults": message.faults() if message else [],
        "are_photos_gone": bool(message and message.files),
        "token": token or new_token(),
        "is_received": is_received,
        "published": published_path(number, visit.language) if number else None,
        "appears_soon": is_waiting(number),
        "closed_year": closed_year(number),
        "kept_until": kept_until(holder.report),
    }
    return page("receipt_state.html", visit.language, status=status, **context)


def correction(
    visit: Visit,
    holder: Holder,
    form: ReportForm,
    *,
    token: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The form again with what was sent, or with what was typed and the faults beside it."""
    is_done = form["stage"].value() == "done" and holder.is_announced
    context = about_form(form) | _holding(holder)
    context |= {
        "is_whole": True,
        "faults": form.faults() if form.is_bound else [],
        "are_photos_gone": bool(form.files),
        "is_done": is_done,
        "token": token or new_token(),
    }
    return page("correction.html", visit.language, status=status, **context)


def confirm_withdrawal(visit: Visit, holder: Holder) -> HttpResponse:
    """Ask once more: withdrawing destroys what was sent."""
    if not holder.may_withdraw:
        return receipt_state(visit, holder)
    return page("withdraw.html", visit.language, **_holding(holder))


def confirm_erasure(visit: Visit, holder: Holder) -> HttpResponse:
    """Ask once more: after this even the receipt is unknown here."""
    return page("erase.html", visit.language, **_holding(holder))


def all_erased(visit: Visit) -> HttpResponse:
    """Nothing is left, so no page can tell it a second time."""
    return page("erased.html", visit.language)


def _holding(holder: Holder) -> dict[str, Any]:
    return {
        "holder": holder,
        "report": holder.report,
        "receipt": holder.receipt,
        "grouped_receipt": grouped(holder.receipt),
        "action": ADDRESS,
        "is_published": is_published(holder.report.action_number),
    }
