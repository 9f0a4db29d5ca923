"""One data folder of bench/press: filling it, changing it, baking it."""

from __future__ import annotations

import argparse
import cProfile
import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  settings come first
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from bench import press_hugo  # noqa: E402
from soliday.actions import changes  # noqa: E402
from soliday.actions.mending import mend_counts, mend_places  # noqa: E402
from soliday.actions.models import Action, ActionText  # noqa: E402
from soliday.campaign.loading import load_default_day  # noqa: E402
from soliday.campaign.models import Day, Edition  # noqa: E402
from soliday.core.models import StaleKey  # noqa: E402
from soliday.places.changes import load_defaults  # noqa: E402
from soliday.press import worker  # noqa: E402
from soliday.press.cycles import undisturbed  # noqa: E402
from soliday.press.models import LedgerPage  # noqa: E402

TODAY = date(2026, 8, 4)
COUNTRIES = "PL DE LT LV EE CZ SE NO FI FR GB US CA UA GE AM NL BE CH AT IT ES JP AU".split()
WORDS = (
    "we stood with photos of political prisoners before the embassy and read their names aloud "
    "then wrote letters and postcards sang and told people who passed by why this day matters"
).split()
CHUNK = 2000


def fill(asked: argparse.Namespace) -> None:
    """The default day with so many actions."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    load_defaults()
    load_default_day(today=TODAY)
    have = Action.objects.count()
    if have < asked.inside:
        _fill(asked.inside - have, random.Random(4))  # noqa: S311  a repeatable site


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    bakes = _bake(asked)
    return {
        "count": asked.inside,
        "files": _files(),
        "load": os.getloadavg()[0],
        "bakes": bakes,
        # Other ones with each run on the same data: to edit as it is already would change no page.
        "changes": _changes(asked, random.Random(Action.objects.count())),  # noqa: S311
    }


def _files() -> int:
    return LedgerPage.objects.count()


def _fill(count: int, chance: random.Random) -> None:
    """As if they had been published one by one: the migration gives them places and counts."""
    editions = list(Edition.objects.filter(day=Day.objects.get(is_main=True)))
    start = (Action.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    known = {"state": "published", "published_on": TODAY, "changed_on": TODAY}
    for first in range(start, start + count, CHUNK):
        numbers = range(first, min(first + CHUNK, start + count))
        with transaction.atomic():
            Action.objects.bulk_create(
                Action(pk=number, edition=chance.choice(editions), **known, **facts(chance))
                for number in numbers
            )
            ActionText.objects.bulk_create(
                ActionText(action_id=number, **text) for number in numbers for text in texts(chance)
            )
    mend_places()
    mend_counts()
    print(f"filled {count}", file=sys.stderr)


def facts(chance: random.Random) -> dict[str, Any]:
    people = chance.choice([None, 1, 5, 30, 200])
    return {
        "stage": chance.choice(["done", "done", "confirmed", "announced"]),
        "origin": "report",
        "country": chance.choice(COUNTRIES),
        "language": "en",
        "happened_on": TODAY - timedelta(days=chance.randrange(300)),
        "people_min": people,
        "people_max": people and people * 2,
        "participant_countries": chance.sample(COUNTRIES, 2) if chance.random() < 0.2 else [],
    }


def texts(chance: random.Random) -> list[dict[str, str]]:
    return [
        {
            "language": language,
            "title": " ".join(chance.choices(WORDS, k=5)),
            "text": "\n\n".join(" ".join(chance.choices(WORDS, k=60)) for _ in range(3)),
            "made_by": "original" if language == "en" else "volunteer",
        }
        for language in ("en", "be", "ru")
    ]


def _bake(asked: argparse.Namespace) -> dict[str, str]:
    found = {}
    if not asked.unbaked:
        started = time.monotonic()
        worker.build_everything(today=TODAY)
        found["full bake"] = _rate(_files(), time.monotonic() - started)
    if asked.hugo:
        hugo = press_hugo.built(Path(asked.folder))
        files, seconds = hugo["files"], hugo["seconds"]
        packed = seconds + hugo["packing"]
        found[f"Hugo {hugo['version']}"] = f"{_rate(files, seconds)}, a page {hugo['page']} bytes"
        found["the same, compressed and summed"] = _rate(files, packed)
    return found


def _rate(files: int, seconds: float) -> str:
    return f"{seconds:.1f} s, {files / seconds:.0f} files a second"


def _changes(
    asked: argparse.Namespace, chance: random.Random
) -> dict[str, list[tuple[float, float]]]:
    edition = Edition.objects.filter(is_open=True).order_by("-year")[0]
    StaleKey.objects.all().delete()
    taken: dict[str, list[tuple[float, float]]] = {"published": [], "edited": [], "withdrawn": []}
    profile = cProfile.Profile()
    one = {"edition": edition, "today": TODAY}
    for number in range(asked.changes + 2):
        found = changes.publish(facts=facts(chance), texts=texts(chance), **one)
        times = {"published": _worked(profile)}
        old = _any_of(chance, found.pk)
        people = {"people_min": number + 7, "people_max": number + 8}
        changes.edit(action_number=old.pk, facts=people, edition=old.edition, today=TODAY)
        times["edited"] = _worked(profile)
        changes.withdraw(action_number=_any_of(chance, found.pk).pk, today=TODAY)
        times["withdrawn"] = _worked(profile)
        if number >= 2:  # the first ones only warm up
            for verb, took in times.items():
                taken[verb].append((took[0] * 1000, took[1] * 1000))
    if asked.profile:
        profile.dump_stats(asked.profile)
    return taken


def _any_of(chance: random.Random, last: int) -> Action:
    """Any published action, as people edit and withdraw them."""
    found = Action.objects.filter(state="published", pk__gte=chance.randrange(1, last))
    return found.select_related("edition").order_by("id")[0]


def _worked(profile: cProfile.Profile) -> tuple[float, float]:
    if "--profile" in sys.argv:
        profile.enable()
    started, used = time.perf_counter(), time.process_time()
    with undisturbed():  # as in the press that goes on running
        worker.work_once(today=TODAY)
        took = time.perf_counter() - started, time.process_time() - used
    profile.disable()
    return took
