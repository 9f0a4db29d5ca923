"""Changed bit by bit the site is the same, file by file, as baked whole: whatever happens.

Lists, parts and pages are made small here, so that a few actions cross every limit there is.
"""

import shutil
import sys
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from soliday.actions import kept
from soliday.actions.changes import edit, publish, withdraw
from soliday.actions.closing import close, reopen
from soliday.actions.mending import mend_counts, mend_places
from soliday.actions.models import Action
from soliday.campaign.changes import edition_changed, page_changed
from soliday.campaign.models import Closing, DayPage, IdeaPage
from soliday.core.models import StaleKey
from soliday.press import build, parallel, sums, worker
from soliday.press.models import LedgerPage, Release, SumsPart
from tests.actions.sample import city, edition_of
from tests.press.test_stopped import Killed, stop_after

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
SMALL = {"NEWEST": 3, "BLOCK": 6, "FEW": 4, "SPAN": 6}
OPEN, OLD = 2026, 2025
CLOSED_OLD = {"edition__year": OLD, "reopened_on": None}
WORDS = st.integers(0, 10**6).map("Text {}".format)
BOUNDED = settings(
    max_examples=4,
    stateful_step_count=25,
    derandomize=True,
    phases=[Phase.generate],  # to find a shorter way to a fault would take many minutes
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def small(monkeypatch):
    """The limits, wherever they were imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("soliday.actions", "soliday.press")):
            for limit, value in SMALL.items():
                if hasattr(module, limit):
                    monkeypatch.setattr(module, limit, value)
    monkeypatch.setattr(sums, "MOST_IN_ONE", 100)


def photo(words):
    content = words.encode()
    sizes = {"width": 4, "height": 3, "wall_width": 2, "wall_height": 1}
    return {"page_jpeg": content, "wall_jpeg": content + b"w", "descriptions": {"en": "x"}, **sizes}


def texts(words, *languages):
    return [
        {"language": each, "title": words, "text": f"{words} {each}", "made_by": "original"}
        for each in languages or ("en",)
    ]


@st.composite
def facts(draw):
    country = draw(st.sampled_from(["PL", "PL", "DE", "UZ"]))
    return {
        "stage": draw(st.sampled_from(["announced", "done", "confirmed"])),
        "origin": "report",
        "country": country,
        "city": city("UZ", "Tashkent") if country == "UZ" else None,
        "language": "en",
        "idea": draw(st.sampled_from(["", "postcard"])),
        "happened_on": TODAY + timedelta(days=draw(st.integers(0, 2))),
        "people_min": draw(st.sampled_from([None, 3])),
        "participant_countries": draw(st.sampled_from([[], ["PL", "UA"]])),
    }


def files(folder):
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def different(one, other):
    return sorted(name for name in one.keys() | other if one.get(name) != other.get(name))


class Changes(RuleBasedStateMachine):
    """A site that is changed, built, baked and killed in any order."""

    day, base, data = None, None, None  # set by the test

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        kept._kept.clear()
        self.data.SITE_FOLDER = self.folder("grown")
        shutil.copytree(self.base, self.data.SITE_FOLDER)

    def folder(self, name):
        folder = self.base.parent / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def alive(self):
        shown = Action.objects.filter(state="published")
        if self.is_closed():
            shown = shown.exclude(edition__year=OLD)
        return list(shown.order_by("pk").values_list("pk", flat=True))

    def is_closed(self):
        return Closing.objects.filter(**CLOSED_OLD).exists()

    def edition(self, year):
        return edition_of(self.day, OPEN if self.is_closed() else year)

    @initialize(facts=facts())
    def begin(self, facts):
        """Lists that fill more than a page, so that few steps cross each limit."""
        for number in range(7):
            edition = edition_of(self.day, (OPEN, OPEN, OLD)[number % 3])
            what = {"edition": edition, "today": TODAY, "facts": facts}
            publish(texts=texts(f"First {number}", "en", "be"), **what)

    @rule(facts=facts(), words=WORDS, year=st.sampled_from([OLD, OPEN]), is_photo=st.booleans())
    def publish(self, facts, words, year, is_photo):
        photos = [photo(words)] if is_photo else []
        what = {"edition": self.edition(year), "facts": facts, "today": TODAY}
        publish(texts=texts(words), photos=photos, **what)

    @precondition(lambda self: self.alive())
    @rule(chance=st.data(), facts=facts(), year=st.sampled_from([OLD, OPEN]))
    def edit(self, chance, facts, year):
        number = chance.draw(st.sampled_from(self.alive()))
        edit(action_number=number, edition=self.edition(year), facts=facts, today=TODAY)

    @precondition(lambda self: self.alive())
    @rule(chance=st.data(), words=WORDS)
    def translate(self, chance, words):
        action = Action.objects.get(pk=chance.draw(st.sampled_from(self.alive())))
        what = {"action_number": action.pk, "edition": action.edition, "today": TODAY}
        edit(texts=texts(words, "en", "be", "ru"), facts={}, **what)

    @rule(chance=st.data())
    def withdraw(self, chance):
        shown = Action.objects.filter(state="published").order_by("pk")
        if numbers := list(shown.values_list("pk", flat=True)):
            withdraw(action_number=chance.draw(st.sampled_from(numbers)), today=TODAY)

    @rule(model=st.sampled_from([DayPage, IdeaPage]), words=WORDS)
    def change_what_the_committee_wrote(self, model, words):
        page = model.objects.filter(locale__language_code="en").order_by("pk")[0]
        page.title = words
        page.save()
        page_changed(page)

    @rule()
    def close_or_open_a_year(self):
        edition = edition_of(self.day, OLD)
        if self.is_closed():
            reopen(edition=edition, today=TODAY)
        else:
            close(edition=edition, today=TODAY)

    @rule(countries=st.integers(2, 90))
    def change_a_figure(self, countries):
        edition = edition_of(self.day, OPEN)
        type(edition).objects.filter(pk=edition.pk).update(result_countries_min=countries)
        edition_changed(edition)

    @rule()
    def work(self):
        worker.work_once(today=TODAY)

    @rule()
    def bake(self):
        worker.build_everything(today=TODAY)

    @rule(step=st.integers(1, 80), is_whole=st.booleans())
    def kill(self, step, is_whole):
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            patch.setattr(build, "BATCH", 25)
            stop_after(patch, step)
            (worker.build_everything if is_whole else worker.work_once)(today=TODAY)

    def teardown(self):
        try:
            self.compare()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def compare(self):
        for _ in range(9):
            worker.work_once(today=TODAY)
        assert not StaleKey.objects.exists()
        grown = files(self.data.SITE_FOLDER)
        assert mend_counts() == mend_places() == []
        assert different(grown, self.afresh()) == []
        if connection.vendor == "sqlite":  # in memory: a forked process has all of it too
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(build, "is_worth_it", lambda pages: pages > 20)
                patch.setattr(build, "BATCH", 20)
                patch.setattr(parallel, "cores", lambda: 2)
                assert different(grown, self.afresh()) == []

    def afresh(self):
        """Baked whole into an empty folder, with nothing in the ledger."""
        self.data.SITE_FOLDER = self.folder("afresh")
        for model in (LedgerPage, SumsPart):
            model.objects.all().delete()
        release = Release.objects.get()
        Release.objects.update(sequence=release.sequence - 1)
        worker.build_everything(today=TODAY)
        return files(self.data.SITE_FOLDER)


@pytest.fixture
def baked(small, day, profiles, site, settings):
    """The changes begin with a site that is baked already."""
    worker.build_everything(today=TODAY)
    Changes.day, Changes.base, Changes.data = day, site, settings


def test_whatever_happens_both_ways_give_the_same_bytes(baked):
    run_state_machine_as_test(Changes, settings=BOUNDED)


def test_what_is_withdrawn_is_gone_from_the_parts_too(small, day, profiles, site, tree):
    worker.build_everything(today=TODAY)
    known = {"stage": "done", "origin": "report", "country": "PL", "language": "en"}
    what = {"edition": edition_of(day), "facts": known, "today": TODAY}
    for number in range(12):
        publish(texts=texts(f"Text {number}"), **what)
    action = publish(texts=texts("zq7"), photos=[photo("zq7 photo")], **what)
    worker.work_once(today=TODAY)
    before = tree()
    assert sum(b"zq7" in data for data in before.values()) > 10
    withdraw(action_number=action.pk, today=TODAY)
    worker.work_once(today=TODAY)
    left = tree()
    assert not [name for name, data in left.items() if b"zq7" in data]
    photos = [name for name in before if name.startswith("photos/")]
    assert photos and not [name for name in left if name in photos]
    assert f"/en/actions/{action.pk}/".encode() in left["withdrawn.txt"]
