"""The worker forgets a key only when its files are durable."""

import fcntl
from datetime import date
from types import SimpleNamespace

import pytest

from soliday.core.models import StaleKey
from soliday.core.stale import mark_stale
from soliday.press import worker
from soliday.press.build import PagesNotRendered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


@pytest.fixture
def small_site(offers, site):
    offers.offer("/en/", "<p>home</p>", "day")
    offers.offer("/en/actions/1/", "<p>one</p>", "action:1")
    worker.build_everything(today=TODAY)
    offers.rendered.clear()
    return offers


def test_without_a_stale_key_nothing_is_done(small_site):
    assert worker.work_once(today=TODAY) is False
    assert small_site.rendered == []


def test_it_builds_what_is_stale_once(small_site):
    mark_stale(["action:1"])
    mark_stale(["action:1"])
    assert worker.work_once(today=TODAY) is True
    assert worker.work_once(today=TODAY) is False
    assert small_site.rendered == ["/en/actions/1/"]


def test_a_star_means_everything(small_site):
    mark_stale(["*"])
    assert worker.work_once(today=TODAY)
    assert sorted(small_site.rendered) == ["/en/", "/en/actions/1/"]


def test_a_change_made_meanwhile_has_its_turn_next(small_site, monkeypatch):
    mark_stale(["action:1"])
    render = small_site._render

    def changing(path, text):
        mark_stale(["action:1"])
        return render(path, text)

    monkeypatch.setattr(small_site, "_render", changing)
    worker.work_once(today=TODAY)
    assert StaleKey.objects.count() == 1


def test_a_failed_build_keeps_its_keys(small_site):
    small_site.offer("/en/actions/1/", ZeroDivisionError(), "action:1")
    mark_stale(["action:1"])
    with pytest.raises(PagesNotRendered):
        worker.work_once(today=TODAY)
    assert StaleKey.objects.count() == 1


def test_more_keys_than_a_query_takes(small_site):
    mark_stale([f"action:{number}" for number in range(1500)])
    assert worker.work_once(today=TODAY)
    assert StaleKey.objects.count() == 0


def test_only_one_works_at_a_time(small_site, tmp_path):
    mark_stale(["action:1"])
    with open(tmp_path / "press.lock", "w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert worker.work_once(today=TODAY) is False
        assert StaleKey.objects.count() == 1
    assert worker.work_once(today=TODAY) is True


def test_a_full_build_takes_the_keys_with_it(small_site):
    mark_stale(["action:1"])
    worker.build_everything(today=TODAY)
    assert StaleKey.objects.count() == 0


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def tried(patience, clock, seconds):
    """When it was tried in so many seconds, from their beginning."""
    begun, times = clock.now, []
    while clock.now < begun + seconds:
        try:
            patience.work_once(today=TODAY)
        except PagesNotRendered:
            times.append(round(clock.now - begun))
        clock.now += 1
    return times


def test_what_fails_is_tried_later_and_later(small_site, clock):
    small_site.offer("/en/actions/1/", ZeroDivisionError(), "action:1")
    mark_stale(["*"])
    assert tried(worker.Patience(), clock, 250) == [0, 2, 6, 14, 30, 62, 122, 182, 242]


def test_what_is_new_does_not_wait_for_what_fails(small_site, clock, tree):
    small_site.offer("/en/actions/1/", ZeroDivisionError(), "action:1")
    mark_stale(["action:1"])
    patience = worker.Patience()
    tried(patience, clock, 100)
    small_site.drop("/en/")
    mark_stale(["day"])
    assert tried(patience, clock, 5)[0] == 0
    assert "en/index.html" not in tree()


def test_once_it_works_nothing_is_left_to_wait_for(small_site, clock):
    small_site.offer("/en/actions/1/", ZeroDivisionError(), "action:1")
    mark_stale(["action:1"])
    patience = worker.Patience()
    tried(patience, clock, 100)
    small_site.offer("/en/actions/1/", "<p>mended</p>", "action:1")
    assert tried(patience, clock, 61) == []
    assert StaleKey.objects.count() == 0
