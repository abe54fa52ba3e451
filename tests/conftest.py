"""What several tests share."""

import signal

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
