"""What a machine or a user brings: one clear line, the right exit code, nothing left behind."""

import errno
import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from check_command import RELU, one_line
from repository import ROOT

from parity import cli
from parity.checking.running import sandbox
from parity.checking.running.target import file_request
from parity.children import alive, descendants
from parity.experiments.results import RUNS
from parity.experiments.sweeping.local import _clear
from parity.files import prepare_folder, write_whole
from parity.harness.registry import all_concepts
from reports.console import ShownProgress
from reports.site.build import MANY

RESULTS = {"schema": 1, "created": "", "environment": {}, "columns": [], "interrupted": False,
           "passed": True, "concepts": [], "findings": []}  # fmt: skip


def results(**changes):
    Path("parity-report").mkdir()
    Path("parity-report/results.json").write_text(json.dumps(RESULTS | changes))


def a_file():
    Path("afile").write_text("x")


def mine():
    Path("mine.py").write_text(RELU)


def gone():
    Path("gone").mkdir()
    os.chdir("gone")
    Path("../gone").rmdir()


REFUSED = {
    "no framework": (None, ["run", "relu", "--framework", ""], "--framework names nothing"),
    "only commas": (None, ["run", "relu", "--framework", " , "], "--framework names nothing"),
    "no such concept": (None, ["run", "nosuch"], "nosuch"),
    "no type": (None, ["run", "relu", "--dtype", ""], "--dtype names nothing"),
    "no work": (None, ["bench", "--work", ""], "--work names nothing"),
    "no setting": (None, ["train", "day1", "--setting", ""], "--setting names nothing"),
    "no number of seconds": (mine, ["check", "mine.py", "--timeout", "nan"], "timeout is nan"),
    "seconds without end": (mine, ["check", "mine.py", "--timeout", "inf"], "timeout is inf"),
    "no such name": (
        mine, ["check", "mine.py::Relu", "--map", "nosuch=x"], "relu has nothing called nosuch",
    ),
    "a file for the site": (a_file, ["site", "afile"], "it is a file); choose another: parity"),
    "a file for the report": (
        a_file, ["run", "relu", "--framework", "numpy", "--out", "afile"], "another with --out",
    ),
    "a file for the results": (a_file, ["site", "new", "--results", "afile"], "afile is a file"),
    "results without findings": (
        lambda: results(findings=7), ["site", "new"], "(7 is no list",
    ),
    "a finding without anything": (
        lambda: results(findings=[{}]), ["site", "new"], "(Finding without 'concept'",
    ),
    "results that are a list": (
        lambda: results() or Path("parity-report/results.json").write_text("[]"), ["site", "new"],
        "not the results of a run",
    ),
    "no current folder": (gone, ["list"], "current folder does not exist"),
    "no current folder to check in": (gone, ["check", "mine.py"], "current folder does not exist"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_is_one_line_and_exit_2(parity, tmp_path, fault):
    prepare, arguments, said = REFUSED[fault]
    if prepare:
        prepare()
    before = sorted(tmp_path.iterdir())
    code, out, err = parity(*arguments)
    assert (code, out) == (2, "")
    assert said in one_line(err)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "latin-1", "ascii", "utf-8"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_everything_is_printed_in_any_encoding(monkeypatch, tmp_path, encoding, language):
    monkeypatch.chdir(tmp_path)
    calls = (
        ["show", "relu"],
        ["list"],
        ["list", "--json"],
        ["train", "--list"],
        ["contract", "elu"],
    )
    for arguments in calls:
        printed = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", printed)
        lang = [] if "--json" in arguments else ["--lang", language]
        monkeypatch.setattr(sys, "argv", ["parity", *arguments, *lang])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        assert not ending.value.code
        said = printed.buffer.getvalue().decode(encoding)
        if arguments == ["show", "relu"]:
            assert "ReLU" in said
            assert ("ケース" in said) is (
                language == "ja" and encoding in ("cp932", "euc_jp", "utf-8")
            )
            assert "??" not in said
        if "--json" in arguments:
            titles = {c["name"]: c["title"]["ja"] for c in json.loads(said)["concepts"]}
            assert titles["dense"] == "全結合層"


@pytest.mark.parametrize("columns", ["0", "1", "-3", "abc"])
def test_a_width_that_is_none_is_not_believed(monkeypatch, capsys, columns):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "argv", ["parity", "show", "relu"])
    with pytest.raises(SystemExit) as ending:
        cli.main()
    code, out = ending.value.code or 0, capsys.readouterr().out
    assert code == 0
    assert max(map(len, out.splitlines())) >= 20


def test_both_types_are_both_types(parity):
    code, _, _ = parity("run", "relu", "--framework", "numpy", "--dtype", "both")
    assert code == 0
    found = json.loads(Path("parity-report/results.json").read_text())["findings"]
    assert {finding["dtype"] for finding in found} >= {"float64", "float32"}


def heard():
    """Have SIGHUP end the process that starts, also where nohup started the tests."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


HEARD = {} if os.name == "nt" else {"preexec_fn": heard}


def start(*arguments, folder, as_a_script=False, how=("-m", "parity"), **changes):
    """Start the command; as a script, whose own folder is searched and not the current one."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    return subprocess.Popen(
        [sys.executable, *["-P"] * as_a_script, *how, *arguments], cwd=folder,
        env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        **HEARD,
    )  # fmt: skip


def test_nothing_around_a_run_stops_it(tmp_path):
    """Files that stand in for modules, of Python's own and of ours, a backend that is none."""
    for name in ("random", "numpy", "token", "pickle"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('a stand-in')")
    for name in ("parity", "numpy_impl", "reports", "torch_impl"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('a stand-in')")
    run = start(
        "run", "relu", "--framework", "numpy", "--dtype", "float64", folder=tmp_path,
        as_a_script=True, MPLBACKEND="nonsense", COLUMNS="0", PYTHONIOENCODING="ascii",
        PYTHONSAFEPATH="",
    )  # fmt: skip
    out, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    assert "Everything agrees" in out
    assert "Traceback" not in err


def test_a_check_in_python_starts_no_stand_in_either(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)  # which the command line sets
    for name in ("random", "numpy", "token"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('a stand-in')")
    mine()
    (report,) = sandbox.check(file_request("mine.py::Relu", None, {}, 60.0))
    assert report.verdict == "differs"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_an_answer_that_cannot_be_written_is_no_answer(tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parity", "list"], cwd=tmp_path, stdout=full,
            stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 2
    assert "No space left on device" in one_line(done.stderr)


def test_a_full_disk_is_one_line_with_the_file(parity, monkeypatch, tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(OSError, match="too large") as raised:
            write_whole(tmp_path / "big", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.filename == str(tmp_path / "big")
    assert not list(tmp_path.iterdir())

    def full():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "report.md")

    monkeypatch.setattr(cli, "app", full)
    code, _, err = parity("run")
    assert code == 2
    assert one_line(err) == "parity: report.md: No space left on device."


def test_a_folder_that_cannot_be_written_is_not_left_behind(tmp_path, monkeypatch):
    def full(**_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("parity.files.tempfile.TemporaryFile", full)
    with pytest.raises(ValueError, match="No space left on device"):
        prepare_folder(tmp_path / "a" / "b")
    assert not list(tmp_path.iterdir())


def test_many_prepare_one_folder_at_once(tmp_path):
    failed = []

    def prepare():
        try:
            for _ in range(50):
                prepare_folder(tmp_path / "shared")
        except ValueError as error:
            failed.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert not list((tmp_path / "shared").iterdir())


def test_a_sweep_leaves_alone_what_another_one_is_at(tmp_path):
    (tmp_path / RUNS).mkdir()
    other = os.getppid()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    kept = {f".abc.{other}.running", f".abc.npz.{other}.x1", ".def.5.running", "abc.npz"}
    for name in (*kept, f".abc.{dead.pid}.running", f".abc.npz.{dead.pid}.x2", ".abc.npz.x3"):
        (tmp_path / RUNS / name).write_text("")
    _clear(tmp_path, {"abc"})
    assert {path.name for path in (tmp_path / RUNS).iterdir()} == kept


STARTS = """
import os, pathlib, subprocess, sys, time
sleeper = [sys.executable, "-c", "import time; time.sleep(300)"]
child = subprocess.Popen(sleeper, start_new_session=True)
orphan = subprocess.run(
    [sys.executable, "-c", "import subprocess, sys; print(subprocess.Popen("
     "sys.argv[1:], start_new_session=True, stdout=subprocess.DEVNULL).pid)", *sleeper],
    stdout=subprocess.PIPE, text=True)
pathlib.Path("pids.new").write_text(f"{os.getpid()} {os.getppid()} {child.pid} {orphan.stdout}")
pathlib.Path("pids.new").rename("pids")
class Relu:
    def forward(self, x):
        time.sleep(300)
"""


def until(found, seconds=60.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("waited in vain")


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="nobody knows whose child is whose"
)
@pytest.mark.parametrize("ends", ["SIGTERM", "SIGHUP", "SIGKILL", "--timeout"])
def test_nothing_that_a_check_started_lives_on(tmp_path, ends):
    (tmp_path / "starts.py").write_text(STARTS)
    limit = ["--timeout", "3"] if ends == "--timeout" else []
    check = start("check", "starts.py::Relu", *limit, folder=tmp_path)
    pids = [
        int(n)
        for n in until((tmp_path / "pids").exists) and (tmp_path / "pids").read_text().split()
    ]
    if not limit:
        check.send_signal(getattr(signal, ends))
    check.communicate(timeout=60)
    number = getattr(signal, ends, None)
    killed = {"SIGKILL": -signal.SIGKILL, "--timeout": 2}
    assert check.returncode == killed.get(ends, 128 + (number or 0))
    until(lambda: not any(map(alive, pids)))


WHILE_TIDYING = """
import os, signal, sys, weakref
from parity.surroundings import ended_by_signals
class Gone: pass
with ended_by_signals():
    gone = Gone()
    told = weakref.ref(gone, lambda _: os.kill(os.getpid(), getattr(signal, sys.argv[1])))
    del gone
    print("went on")
"""


@pytest.mark.skipif(os.name == "nt", reason="there a signal to oneself ends at once")
@pytest.mark.parametrize("ends", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_python_drops_while_it_tidies_up_ends_the_command_too(ends):
    command = [sys.executable, "-c", WHILE_TIDYING, ends]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, **HEARD)
    assert done.stdout == "went on\n", "it was not dropped"
    assert done.returncode == 128 + getattr(signal, ends)


SPEAKS = """
import subprocess, sys
from parity.checking.process import Channel
channel = Channel()
sleeper = [sys.executable, "-c", "import time; time.sleep(300)"]
print(subprocess.Popen(sleeper, start_new_session=True).pid, flush=True)
channel.requests.read(1)
channel.send("at", "what nobody hears")
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nobody knows whose child it is")
def test_who_speaks_to_a_dead_parent_leaves_nobody_behind():
    # It may notice by speaking before it has looked whether the parent lives.
    speaks = subprocess.Popen(
        [sys.executable, "-c", SPEAKS], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    pid = int(speaks.stderr.readline())
    assert alive(pid)
    speaks.stdout.close()
    speaks.stdin.write(b"x")
    speaks.stdin.close()
    speaks.wait(timeout=60)
    speaks.stderr.close()
    until(lambda: not alive(pid))


FEW = """
import sys
from parity.cli import main
from reports.site import command
found = command.all_concepts()
command.all_concepts = lambda: {name: found[name] for name in sys.argv.pop().split(",")}
main()
"""


@pytest.mark.parametrize("command", ["run", "site"])
def test_nothing_that_a_command_started_lives_on(tmp_path, recorded_run, command):
    how, asked = ["-m", "parity"], [*list(all_concepts())[:60], "--framework", "numpy"]
    if command == "site":  # of as many concepts as other processes write the pages of
        names = list(all_concepts())[:MANY]
        (tmp_path / "parity-report").mkdir()
        found = [finding for finding in recorded_run.findings if finding.concept in names]
        left = replace(recorded_run, findings=found).to_json()
        (tmp_path / "parity-report" / "results.json").write_text(left)
        how, asked = ["-c", FEW], [",".join(names)]
    process = start(command, *asked, folder=tmp_path, how=how)
    started = until(lambda: descendants(process.pid))
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in err
    until(lambda: not any(map(alive, started)))


def test_each_phase_of_a_long_work_is_told_of_in_a_pipe(capsys):
    with ShownProgress() as show:
        for done in range(101):
            show(done, 100, "first")
        for done in range(3):
            show(done, 2, "second")
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if "second" in line] == [
        "0/2 second",
        "1/2 second",
        "2/2 second",
    ]
    assert 10 <= len(lines) - 3 <= 12


def test_it_is_said_that_a_check_is_no_sandbox(parity):
    said = " ".join(parity("check", "--help")[1].split())
    assert "That is no sandbox: it has your rights" in said
    assert "no sandbox" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "サンドボックスではありません" in (ROOT / "README.ja.md").read_text(encoding="utf-8")


def test_the_command_called_from_python_leaves_the_environment_alone(monkeypatch):
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.setenv("COLUMNS", "0")
    monkeypatch.setattr("sys.argv", ["parity", "list"])
    before = dict(os.environ)
    with pytest.raises(SystemExit):
        cli.main()
    assert dict(os.environ) == before
