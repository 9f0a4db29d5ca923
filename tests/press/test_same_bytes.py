"""Changed bit by bit the site is the same, file by file, as baked whole: after random changes.

Lists, parts and pages are made small here, so that a few actions cross every limit there is.
"""

import random
import sys
from datetime import date, timedelta

import pytest

from soliday.actions.changes import edit, publish, withdraw
from soliday.actions.mending import mend_counts, mend_places
from soliday.actions.models import Action
from soliday.press import sums, worker
from tests.actions.sample import city, edition_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
SMALL = {"NEWEST": 3, "BLOCK": 6, "FEW": 4, "SPAN": 6}
COUNTRIES = ["PL", "PL", "PL", "DE", "UZ"]


@pytest.fixture
def small(monkeypatch):
    """The limits, wherever they were imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("soliday.actions", "soliday.press")):
            for limit, value in SMALL.items():
                if hasattr(module, limit):
                    monkeypatch.setattr(module, limit, value)
    monkeypatch.setattr(sums, "MOST_IN_ONE", 100)


def photo(chance):
    content = bytes(chance.choices(range(256), k=20))
    sizes = {"width": 4, "height": 3, "wall_width": 2, "wall_height": 1}
    return {"page_jpeg": content, "wall_jpeg": content + b"w", "descriptions": {"en": "x"}, **sizes}


def facts(chance):
    country = chance.choice(COUNTRIES)
    return {
        "stage": chance.choice(["announced", "done", "confirmed"]),
        "origin": "report",
        "country": country,
        "city": city("UZ", "Tashkent") if country == "UZ" else None,
        "language": "en",
        "idea": chance.choice(["", "postcard"]),
        "happened_on": TODAY + timedelta(days=chance.randrange(3)),
        "people_min": chance.choice([None, 3]),
        "participant_countries": chance.choice([[], ["PL", "UA"]]),
    }


def texts(chance):
    words = f"Text {chance.random()}"
    return [{"language": "en", "title": words, "text": words, "made_by": "original"}]


def change(day, chance):
    edition = edition_of(day, chance.choice([2025, 2026, 2026]))
    alive = list(Action.objects.filter(state="published").values_list("pk", flat=True))
    verb = chance.choice(["publish", "publish", "publish", "edit", "withdraw"])
    what = {"edition": edition, "today": TODAY, "facts": facts(chance)}
    if verb == "publish" or not alive:
        photos = [photo(chance)] if chance.random() < 0.3 else []
        publish(texts=texts(chance), photos=photos, **what)
    elif verb == "edit":
        new = texts(chance) if chance.random() < 0.5 else None
        edit(action_number=chance.choice(alive), texts=new, **what)
    else:
        withdraw(action_number=chance.choice(alive), today=TODAY)


def compare(tree):
    grown = tree()
    worker.build_everything(today=TODAY)
    afresh = tree()
    return sorted(name for name in grown.keys() | afresh if grown.get(name) != afresh.get(name))


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_changes_both_ways_give_the_same_bytes(small, day, profiles, site, tree, seed):
    chance = random.Random(seed)  # noqa: S311  a repeatable test
    worker.build_everything(today=TODAY)
    for step in range(30):
        change(day, chance)
        if chance.random() < 0.7:
            worker.work_once(today=TODAY)
        if step % 10 == 9:
            worker.work_once(today=TODAY)
            assert compare(tree) == []
    files = tree()
    assert any(name.startswith("data/actions/") for name in files)
    assert any("/all/" in name for name in files)
    assert any(name.startswith("sums/") for name in files)
    assert mend_counts() == mend_places() == []
    for action in Action.objects.filter(state="published"):
        withdraw(action_number=action.pk, today=TODAY)
        worker.work_once(today=TODAY)
    assert compare(tree) == []
    assert not [name for name in tree() if "/all/" in name or "data/actions/" in name]


def test_what_is_withdrawn_is_gone_from_the_parts_too(small, day, profiles, site, tree):
    chance = random.Random(9)  # noqa: S311  a repeatable test
    worker.build_everything(today=TODAY)
    for _ in range(12):
        publish(
            edition=edition_of(day),
            facts=facts(chance) | {"country": "PL", "city": None},
            texts=texts(chance),
            today=TODAY,
        )
    secret = [{"language": "en", "title": "zq7", "text": "zq7", "made_by": "original"}]
    action = publish(
        edition=edition_of(day),
        facts=facts(chance) | {"country": "PL", "city": None},
        texts=secret,
        photos=[photo(chance)],
        today=TODAY,
    )
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
