"""What pages need before the first is made, once and for all: Wagtail's hooks and the templates.

Templates not by each process of a full bake, which is forked and has them; neither while a change
waits.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

from django.template.loader import get_template
from wagtail.hooks import search_for_hooks

from soliday.campaign.jinja import compiled
from soliday.languages.catalogue import codes

PACKAGE = Path(__file__).resolve().parents[1]
PARTS = ("campaign", "actions", "press")
RICH_TEXT = "wagtailcore/shared/richtext.html"


def load() -> None:
    """Import what rich text asks for, and compile the templates."""
    search_for_hooks()
    load_templates()


@cache
def load_templates() -> None:
    """Compile the templates of the public site. A Jinja template is another one in each language:
    see `campaign/jinja.py`.

    Enough for a full bake of many pages: the process that comes to rich text first imports what
    that asks for, while the others are at work already.
    """
    for name in (RICH_TEXT, *_names("templates")):
        get_template(name, using="django")
    for name, language in product(_names("jinja2"), codes()):
        compiled(name, language)


def _names(kind: str) -> list[str]:
    folders = [PACKAGE / part / kind for part in PARTS]
    found = [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    ]
    return sorted(found)
