"""A short text as word numbers, which several concepts count."""

from __future__ import annotations

SENTENCE = (0, 1, 2, 3, 4, 1, 5, 6)
"""Eight words of which word 1 stands at two places."""
