"""One changed statement of the user's."""

from __future__ import annotations

import types
from dataclasses import dataclass

from parity.checking.causes.following.statements import Source, Statement
from parity.checking.causes.mending.edits import Mend


@dataclass(frozen=True)
class Change:
    """One changed statement of the user's."""

    function: types.FunctionType
    source: Source
    statement: Statement
    mend: Mend
