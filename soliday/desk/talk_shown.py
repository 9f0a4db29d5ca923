"""The conversation with a sender and their corrections, as the page of a report shows them."""

from __future__ import annotations

from typing import Any

from soliday.desk.answer_forms import AnswerForm, ready_texts
from soliday.desk.report_page import ReportPage
from soliday.desk.sent import corrections
from soliday.languages.dates import shown_date


def conversation_context(page: ReportPage, here: str) -> dict[str, Any]:
    """Nothing of it where the report does not open."""
    if page.fields is None:
        return {}
    return {
        "said": [
            {"about": each, "day": shown_date(each.day, language=here)} for each in page.talk.said
        ],
        "corrections": corrections(page.versions, here),
        "answering": AnswerForm(language=page.language) if page.may_ask else None,
        "ready_texts": ready_texts(page.language),
    }
