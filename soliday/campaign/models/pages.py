"""The pages a committee writes in Wagtail: drafts, preview, history, translation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from soliday.campaign.models import blocks
from soliday.campaign.models.closings import refuse_closed
from soliday.campaign.models.days import Day, Edition, hold_edition
from soliday.campaign.paths import TAKEN_BELOW_HOME, public_path

BODY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "blockquote", "link", "hr"]


def _body() -> RichTextField:
    return RichTextField(_("text"), features=BODY_FEATURES, blank=True)


def _intro() -> models.TextField:
    return models.TextField(_("introduction"), blank=True)


class PublicPageBase(Page):
    """What all our pages share: where they will stand once baked, and no address of Wagtail's."""

    show_in_menus_default = False
    override_translatable_fields = [SynchronizedField("slug")]
    promote_panels = [FieldPanel("slug")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN_BELOW_HOME:
            raise ValidationError({"slug": _("Another part of the site has this name.")})

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Wagtail's “view live” leads to the baked file."""
        return (0, "", public_path(self))

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A draft speaks its own language, not that of the desk."""
        with translation.override(self.locale.language_code):
            return super().serve_preview(request, mode_name).render()


class DayPage(PublicPageBase):
    """The home page of a day in one language."""

    template = "actions/home.html"
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="pages")
    slogan = models.CharField(_("slogan"), max_length=160)
    summary = models.TextField(_("what happened"), max_length=400)
    why_date = models.TextField(_("why this date"), max_length=400)
    what_now = models.TextField(_("what you can do now"), max_length=400)
    until_when = models.TextField(_("until when"), max_length=400, blank=True)
    epigraph = models.TextField(_("epigraph"), blank=True)
    epigraph_source = models.CharField(_("source of the epigraph"), max_length=200, blank=True)
    conditions = StreamField(
        [("condition", blocks.ConditionBlock())], verbose_name=_("conditions"), blank=True
    )
    prisoner_counts = StreamField(
        [("count", blocks.PrisonerCountBlock())], verbose_name=_("counts of prisoners"), blank=True
    )

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("day"),
        FieldPanel("slogan"),
        FieldPanel("summary"),
        FieldPanel("why_date"),
        FieldPanel("what_now"),
        FieldPanel("until_when"),
        FieldRowPanel([FieldPanel("epigraph"), FieldPanel("epigraph_source")]),
        FieldPanel("conditions"),
        FieldPanel("prisoner_counts"),
    ]

    class Meta:
        verbose_name = _("home page of a day")


class IdeasPage(PublicPageBase):
    template = "campaign/ideas.html"
    intro = _intro()
    parent_page_types = ["campaign.DayPage"]
    subpage_types = ["campaign.IdeaPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalogue of ideas")


class Risk(models.TextChoices):
    LOW = "low", _("low")
    SOME = "some", _("some")
    HIGH = "high", _("high")


class IdeaPage(PublicPageBase):
    """A suggested action: how to, how long, how many people, what risk, for whom."""

    template = "campaign/idea.html"
    summary = models.TextField(_("in a sentence"), max_length=240)
    why = models.TextField(_("why it helps"), max_length=400, blank=True)
    how_to = _body()
    minutes_min = models.PositiveIntegerField(_("minutes, at least"))
    minutes_max = models.PositiveIntegerField(_("minutes, at most"))
    people_min = models.PositiveIntegerField(_("people, at least"), default=1)
    people_max = models.PositiveIntegerField(_("people, at most"), null=True, blank=True)
    risk = models.CharField(_("risk"), max_length=5, choices=Risk.choices)
    risk_note = models.TextField(_("what can go wrong"), max_length=400, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    affected_ok = models.BooleanField(
        _("suitable inside the affected country"),
        default=False,
        help_text=_("Where this is off, nobody inside the affected country is asked to do it."),
    )

    override_translatable_fields = [SynchronizedField("slug"), SynchronizedField("risk")]
    parent_page_types = ["campaign.IdeasPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("why"),
        FieldPanel("how_to"),
        FieldRowPanel([FieldPanel("minutes_min"), FieldPanel("minutes_max")]),
        FieldRowPanel([FieldPanel("people_min"), FieldPanel("people_max")]),
        MultiFieldPanel(
            [FieldPanel("risk"), FieldPanel("risk_note"), FieldPanel("affected_ok")], _("Risk")
        ),
        FieldPanel("for_whom"),
    ]

    class Meta:
        verbose_name = _("idea")


class DaysPage(PublicPageBase):
    template = "campaign/days.html"
    intro = _intro()
    parent_page_types = ["campaign.DayPage"]
    subpage_types = ["campaign.EditionPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of editions")


class EditionPage(PublicPageBase):
    """One year of the day in one language. Its figures come from the edition and its actions."""

    template = "actions/edition.html"
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pages")
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    body = _body()
    people_words = models.CharField(_("people, as the source says it"), max_length=120, blank=True)
    sources = StreamField([("source", blocks.SourceBlock())], verbose_name=_("sources"), blank=True)
    parent_page_types = ["campaign.DaysPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("edition"),
        FieldPanel("theme"),
        FieldPanel("body"),
        FieldPanel("people_words"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("edition")

    def save(self, *args: Any, update_fields: Any = None, **options: Any) -> None:
        """Raises EditionClosed; of a closed year's page drafts can still be written."""
        with transaction.atomic():
            if self.pk and update_fields is None:  # a draft is a revision beside the page
                self._refuse_closed()
            super().save(*args, update_fields=update_fields, **options)

    def _refuse_closed(self) -> None:
        stored = EditionPage.objects.filter(pk=self.pk).values_list("edition_id", flat=True)
        for number in sorted({self.edition_id, *stored}):
            hold_edition(number)
            refuse_closed(number)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """For the preview; the baked page gets its figures from actions/editions."""
        return super().get_context(request, *args, **kwargs) | {"edition": self.edition}


class DefendersPage(PublicPageBase):
    template = "campaign/defenders.html"
    intro = _intro()
    parent_page_types = ["campaign.DayPage"]
    subpage_types = ["campaign.DefenderPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of defenders")


class DefenderPage(PublicPageBase):
    """A person the day stands up for, with a timeline."""

    template = "campaign/defender.html"
    role = models.CharField(_("who this is"), max_length=200)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    summary = models.TextField(_("in a sentence"), max_length=400)
    body = _body()
    timeline = StreamField([("event", blocks.EventBlock())], verbose_name=_("timeline"), blank=True)
    parent_page_types = ["campaign.DefendersPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("role"),
        FieldPanel("born_on"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("timeline"),
    ]

    class Meta:
        verbose_name = _("defender")


class TextPage(PublicPageBase):
    """Manifesto, safety, about, letters, how to report: a page of text; its slug is its place."""

    template = "campaign/text.html"
    intro = _intro()
    body = _body()
    parent_page_types = ["campaign.DayPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of text")


class MaterialsPage(PublicPageBase):
    template = "campaign/materials.html"
    intro = _intro()
    materials = StreamField(
        [("material", blocks.MaterialBlock())], verbose_name=_("materials"), blank=True
    )
    parent_page_types = ["campaign.DayPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("materials")]

    class Meta:
        verbose_name = _("materials")
