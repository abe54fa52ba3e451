"""What several tests share."""

import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from parity import environment

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
    from parity.runner import run

    return run(frameworks=["numpy"])


@pytest.fixture(scope="session")
def live_run():
    """All three frameworks, everything, in both types."""
    from parity.runner import run

    return run(frameworks=["numpy", "torch", "keras"])


@dataclass(frozen=True)
class Site:
    """The site as it was built, and what from."""

    folder: Path
    paths: list
    contents: object


@pytest.fixture(scope="session")
def site(recorded_run, tmp_path_factory):
    """The whole site, from NumPy against the recorded references."""
    from parity.registry import all_concepts
    from parity.wrong_lines import measure
    from reports.site.build import Contents, build

    concepts = list(all_concepts().values())
    folder = tmp_path_factory.mktemp("site")
    contents = Contents(concepts, recorded_run.to_dict(), measure(concepts))
    return Site(folder, build(contents, folder), contents)
