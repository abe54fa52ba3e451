"""A text in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in English and Japanese."""

    en: str
    ja: str

    def __getitem__(self, language: str) -> str:
        return self.ja if language == "ja" else self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.ja)


NOTHING = Text("", "")
"""No text."""
