"""The safety profiles an installation starts with. The committee changes them, as content."""

from typing import Any

from soliday.places.models import PlacePrecision, Profile, ShownPrecision

DEFAULTS: dict[str, dict[str, Any]] = {
    Profile.OPEN: {
        "asks_photos": True,
        "asks_name": True,
        "asks_contact": True,
        "asks_town": True,
        "place_precision": PlacePrecision.CITY,
        "date_precision": ShownPrecision.DAY,
        "delay_days": 0,
        "goes_out_at_set_hours": False,
        "reviewers_needed": 1,
        "minimum_shown": 1,
    },
    # No name and no contact: the receipt is enough to talk, and what is not held cannot be taken.
    Profile.CAREFUL: {
        "asks_photos": True,
        "asks_name": False,
        "asks_contact": False,
        "asks_town": True,
        "place_precision": PlacePrecision.CITY,
        "date_precision": ShownPrecision.WEEK,
        "delay_days": 2,
        "goes_out_at_set_hours": True,
        "reviewers_needed": 1,
        "minimum_shown": 3,
    },
    Profile.AFFECTED: {
        "asks_photos": False,
        "asks_name": False,
        "asks_contact": False,
        "asks_town": False,
        "place_precision": PlacePrecision.COUNTRY,
        "date_precision": ShownPrecision.WEEK,
        "delay_days": 7,
        "goes_out_at_set_hours": True,
        "reviewers_needed": 2,
        "minimum_shown": 1,
    },
}

# Countries where taking part can bring trouble. A start, not a judgement for ever: the committee
# adds and removes.
_CAREFUL = (
    # They search for people whom Belarus wants or hand them over, and punish protest at home.
    ("AZ", "KG", "KZ", "RU", "TJ", "TM", "UZ"),
    # Elsewhere: prison for demonstrating or for the words of a post.
    ("CN", "CU", "ER", "IR", "KP", "MM", "NI", "SY", "VE", "VN"),
)

COUNTRY_DEFAULTS: dict[str, str] = {
    "BY": Profile.AFFECTED,
    **{country: Profile.CAREFUL for countries in _CAREFUL for country in countries},
}
