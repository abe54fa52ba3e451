"""Makes mutants of our own code, and finds those that nothing notices.

``make mutants`` makes all of them, and publishes what came of it; ``make mutants SAMPLE=150`` takes
so many at random, by the day, and fails for one that survives and was not published. One in a file
that no published campaign has tried is told, and does not fail.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import platform
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a child of a process with threads has none of them

import by_tests
import by_the_harness
import by_the_judge
import numpy as np
from by_the_harness import Check, in_a_few_seconds, worth_asking
from children import in_child
from exchanging import exchanged
from harmless import Reason, reason_of, reasons
from joining import folder_of, joined, left_out
from making import Mutant, mutants
from standing_in import ROOT, imports, name_of, show_source, stand_in

from reports.mutants import read, write

MIRROR = ("tests/describing/test_mirror.py::"
          "test_twins_take_the_same_arguments_with_the_same_defaults")  # fmt: skip
"""What compares the defaults with those of the twins: it reads them from the source."""

QUICK = 1.0
"""Checks that take more seconds than these together are left to the tests."""

THOROUGH = 3.0
"""How many seconds the tests may take together, the quick ones first."""

AT_LAST = 5
"""How many times as long may be asked of what nobody has noticed so far."""


@dataclass(frozen=True)
class Side:
    """A part of our code, and what is to notice its mutants.

    Attributes:
        name: the part.
        files: patterns of its files.
        checks: makes the quick checks, which are asked first, for mutants of some files.
        tests: the tests that are asked afterwards.
        slow: it is tried where it is asked for by name.
    """

    name: str
    files: tuple[str, ...]
    checks: Callable[[Collection[str]], list[Check]]
    tests: tuple[str, ...]
    slow: bool = False


SIDES = (
    Side(
        "numpy_impl",
        ("numpy_impl/**/*.py",),
        by_the_harness.checks_for,
        ("tests/concepts", "tests/harness/test_compare.py", "tests/harness/test_identities.py",
         "tests/harness/test_fast_forms.py", "tests/harness/test_defaults.py"),
    ),
    Side(
        "parity/harness",
        ("parity/harness/comparing/*.py", "parity/harness/judge.py"),
        by_the_judge.checks_of_results,
        ("tests/harness/test_compare.py", "tests/harness/test_judge.py",
         "tests/harness/test_what_decides.py", "tests/harness/test_identities.py",
         "tests/harness/test_never_in_vain.py"),
    ),
    Side(
        "parity/checking",
        ("parity/checking/judging/*.py",),
        by_the_judge.checks_of_people,
        ("tests/checking/test_check_initializers.py", "tests/checking/test_check_api.py"),
        slow=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """What came of one mutant.

    Attributes:
        mutant: the mutant.
        noticed: by which check or test; "" if it survives.
        by: ``harness``, ``tests``, or "" if it survives.
        seconds: how long it took.
    """

    mutant: Mutant
    noticed: str
    by: str
    seconds: float


class Campaign:
    """Tries mutants of one side, each in a child of this process."""

    def __init__(self, side: Side, folder: Path, paths: Collection[str]) -> None:
        self.checks = side.checks(paths)
        self.files = side.tests
        self.folder = folder
        self.tests: list[by_tests.OneTest] = []
        by_tests.import_others()
        names = [*sys.modules, *(name_of(str(m)) for m in _below(("numpy_impl/**/*.py",)))]
        for name in names:
            if name.split(".")[0] in ("numpy_impl", "parity", "reports"):
                imports(name)  # reads what every module imports, so that no child does
        gc.freeze()

    def quickly(self, mutant: Mutant) -> Trial:
        """Return which of the checks notices ``mutant``."""
        asked = self._asked(mutant)

        def work() -> str:
            if not self._stands_in(mutant):
                return ""
            return next((check.name for check in asked if _sees(check)), "")

        noticed, seconds = in_child(work, 3 + 8 * sum(c.seconds for c in asked))
        return Trial(mutant, noticed, "harness" if noticed else "", seconds)

    def by_collected(self, mutant: Mutant, tests: by_tests.Collected) -> Trial:
        """Return which of the tests that are collected already notices ``mutant``."""
        if (mutant.path, mutant.where) in tests.early:
            return Trial(mutant, "", "", 0.0)
        own = self._own(mutant, tests.tests)

        def work() -> str:
            return tests.run([t.name for t in own]) if self._stands_in(mutant) else ""

        noticed, seconds = in_child(work, 10 + 8 * sum(t.seconds for t in own))
        return Trial(mutant, noticed, "tests" if noticed else "", seconds)

    def thoroughly(self, mutant: Mutant) -> Trial:
        """Return who notices ``mutant`` where its module is imported anew: checks, then tests."""
        source = mutant.source((ROOT / mutant.path).read_text(encoding="utf-8"))
        asked = self._asked(mutant, AT_LAST * QUICK)
        asked += [c for c in self.checks if is_own(c, mutant) and c not in asked]

        def by_checks() -> str:
            stand_in(mutant.path, source)
            return next((check.name for check in asked if _sees(check)), "")

        noticed, seconds = in_child(by_checks, 10 + 8 * sum(c.seconds for c in asked))
        if noticed:
            return Trial(mutant, noticed, "harness", seconds)
        own = self._own(mutant, self.tests, AT_LAST * THOROUGH)
        names = [test.name for test in own]

        def by_the_tests() -> str:
            stand_in(mutant.path, source)
            found = by_tests.who_sees(names)
            if not found and mutant.default and mutant.path.startswith("numpy_impl"):
                show_source(mutant.path, source)
                found = by_tests.who_sees([MIRROR])
            return found

        noticed, more = in_child(by_the_tests, 30 + 8 * sum(t.seconds for t in own))
        return Trial(mutant, noticed, "tests" if noticed else "", seconds + more)

    def _stands_in(self, mutant: Mutant) -> bool:
        return exchanged(mutant, (ROOT / mutant.path).read_text(encoding="utf-8"))

    def _asked(self, mutant: Mutant, seconds: float = QUICK) -> list[Check]:
        return in_a_few_seconds(worth_asking(mutant, self.checks), seconds)

    def _own(
        self, mutant: Mutant, tests: list[by_tests.OneTest], seconds: float = THOROUGH
    ) -> list[by_tests.OneTest]:
        own = sorted(worth_asking(mutant, tests), key=lambda test: test.seconds)
        return in_a_few_seconds(own, seconds)


def is_own(check: Check, mutant: Mutant) -> bool:
    """Tell whether a check is one of the concept that the mutant's file is."""
    return f"numpy_impl.{check.module}" == name_of(mutant.path)


def _sees(check: Check) -> bool:
    try:
        return check.sees()
    except BaseException:
        return True


def _below(patterns: Iterable[str]) -> list[Path]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT) for path in found)


def made(side: Side, only: str = "") -> list[Mutant]:
    """Return the mutants of a side, or of its files whose path begins so (several by commas)."""
    return [
        mutant
        for path in map(str, _below(side.files))
        if path.startswith(tuple(only.split(",")))
        for mutant in mutants(path, (ROOT / path).read_text(encoding="utf-8"))
    ]


def trials(side: Side, chosen: Sequence[Mutant], lanes: int) -> Iterator[Trial]:
    """Try the chosen mutants in some processes at once, and yield what came of each.

    Most are noticed quickly, by a check or a test that runs with the mutant's code in the place of
    the function's. The others are tried once more with their module imported anew, and only those
    which nobody notices then survive.
    """
    with tempfile.TemporaryDirectory() as folder:
        campaign = Campaign(side, Path(folder), {mutant.path for mutant in chosen})
        spent: Counter[tuple[Any, ...]] = Counter()
        left = {mutant.key: mutant for mutant in chosen}

        def noticed(found: Iterable[Trial]) -> Iterator[Trial]:
            for trial in found:
                spent[trial.mutant.key] += trial.seconds  # type: ignore[assignment]
                if trial.by:
                    del left[trial.mutant.key]
                    yield replace(trial, seconds=spent[trial.mutant.key])

        yield from noticed(_in_lanes(campaign.quickly, tuple(left.values()), lanes))
        if left:
            yield from noticed(_with_tests(campaign, tuple(left.values()), lanes))
        for trial in _in_lanes(campaign.thoroughly, tuple(left.values()), lanes):
            yield replace(trial, seconds=trial.seconds + spent[trial.mutant.key])


def _in_lanes(
    trial_of: Callable[[Mutant], Trial], chosen: Sequence[Mutant], lanes: int
) -> Iterator[Trial]:
    """Yield the trial of each mutant, as it is ready; some processes try them at once."""
    reading, writing = os.pipe()
    for lane in range(lanes):
        if os.fork() == 0:
            try:
                os.close(reading)
                with os.fdopen(writing, "w") as out:
                    for i in range(lane, len(chosen), lanes):
                        trial = trial_of(chosen[i])
                        out.write(json.dumps([i, trial.noticed, trial.by, trial.seconds]) + "\n")
                        out.flush()
            finally:
                os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        for line in lines:
            i, noticed, by, seconds = json.loads(line)
            yield Trial(chosen[i], noticed, by, seconds)
    for _ in range(lanes):
        os.wait()


def _with_tests(campaign: Campaign, chosen: Sequence[Mutant], lanes: int) -> Iterator[Trial]:
    """Yield the trials by tests, which a process of their own collects once for all of them."""
    kept = campaign.folder / "tests.pickle"
    reading, writing = os.pipe()

    def work(tests: by_tests.Collected) -> None:
        tests.find(campaign.folder)
        kept.write_bytes(pickle.dumps(tests.tests))
        with os.fdopen(writing, "w") as out:
            for trial in _in_lanes(lambda m: campaign.by_collected(m, tests), chosen, lanes):
                told = [chosen.index(trial.mutant), trial.noticed, trial.by, trial.seconds]
                out.write(json.dumps(told) + "\n")
                out.flush()

    if os.fork() == 0:
        try:
            os.close(reading)
            files = by_tests.importing(campaign.files, {mutant.path for mutant in chosen})
            by_tests.with_tests(files, work)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        for line in lines:
            i, noticed, by, seconds = json.loads(line)
            yield Trial(chosen[i], noticed, by, seconds)
    os.wait()
    campaign.tests = pickle.loads(kept.read_bytes())


def data_of(found: Sequence[Trial], known: Sequence[Reason]) -> dict[str, Any]:
    """Return what is published: counts by folder, and every survivor with its reason."""
    rows: dict[str, dict[str, Any]] = {}
    survivors = []
    for trial in found:
        mutant = trial.mutant
        kind = "refusing" if mutant.refuses else "valid"
        empty = {"minutes": 0.0, "valid": Counter(), "refusing": Counter()}
        row = rows.setdefault(folder_of(mutant.path), empty)
        row["minutes"] += trial.seconds / 60
        reason = None if trial.by else reason_of(mutant, list(known))
        fate = trial.by or ("survives" if reason is None else
                            "equivalent" if reason.equivalent else "harmless")  # fmt: skip
        row[kind].update(["mutants", fate])
        if not trial.by:
            path, where, before, after, nth = mutant.key
            survivors.append(
                {"path": path, "where": where, "before": before, "after": after, "nth": nth,
                 "kind": kind, "reason": reason.name if reason else ""}
            )  # fmt: skip
    used = {s["reason"] for s in survivors}
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "folders": {
            name: {**row, "minutes": round(row["minutes"], 1)} for name, row in rows.items()
        },
        "reasons": {
            r.name: {"equivalent": r.equivalent, "en": r.en, "ja": r.ja}
            for r in known
            if r.name in used
        },
        "files": sorted({trial.mutant.path for trial in found}),
        "survivors": survivors,
    }


def there() -> set[str]:
    """Return the files of the sides that are not slow, of which mutants can be made."""
    return {mutant.path for side in SIDES if not side.slow for mutant in made(side)}


def logged(file: Path | None) -> dict[tuple[Any, ...], tuple[str, str, float]]:
    """Return what a log says of mutants: who noticed them, by what, and in how many seconds."""
    if file is None or not file.exists():
        return {}
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {tuple(line[:5]): tuple(line[5:]) for line in lines}


def key_of(survivor: dict[str, Any]) -> tuple[Any, ...]:
    """Return the key of the mutant that a published survivor is."""
    return tuple(survivor[name] for name in ("path", "where", "before", "after", "nth"))


def told(trial: Trial) -> str:
    """Return a line about one mutant."""
    m = trial.mutant
    return f"{m.path}:{m.line} {m.where}: {m.before}  →  {m.after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a campaign; return 1 if a mutant survives that has no reason, or was not published.

    Of the whole campaign, those count that compute: what refuses invalid input is a class of its
    own.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants at random, by the day")
    parser.add_argument("--seed", default=f"{datetime.now(UTC):%Y%m%d}", help="instead of the day")
    parser.add_argument(
        "--only",
        default="",
        help="files whose path begins so, or with one of several between commas",
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help="join what --only tried to what is published: new files, or all of a folder",
    )
    parser.add_argument("--lanes", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--log", type=Path, help="a line for each trial; one in it is not repeated")
    parser.add_argument("--side", choices=[side.name for side in SIDES], help="this side alone")
    asked = parser.parse_args(arguments)
    known = reasons()
    began = time.perf_counter()
    sides = [s for s in SIDES if s.name == asked.side or not (asked.side or s.slow)]
    every = [(side, mutant) for side in sides for mutant in made(side, asked.only)]
    whole = len(every)
    if asked.publish and (lost := left_out(read(), {m.path for _, m in every}, there())):
        parser.error(
            "these were published before, with files of their folder that are to be tried again: "
            f"{', '.join(lost)}. Try all of the folder, or only what is new in it."
        )
    if asked.sample is not None:
        every = random.Random(asked.seed).sample(every, min(asked.sample, whole))
        print(f"{len(every)} of {whole} mutants, drawn with the seed of the day: {asked.seed}")
        published = {key_of(survivor) for survivor in read()["survivors"]}
        every = [(side, mutant) for side, mutant in every if mutant.key not in published]
    tried = set(read()["files"]) if asked.sample is not None else None
    kept = logged(asked.log)
    found = [Trial(m, *kept[m.key]) for _, m in every if m.key in kept]
    bare = [trial for trial in found if not trial.by and not reason_of(trial.mutant, known)]
    for trial in bare:
        print(f"survives: {told(trial)}")
    untried = 0
    for side in sides:
        chosen = [mutant for own, mutant in every if own is side and mutant.key not in kept]
        for trial in trials(side, chosen, asked.lanes) if chosen else ():
            found.append(trial)
            if asked.log:
                with asked.log.open("a", encoding="utf-8") as log:
                    line = [*trial.mutant.key, trial.noticed, trial.by, trial.seconds]
                    log.write(json.dumps(line, ensure_ascii=False) + "\n")
            if not trial.by and not reason_of(trial.mutant, known):
                if tried is not None and trial.mutant.path not in tried:
                    untried += 1
                    print(f"survives, in a file not tried before: {told(trial)}", flush=True)
                    continue
                bare.append(trial)
                print(f"survives: {told(trial)}", flush=True)
    took = time.perf_counter() - began
    print(f"{len(found)} mutants tried in {took:.0f} s; {len(bare)} survive without a reason.")
    if untried:
        print(f"{untried} more do in files that no whole campaign has tried yet.")
    if asked.sample is None and (asked.publish or not asked.only):
        order = {mutant.key: i for i, (_, mutant) in enumerate(every)}
        found.sort(key=lambda trial: order[trial.mutant.key])
        for path in write(joined(read(), data_of(found, known), there())):
            print(path)
        bare = [trial for trial in bare if not trial.mutant.refuses]
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
