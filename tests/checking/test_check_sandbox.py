"""Whatever the user's code does, there is one clear answer, in time, and nothing is left behind."""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from repository import ROOT
from stub_judge import STUBBED

from parity.checking.loading.crashes import RefusedError
from parity.checking.running import sandbox
from parity.checking.running.output import MOST, Output
from parity.checking.running.target import file_request

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and processes")

SHORT = 1.5
"""A time limit that is meant to pass: many times what the code needs to get to where it hangs."""
LONG = 300.0
"""A time limit that is not, however busy the machine."""


@pytest.fixture(autouse=True)
def stubbed(monkeypatch, tmp_path_factory):
    """Let the stub judge; temporary files go where they are seen if they stay."""
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-P", "-c", STUBBED])
    # A busy process may be slow to say where it was; the limit itself it keeps by its own clock.
    monkeypatch.setattr(sandbox, "GRACE", LONG)
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield
    assert list(folder.iterdir()) == []


def check(folder, text, name="sigmoid", timeout=LONG, **options):
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    target = f"{path}::{name}" if name else str(path)
    reports = sandbox.check(file_request(target, None, {}, timeout), **options)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    return reports if name is None else reports[0]


def crash_of(report, name):
    assert report.verdict == "error"
    assert report.exit_code == 2
    assert report.crash.name == name
    assert report.crash.what.ja
    assert len(report.crash.trace.splitlines()) <= 10
    return report.crash


def test_a_report_comes_back_with_what_was_printed(tmp_path):
    text = (
        "import os, sys\nprint('at import')\n\ndef sigmoid(x):\n    print('順伝播', flush=True)\n"
        "    print('as error', file=sys.stderr)\n    os.system('echo from a process')\n"
        "    os.write(1, b'raw\\x1b[31m red\\r\\n')\n    return x\n"
    )
    report = check(tmp_path, text)
    assert report.verdict == "agrees"
    assert (report.object, report.concept) == ("sigmoid", "sigmoid")
    for said in ("at import", "順伝播", "as error", "from a process", "raw red\n"):
        assert said in report.printed
    assert report.seconds > 0


def test_each_report_has_its_own_prints(tmp_path):
    text = (
        "def sigmoid(x):\n    print('one')\n    return x\n\n"
        "class Relu:\n    def forward(self, x):\n        print('two')\n        return x\n"
    )
    reports = check(tmp_path, text, None)
    assert [(r.object, r.printed) for r in reports] == [("sigmoid", "one\n"), ("Relu", "two\n")]


def test_an_endless_loop_names_its_line(tmp_path):
    text = "def sigmoid(x):\n    n = 0\n    while True:\n        n += 1  # 無限ループ\n"
    crash = crash_of(check(tmp_path, text, timeout=SHORT), "timeout")
    assert "within 1.5 s in forward, on the case" in crash.what.en
    assert crash.trace.splitlines()[-2].endswith(", in sigmoid")
    assert crash.trace.splitlines()[-1].strip() in ("while True:", "n += 1  # 無限ループ")
    assert "__main__" not in crash.hint.en


def test_an_endless_loop_at_import_tells_of_the_main_guard(tmp_path):
    text = "def sigmoid(x):\n    return x\n\nwhile True:\n    pass\n"
    crash = crash_of(check(tmp_path, text, timeout=SHORT), "timeout")
    assert "__main__" in crash.hint.en
    assert "line 4" in crash.trace or "line 5" in crash.trace


def test_an_endless_loop_in_a_notebook_shows_the_cell(tmp_path):
    import json

    source = "import numpy as np\n\ndef sigmoid(x):\n    while True: pass\n"
    path = tmp_path / "study.ipynb"
    cell = {"cell_type": "code", "source": source}
    path.write_text(json.dumps({"metadata": {}, "cells": [cell]}))
    (report,) = sandbox.check(file_request(f"{path}::sigmoid", None, {}, SHORT))
    crash = crash_of(report, "timeout")
    assert 'File "study.ipynb[cell 1]", line 4, in sigmoid' in crash.trace
    assert crash.trace.endswith("while True: pass")


@posix
@pytest.mark.parametrize("holding", ["time.sleep(600)", "sum(itertools.repeat(0))"])
def test_what_cannot_be_interrupted_is_killed(tmp_path, monkeypatch, holding):
    monkeypatch.setattr(sandbox, "GRACE", 1.0)
    passed = tmp_path / "passed"
    text = (
        "import faulthandler, itertools, signal, time\n"
        "def sigmoid(x):\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"    faulthandler.cancel_dump_traceback_later()\n    {holding}\n"
        f"    open({str(passed)!r}, 'w')\n"
    )
    crash_of(check(tmp_path, text, timeout=SHORT), "timeout")
    assert not passed.exists()


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ("import os; os._exit(3)", "exited", "exit code 3"),
        ("import os; os._exit(0)", "exited", "exit code 0"),
        ("import sys; sys.exit('enough')", "exited", "sys.exit('enough')"),
        ("raise KeyboardInterrupt", "raised", "KeyboardInterrupt"),
        ("raise BaseException('odd')", "raised", "BaseException"),
        ("return sigmoid(x)", "raised", "RecursionError"),
        ("input()", "raised", "EOFError"),
        ("return [0] * 10**15", "raised", "MemoryError"),
    ],
)
def test_every_ending_is_an_answer(tmp_path, line, name, said):
    crash = crash_of(check(tmp_path, f"def sigmoid(x):\n    {line}\n"), name)
    assert said in crash.what.en
    assert "in forward, on the case stub" in crash.what.en
    if name == "raised":
        assert "mine.py" in crash.trace
        assert "attempt.py" not in crash.trace


@posix
@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("os.abort()", "SIGABRT"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getpid(), 9)", "SIGKILL"),
    ],
)
def test_a_crash_names_the_signal_and_the_line(tmp_path, line, how):
    text = f"import os\n\ndef sigmoid(x):\n    {line}\n"
    crash = crash_of(check(tmp_path, text), "crashed")
    assert how in crash.what.en
    if how != "SIGKILL":
        assert crash.trace.splitlines()[-2].endswith("line 4, in sigmoid")


def test_an_exit_at_import(tmp_path):
    crash = crash_of(check(tmp_path, "import os\nos._exit(5)\n"), "exited")
    assert "mine.py" in crash.what.en or "sigmoid" in crash.what.en
    assert "exit code 5" in crash.what.en


def test_a_flood_of_prints_is_cut_and_does_no_harm(tmp_path):
    text = (
        "def sigmoid(x):\n    for _ in range(3 * 10**5):\n        print('x' * 999)\n    return x\n"
    )
    report = check(tmp_path, text, timeout=LONG)
    assert report.verdict == "agrees"
    assert MOST <= len(report.printed) <= MOST + 2


def test_an_endless_flood_ends_with_the_time_limit(tmp_path):
    text = "def sigmoid(x):\n    while True:\n        print('x' * 10**6)\n"
    report = check(tmp_path, text, timeout=SHORT)
    crash_of(report, "timeout")
    assert MOST <= len(report.printed) <= MOST + 2


@posix
def test_what_the_code_starts_is_killed_with_it(tmp_path):
    mark = tmp_path / "outside"
    mark.mkdir()
    text = (
        "import os, subprocess, sys, time\n"
        "def sigmoid(x):\n"
        "    sleep = 'import sys, time; time.sleep(600); open(sys.argv[1], \"w\")'\n"
        f"    subprocess.Popen([sys.executable, '-c', sleep, {str(mark / 'one')!r}])\n"
        "    if os.fork() == 0:\n"
        f"        time.sleep(600)\n        open({str(mark / 'two')!r}, 'w')\n"
        "    return x\n"
    )
    folder = tmp_path / "own"
    folder.mkdir()
    report = check(folder, text)
    assert report.verdict == "agrees"
    assert not _running(str(mark))
    assert list(mark.iterdir()) == []


def _running(argument):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = (
            [p for p in Path("/proc").glob("[0-9]*/cmdline") if argument in _text(p)]
            if Path("/proc").exists()
            else []
        )
        if not found:
            return False
        time.sleep(0.05)
    return True


def _text(path):
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


@posix
def test_a_forked_copy_does_not_answer_too(tmp_path):
    reports = check(tmp_path, "import os\n\ndef sigmoid(x):\n    os.fork()\n    return x\n", None)
    assert [report.verdict for report in reports] == ["agrees"]


def test_after_a_hang_the_rest_is_judged(tmp_path):
    text = (
        "class Relu:\n    def forward(self, x):\n        return x\n\n"
        "def sigmoid(x):\n    while True:\n        pass\n\n"
        "class Affine:\n    def forward(self, x):\n        import os\n        os._exit(1)\n\n"
        "class Sigmoid:\n    def forward(self, x):\n        return x\n"
    )
    reports = check(tmp_path, text, None, timeout=SHORT)
    assert [(r.object, r.verdict) for r in reports] == [
        ("Relu", "agrees"), ("sigmoid", "error"), ("Affine", "error"), ("Sigmoid", "agrees")
    ]  # fmt: skip
    assert reports[1].concept == "sigmoid"
    crash_of(reports[1], "timeout")
    crash_of(reports[2], "exited")


@pytest.mark.parametrize("result", ["self", "(i for i in x)"])
def test_a_result_that_cannot_be_sent_is_an_answer(tmp_path, result):
    text = (
        "import numpy as np\n\nclass Ones:\n    def __array__(self, *_, **__):\n"
        "        return np.ones(3)\n\n"
        "class keep(Ones):\n    def forward(self, x):\n"
        "        result = Ones()\n        result.more = MORE\n        return result\n"
    ).replace("MORE", result)
    path = tmp_path / "mine.py"
    path.write_text(text)
    (report,) = sandbox.check(file_request(f"{path}::keep", "sigmoid", {}, LONG))
    crash = crash_of(report, "wrong_result")
    assert crash.what.en.startswith("keep gives an object")


def test_closing_every_descriptor_is_an_answer(tmp_path):
    text = "import os\n\ndef sigmoid(x):\n    os.closerange(0, 100)\n    return x\n"
    crash_of(check(tmp_path, text), "exited")


def test_garbage_on_the_way_back_is_an_answer(tmp_path):
    text = (
        "import os\n\ndef sigmoid(x):\n    for fd in range(3, 20):\n        try:\n"
        "            os.write(fd, b'garbage' * 99)\n        except OSError:\n            pass\n"
        "    return x\n"
    )
    report = check(tmp_path, text, timeout=SHORT)
    assert report.verdict == "error"


def test_settings_of_the_code_do_not_reach_the_judge(tmp_path):
    text = (
        "import numpy as np, warnings\nnp.seterr(all='raise')\nnp.set_printoptions(precision=1)\n"
        "warnings.simplefilter('error')\n\n"
        "def sigmoid(x):\n    print(np.geterr()['over'], np.get_printoptions()['precision'])\n"
        "    warnings.warn('quiet')\n    return x\n"
    )
    report = check(tmp_path, text)
    assert report.verdict == "agrees"
    assert report.printed == "warn 8\n"


def test_the_code_sees_a_quiet_and_single_threaded_python(tmp_path):
    text = (
        "import os, sys\n\ndef sigmoid(x):\n"
        "    print(sys.argv, os.environ['OPENBLAS_NUM_THREADS'], os.environ['MPLBACKEND'],\n"
        "          os.environ['PYTHONDONTWRITEBYTECODE'], os.getcwd())\n    return x\n"
    )
    printed = check(tmp_path, text).printed
    assert printed.split() == [f"[{str(tmp_path / 'mine.py')!r}]", "1", "Agg", "1", os.getcwd()]


@posix
def test_a_runaway_allocation_is_a_memory_error(tmp_path):
    import resource

    text = (
        "import resource\nprint(resource.getrlimit(resource.RLIMIT_DATA)[0])\n"
        "def sigmoid(x):\n    return x\n"
    )
    limit = int(check(tmp_path, text).printed)
    assert limit != resource.RLIM_INFINITY
    assert limit <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def test_bad_usage_is_told_before_the_code_is_run(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("open('ran', 'w')\n")
    with pytest.raises(RefusedError, match="Did you mean relu"):
        sandbox.check(file_request(str(path), "reluu", {}, LONG))
    assert not (tmp_path / "ran").exists()
    with pytest.raises(RefusedError, match="group"):
        sandbox.check(file_request(str(path), "layers", {}, LONG))


def test_a_judge_that_fails_is_not_the_users_fault(tmp_path, monkeypatch):
    breaks = "import parity.checking.judging.attempt as a; a.attempt = None; from"
    broken = STUBBED.replace("from", breaks)
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-P", "-c", broken])
    with pytest.raises(sandbox.BrokenError, match="NoneType"):
        check(tmp_path, "def sigmoid(x):\n    return x\n")
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-c", "1 / 0"])
    with pytest.raises(sandbox.BrokenError, match="ZeroDivisionError"):
        check(tmp_path, "def sigmoid(x):\n    return x\n")


@posix
def test_ctrl_c_kills_the_process(tmp_path):
    path = tmp_path / "mine.py"
    mark = tmp_path / "started"
    path.write_text(
        "import os, signal, time\n\ndef sigmoid(x):\n"
        "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"    open({str(mark)!r}, 'w').write(str(os.getpid()))\n    time.sleep(600)\n"
    )
    code = (
        f"import sys; sys.path += [{str(ROOT)!r}]; from parity.checking.running import sandbox\n"
        f"sandbox.command = lambda: [sys.executable, '-P', '-c', {STUBBED!r}]\n"
        f"from parity.cli import main; sys.argv = ['parity', 'check', {str(path)!r}]\nmain()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not (mark.exists() and mark.read_text()):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=LONG)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert _is_gone(int(mark.read_text()))


def _is_gone(process):
    """Tell whether a process ends within a minute; who adopts it may be slow to bury it."""
    stat, deadline = Path(f"/proc/{process}/stat"), time.monotonic() + 60
    while time.monotonic() < deadline:
        if _text(stat).rpartition(")")[2].split()[:1] in ([], ["Z"]):
            return True
        time.sleep(0.05)
    return False


def test_parts_of_the_output_split_anywhere():
    mark = b"\0mark\0"
    text = b"one" + mark + b"two" * 50000 + mark + "三".encode() + mark + b"rest"
    for size in (1, 7, 4096):
        sent = text.replace(b"two" * 50000, b"two") if size == 1 else text
        reader, writer = os.pipe()
        output = Output(reader, mark)
        output.start()
        writing = threading.Thread(target=_write, args=(writer, sent, size))
        writing.start()
        assert output.next_part() == "one"
        second = output.next_part()
        assert second == "two" if size == 1 else len(second) == MOST + 2
        assert output.next_part() == "三"
        writing.join()
        output.join()
        assert output.next_part(patience=0) == "rest"
        os.close(reader)


def _write(descriptor, text, size):
    for start in range(0, len(text), size):
        os.write(descriptor, text[start : start + size])
    os.close(descriptor)


def test_requests_and_answers_need_no_numpy():
    code = (
        "import sys, pickle\nfrom parity.checking import api\n"
        "from parity.checking.running import sandbox, target\n"
        "from parity.checking.running.request import Request\n"
        "child = sandbox.Child()\nchild.close()\npickle.dumps(Request('x'))\n"
        "assert 'numpy' not in sys.modules and 'rich' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert pickle.loads(pickle.dumps(file_request(__file__, None, None, 1.0))).path == __file__


@pytest.fixture
def slow_framework(tmp_path_factory):
    """A library as it is installed, which takes longer to import than the code may run."""
    package = tmp_path_factory.mktemp("installed") / "site-packages" / "slow_framework"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"import time\ntime.sleep({SHORT + 1.0})\n")
    return package


@pytest.mark.parametrize(
    "text",
    [
        "import slow_framework\n\ndef sigmoid(x):\n    return x\n",
        "def sigmoid(x):\n    import slow_framework\n    return x\n",
    ],
)
def test_the_import_of_a_library_takes_no_time(tmp_path, slow_framework, text):
    found = f"import sys\nsys.path.append({str(slow_framework.parent)!r})\n"
    assert check(tmp_path, found + text, timeout=SHORT).verdict == "agrees"


def test_an_endless_import_of_a_library_ends(tmp_path, slow_framework, monkeypatch):
    monkeypatch.setattr(sandbox, "IMPORTS", 0.5)
    monkeypatch.setattr(sandbox, "GRACE", 0.5)
    (slow_framework / "__init__.py").write_text("while True:\n    pass\n")
    found = f"import sys\nsys.path.append({str(slow_framework.parent)!r})\nimport slow_framework\n"
    crash_of(check(tmp_path, found, timeout=SHORT), "timeout")


def test_an_endless_loop_in_a_module_beside_ends(tmp_path):
    (tmp_path / "beside.py").write_text("while True:\n    pass\n")
    report = check(tmp_path, "import beside\n\ndef sigmoid(x):\n    return x\n", timeout=SHORT)
    crash_of(report, "timeout")
