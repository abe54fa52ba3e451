"""The command line within this process, and a stub in place of the judge."""

import sys

import pytest

import reports.console  # noqa: F401 - made before a test sets COLUMNS: it would keep that width
from parity.checking.running import sandbox
from parity.cli import main


@pytest.fixture
def parity(monkeypatch, capsys, tmp_path):
    """Call the command line in this process, in a folder; return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, width=200):
        monkeypatch.setattr(sys, "argv", ["parity", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(width))
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return exit_.value.code or 0, captured.out, captured.err

    return call


@pytest.fixture
def stubbed(monkeypatch, stub_command):
    monkeypatch.setattr(sandbox, "command", lambda: stub_command)
