"""What several tests share."""

import pytest

from parity import environment


@pytest.fixture(autouse=True)
def _skip_without_the_framework(request):
    for framework in ("torch", "keras"):
        if request.node.get_closest_marker(framework) and not environment.installed(framework):
            pytest.skip(f"{framework} is not installed: {environment.how_to_install(framework)}")


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
