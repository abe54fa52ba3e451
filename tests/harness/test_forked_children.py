"""A child that is forked for a command line is to whoever started it what a Python would be."""

import os
import signal
import subprocess
import time

import pytest
from forked_children import CAN_FORK, ForkingProcess, forked

from parity.children import alive

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="nothing can be forked here")

TELLS = """
import os, sys
sys.stdin.readline()
print(__name__, sys.argv, os.getcwd(), os.environ["ASKED"], "json" in sys.modules, flush=True)
print("on the way", file=sys.stderr, flush=True)
print(sys.stdin.read())
"""


@pytest.fixture(scope="module")
def address():
    server = ForkingProcess("import json")
    yield server.address
    server.close()


def started(command, **options):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, text=True, **pipes, **options)


@pytest.mark.parametrize("served", [True, False])
def test_it_has_the_streams_arguments_folder_and_environment(address, served, tmp_path):
    command = forked(address if served else str(tmp_path / "nobody"), TELLS, "a", "b")
    child = started(command, cwd=tmp_path, env={**os.environ, "ASKED": "yes"})
    child.stdin.write("\n")
    child.stdin.flush()
    told = f"__main__ ['-c', 'a', 'b'] {tmp_path} yes {served}\n"
    assert child.stdout.readline() == told  # while it still runs
    assert child.stderr.readline() == "on the way\n"
    assert child.communicate("the rest")[0] == "the rest\n"
    assert child.returncode == 0


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import sys; sys.exit(3)", 3),
        ("import os; os._exit(7)", 7),
        ("raise ValueError('no')", 1),
        ("import os; os.kill(os.getpid(), 9)", -9),
    ],
)
def test_it_ends_as_the_program_does(address, program, code):
    child = started(forked(address, program))
    _, said = child.communicate()
    assert child.returncode == code
    assert ("ValueError: no" in said) == ("no" in program)


def test_where_it_is_killed_what_it_started_is_too(address):
    program = (
        "import os, subprocess, sys, time\n"
        "sleeper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        "print(os.getpid(), sleeper.pid, flush=True)\n"
        "time.sleep(300)\n"
    )
    child = started(forked(address, program))
    pids = [int(word) for word in child.stdout.readline().split()]
    assert all(map(alive, pids))
    child.send_signal(signal.SIGKILL)
    child.communicate()
    end = time.monotonic() + 60
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(alive, pids))
