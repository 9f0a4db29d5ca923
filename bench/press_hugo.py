"""The same day as a site for Hugo: the same frame, actions, lists, texts, data, feeds and
calendars, and pages of the same size. Pages of countries and years are lists only.

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

from soliday.actions.counting import BLOCK
from soliday.actions.data_kinds import COLUMNS
from soliday.actions.facts import facts_of
from soliday.actions.kept import at_hand, keeping
from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.queries import NEWEST
from soliday.actions.reading import read
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.campaign.models import DefenderPage, Edition, IdeaPage, TextPage
from soliday.campaign.templatetags.words import language_name
from soliday.languages.dates import shown_date
from soliday.press.compression import forms

LAYOUTS = Path(__file__).with_name("hugo") / "layouts"
KEY = (
    'The <a href="/minisign.pub">key of this site</a>. With it anyone can prove that a copy of the '
    "site is true, wherever the copy came from."
)
TRANSLATED = "Language of the original: %(name)s; %(made_by)s."
BEHIND_ALL = 2 * 10**9  # of the weights that actions have


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
    sizes = [each.stat().st_size for each in files if each.match("actions/*/index.html")]
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
    _write_texts(source)
    profiles = Profiles.read()
    for number, actions in enumerate(_slices()):
        _write_part(source, number, actions)
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
    for start in range(0, len(numbers), BLOCK):
        yield list(read(numbers[start : start + BLOCK], years.__getitem__).values())


def _write_texts(source: Path) -> None:
    """What the committee wrote, in every language: ideas, defenders, pages of text."""
    written = at_hand().days[0]
    for model, field in ((IdeaPage, "how_to"), (DefenderPage, "body"), (TextPage, "body")):
        for versions in written.of_kind(model):
            for shown in versions.values():
                head = {"type": "text", "title": shown.page.title, "weight": BEHIND_ALL}
                file = source / "content" / f"{shown.path.strip('/')}.html"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(f"{json.dumps(head)}\n\n{getattr(shown.page, field)}\n")


def _write_part(source: Path, number: int, actions: list[Action]) -> None:
    """A part of the data: which actions it holds; Hugo finds their facts and texts."""
    head = {
        "type": "data",
        "outputs": ["JSON", "CSV", "GeoJSON"],
        "weight": BEHIND_ALL + number,
        "first": actions[0].pk,
        "last": actions[-1].pk,
        "columns": COLUMNS,
        "numbers": [action.pk for action in actions],
    }
    folder = source / "content" / "en" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.md").write_text(json.dumps(head))


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
        "made_by": version.made_by,
        "first_day": action.happened_on.strftime("%Y%m%d"),
    }
    if shown.language == "en":
        head["facts"] = {
            name: told for name, told in facts_of(shown, "/data/").items() if name != "texts"
        }
    if shown.is_translated and original:
        told = {"name": language_name(action.language), "made_by": shown.made_by}
        head |= {"original_title": original.title, "original": original.text.split("\n\n")}
        head["translated"] = _(TRANSLATED) % told
    text = f"{json.dumps(head, ensure_ascii=False)}\n\n{version.text}\n"
    (folder / f"{action.pk}.md").write_text(text)


def _settings(frames: dict[str, Frame]) -> dict[str, Any]:
    return {
        "baseURL": "http://127.0.0.1:8000/",
        "defaultContentLanguage": next(iter(frames)),
        "defaultContentLanguageInSubdir": True,
        "disableKinds": ["RSS"],
        "outputs": {"home": ["HTML", "Atom", "Calendar"]},
        "mediaTypes": {
            "application/geo+json": {"suffixes": ["geojson"]},
            "application/atom+xml": {"suffixes": ["atom.xml"]},
        },
        "outputFormats": {
            "GeoJSON": {"mediaType": "application/geo+json", "isPlainText": True},
            "Atom": {"mediaType": "application/atom+xml", "baseName": "actions"},
            "CSV": {"mediaType": "text/csv", "isPlainText": True},
        },
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
    ideas, *others = [(each.page.title, each.path) for each in frame.menu.values()]
    return _links([ideas, (_("Actions"), f"{frame.root}actions/"), *others])


def _foot(frame: Frame) -> list[dict[str, str]]:
    texts = [(each.page.title, each.path) for each in frame.texts]
    ends = [
        (_("Find on this site"), f"{frame.root}find/"),
        (_("Report an action"), frame.report_path),
        (_("I have a receipt"), f"/receipt/?language={frame.language}"),
    ]
    return _links([(_("Countries"), f"{frame.root}countries/"), *texts, *ends])


def _take(frame: Frame) -> list[dict[str, str]]:
    return _links(
        [
            (_("Feed of actions"), f"/feeds/{frame.language}/actions.atom"),
            (_("Calendar"), f"/calendar/{frame.language}.ics"),
            (f"{_('Actions as a table')} <abbr>CSV</abbr>", "/data/actions.csv"),
            (f"{_('Figures')} <abbr>JSON</abbr>", "/data/totals.json"),
            (_("Copies of this site"), f"{frame.root}copies/"),
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
        "key": _(KEY),
        "note": _("This page sets no cookie, runs no script and loads nothing from other sites."),
        "announced": _("This has been announced. We do not know yet whether it took place."),
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
