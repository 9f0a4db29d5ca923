from soliday.campaign.models.days import Day, Edition
from soliday.campaign.models.pages import (
    DayPage,
    DaysPage,
    DefenderPage,
    DefendersPage,
    EditionPage,
    IdeaPage,
    IdeasPage,
    MaterialsPage,
    TextPage,
)

__all__ = [
    "Day",
    "DayPage",
    "DaysPage",
    "DefenderPage",
    "DefendersPage",
    "Edition",
    "EditionPage",
    "IdeaPage",
    "IdeasPage",
    "MaterialsPage",
    "TextPage",
]
