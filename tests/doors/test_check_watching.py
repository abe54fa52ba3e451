"""``parity check --watch``: an answer after each save."""

import os
import signal
import subprocess
import sys
import time

import pytest
from check_command import RELU, one_line
from repository import ROOT
from stub_judge import STUBBED

from parity.checking.running import watch as watching

pytestmark = pytest.mark.usefixtures("stubbed")


def test_watch_answers_again_after_each_save_that_is_finished(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("1")
    answers = []

    def saved(text):
        path.write_text(text)
        os.utime(path, ns=(step[0] * 10**9, step[0] * 10**9))

    def removed():
        path.unlink()

    # Removed and written again, in two steps; untouched; saved while the answer is given.
    script = [lambda: None, removed, lambda: saved("2"), lambda: saved("22"), lambda: None,
              lambda: None, lambda: None, lambda: saved("3")]  # fmt: skip
    step = [0]

    def sleep(seconds):
        assert seconds > 0
        if step[0] == 20:
            raise KeyboardInterrupt
        if step[0] < len(script):
            script[step[0]]()
        step[0] += 1

    watching.watch(path, lambda: answers.append(path.read_text()), sleep)
    assert answers == ["1", "22", "3"]


def test_a_save_during_the_answer_is_not_lost(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("1")
    answers = []

    def answer():
        answers.append(path.read_text())
        if len(answers) == 1:
            path.write_text("22")

    def sleep(seconds):
        if len(answers) == 2:
            raise KeyboardInterrupt

    watching.watch(path, answer, sleep)
    assert answers == ["1", "22"]


def test_watching_a_file_that_is_not_there(parity):
    code, _, err = parity("check", "nowhere.py", "--watch")
    assert code == 2
    assert "nowhere.py" in one_line(err)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_watch_ends_with_ctrl_c_and_exit_0(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(RELU)
    root = str(ROOT)
    code = (
        f"import sys; sys.path += [{root!r}]; from parity.checking.running import sandbox\n"
        f"sandbox.command = lambda: [sys.executable, '-P', '-c', {STUBBED!r}]\n"
        f"from parity.cli import main\n"
        f"sys.argv = ['parity', 'check', {str(path)!r}, '--watch', '--lang', 'en']\nmain()"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    said = _read_until(process, "(Ctrl-C)")
    assert "Relu agrees" in said
    assert "\x1b" not in said
    path.write_text("import nonesuch_xyz\n" + RELU)
    assert "nonesuch_xyz" in _read_until(process, "(Ctrl-C)")
    path.unlink()
    time.sleep(0.5)
    path.write_text(RELU + "\n")
    assert "Relu agrees" in _read_until(process, "(Ctrl-C)")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 0


def _read_until(process, mark):
    said = []
    for line in process.stdout:
        said.append(line)
        if mark in line:
            break
    return "".join(said)
