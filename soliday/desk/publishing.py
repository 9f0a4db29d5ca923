"""From a reviewed form to a published action: proposals, redacted pictures, the act itself."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.actions import changes as actions
from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.shown import ShownAction
from soliday.actions.states import ACCEPTED, Origin, Stage
from soliday.campaign.models import Edition
from soliday.campaign.queries import ideas
from soliday.committee.canaries import is_canary
from soliday.desk.action_forms import made_by
from soliday.desk.face_fields import reasons_to_show
from soliday.desk.photo_edits import edits_of
from soliday.desk.rules import Rules
from soliday.languages.catalogue import language
from soliday.photos import door
from soliday.places.cities import city_name
from soliday.reports import changes as reports
from soliday.reports import queries
from soliday.reports.conversation import sent_count
from soliday.reports.models import Report
from soliday.reports.states import MoveNotAllowed

Proposal = dict[str, Any]
DAYS = ("happened_on", "happened_to")
SIZES = ("width", "height", "wall_width", "wall_height")


class ProposalChanged(Exception):
    """What is about to be published is not what the member has seen."""


def proposal_from(edition: Edition, facts: dict[str, Any], texts: Any, photos: Any) -> Proposal:
    """What would be published, as plain JSON, so that it can be sealed."""
    plain = {name: facts[name] and facts[name].isoformat() for name in DAYS}
    return {
        "edition": edition.pk,
        "facts": facts | plain,
        "texts": list(texts),
        "photos": [photo for photo in photos if photo],
    }


def digest(proposal: Proposal | None, sent_count: int) -> str:
    """A short name for what a member has seen: this proposal, and so much from the sender.

    Empty for a report as it first came, without a proposal.
    """
    if proposal is None and sent_count <= 1:
        return ""
    content = json.dumps([proposal, sent_count], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def facts_of(proposal: Proposal, rules: Rules) -> dict[str, Any]:
    """The proposal's facts as Action's fields, made as coarse as the rules are today."""
    facts = proposal["facts"]
    dates = {name: facts[name] and date.fromisoformat(facts[name]) for name in DAYS}
    return rules.coarsened(facts | dates | {"origin": Origin.REPORT})


def redacted(
    report: Report, proposal: Proposal, *, secret: str, rules: Rules
) -> list[dict[str, Any]]:
    """The pictures as they will be published, none where the profile shows none.

    Raises PhotoRefused, and ValidationError for a crop that leaves nothing.
    """
    pictures = []
    for photo in proposal["photos"] if rules.may_show_photos else []:
        jpeg = queries.opened_photo(report, photo["position"], secret=secret)
        if jpeg is not None:
            made = picture(edits_of(photo).made(jpeg))
            pictures.append(made | {"descriptions": photo["descriptions"]})
    return pictures


def picture(derived: door.Derived) -> dict[str, Any]:
    return {
        "page_jpeg": derived.page.jpeg,
        "wall_jpeg": derived.wall.jpeg,
        "width": derived.page.width,
        "height": derived.page.height,
        "wall_width": derived.wall.width,
        "wall_height": derived.wall.height,
    }


def hold(report: Report, *, seen: str, secret: str) -> None:
    """Keep others off the report until the transaction ends.

    Raises ProposalChanged unless the report still stands as the member saw it. The number of its
    action may have become the public one since.
    """
    held = Report.objects.select_for_update().filter(pk=report.pk).first()
    stored = queries.proposal(held, secret=secret) if held else None
    if held is None or digest(stored, sent_count(held)) != seen:
        raise ProposalChanged
    report.action_number = held.action_number


def published_action(report: Report) -> Action | None:
    """What stands on the site of this report, or will at its hour; None when nothing does."""
    if report.action_number is None:
        return None
    published = Action.objects.filter(pk=report.action_number, state__in=ACCEPTED)
    return published.select_related("edition").prefetch_related("texts", "photos").first()


@transaction.atomic
def publish(
    report: Report,
    proposal: Proposal,
    pictures: Any,
    *,
    rules: Rules,
    today: date,
    appears_at: datetime | None = None,
) -> Action:
    """Publish, or edit what is published, and close the report: both or neither.

    What is new appears at the set hour, where one is given.

    Raises MoveNotAllowed, ValidationError.
    """
    if is_canary(report.pk):  # never public; its reader is told that another was faster
        raise MoveNotAllowed("made up")
    before = published_action(report)
    content: dict[str, Any] = {
        "edition": Edition.objects.get(pk=proposal["edition"]),
        "facts": facts_of(proposal, rules),
        "photos": [*kept_pictures(before, rules), *pictures],
        "today": today,
    }
    if before:
        texts = made_by(before, proposal["texts"])
        action = actions.edit(action_number=before.pk, texts=texts, **content)
    else:
        action = actions.publish(texts=proposal["texts"], appears_at=appears_at, **content)
    reports.accept(report=report, action_number=action.pk, today=today)
    return action


def kept_pictures(action: Action | None, rules: Rules) -> list[dict[str, Any]]:
    """The photos that are published already, as they are; none where none may be shown."""
    if action is None or not rules.may_show_photos:
        return []
    names = ("page_jpeg", "wall_jpeg", *SIZES, "descriptions")
    return [{name: _plain(getattr(photo, name)) for name in names} for photo in action.photos.all()]


def refuse_undescribed(report: Report, proposal: Proposal, rules: Rules) -> None:
    """What is public already is described in the proposal's languages. Raises ValidationError."""
    kept = kept_pictures(published_action(report), rules)
    languages = [text["language"] for text in proposal["texts"]]
    actions.refuse_undescribed(languages, [each["descriptions"] for each in kept])


def _plain(value: Any) -> Any:
    # PostgreSQL gives binary columns as memoryview.
    return bytes(value) if isinstance(value, memoryview) else value


@dataclass(frozen=True)
class AsPublished:
    """A proposal in the words and pictures of the public page, for the eyes of a reviewer."""

    shown: ShownAction
    stage: str
    idea: str
    texts: list[dict[str, Any]]
    pictures: list[dict[str, Any]]
    faces_shown: list[Any]

    @property
    def place(self) -> str:
        """The place as shown; a city that too few actions name so far is told to the reviewer."""
        number = self.shown.action.city
        if number is None or self.shown.city is not None:
            return self.shown.place
        return _("%(country)s (and %(city)s, once enough actions took place there)") % {
            "country": self.shown.country,
            "city": city_name(number, self.shown.language),
        }


def as_published(report: Report, proposal: Proposal, *, secret: str, rules: Rules) -> AsPublished:
    """Exactly what would be published now. Raises PhotoRefused, ValidationError."""
    here = get_language() or "en"
    edition = Edition.objects.select_related("day").get(pk=proposal["edition"])
    action = Action(edition=edition, **facts_of(proposal, rules))
    kept = kept_pictures(published_action(report), rules)
    pictures = kept + redacted(report, proposal, secret=secret, rules=rules)
    return AsPublished(
        shown=ShownAction(action, here, "/", Profiles.read()),
        stage=str(Stage(action.stage).label),
        idea=idea_title(edition, action.idea, here),
        texts=[text | {"native": language(text["language"])} for text in proposal["texts"]],
        pictures=[_in_page(picture) for picture in pictures],
        faces_shown=reasons_to_show(proposal["photos"]),
    )


def idea_title(edition: Edition, slug: str, here: str) -> str:
    """The title of an idea of the edition's day, or its short name when it is gone."""
    titles = {page.slug: page.title for page in ideas(edition.day, here)} if slug else {}
    return titles.get(slug, slug)


def _in_page(picture: dict[str, Any]) -> dict[str, Any]:
    """The picture inside the page itself: it exists nowhere else."""
    encoded = base64.b64encode(picture["page_jpeg"]).decode()
    described = [(language(code), text) for code, text in sorted(picture["descriptions"].items())]
    return picture | {"address": f"data:image/jpeg;base64,{encoded}", "described": described}
