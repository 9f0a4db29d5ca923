"""The templates of the public site, compiled before the first page is made, once and for all.

Not by each process of a full bake, which is forked and has them; and not while a change waits.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

from django.template.loader import get_template

from soliday.campaign.jinja import compiled
from soliday.languages.catalogue import codes
from soliday.press.cycles import leave_out

PACKAGE = Path(__file__).resolve().parents[1]
PARTS = ("campaign", "actions", "press")


@cache
def load() -> None:
    """Compile them. A Jinja template is another one in each language, see `campaign/jinja.py`."""
    for name in _names("templates"):
        get_template(name, using="django")
    for name, language in product(_names("jinja2"), codes()):
        compiled(name, language)
    leave_out()


def _names(kind: str) -> list[str]:
    folders = [PACKAGE / part / kind for part in PARTS]
    found = [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    ]
    return sorted(found)
