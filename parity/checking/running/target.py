"""Reads what is asked on the command line or in a string: FILE, FILE::NAME, ours=theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parity.checking.running.request import Request
from parity.errors import ReaderError

if TYPE_CHECKING:  # it brings NumPy, which is not needed to ask
    from parity.checking.report import Report


MOST_SECONDS = 86400.0
"""The longest time limit: a day."""


class BadTimeoutError(ReaderError):
    """A time limit that is none."""


class BadMappingError(ReaderError):
    """A name is mapped in a way that cannot be read."""


def file_request(
    target: str,
    concept: str | None,
    mapping: Mapping[str, str] | None,
    timeout: float,
    live: bool = False,
) -> Request:
    """Return the request for ``FILE`` or ``FILE::NAME``.

    Raises:
        RefusedError: if there is no such file, or it holds no Python.
    """
    file, _, name = target.partition("::")
    path = Path(file).expanduser()
    if path.suffix not in (".py", ".ipynb") or not path.is_file():
        _refuse(path)  # imports what takes time, which is why it is not asked in any case
    return Request(
        label=name.strip() or path.name,
        path=str(path.resolve()),
        name=name.strip(),
        concept=concept,
        mapping=dict(mapping or {}),
        timeout=timeout,
        live=live,
    )


def _refuse(path: Path) -> None:
    from parity.checking.loading.crashes import LoadError, RefusedError
    from parity.checking.loading.definitions import require_file

    try:
        require_file(path)
    except LoadError as error:
        raise RefusedError(error.crash) from error


def tell_present_name(asked: str | None, reports: Iterable[Report]) -> None:
    """Tell what the concept that was asked for by a former name is called now."""
    if asked is not None and any(report.concept != asked for report in reports):
        from parity.harness.registry import told_current_name

        told_current_name(asked)


def read_hint(said: str | int | None) -> int | None:
    """Return how much of a mistake is told: 1, 2 or 3; ``None`` for everything.

    Raises:
        RefusedError: if ``said`` is none of them.
    """
    if said is None:
        return None
    text = str(said).strip()
    if text in ("1", "2", "3"):
        return int(text)
    from parity.checking.loading.crashes import RefusedError, bad_hint

    raise RefusedError(bad_hint(text))


def read_timeout(seconds: float) -> float:
    """Return the time limit.

    Raises:
        BadTimeoutError: if it is no number of seconds that a check can take.
    """
    if not 0 < seconds <= MOST_SECONDS:  # nor NaN
        raise BadTimeoutError(
            f"The timeout is {seconds!r}; a number of seconds above 0, and of at most "
            f"{MOST_SECONDS:.0f}, is needed."
        )
    return seconds


def read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``{"dW": "grad_w"}`` for ``["dW=grad_w"]``.

    Raises:
        BadMappingError: if a pair is none.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (equals and ours and theirs):
            raise BadMappingError(
                f"--map {pair} cannot be read: it takes our name and yours, as in --map dW=grad_w."
            )
        if ours in mapping and mapping[ours] != theirs:
            raise BadMappingError(f"--map gives {ours} two names: {mapping[ours]} and {theirs}.")
        mapping[ours] = theirs
    return mapping
