"""Fills the blanks of a function in every way, and says which ways give what is wanted."""

import itertools
from dataclasses import dataclass

import numpy as np

from parity.questions.sets.reading import set_questions

NEAR, FAR = 1e-5, 1e-3
"""How near the key is at least, and how far from it every other way."""
MANY = 1500
"""Ways from which on only singles, pairs and a draw of the rest are tried."""


@dataclass(frozen=True)
class Function:
    """A function with blanks: its code, the choices of each, the places of the right ones."""

    name: str
    code: str
    choices: dict
    key: dict

    def filled(self, places):
        code = self.code
        for blank, place in places.items():
            code = code.replace(f"【{blank}】", self.choices[blank][place])
        return code

    def ways(self):
        """Yield wrong ways to fill it: all of them, or singles, pairs and a draw."""
        whole = itertools.product(*(range(len(c)) for c in self.choices.values()))
        ways = [dict(zip(self.choices, places, strict=True)) for places in whole]
        ways = [way for way in ways if way != self.key]
        if len(ways) > MANY:
            few = [w for w in ways if sum(w[b] != self.key[b] for b in w) <= 2]
            drawn = np.random.default_rng(0).choice(len(ways), 400, replace=False)
            ways = [*few, *(ways[i] for i in drawn)]
        yield from ways


def functions():
    """Return every function with blanks by its name."""
    found = {}
    for q in set_questions():
        if q.kind == "fill":
            one = found.setdefault(q.passage.name, Function(q.passage.name, q.passage.code, {}, {}))
            blank = q.name.rpartition("-")[2]
            one.choices[blank] = [choice.en.strip("`") for choice in q.choices]
            one.key[blank] = q.right
    return found


def off(got, want):
    """Return the largest difference, relative to what is wanted; inf for another shape."""
    worst = 0.0
    if len(got) != len(want):
        return np.inf
    for g, w in zip(got, want, strict=True):
        g, w = np.asarray(g, dtype=float), np.asarray(w, dtype=float)
        if g.shape != w.shape or not np.isfinite(g).all():
            return np.inf
        worst = max(worst, float(np.max(np.abs(g - w)) / max(np.max(np.abs(w)), 1e-30)))
    return worst


def found_right(function, places, cases, namespace):
    """Tell whether one way gives what is wanted in every case."""
    try:
        with np.errstate(all="ignore"):
            own = dict(namespace)
            exec(function.filled(places), own)
            far = NEAR if places == function.key else FAR
            return all(off(call(own), want) < far for call, want in cases)
    except Exception:
        return False


def wrong_findings(function, cases, namespace):
    """Return what is wrong with a function's blanks: the key that fails, ways that pass as well."""
    said = [] if found_right(function, function.key, cases, namespace) else ["the key fails"]
    passed = [w for w in function.ways() if found_right(function, w, cases, namespace)]
    return said + [f"also right: {w}" for w in passed]
