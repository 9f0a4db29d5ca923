"""Repeated parts of pages: conditions, counts, timeline, sources, materials."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

CONDITION_STATES = [
    ("unmet", _("not met")),
    ("partly", _("partly met")),
    ("met", _("met")),
    ("unknown", _("unknown")),
]
EVENT_KINDS = [
    ("born", _("born")),
    ("arrested", _("arrested")),
    ("sentenced", _("sentenced")),
    ("freed", _("freed")),
    ("award", _("award")),
    ("other", _("other")),
]
MATERIAL_KINDS = [
    ("slogan", _("slogan")),
    ("text", _("text")),
    ("kit", _("kit")),
]


class SourceBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Source"))
    url = blocks.URLBlock(label=_("Address of the source"), required=False)


class ConditionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Condition"))
    state = blocks.ChoiceBlock(choices=CONDITION_STATES, label=_("State"))
    as_of = blocks.DateBlock(label=_("As of"))
    source_label = blocks.CharBlock(label=_("Source"))
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)


class PrisonerCountBlock(blocks.StructBlock):
    count = blocks.IntegerBlock(label=_("Count"), min_value=0)
    more_than = blocks.BooleanBlock(label=_("More than this"), required=False)
    as_of = blocks.RegexBlock(
        regex=r"^\d{4}-\d{2}(-\d{2})?$",
        label=_("As of"),
        help_text=_("A day (2024-05-21) or a month (2024-08)."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False)
    source_label = blocks.CharBlock(label=_("Source"))
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)


class EventBlock(blocks.StructBlock):
    on = blocks.DateBlock(label=_("Date"))
    kind = blocks.ChoiceBlock(choices=EVENT_KINDS, label=_("Kind"))
    text = blocks.CharBlock(label=_("What happened"))
    source_label = blocks.CharBlock(label=_("Source"), required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)


class MaterialBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))
    kind = blocks.ChoiceBlock(choices=MATERIAL_KINDS, label=_("Kind"))
