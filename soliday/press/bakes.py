"""Full bakes: each has a name that its pages carry in the ledger, so that a killed one goes on.

A bake stands for one stale key `*`, one version of the software and one set of settings. As long
as that key lies there, a page that carries the name is right but for other stale keys, which have
their turn first, and is looked after on disk instead of rendered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from soliday.core.models import StaleKey
from soliday.core.pages import PublicPage
from soliday.core.software import software_digest
from soliday.core.stale import EVERYTHING
from soliday.press import release


class Interrupted(Exception):
    """A full bake made way for something else; what it has done stays done."""


@dataclass(frozen=True)
class Bake:
    """A full bake in the hands of one worker; without a name: none.

    go_on: asked after each batch; False ends the build with Interrupted. settled: path and SHA-256
    of what it has on disk. own: what this worker did of that itself, and whether it was written.
    strays: the files that nobody knew before; looked for once, however often it makes way.
    """

    name: str = ""
    go_on: Callable[[], bool] = lambda: True
    settled: Mapping[str, str] = field(default_factory=dict)
    own: dict[str, bool] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)

    def is_done(self, page: PublicPage) -> bool:
        """Whether this worker has done the page, and no change since has touched it."""
        return page.path in self.own and page.path in self.settled

    def found(self, page: PublicPage) -> bytes | None:
        """What lies on disk, if this bake has put exactly that there."""
        if page.path not in self.settled:
            return None
        data = release.read_page(settings.SITE_FOLDER, page.file_name)
        return data if hashlib.sha256(data).hexdigest() == self.settled[page.path] else None


@transaction.atomic
def one_of(stars: Collection[int]) -> int:
    """The number of the key `*`. Several become another one: what was begun begins anew."""
    if len(stars) == 1:
        return next(iter(stars))
    StaleKey.objects.filter(pk__in=stars).delete()
    return StaleKey.objects.create(key=EVERYTHING).pk


def name_of(star: int) -> str:
    """The name of the bake for this key `*`, by its number."""
    return hashlib.sha256(f"{star} {_software()} {_settings()}".encode()).hexdigest()[:40]


@cache
def _software() -> str:
    return software_digest()


def _settings() -> str:
    """What the host has set, without where the data lie."""
    return repr(replace(settings.CONFIGURATION, data=Path(), database_url=""))
