"""What people read about their safety before they send something, by their country's profile."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soliday.places.models import Profile

_WARNINGS: dict[str, Promise] = {
    Profile.OPEN: _(
        "Think of the people in the picture and of their relatives. Photos of rallies in free "
        "countries have been used to find those who took part and to search the homes of their "
        "families. Send only pictures of people who agree, or pictures without faces. Leave out "
        "the names of others."
    ),
    Profile.CAREFUL: _(
        "In your country people can get into trouble for what you are about to tell. We do not ask "
        "for your name or a way to reach you: your receipt is enough for us to talk. We show the "
        "week instead of the day, and the city only when several actions took place there. Leave "
        "out anything by which you or others could be recognised, and send pictures without faces."
    ),
    Profile.AFFECTED: _(
        "Your safety comes first. Where you are, visiting this site, keeping its pages or pictures "
        "or passing on a link may itself be an offence, and phones are checked. So we ask for no "
        "photo, no town, no name and no contact: what we do not have, nobody can take from us. You "
        "can report later, from a safe place, or not at all: your solidarity counts just the same. "
        "If you do write, leave out anything by which you or others could be recognised, and "
        "delete the traces on your device afterwards."
    ),
}


def warning(profile_slug: str) -> Promise:
    """The warning of the profile (open, careful, affected), translated when shown.

    It tells what the default profile does; a committee that changes a profile reads it once more.
    Raises KeyError.
    """
    return _WARNINGS[profile_slug]
