"""Which language the reader gets."""

from __future__ import annotations

import os

LANGUAGES = ("en", "ja")


def from_locale() -> str:
    """Return ``ja`` where the locale is Japanese, else ``en``."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
