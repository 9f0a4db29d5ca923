from soliday.campaign.models.closings import Closing, EditionClosed, refuse_closed
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
from soliday.campaign.models.pictures import PagePicture, PublicPicture

__all__ = [
    "Closing",
    "Day",
    "DayPage",
    "DaysPage",
    "DefenderPage",
    "DefendersPage",
    "Edition",
    "EditionClosed",
    "EditionPage",
    "IdeaPage",
    "IdeasPage",
    "MaterialsPage",
    "PagePicture",
    "PublicPicture",
    "TextPage",
    "refuse_closed",
]
