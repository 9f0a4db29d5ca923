"""What is wrong with a form, as lines of one summary."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms


class Fault(NamedTuple):
    """One line of the summary above the form, with the id of the field it leads to."""

    target: str
    label: Any
    sentence: str


class FormWithFaults(forms.Form):
    """A form that names its faults, and can forget those that are too early."""

    def faults(self) -> list[Fault]:
        """What is wrong, in the order of the form."""
        lines = [Fault("", "", str(sentence)) for sentence in self.non_field_errors()]
        for field in self:
            lines += [Fault(field.auto_id, field.label, str(each)) for each in field.errors]
        return lines

    def forgive_all_but(self, *names: str) -> None:
        """Forget the faults of what need not be filled in yet."""
        for name in [name for name in self.errors if name not in names]:
            del self.errors[name]
