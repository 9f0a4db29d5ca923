"""The whole way of a report from an affected country: desk, set hour, site, receipt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from soliday.actions import changes as actions
from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.campaign.models import Edition
from soliday.intake.changes import erase, withdraw
from soliday.ops.releasing import release_due
from soliday.press import worker
from soliday.reports import changes as reports
from soliday.reports.models import Report
from soliday.sealing.receipts import new_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day", "profiles", "owner")]
ON = date(2026, 8, 4)
HOUR = datetime(2026, 8, 4, 18, tzinfo=UTC)
BEFORE = HOUR - timedelta(microseconds=1)
FACTS = {"stage": "done", "origin": "report", "country": "BY", "language": "en"}


@pytest.fixture
def site(settings, tmp_path) -> Path:
    settings.DATA = tmp_path
    settings.SITE_FOLDER = tmp_path / "site"
    (tmp_path / "keys").mkdir()
    return settings.SITE_FOLDER


def accepted(title: str) -> Report:
    """A report that the desk has accepted, to appear at the hour."""
    report = reports.receive(receipt=new_receipt(), fields={"title": title}, photos=[], today=ON)
    text = {"language": "en", "title": title, "text": f"{title}.", "made_by": "original"}
    edition = Edition.objects.get(year=2026)
    action = actions.publish(edition=edition, facts=FACTS, texts=[text], today=ON, appears_at=HOUR)
    reports.accept(report=report, action_number=action.pk, today=ON)
    return report


def tree(site: Path) -> dict[str, bytes]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {str(path.relative_to(site)): path.read_bytes() for path in files}


def is_anywhere(site: Path, word: str) -> bool:
    return any(word.encode() in data for data in tree(site).values())


def test_a_whole_bake_before_the_hour_shows_and_counts_nothing(site):
    worker.build_everything(today=ON)
    before = tree(site)
    accepted("Whispered")
    assert release_due(now=BEFORE) == 0
    assert worker.work_once(today=ON) is False
    worker.build_everything(today=ON)
    assert tree(site) == before


def test_at_the_hour_all_appear_and_each_report_knows_its_number(site):
    one, two = accepted("Whispered"), accepted("Hummed")
    worker.build_everything(today=ON)
    assert release_due(now=HOUR) == 2
    worker.work_once(today=ON)
    for report, title in ((one, "Whispered"), (two, "Hummed")):
        old = report.action_number
        report.refresh_from_db()
        assert report.action_number != old
        page = site / "en" / "actions" / str(report.action_number) / "index.html"
        assert title in page.read_text()
        assert not (page.parents[1] / str(old)).exists()
    assert release_due(now=HOUR) == 0


@pytest.mark.parametrize("take_back", [withdraw, erase])
def test_taken_back_before_the_hour_it_never_appears(site, take_back):
    report = accepted("Whispered")
    worker.build_everything(today=ON)
    before = tree(site)
    take_back(report=report, today=ON)
    assert release_due(now=HOUR) == 0
    worker.work_once(today=ON)
    worker.build_everything(today=ON)
    assert tree(site) == before and not is_anywhere(site, "Whispered")


@pytest.mark.parametrize("take_back", [withdraw, erase])
def test_taken_back_while_its_number_changes_it_is_gone(site, take_back):
    report = accepted("Whispered")  # still with its old number, as a request may hold it
    release_due(now=HOUR)
    worker.build_everything(today=ON)
    assert is_anywhere(site, "Whispered")
    take_back(report=report, today=ON)
    assert Action.objects.get().state == State.WITHDRAWN
    worker.work_once(today=ON)
    assert not is_anywhere(site, "Whispered")


def test_the_press_at_work_shows_what_is_due(site, monkeypatch):
    """Take-downs go first, and one fault of the release does not stop them."""
    steps = []

    class Stop:
        def wait(self, _pause: float) -> bool:
            return len(steps) > 3

    def fail() -> None:
        steps.append("release")
        raise OSError

    monkeypatch.setattr(worker, "work_once", lambda **_: steps.append("work"))
    monkeypatch.setattr(worker, "close_old_connections", lambda: steps.append("asked anew"))
    worker.run_forever(Stop(), then=fail)
    assert steps == ["work", "release", "asked anew"] * 2
