"""A closed year takes nothing in and lets nothing of it be changed, but what is withdrawn."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from soliday.actions import changes, closing
from soliday.actions.changes import edit, publish, withdraw
from soliday.actions.closing import NotClosed, StillTakesReports, StillWaiting, close, reopen
from soliday.actions.models import Action, Count, FrozenFile
from soliday.campaign.models import Closing, EditionClosed
from soliday.ops import historic_actions
from tests.actions.sample import FACTS, ON, edition_of, photo, published, take_stale, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]
YEAR = 2025


@pytest.fixture
def closed(day):
    """A closed year with one action."""
    published(day, year=YEAR, country="PL")
    close(edition=edition_of(day, YEAR), today=ON)
    take_stale()
    return edition_of(day, YEAR)


def change(edition, **what):
    number = Action.objects.get(edition__year=YEAR).pk
    return edit(action_number=number, edition=edition, today=ON, **({"facts": {}} | what))


def test_closing_marks_the_page_of_the_year(day):
    take_stale()
    assert close(edition=edition_of(day, YEAR), today=ON).closed_on == ON
    assert take_stale() == {f"edition:test:{YEAR}", f"yeardata:test:{YEAR}"}


def test_nothing_is_published_into_it(day, closed):
    for hour in (None, datetime(2026, 8, 5, tzinfo=UTC)):
        with pytest.raises(EditionClosed) as refused, transaction.atomic():
            publish(edition=closed, facts=FACTS, texts=texts(), today=ON, appears_at=hour)
        assert refused.value.year == YEAR
    assert Action.objects.count() == 1
    assert take_stale() == frozenset()


@pytest.mark.parametrize(
    "what",
    [
        {"facts": {"people_min": 5}},
        {"facts": {"stage": "confirmed"}},
        {"texts": [*texts(), *texts("Вечар лістоў", "be")]},
        {"photos": [photo()]},
    ],
    ids=["edited", "confirmed", "translated", "given photos"],
)
def test_no_action_of_it_is(day, closed, what):
    with pytest.raises(EditionClosed), transaction.atomic():
        change(closed, **what)
    action = Action.objects.get()
    assert (action.people_min, action.stage) == (None, "done")
    assert (action.texts.count(), action.photos.count()) == (1, 0)
    assert take_stale() == frozenset()


def test_no_action_moves_out_of_it_or_into_it(day, closed):
    with pytest.raises(EditionClosed), transaction.atomic():
        change(edition_of(day))
    other = published(day)
    with pytest.raises(EditionClosed), transaction.atomic():
        edit(action_number=other.pk, edition=closed, facts={}, today=ON)
    assert set(Action.objects.values_list("edition__year", flat=True)) == {YEAR, 2026}


def test_withdrawing_works_as_ever_and_is_counted(day, closed):
    withdraw(action_number=Action.objects.get().pk, today=ON)
    assert Action.objects.get().state == "withdrawn"
    assert not Count.objects.filter(edition=closed).exists()
    assert Closing.objects.get().withdrawn == 1
    assert f"edition:test:{YEAR}" in take_stale()


def test_other_years_are_not_counted(day, closed):
    withdraw(action_number=published(day).pk, today=ON)
    assert Closing.objects.get().withdrawn == 0


def test_a_year_that_takes_reports_is_not_closed(day):
    with pytest.raises(StillTakesReports):
        close(edition=edition_of(day), today=ON)
    assert not Closing.objects.exists()


def test_nor_one_with_an_action_that_waits_for_its_hour(day):
    hour = datetime(2026, 8, 5, tzinfo=UTC)
    edition = edition_of(day, YEAR)
    publish(edition=edition, facts=FACTS, texts=texts(), today=ON, appears_at=hour)
    with pytest.raises(StillWaiting) as refused:
        close(edition=edition, today=ON)
    assert refused.value.count == 1
    assert not Closing.objects.exists()


def test_it_is_closed_once(day, closed):
    with pytest.raises(EditionClosed):
        close(edition=closed, today=ON)


def test_opened_again_it_changes_like_any_other(day, closed):
    reopen(edition=closed, today=ON)
    change(closed, facts={"people_min": 5})
    published(day, year=YEAR)
    withdraw(action_number=Action.objects.order_by("id")[0].pk, today=ON)
    told = Closing.objects.get()
    assert (told.reopened_on, told.withdrawn) == (ON, 0)
    with pytest.raises(NotClosed):
        reopen(edition=closed, today=ON)
    assert close(edition=closed, today=ON).pk != told.pk


def test_opening_again_forgets_what_was_frozen_and_marks_it(day, closed):
    row = {"closing": Closing.objects.get(), "packed": b"", "sha256": ""}
    FrozenFile.objects.create(path="/en/days/2025/", key="edition:test:2025", **row)
    FrozenFile.objects.create(path="/en/days/2025/all/1/", key="yearlist:test:2025:0", **row)
    reopen(edition=closed, today=ON)
    assert not FrozenFile.objects.exists()
    heads = {"edition:test:2025", "yeardata:test:2025"}
    assert take_stale() == heads | {"yearlist:test:2025:0", "assets"}


def test_a_default_day_that_comes_again_leaves_it_alone(day, closed, monkeypatch):
    action = {"key": "one", "year": YEAR}
    content = {"day": {"slug": "test", "source_language": "en"}, "actions": [action]}
    monkeypatch.setattr(historic_actions, "read_content", lambda: content)
    assert historic_actions.publish_historic_actions(today=ON) == 0


def test_closing_that_is_faster_is_seen_by_who_publishes_or_edits(day, monkeypatch):
    edition, action = edition_of(day, YEAR), published(day, year=YEAR)

    def waits_meanwhile():
        """Another transaction held the days, and closed the year."""
        if not Closing.objects.exists():
            close(edition=edition, today=ON)

    monkeypatch.setattr(changes, "hold_days", waits_meanwhile)
    with pytest.raises(EditionClosed), transaction.atomic():
        publish(edition=edition, facts=FACTS, texts=texts(), today=ON)
    with pytest.raises(EditionClosed), transaction.atomic():
        edit(action_number=action.pk, edition=edition, facts={}, today=ON)


def test_what_is_accepted_just_before_is_seen_by_who_closes(day, monkeypatch):
    edition, hour = edition_of(day, YEAR), datetime(2026, 8, 5, tzinfo=UTC)
    what = {"facts": FACTS, "texts": texts(), "today": ON, "appears_at": hour}
    monkeypatch.setattr(closing, "hold_days", lambda: publish(edition=edition, **what))
    with pytest.raises(StillWaiting):
        close(edition=edition, today=ON)
