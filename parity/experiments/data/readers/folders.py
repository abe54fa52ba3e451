"""Finding a data set's files: in the folder that was named, or one level below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parity.describing.datasets import DataError

SHOWN = 8
"""How many of the names in a folder a message lists."""


@dataclass(frozen=True)
class Found:
    """The files of a data set that one folder holds.

    Attributes:
        folder: where they are.
        format: how they are stored.
        paths: the files, by what they hold.
        missing: names of files that are needed as well, and are not there.
    """

    folder: Path
    format: str
    paths: Mapping[str, Path]
    missing: tuple[str, ...] = ()


Look = Callable[[Path, frozenset[str]], Found | None]
"""Given a folder and the names of its files, says what of the data set is there."""


def names_in(folder: Path) -> frozenset[str]:
    """Return the names of the files in ``folder``, without its subfolders.

    Raises:
        DataError: if there is no such folder, or it cannot be read.
    """
    try:
        return frozenset(entry.name for entry in folder.iterdir() if entry.is_file())
    except FileNotFoundError as error:
        raise DataError(f"There is no folder {folder}.") from error
    except NotADirectoryError as error:
        raise DataError(f"{folder} is a file; the folder that holds it is needed.") from error
    except OSError as error:
        raise DataError(f"The folder {folder} cannot be read: {error.strerror}.") from error


def search(
    folder: Path, look: Look, title: str, expected: str, own: Sequence[str], other: Sequence[str]
) -> Found:
    """Return the files of a data set in ``folder``, or in one of its subfolders.

    Args:
        folder: the folder that the user named.
        look: says what of the data set a folder holds.
        title: the data set, for messages.
        expected: what is looked for, for messages.
        own: names that a subfolder for this data set usually has; they decide between several.
        other: parts of the names of subfolders that hold another data set under the same file
            names.

    Raises:
        DataError: if nothing is found, a file is missing, or several subfolders fit.
    """
    found = look(folder, names_in(folder))
    if found and not found.missing:
        return found
    below = [
        sub for sub in sorted(_subfolders(folder))
        if not any(part in sub.name.lower() for part in other)
    ]  # fmt: skip
    partial = [found] if found else []
    whole: list[Found] = []
    for sub in below:
        try:
            found = look(sub, names_in(sub))
        except DataError:  # somebody else's, in a folder that can be read
            continue
        if found:
            (partial if found.missing else whole).append(found)
    named = [found for found in whole if found.folder.name.lower() in own]
    if len(named) == 1 or len(whole) == 1:
        return (named or whole)[0]
    if whole:
        several = ", ".join(found.folder.name for found in whole)
        raise DataError(f"{folder} holds {title} in several folders ({several}): name one of them.")
    if partial:
        nearest = min(partial, key=lambda found: len(found.missing))
        raise DataError(
            f"{title} in {nearest.folder} is incomplete: {', '.join(nearest.missing)} "
            f"{'is' if len(nearest.missing) == 1 else 'are'} missing. "
            f"There is {_listing(names_in(nearest.folder))}."
        )
    there = names_in(folder) | {f"{sub.name}/" for sub in _subfolders(folder)}
    raise DataError(
        f"There is no {title} in {folder} or one level below. Expected: {expected}. "
        f"There is {_listing(there)}."
    )


def first_of(names: frozenset[str], *spellings: str) -> str | None:
    """Return the first spelling that is in ``names``, uncompressed before gzip'd."""
    tried = (name + end for end in ("", ".gz") for name in spellings)
    return next((name for name in tried if name in names), None)


def _subfolders(folder: Path) -> list[Path]:
    return [sub for sub in folder.iterdir() if sub.is_dir() and not sub.name.startswith(".")]


def _listing(names: frozenset[str]) -> str:
    if not names:
        return "nothing"
    shown = sorted(names)
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more
