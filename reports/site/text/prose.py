"""Prose as HTML: the little markup that our docstrings and texts have."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

MARKUP = re.compile(
    r":(?:class|func|meth|mod|data|attr):`~?\.?(?P<role>[^`]+)`|``(?P<code>[^`]+)``"
    r"|\*\*(?P<strong>[^*]+)\*\*|`(?P<tick>[^`]+)`"
)


def inline(text: str) -> Markup:
    """Return one paragraph with its code and its emphasis as elements."""
    parts: list[Markup] = []
    last = 0
    for found in MARKUP.finditer(text):
        parts.append(escape(text[last : found.start()]))
        if found["strong"]:
            parts.append(Markup("<strong>{}</strong>").format(found["strong"]))
        else:
            code = found["role"] or found["code"] or found["tick"]
            parts.append(Markup("<code>{}</code>").format(code))
        last = found.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts)


def plain(text: str) -> str:
    """Return one paragraph without its markup, for the terminal."""
    return MARKUP.sub(lambda found: next(part for part in found.groups() if part), text)
