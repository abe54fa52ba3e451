"""``python -m parity`` is the command ``parity``."""

import os
import sys


def _not_from_here() -> None:
    """Look into the current folder last: no file there stands in for a module of Python's own.

    Where that folder is the one that this package comes from, it stays in its place.
    """
    first = sys.path[0]
    ours = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    try:
        here = os.getcwd()
    except OSError:
        return
    if not sys.flags.safe_path and first in ("", here) and os.path.realpath(here) != ours:
        sys.path.append(sys.path.pop(0))


_not_from_here()

from parity.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
