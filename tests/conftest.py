"""What several tests share."""

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from parity.harness import environment

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts background jobs so, and what the tests start would not see Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    """Skip, with a reason, what needs a framework that is not installed."""
    for framework in ("torch", "keras"):
        if environment.installed(framework):
            continue
        how = environment.how_to_install(framework)
        skip = pytest.mark.skip(reason=f"{framework} is not installed: {how}")
        for item in items:
            if item.get_closest_marker(framework):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def recorded_run():
    """NumPy against the recorded references, everything, in both types."""
    from parity.harness.run import run

    return run(frameworks=["numpy"])


@pytest.fixture(scope="session")
def live_run():
    """All three frameworks, everything, in both types."""
    from parity.harness.run import run

    return run(frameworks=["numpy", "torch", "keras"])


@dataclass(frozen=True)
class Site:
    """The site as it was built, and what from."""

    folder: Path
    paths: list
    contents: object


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The whole site, from NumPy against the recorded references; built once for all processes."""
    from parity.harness.registry import all_concepts
    from parity.harness.run import run
    from parity.questions.measuring import measure
    from parity.questions.wrong_lines import WrongLines
    from reports.site.build import Contents, build

    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = root / "site"
    kept = root / "site.json", root / "site-results.json", root / "site-wrong-lines.json"
    concepts = list(all_concepts().values())
    with FileLock(root / "site.lock"):
        if not kept[0].exists():
            results, wrong_lines = run(frameworks=["numpy"]).to_dict(), measure(concepts)
            paths = build(Contents(concepts, results, wrong_lines), folder)
            kept[1].write_text(json.dumps(results), encoding="utf-8")
            wrong_lines.save(kept[2])
            kept[0].write_text(json.dumps([str(path) for path in paths]), encoding="utf-8")
    results = json.loads(kept[1].read_text(encoding="utf-8"))
    contents = Contents(concepts, results, WrongLines.load(kept[2]))
    return Site(folder, [Path(path) for path in json.loads(kept[0].read_text())], contents)
