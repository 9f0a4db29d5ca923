"""Somebody with a browser without script: opens pages, fills forms as they stand, sends them."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pyotp
from bs4 import BeautifulSoup, Tag

from tests.journeys.installation import Installation

REPORT = re.compile("/desk/reports/[0-9a-f-]{36}/")
Files = list[tuple[str, tuple[str, bytes, str]]]


class Visitor:
    """Keeps cookies where it is given some; `page` is what it sees now."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        headers = {"Origin": installation.site, "Referer": installation.site + "/"}
        self.client = httpx.Client(
            base_url=installation.site, headers=headers, follow_redirects=True, timeout=60
        )
        self.answer: httpx.Response
        self.page: BeautifulSoup

    def open(self, path: str) -> BeautifulSoup:
        return self._seen(self.client.get(path))

    def submit(
        self, *, action: str = "", press: str = "", files: Files | None = None, **fields: Any
    ) -> BeautifulSoup:
        """Send the form whose address ends with `action` (or the only one), changing `fields`."""
        form = self._form(action, press)
        values = _values(form) | _pressed(form, press) | fields
        values = {name: value for name, value in values.items() if value is not None}
        address = str(form.get("action") or self.answer.url)
        sent = {"data": values, "files": files} if files else {"data": values}
        if files is None and form.get("enctype") == "multipart/form-data":
            sent = {"files": [(name, (None, str(value))) for name, value in values.items()]}
        return self._seen(self.client.post(address, **sent))

    def text(self, selector: str) -> str:
        found = self.page.select_one(selector)
        assert found is not None, f"no {selector} on {self.answer.url}"
        return " ".join(found.get_text(" ").split())

    def _form(self, action: str, press: str) -> Tag:
        """The first form with this address that has the button, if one is to be pressed."""
        forms = self.page.select("main form, form")
        fitting = [each for each in forms if str(each.get("action") or "").endswith(action)]
        assert fitting, f"no form {action!r} on {self.answer.url}"
        with_button = [each for each in fitting if press and each.select(f'[name="{press}"]')]
        return (with_button or fitting)[0]

    def _seen(self, answer: httpx.Response) -> BeautifulSoup:
        self.answer = answer
        self.page = BeautifulSoup(answer.content, "html.parser")
        return self.page


def _values(form: Tag) -> dict[str, str]:
    """What a browser would send of the form as it stands, without its buttons."""
    values: dict[str, str] = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(each["name"]), str(each.get("type") or each.name)
        if kind in ("submit", "file", "button", "image"):
            continue
        if kind in ("checkbox", "radio") and not each.has_attr("checked"):
            continue
        if each.name == "select":
            chosen = each.select_one("option[selected]") or each.select_one("option")
            values[name] = str(chosen.get("value", "")) if chosen else ""
        else:
            values[name] = str(each.get("value") or (each.text if kind == "textarea" else ""))
    return values


def _pressed(form: Tag, name: str) -> dict[str, str]:
    if not name:
        return {}
    button = form.select_one(f'button[name="{name}"], input[type=submit][name="{name}"]')
    assert button is not None, f"no button {name!r}"
    return {name: str(button.get("value") or "")}


class Reviewer(Visitor):
    """A member of the committee, signed in with both factors and unlocked."""

    def sign_in(self, *, user: str, password: str, totp: str) -> None:
        self.open("/desk/")
        self.submit(action="login/", login=user, password=password)
        self.submit(action="authenticate/", code=pyotp.TOTP(totp).now())
        assert self.answer.url.path == "/desk/", self.answer.url

    def unlock(self, passphrase: str) -> None:
        self.open("/desk/unlock/")
        self.submit(action="unlock/", passphrase=passphrase)

    def open_report(self, title: str) -> str:
        """Find the report; return its address. The queue tells no titles: open what waits."""
        self.open("/desk/reports/")
        links = [str(each["href"]) for each in self.page.select("a[href]")]
        for address in sorted({link for link in links if REPORT.fullmatch(link)}):
            self.open(address)
            if title in self.page.get_text():
                return address
        raise AssertionError(f"{title!r} is not in the queue")


def reviewer(installation: Installation) -> Reviewer:
    """The first administrator, with what the first start printed."""
    printed = installation.printed
    made = Reviewer(installation)
    made.sign_in(user=printed["user"], password=printed["password"], totp=printed["totp"])
    made.unlock(printed["passphrase"])
    return made
