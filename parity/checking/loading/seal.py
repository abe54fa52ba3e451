"""Notices that a file has put something of its own in the place of NumPy's functions, or of ours.

What is compared with references is compared once more where the file cannot reach. Differences of
the code's own forward can only be taken beside the code, and are believed only if this sees
nothing. A file that hides what it does is not found so.
"""

from __future__ import annotations

import sys
import types

from parity.checking.loading.missing import old_numpy
from parity.checking.report import Crash
from parity.describing.concept import Text

WATCHED = ("numpy", "numpy_impl", "parity")


class Seal:
    """What modules hold before a file is loaded."""

    def __init__(self) -> None:
        old_numpy.bring_back()  # our own doing, and none of a file's
        self.kept = {
            name: dict(vars(module))
            for name, module in list(sys.modules.items())
            if name.partition(".")[0] in WATCHED and isinstance(module, types.ModuleType)
        }

    def broken(self) -> str:
        """Return the name of the first function or class that is another one now; "" if none is."""
        for name, before in self.kept.items():
            module = sys.modules.get(name)
            now = vars(module) if module is not None else {}
            for key, value in before.items():
                new = now.get(key, value)
                # np.bool = bool mends old code, and changes nothing.
                harmless = new is value or any(new is t for t in (bool, int, float, object))
                if callable(value) and not harmless:
                    return f"{name}.{key}"
        return ""


def unproven(name: str) -> Crash:
    """Say that an answer came that the numbers do not bear out, or that is none."""
    return Crash(
        "unproven",
        Text(
            f"{name} was said to agree, but what its process sent does not show it: the code "
            "changes what judges it, or writes where only answers go.",
            f"{name} は一致すると伝えられたが、送られた数値はそれを示していない。"
            "コードが判定のしくみを書き換えているか、答えの通り道に書き込んでいる。",
        ),
        Text(
            "Leave NumPy's and parity's own functions, and open descriptors, as they are.",
            "NumPy や parity の関数と、開いている記述子はそのままにする。",
        ),
    )


def not_by_itself(name: str, replaced: str) -> Crash:
    """Say that code cannot be judged by itself while the file replaces what judges it."""
    return Crash(
        "unproven",
        Text(
            f"{name} comes from a file that puts something of its own in the place of {replaced}, "
            "with which gradients are judged.",
            f"{name} のファイルは、勾配の判定に使う {replaced} を別のものに置き換えている。",
        ),
        Text(f"Leave {replaced} as it is.", f"{replaced} はそのままにする。"),
    )
