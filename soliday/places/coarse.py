"""Makes a place and a date as coarse as a safety profile asks, before anything is published."""

from datetime import date, timedelta

from soliday.places.models import PlacePrecision, SafetyProfile, ShownPrecision


def coarse_place(city_id: int | None, profile: SafetyProfile, count_there: int) -> int | None:
    """The city to show, or None: then show the country only.

    count_there: published actions in that city, this one included. It changes with everything that
    is published or withdrawn there, so ask anew each time a page is made.
    """
    is_city_shown = (
        profile.place_precision == PlacePrecision.CITY and count_there >= profile.minimum_shown
    )
    return city_id if is_city_shown else None


def coarse_date(day: date, precision: str) -> date:
    """The first day of the week (Monday) or month the day is in; the day itself for "day".

    Store this and the precision, not the day: what is not stored cannot leak. Raises ValueError for
    another precision.
    """
    match ShownPrecision(precision):
        case ShownPrecision.WEEK:
            return day - timedelta(days=day.weekday())
        case ShownPrecision.MONTH:
            return day.replace(day=1)
        case _:
            return day
