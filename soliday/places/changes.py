"""Every write to safety profiles."""

from django.db import transaction

from soliday.places.countries import require_country
from soliday.places.defaults import COUNTRY_DEFAULTS, DEFAULTS
from soliday.places.models import CountryProfile, SafetyProfile


@transaction.atomic
def load_defaults() -> None:
    """Creates the profiles and countries that are missing; what the committee changed stays."""
    for slug, fields in DEFAULTS.items():
        SafetyProfile.objects.get_or_create(slug=slug, defaults=fields)
    for country, slug in COUNTRY_DEFAULTS.items():
        CountryProfile.objects.get_or_create(country=country, defaults={"profile_id": slug})


def set_country_profile(*, country: str, profile: SafetyProfile) -> CountryProfile:
    """Gives the country this profile. Raises CountryNotKnown.

    Open is stored like the others: if its row were deleted, the default would come back.
    """
    changed, _created = CountryProfile.objects.update_or_create(
        country=require_country(country), defaults={"profile": profile}
    )
    return changed
