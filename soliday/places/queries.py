"""What is known about the safety of a country."""

from django.db.models import Q

from soliday.places.countries import require_country
from soliday.places.models import CountryProfile, Profile, SafetyProfile


class ProfilesNotLoaded(RuntimeError):
    """The profiles are missing; going on would treat an affected country as open."""


def profile_for(country: str) -> SafetyProfile:
    """The country's safety profile, open where it has none. One query.

    Raises ProfilesNotLoaded, and CountryNotKnown for anything but a two-letter code in capitals:
    "by" must not pass for an open country.
    """
    own = CountryProfile.objects.filter(country=require_country(country)).values("profile")
    found = {
        profile.slug: profile
        for profile in SafetyProfile.objects.filter(Q(slug=Profile.OPEN) | Q(slug__in=own))
    }
    if Profile.OPEN not in found:
        raise ProfilesNotLoaded
    others = [profile for slug, profile in found.items() if slug != Profile.OPEN]
    return others[0] if others else found[Profile.OPEN]


def open_profile() -> SafetyProfile:
    """The profile of every country without one of its own. Raises ProfilesNotLoaded."""
    found = SafetyProfile.objects.filter(slug=Profile.OPEN).first()
    if found is None:
        raise ProfilesNotLoaded
    return found


def is_affected(country: str) -> bool:
    """Whether taking part is an offence where the person is. One query; raises like profile_for."""
    return profile_for(country).slug == Profile.AFFECTED


def country_profiles() -> list[CountryProfile]:
    """All countries with a profile of their own, by code, the profile joined in."""
    return list(CountryProfile.objects.select_related("profile").order_by("country"))
