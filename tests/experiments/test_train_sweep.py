"""A sweep survives crashes, kills, damaged files and Ctrl-C; a cluster gives the same results."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from bombs import Bomb
from repository import ROOT

from parity.describing.concept import Text
from parity.experiments.data.load import load
from parity.experiments.planning.plan import DataSource, Plan
from parity.experiments.results import RUNS, load_runs, path_of, to_frame
from parity.experiments.setting import Experiment, Setting
from parity.experiments.sweeping.sweep import sweep

TITLE = Text("a title", "題名")
PATIENCE = 600
"""Seconds after which something is given up that hangs; nothing here takes so long."""


@pytest.fixture(autouse=True)
def _bombs_can_be_imported(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "support"))


def setting(name, **fields):
    fields = {"initializer": ("he_normal", {}), "iterations": 40, "batch": 20, **fields}
    return Setting(name, TITLE, optimizer_config={"lr": 0.1}, **fields)


def plan_of(*settings, seeds=2, frameworks=("numpy",)):
    experiment = Experiment("try-out", TITLE, TITLE, "none", settings, seeds=seeds)
    return Plan.make(
        experiment, DataSource("digits", None, load("digits").digest), frameworks=frameworks
    )


def table(results):
    """The results without what may differ: how long each took."""
    return to_frame(results).drop(columns="seconds").to_csv(index=False)


def test_what_is_finished_is_not_run_again(tmp_path):
    plan = plan_of(setting("a"), setting("b"))
    first = sweep(plan, tmp_path)
    assert (first.made, len(first.results), first.passed) == (4, 4, True)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / RUNS).iterdir()}
    told = []
    again = sweep(plan, tmp_path, progress=lambda *event: told.append(event))
    assert (again.made, table(again.results)) == (0, table(first.results))
    assert told == [(4, 4, "", None)]
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / RUNS).iterdir()}
    more = sweep(plan_of(setting("a"), setting("b"), seeds=3), tmp_path)
    assert (more.made, len(more.results)) == (2, 6)


def test_what_a_result_depends_on_makes_another_run():
    base = plan_of(setting("a"), seeds=1).runs[0].key.digest
    for changed in (
        setting("a", iterations=41), setting("a", batch=21), setting("a", dtype="float32"),
        setting("a", config={"activation": "tanh"}), setting("a", hidden=(40, 21)),
        setting("a", options={"draws": "b"}), setting("b"),
    ):  # fmt: skip
        assert plan_of(changed, seeds=1).runs[0].key.digest != base
    assert plan_of(replace(setting("a"), title=Text("b", "b"))).runs[0].key.digest == base
    assert plan_of(setting("a"), seeds=1, frameworks=["torch"]).runs[0].key.digest != base


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "another"])
def test_a_damaged_file_is_run_again(tmp_path, damage):
    plan = plan_of(setting("a"))
    right = sweep(plan, tmp_path)
    one, two = (path_of(tmp_path, run.key.digest) for run in plan.runs)
    content = bytearray(one.read_bytes())
    content[len(content) // 2] ^= 255
    one.write_bytes(
        {
            "cut": one.read_bytes()[:-40],
            "flipped": bytes(content),
            "empty": b"",
            "another": two.read_bytes(),
        }[damage]
    )
    assert len(load_runs(tmp_path)) == 1
    again = sweep(plan, tmp_path)
    assert again.made == 1
    assert table(again.results) == table(right.results)


def test_a_run_that_raises_is_reported_and_the_others_go_on(tmp_path):
    bad = setting("bad", initializer=("gauss", {"sigma": Bomb("raises")}))
    swept = sweep(plan_of(setting("a"), bad, setting("b")), tmp_path)
    assert {o.run.key.setting for o in swept.failures} == {"bad"}
    assert {o.status for o in swept.failures} == {"failed"}
    assert swept.failures[0].error == "ValueError: boom, on two lines"
    assert len(swept.results) == 4
    assert not swept.passed


def test_what_a_framework_refuses_as_declared_is_no_failure(tmp_path):
    sigma = {"sigma": Bomb("raises")}
    bad = setting("bad", initializer=("gauss", sigma), options={"refused_by": {"numpy": "boom"}})
    swept = sweep(plan_of(setting("a"), bad), tmp_path)
    assert {o.status for o in swept.failures} == {"refused"}
    assert swept.passed


def test_a_crash_loses_its_run_only_and_that_is_made_again(tmp_path):
    sigma = {"sigma": Bomb("dies once", tmp_path / "died")}
    once = setting("once", initializer=("gauss", sigma))
    swept = sweep(plan_of(setting("a"), once, setting("b")), tmp_path)
    assert (tmp_path / "died").exists()
    assert (len(swept.results), swept.failures, swept.passed) == (6, [], True)


def test_a_run_that_crashes_again_is_given_up_and_the_others_go_on(tmp_path):
    bad = setting("bad", initializer=("gauss", {"sigma": Bomb("dies", tmp_path / "died")}))
    swept = sweep(plan_of(setting("a"), bad, setting("b")), tmp_path)
    assert {(o.run.key.setting, o.status) for o in swept.failures} == {("bad", "crashed")}
    assert len(swept.failures) == 2
    assert 2 <= len((tmp_path / "died").read_text()) <= 4  # each once among others, once alone
    assert "died" in swept.failures[0].error
    assert {r.key.setting for r in swept.results} == {"a", "b"}
    assert len(swept.results) == 4


PARITY = [sys.executable, "-m", "parity"]
UNREPORTED = """
from parity.cli import main
from reports.terminal.train_command import TrainCommand
TrainCommand.report = lambda *told: None
main()
"""
"""The same command without its tables and pictures, which take longer than the runs."""
COMMAND = [
    "train", "vanishing-gradient", "--framework", "numpy",
    "--setting", "relu-gauss,relu-he,sigmoid-he,sigmoid-xavier", "--set", "iterations=100",
    "--jobs", "2", "--lang", "en",
]  # fmt: skip
SETTINGS, SEEDS = 4, 20
RUNS_OF_COMMAND = SETTINGS * SEEDS
MANY_SEEDS = 500
"""More than can be finished before a signal comes, however busy the machine is."""


def start(out, seeds=SEEDS, command=(sys.executable, "-c", UNREPORTED)):
    return subprocess.Popen(
        [*command, *COMMAND, "--seeds", str(seeds), "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def finished(out):
    return len(list((out / RUNS).glob("*.npz")))


def wait_for(out, count, process):
    began = time.monotonic()
    while finished(out) < count and process.poll() is None:
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_a_sweep_that_is_killed_again_and_again_ends_with_the_same_table(tmp_path):
    undisturbed = start(tmp_path / "whole")
    said, _ = undisturbed.communicate(timeout=PATIENCE)
    assert undisturbed.returncode == 0, said
    rng = random.Random(0)
    out, counts = tmp_path / "killed", [0]
    for number in range(10):
        process = start(out)
        wait_for(out, counts[-1] + 1, process)
        time.sleep(rng.uniform(0, 0.07))  # a run takes half of it
        if number % 2:
            os.killpg(process.pid, signal.SIGKILL)  # everything at once, as when the power fails
        else:
            process.kill()  # the parent alone
        process.wait()
        counts.append(len(load_runs(out)))
    assert counts == sorted(counts)
    assert counts[5] < RUNS_OF_COMMAND  # most of them were killed at work
    last = start(out)
    said, _ = last.communicate(timeout=PATIENCE)
    assert last.returncode == 0, said
    whole, killed = load_runs(tmp_path / "whole"), load_runs(out)
    assert len(whole) == RUNS_OF_COMMAND
    assert table(killed) == table(whole)
    for a, b in zip(whole, killed, strict=True):
        np.testing.assert_array_equal(a.losses, b.losses)
    began = time.monotonic()  # a process without its parent ends by itself, and is not waited for
    while [p for p in (out / RUNS).iterdir() if p.name.endswith(".running")]:
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.1)


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_ctrl_c_stops_cleanly_and_keeps_what_is_finished(tmp_path):
    process = start(tmp_path, MANY_SEEDS, PARITY)
    wait_for(tmp_path, 1, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the whole group
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "the same command goes on" in said
    assert f"{len(load_runs(tmp_path))} of {SETTINGS * MANY_SEEDS} runs" in said


def test_dask_gives_the_same_results_as_joblib(tmp_path):
    distributed = pytest.importorskip(
        "distributed", reason="distributed is not installed: pip install 'dl-parity[cluster]'"
    )
    once = Bomb("dies once", tmp_path / "died")
    settings = (
        setting("a"),
        setting("dropout", config={"dropout": 0.2}),
        setting("once", initializer=("gauss", {"sigma": once})),
        setting("bad", initializer=("gauss", {"sigma": Bomb("raises")})),
    )
    plan = plan_of(*settings)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        there = sweep(plan, tmp_path / "there", cluster=cluster.scheduler_address)
    assert (tmp_path / "died").exists()
    here = sweep(plan, tmp_path / "here")
    assert table(there.results) == table(here.results)
    for a, b in zip(here.results, there.results, strict=True):
        np.testing.assert_array_equal(a.losses, b.losses)
    failures = [(o.run.key.setting, o.status) for o in there.failures]
    assert failures == [(o.run.key.setting, o.status) for o in here.failures]
    assert set(failures) == {("bad", "failed")}
    assert sweep(plan, tmp_path / "there").made == 0


def test_a_cluster_that_does_not_answer_is_one_line(monkeypatch):
    pytest.importorskip("distributed")
    from parity.experiments.sweeping import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(cluster.ClusterError) as caught:
        cluster.connected("tcp://127.0.0.1:9").__enter__()
    assert str(caught.value).startswith("No cluster answers at tcp://127.0.0.1:9")
    assert "\n" not in str(caught.value)
