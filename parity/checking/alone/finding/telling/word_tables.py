"""Two tables of word vectors and the words that are looked up in them, as word2vec has them."""

from __future__ import annotations

from collections.abc import Sequence

from parity.checking.alone.finding import worlds
from parity.checking.alone.probing.roles import plain, role_of


def tables_of_words(names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes where two tables meet several numbers of words: both are of all words.

    Of the words that were drawn as negatives each example has several.
    """
    tables = [name for name in names if role_of(name) == "weight"]
    words = [name for name in names if role_of(name) == "indices"]
    if len(tables) != 2 or len(words) < 2:
        return {}
    found: dict[str, tuple[int, ...]] = dict.fromkeys(tables, (worlds.V, worlds.H))
    for name in words:
        several = "neg" in plain(name)
        found[name] = (worlds.N, worlds.T) if several else (worlds.N,)
    return found
