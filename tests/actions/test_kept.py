"""What a press process keeps from one build to the next is dropped when it is no longer true."""

from datetime import date

import pytest

from soliday.actions import kept
from soliday.actions.changes import edit, publish
from soliday.actions.kept import OF_ACTIONS, Kept, at_hand, keeping
from soliday.actions.keys import appeared, keys_of
from soliday.actions.reading import AtHand
from soliday.campaign.models import DayPage
from soliday.core.stale import mark_stale
from soliday.press import turns, worker
from tests.actions.sample import FACTS, edition_of, texts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


@pytest.fixture
def site(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SITE_FOLDER = tmp_path / "site"
    kept._kept.clear()
    return settings.SITE_FOLDER


@pytest.fixture
def shown(day, profiles, site):
    """Two actions, on disk, with all that was read for them at hand."""
    worker.build_everything(today=TODAY)
    actions = [published(day, "unchanged-yet"), published(day, "second")]
    worker.work_once(today=TODAY)
    assert kept._kept[0].actions.keys() == {each.pk for each in actions}
    return actions


def published(day, words):
    return publish(
        edition=edition_of(day),
        facts={"stage": "done", "origin": "report", "country": "PL", "language": "en"},
        texts=written(words),
        today=TODAY,
    )


def written(words):
    return [{"language": "en", "title": words, "text": words, "made_by": "original"}]


def rewrite(action, words):
    edit(
        action_number=action.pk,
        edition=action.edition,
        facts={},
        texts=written(words),
        today=TODAY,
    )


def tree(site):
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def is_as_baked_afresh(site):
    grown = tree(site)
    worker.build_everything(today=TODAY)
    return tree(site) == grown


def wall(site):
    return (site / "en" / "actions" / "index.html").read_text()


def test_an_action_that_changed_is_read_again(shown, site):
    rewrite(shown[0], "rewritten")
    worker.work_once(today=TODAY)
    assert "rewritten" in wall(site) and "unchanged-yet" not in wall(site)
    assert is_as_baked_afresh(site)


def test_actions_that_did_not_change_are_not_read_again(shown):
    before = kept._kept[0].actions[shown[1].pk]
    rewrite(shown[0], "rewritten")
    worker.work_once(today=TODAY)
    assert kept._kept[0].actions[shown[1].pk] is before


def test_a_page_of_the_committee_that_changed_is_read_again(shown, day, site):
    home = DayPage.objects.get(day=day, locale__language_code="en")
    home.title = "Another name"
    home.save()
    mark_stale([f"day:{day.slug}"])
    worker.work_once(today=TODAY)
    assert "Another name" in wall(site)
    published(day, "third")
    worker.work_once(today=TODAY)
    assert "Another name" in wall(site)
    assert is_as_baked_afresh(site)


def test_when_another_process_built_in_between_nothing_is_trusted(shown, day, site, monkeypatch):
    """It took the keys away with it: only the word of the turn tells."""
    ours = Kept(actions=AtHand(kept._kept[0].actions))
    with monkeypatch.context() as other:
        other.setattr(turns, "_last", [])
        rewrite(shown[0], "rewritten")
        worker.work_once(today=TODAY)
    kept._kept[:] = [ours]
    published(day, "third")
    worker.work_once(today=TODAY)
    assert "rewritten" in wall(site) and "unchanged-yet" not in wall(site)
    assert is_as_baked_afresh(site)


def test_a_build_of_everything_in_between_is_told_too(shown, day, site):
    rewrite(shown[0], "rewritten")
    worker.build_everything(today=TODAY)
    published(day, "third")
    worker.work_once(today=TODAY)
    assert "rewritten" in wall(site)
    assert is_as_baked_afresh(site)


def test_a_build_that_failed_leaves_nothing(shown):
    with pytest.raises(ZeroDivisionError), keeping(frozenset({"wall:x"}), is_alone=True):
        raise ZeroDivisionError
    assert kept._kept == []


def test_outside_of_the_worker_nothing_is_kept(shown):
    assert at_hand().actions == {}


def test_an_action_of_a_year_that_was_added_since_is_shown(day, shown, site):
    late = publish(
        edition=edition_of(day, 2031), facts=FACTS, texts=texts("Much later"), today=TODAY
    )
    worker.work_once(today=TODAY)
    assert (site / "en" / "actions" / str(late.pk) / "index.html").is_file()
    assert "Much later" in (site / "en" / "days" / "2031" / "index.html").read_text()


def test_only_actions_mark_these_kinds_of_keys(shown):
    keys = set().union(*(keys_of(each) | appeared(each) for each in shown))
    assert {key.partition(":")[0] for key in keys} <= OF_ACTIONS
    assert not OF_ACTIONS & {"day", "days", "page", "ideas", "defenders", "profiles", "site", "*"}
