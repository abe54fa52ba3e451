"""Settings that are 1 by default, at which a factor or an exponent too many does not show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from parity.checking.loading.signatures import parameters_of
from parity.describing.concept import Text

OTHER = 1.75
"""What they are given for a second look."""

_NAMES = re.compile(
    r"alpha|beta|slope|scale|lam|lambda_?|lambd|lmbda|delta|temp|temperature|sigma|tau"
)


def ones_of(target: Any, partners: Sequence[Any] = ()) -> dict[str, float]:
    """Return another value for each such setting that ``target`` takes, and its partners too.

    What one pass alone is told, the other cannot know.
    """
    known = [{p.name for p in parameters_of(partner) or []} for partner in partners]
    return {
        p.name: OTHER
        for p in parameters_of(target) or []
        if type(p.default) in (int, float)
        and p.default == 1
        and _NAMES.fullmatch(p.name.lower())
        and all(p.name in names for names in known)
    }


def told(settings: dict[str, float]) -> Text:
    """Say with which settings something is wrong that is right by default."""
    shown = ", ".join(f"{name}={value}" for name, value in settings.items())
    return Text(
        f"It was run with {shown}: by default it is right, since what is wrong does not show at 1.",
        f"{shown} として実行した。既定値の 1 では誤りが現れず、正しい値になる。",
    )
