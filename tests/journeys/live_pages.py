"""The pages of the moving doors, as somebody without script comes by them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
from bs4 import BeautifulSoup

from soliday.sealing.receipts import new_receipt
from tests.journeys.visitor import Visitor

Seen = tuple[str, httpx.Response]
# What the holder of a receipt can do, and the button that says so a second time.
STEPS = {"done": "", "correct": "", "withdraw": "confirm", "erase": "confirm_erasure"}


def live_pages(visitor: Visitor, language: str) -> Iterator[Seen]:
    """Each page by a name, in one language: from the empty form to a receipt that is forgotten."""

    def seen(name: str) -> Seen:
        return name, visitor.answer

    visitor.open(f"/send/report?language={language}")
    yield seen("first-step")
    visitor.submit(stage="done", country="", language=language, **{"continue": "1"})
    yield seen("first-step-faults")
    visitor.submit(stage="announced", country="BY", language=language, **{"continue": "1"})
    yield seen("form-careful")
    visitor.open(f"/send/report?language={language}")
    receipt = visitor.text("#receipt")
    visitor.submit(stage="announced", country="PL", language=language, **{"continue": "1"})
    yield seen("form")
    visitor.submit(title="", text="", date="never", people_min="9", people_max="1")
    yield seen("form-faults")
    visitor.submit(title="Test", text="Test", date="2027-08-04", people_min="1", people_max="9")
    yield seen("received")
    assert visitor.answer.status_code == 201, visitor.text("main")
    yield from _with_receipt(visitor, receipt, language)


def _with_receipt(visitor: Visitor, receipt: str, language: str) -> Iterator[Seen]:
    visitor.open(f"/receipt/?language={language}")
    yield "receipt", visitor.answer
    for name, digits in (("mistyped", "12"), ("unknown", new_receipt())):
        visitor.submit(receipt=digits)
        yield f"receipt-{name}", visitor.answer
    _come_back(visitor, receipt, language)
    yield "state", visitor.answer
    _write(visitor, "")
    yield "message-faults", visitor.answer
    _write(visitor, "Test\n\ntest")
    yield "message", visitor.answer
    for name, sure in STEPS.items():
        _come_back(visitor, receipt, language)
        visitor.submit(press=name)
        yield name, visitor.answer
        if sure:
            visitor.submit(press=sure)
            yield f"{name}-{sure}", visitor.answer
            _come_back(visitor, receipt, language)
            yield f"after-{name}", visitor.answer


def _come_back(visitor: Visitor, receipt: str, language: str) -> None:
    visitor.open(f"/receipt/?language={language}")
    visitor.submit(receipt=receipt)


def _write(visitor: Visitor, message: str) -> None:
    hidden = visitor.page.select("form#write input[type=hidden]")
    sent = {str(each["name"]): str(each.get("value", "")) for each in hidden}
    answer = visitor.client.post("/receipt/", data=sent | {"message": message})
    visitor.answer, visitor.page = answer, BeautifulSoup(answer.content, "html.parser")
