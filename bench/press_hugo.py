"""The same actions as a site for Hugo: the same frame, texts and lists, and pages of the same size.

Hugo writes plain files only. `built` tells its own time, and beside it the time of what the press
does besides: the compressed forms and the sums, by as many processes as there are cores.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from soliday.actions.kept import at_hand, keeping
from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.queries import NEWEST
from soliday.actions.reading import read
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.campaign.models import Edition
from soliday.languages.dates import shown_date
from soliday.press.compression import forms

LAYOUTS = Path(__file__).with_name("hugo") / "layouts"
CHUNK = 1000


def built(folder: Path) -> dict[str, Any]:
    """Write the source below `folder`, build it; sizes in bytes, times in seconds."""
    source = folder / "hugo"
    shutil.rmtree(source, ignore_errors=True)
    with keeping(None, is_alone=False):
        frames = at_hand().days[0].frames
        _write_source(source, frames)
    started = time.monotonic()
    version = _hugo("version", cwd=source).split()[1]
    started = time.monotonic()
    _hugo("--quiet", cwd=source)
    took = time.monotonic() - started
    files = sorted(each for each in (source / "public").rglob("*.*") if each.is_file())
    return {
        "version": version,
        "files": len(files),
        "page": _mean_size(files),
        "seconds": took,
        "packing": _packed(files),
    }


def _hugo(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(["hugo", *arguments], cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout


def _mean_size(files: list[Path]) -> int:
    """Of the pages of single actions."""
    sizes = [each.stat().st_size for each in files if each.parent.name.isdigit()]
    return sum(sizes) // len(sizes)


def _packed(files: list[Path]) -> float:
    """The seconds it takes to write the compressed forms beside each file, and its sum."""
    started = time.monotonic()
    with ProcessPoolExecutor() as pool:
        list(pool.map(_pack, files, chunksize=100))
    os.sync()
    return time.monotonic() - started


def _pack(file: Path) -> str:
    data = file.read_bytes()
    for ending, packed in forms(file.name, data).items():
        if ending and packed is not None:
            file.with_name(file.name + ending).write_bytes(packed)
    return hashlib.sha256(data).hexdigest()


def _write_source(source: Path, frames: dict[str, Frame]) -> None:
    shutil.copytree(LAYOUTS, source / "layouts")
    (source / "config.json").write_text(json.dumps(_settings(frames), ensure_ascii=False))
    profiles = Profiles.read()
    for actions in _slices():
        for language, frame in frames.items():
            with translation.override(language):
                for action in actions:
                    shown = ShownAction(action, language, frame.root, profiles)
                    _write_action(source / "content" / language / "actions", shown)


def _slices() -> Iterator[list[Action]]:
    """All published actions, the oldest first."""
    years = Edition.objects.in_bulk()
    numbers = list(
        Action.objects.filter(state="published").order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(numbers), CHUNK):
        yield list(read(numbers[start : start + CHUNK], years.__getitem__).values())


def _write_action(folder: Path, shown: ShownAction) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    action, version, original = shown.action, shown.version, shown.original
    head: dict[str, Any] = {
        "title": version.title,
        "weight": 10**9 - action.pk,
        "stage": action.stage,
        "stage_word": action.get_stage_display(),
        "when": shown.when_words,
        "place": shown.place,
        "people": shown.people if shown.are_people_known else "",
        "from": shown.participants,
        "as_of": shown_date(action.changed_on, language=shown.language),
        "years": [str(action.edition.year)],
        "countries": [action.country.lower()],
    }
    if shown.is_translated and original:
        head |= {"original_title": original.title, "original": original.text.split("\n\n")}
    text = f"{json.dumps(head, ensure_ascii=False)}\n\n{version.text}\n"
    (folder / f"{action.pk}.md").write_text(text)


def _settings(frames: dict[str, Frame]) -> dict[str, Any]:
    return {
        "baseURL": "http://127.0.0.1:8000/",
        "defaultContentLanguage": next(iter(frames)),
        "defaultContentLanguageInSubdir": True,
        "disableKinds": ["RSS"],
        "paginate": NEWEST,
        "taxonomies": {"year": "years", "country": "countries"},
        "languages": {code: _language(frame) for code, frame in frames.items()},
    }


def _language(frame: Frame) -> dict[str, Any]:
    with translation.override(frame.language):
        return {
            "languageName": frame.native_name,
            "title": frame.name,
            "contentDir": f"content/{frame.language}",
            "menu": {"main": _menu(frame), "foot": _foot(frame), "take": _take(frame)},
            "params": {"words": _words(frame)},
        }


def _menu(frame: Frame) -> list[dict[str, str]]:
    return _links([(each.page.title, each.path) for each in frame.menu.values()])


def _foot(frame: Frame) -> list[dict[str, str]]:
    texts = [(each.page.title, each.path) for each in frame.texts]
    ends = [(_("Report an action"), frame.report_path), (_("I have a receipt"), "/receipt/")]
    return _links([(_("Countries"), f"{frame.root}countries/"), *texts, *ends])


def _take(frame: Frame) -> list[dict[str, str]]:
    return _links(
        [
            (_("Feed of actions"), f"/feeds/{frame.language}/actions.atom"),
            (_("Calendar"), f"/calendar/{frame.language}.ics"),
            (_("Actions as a table"), "/data/actions.csv"),
            (_("Figures"), "/data/totals.json"),
        ]
    )


def _links(named: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "url": url, "weight": n} for n, (name, url) in enumerate(named, 1)]  # type: ignore[dict-item]


def _words(frame: Frame) -> dict[str, str]:
    return {
        "name": frame.home.title,
        "brand": _("Day of solidarity"),
        "skip": _("Skip to the content"),
        "main_menu": _("Main menu"),
        "menu": _("Menu"),
        "languages": _("Languages"),
        "report": _("Report an action"),
        "actions": _("Actions"),
        "all_pages": _("All pages"),
        "take": _("Take with you"),
        "note": _("This page sets no cookie, runs no script and loads nothing from other sites."),
        "announced": _("This has been announced. We do not know yet whether it took place."),
        "translated": _("Language of the original: %(name)s; %(made_by)s."),
        "original": _("Read the original"),
        "facts": _("Facts"),
        "where": _("Where"),
        "all_there": _("All actions there"),
        "when": _("When"),
        "people": _("People"),
        "no_data": _("no data"),
        "people_from": _("People came from"),
        "known_from": _("Known from"),
        "reported": _("reported by those who took part"),
        "as_of": _("As of"),
    }
