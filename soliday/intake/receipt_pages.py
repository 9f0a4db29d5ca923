"""What the holder of a receipt is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soliday.intake.answers import alternates, page
from soliday.intake.door import Visit
from soliday.intake.plain_text import without_hidden
from soliday.intake.queries import published_path
from soliday.reports.models import Report
from soliday.reports.queries import answers
from soliday.reports.states import State, sources
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


def ask_for_receipt(visit: Visit, mistake: str = "") -> HttpResponse:
    """The field for the receipt; after a mistake with what was typed, so that it can be mended."""
    typed = without_hidden(visit.fields.get("receipt", "")[:LONGEST_SHOWN], is_one_line=True)
    links = [] if visit.posted else alternates(ADDRESS, visit.query)
    fault = MISTAKES.get(mistake, "")
    return page("receipt.html", visit.language, typed=typed, fault=fault, alternates=links)


def receipt_state(visit: Visit, report: Report, receipt: str) -> HttpResponse:
    """What has become of the report, in plain words."""
    context = _receipt(receipt) | {"report": report, "may_withdraw": _may_withdraw(report)}
    if report.action_number and report.state == State.ACCEPTED:
        context["published"] = published_path(report.action_number, visit.language)
    if report.state == State.DECLINED:
        context["answers"] = _answers(report, receipt)
    return page("receipt_state.html", visit.language, **context)


def confirm_withdrawal(visit: Visit, report: Report, receipt: str) -> HttpResponse:
    """Ask once more: withdrawing destroys what was sent."""
    if not _may_withdraw(report):
        return receipt_state(visit, report, receipt)
    context = _receipt(receipt) | {"is_published": report.state == State.ACCEPTED}
    return page("withdraw.html", visit.language, **context)


def _receipt(receipt: str) -> dict[str, Any]:
    return {"receipt": receipt, "grouped_receipt": grouped(receipt), "action": ADDRESS}


def _may_withdraw(report: Report) -> bool:
    return report.state in sources(State.WITHDRAWN)


def _answers(report: Report, receipt: str) -> list[str]:
    """Nothing where it cannot be opened: a damaged answer must not hide the decision."""
    try:
        return answers(report, receipt=receipt)
    except (CannotOpen, WrongPackage):
        return []
