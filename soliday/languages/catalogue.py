"""The languages that ship."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    native_name: str
    direction: str


SHIPPED = (
    Language("en", "English", "ltr"),
    Language("be", "Беларуская", "ltr"),
    Language("ru", "Русский", "ltr"),
)
