"""Joins what a campaign found with what is published already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from reports.mutants import KINDS


def folder_of(path: str) -> str:
    """Return the row in which the table counts a file: its folder, or itself if it stands alone."""
    folder = path.rpartition("/")[0]
    return path if folder == "parity/harness" else folder


def left_out(old: dict[str, Any], files: Iterable[str], there: Iterable[str]) -> list[str]:
    """Return what would be lost: the files of a folder that is tried again in part.

    Args:
        old: what was published.
        files: those that are tried now.
        there: all files that there are to be tried.
    """
    again = {folder_of(path) for path in {*old["files"]} & {*files}}
    within = {path for path in old["files"] if folder_of(path) in again}
    return sorted((within - {*files}) & {*there})


def joined(old: dict[str, Any], new: dict[str, Any], there: Iterable[str] = ()) -> dict[str, Any]:
    """Return what was published, with the folders that were tried again in the place of theirs.

    A folder of which only files were tried that had not been before keeps its counts, and theirs
    come to it.

    Args:
        old: what was published.
        new: what was found.
        there: all files that there are to be tried.

    Raises:
        ValueError: if a folder is tried again in part, whose other files would be lost.
    """
    if lost := left_out(old, new["files"], there):
        raise ValueError(f"Tried before, and not with what is tried again: {', '.join(lost)}.")
    known = {folder_of(path) for path in old["files"]}
    again = {folder_of(path) for path in {*old["files"]} & {*new["files"]}}
    again |= {name for name in new["folders"] if name not in known}
    folders = dict(old["folders"])
    for name, row in new["folders"].items():
        folders[name] = row if name in again else _added(folders[name], row)
    kept = [s for s in old["survivors"] if folder_of(s["path"]) not in again]
    survivors = [*new["survivors"], *kept]
    others = {path for path in old["files"] if folder_of(path) not in again}
    files = sorted(others | {*new["files"]})
    said = {survivor["reason"] for survivor in survivors}
    reasons = {**old["reasons"], **new["reasons"]}
    return {
        **new,
        "folders": dict(sorted(folders.items())),
        "files": files,
        "untried": sorted({*there} - {*files}),
        "reasons": {name: reason for name, reason in reasons.items() if name in said},
        "survivors": sorted(survivors, key=lambda s: s["path"]),
    }


def _added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    counts = {kind: dict(Counter(one[kind]) + Counter(other[kind])) for kind in KINDS}
    return {"minutes": round(one["minutes"] + other["minutes"], 1), **counts}
