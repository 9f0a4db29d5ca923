"""Actions with all that is shown of them: read together, and kept while lists use them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from soliday.actions.models import Action, ActionPhoto, ActionText, Text
from soliday.actions.states import State
from soliday.campaign.models import Edition

MOST = 2000  # actions, of about ten kilobytes
Editions = Callable[[int], Edition]  # by primary key


class AtHand(dict[int, Action]):
    """The actions that were shown last, by number."""

    def give(
        self, numbers: Sequence[int], besides: Iterable[int], edition: Editions
    ) -> list[Action]:
        """These actions in this order, without those that are published no longer: a plan is older.

        besides: others that will be asked for, read with them.
        """
        if any(number not in self for number in numbers):
            self.update(read({*numbers, *besides} - self.keys(), edition))
        found = {number: self.pop(number) for number in numbers if number in self}
        self.update(found)  # the last in use are the last to go
        for number in list(islice(self, max(len(self) - MOST, 0))):
            del self[number]
        return list(found.values())


def read(numbers: Iterable[int], edition: Editions) -> dict[int, Action]:
    """Those that are published, with texts and photos, in three queries; no bytes of the photos.

    As lists of what is shown: a manager for each action would cost as much as the reading.
    """
    rows = Action.objects.order_by().in_bulk(sorted(numbers))
    # Not in the query: SQLite would go through all that is published, and not by number.
    found = {number: each for number, each in rows.items() if each.state == State.PUBLISHED}
    for action in found.values():
        action.edition = edition(action.edition_id)
        action.all_texts, action.all_photos = [], []
    texts = ActionText.objects.filter(action__in=found).order_by("language")
    for number, *told in texts.values_list("action_id", *Text._fields):
        found[number].all_texts.append(Text(*told))
    photos = ActionPhoto.objects.filter(action__in=found).defer("page_jpeg", "wall_jpeg")
    for photo in photos.order_by("position"):
        found[photo.action_id].all_photos.append(photo)
    return found
