"""How alike two lines of code are, whatever their names."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache


@lru_cache(maxsize=20_000)
def alike(text: str, wrong: str) -> float:
    """Return how alike two lines are, from 0 to 1."""
    return difflib.SequenceMatcher(None, _tokens(text), _tokens(wrong), autojunk=False).ratio()


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    plain = text.split("#")[0].replace("self.", "")
    return tuple(re.findall(r"[A-Za-z_]\w*|\d+\.?\d*|\*\*|\S", plain))
