"""One page for each action in each language, and the files of its photos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import Q, QuerySet

from soliday.actions.day_site import DaySite
from soliday.actions.models import Action, ActionPhoto
from soliday.actions.queries import published
from soliday.campaign.frame import Frame
from soliday.campaign.in_frame import render_in_frame
from soliday.campaign.pictures import photo_paths
from soliday.core.pages import PublicPage
from soliday.languages.openings import opening


def action_pages(site: DaySite) -> Iterator[PublicPage]:
    ideas, common = _stale_ones(site).order_by("pk").values_list("pk", "idea"), site.keys()
    for number, idea in ideas:
        keys = common | {f"action:{number}"} | ({f"idea:{idea}"} if idea else set())
        for frame in site.frames.values():
            path = f"{frame.root}actions/{number}/"
            made = partial(_render, site, frame, number, path)
            yield PublicPage(path, keys, made, near=number)


def photo_files(site: DaySite) -> Iterator[PublicPage]:
    photos = ActionPhoto.objects.filter(action__in=_stale_ones(site).order_by())
    for pk, number, name in photos.order_by("pk").values_list("pk", "action_id", "name"):
        paths = zip(photo_paths(name), ("page_jpeg", "wall_jpeg"), strict=True)
        for path, field in paths:
            yield PublicPage(path, frozenset({f"action:{number}"}), partial(_photo, pk, field))


def _stale_ones(site: DaySite) -> QuerySet[Action]:
    """The published actions whose pages may be stale: one change costs as much as one action."""
    actions = published(site.day)
    if site.stale is None or site.is_all_stale:
        return actions
    named = [key.partition(":")[::2] for key in sorted(site.stale)]
    numbers = [int(name) for kind, name in named if kind == "action"]
    ideas = [name for kind, name in named if kind == "idea"]
    return actions.filter(Q(pk__in=numbers) | Q(idea__in=ideas))


def _render(site: DaySite, frame: Frame, number: int, path: str) -> bytes:
    action = site.by_number(number)
    idea = site.ideas.get(action.idea, {}).get(frame.language)
    shown = site.shown([action], frame)[0]
    return render_in_frame(
        "actions/action.html",
        {"action": shown, "idea": idea},
        frame=frame,
        path=path,
        title=f"{shown.version.title} · {frame.name}",
        description=opening(shown.version.text, 200),
        picture=next(iter(shown.photos), None),
    )


def _photo(pk: int, field: str) -> bytes:
    return bytes(ActionPhoto.objects.values_list(field, flat=True).get(pk=pk))
