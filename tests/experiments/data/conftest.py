"""A machine without data, for the tests that look for some."""

import urllib.request

import pytest


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """No cache, no network: nothing that the machine happens to have is read."""
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))

    def no_network(*_, **__):
        raise urllib.error.URLError("no network in tests")

    monkeypatch.setattr(urllib.request, "urlopen", no_network)
    return tmp_path
