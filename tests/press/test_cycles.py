"""When cycles are looked for: no change waits for it, and no full build goes without."""

import gc
from threading import Event

import pytest

from soliday.press import build, worker
from soliday.press.cycles import looking, undisturbed
from tests.actions.sample import ON, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


@pytest.fixture
def seen(monkeypatch, settings, tmp_path):
    """Whether they were looked for, at each page that was rendered."""
    found: list[bool] = []
    rendered = build._rendered

    def told(page):
        found.append(gc.isenabled())
        return rendered(page)

    monkeypatch.setattr(build, "_rendered", told)
    monkeypatch.setattr(build, "is_worth_it", lambda pages: False)
    return found


def test_not_in_a_change_but_after_it(day, seen):
    worker.build_everything(today=ON)
    published(day)
    seen.clear()
    with undisturbed():
        assert worker.work_once(today=ON)
    assert seen and not any(seen)
    assert gc.isenabled()


class OneRound(Event):
    """Ends the press after one round, whatever becomes of that."""

    rounds = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.rounds += 1
        return self.rounds > 1


def test_so_works_the_press_that_goes_on_running(day, seen):
    worker.build_everything(today=ON)
    published(day)
    seen.clear()
    worker.run_forever(OneRound())
    assert seen and not any(seen)
    assert gc.isenabled()


def test_in_a_full_build_whoever_asked_for_quiet(day, seen):
    with undisturbed():
        worker.build_everything(today=ON)
        assert not gc.isenabled()
    assert seen and sum(seen) > len(seen) * 0.9


def test_also_after_a_fault():
    with pytest.raises(ZeroDivisionError), undisturbed(), looking():
        raise ZeroDivisionError
    assert gc.isenabled()
