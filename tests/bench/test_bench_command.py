"""``parity bench`` on the command line."""

import json
import os
import signal
import subprocess
import sys

import pytest

from parity.bench.works import Work, choose_works
from parity.cli import main


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_on_the_command_line_writes_what_was_finished(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "parity", "bench", "--framework", "numpy", "--quick",
         "--work", "sgd_step,m*_step,ad*_step", "--out", str(tmp_path)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    said = ""
    while "adagrad" not in said:  # adadelta, adam and adamw are left
        said = process.stderr.readline()
        assert said, process.communicate()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    data = json.loads((tmp_path / "bench.json").read_text())
    assert data["interrupted"]
    assert {row["work"] for row in data["rows"]} >= {"mlp_step", "sgd_step"}
    assert len(data["rows"]) < len(choose_works(("sgd_step", "m*_step", "ad*_step"), True))
    assert (tmp_path / "bench.png").exists()


@pytest.fixture
def command(monkeypatch, capsys):
    """Call ``parity bench`` in this process; return (exit code, stdout, stderr)."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["parity", "bench", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return exit_.value.code or 0, captured.out, captured.err

    return call


def test_the_command_writes_the_report_and_prints_a_table(command, tmp_path):
    code, out, err = command(
        "--quick", "--work", "mlp_step", "--framework", "numpy,taught", "--out", tmp_path
    )
    assert code == 0
    assert "mlp_step" in out
    assert "of the taught form's" in out
    assert "12/12" in err
    assert {path.name for path in tmp_path.iterdir()} == {"bench.json", "bench.md", "bench.png"}


def test_the_command_prints_only_json_on_request(command, tmp_path):
    code, out, _ = command(
        "--quick", "--work", "sgd_step", "--framework", "numpy", "--json", "--out", tmp_path
    )
    assert code == 0
    assert json.loads(out)["rows"][0]["work"] == "sgd_step"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--framework", "jax"), "torch_channels_last"),
        (("--work", "nothing_like_it"), "deep_convnet_step"),
        (("--out", "/proc/nowhere"), "/proc/nowhere"),
    ],
)
def test_a_bad_argument_is_one_line_and_exit_2(command, tmp_path, arguments, named):
    code, _, err = command("--out", tmp_path, *arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert named in err


def test_the_command_exits_1_when_something_could_not_be_timed(command, tmp_path, monkeypatch):
    broken = Work("sgd_step", "layer", "layers.no_such.Layer", (2, 3))
    monkeypatch.setattr("parity.bench.works.all_works", lambda: (broken,))
    code, out, _ = command("--work", "sgd_step", "--framework", "numpy", "--out", tmp_path)
    assert code == 1
    assert "no_such" in out
