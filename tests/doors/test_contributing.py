"""The worked example in CONTRIBUTING.md works as it is printed."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from repository import ROOT

PACKAGES = ("numpy_impl", "torch_impl", "tf_impl", "parity", "reports")
EXAMPLE = re.compile(r"^`([a-z_/]+\.py)`.*?```python\n(.*?)```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def with_the_example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name)  # with its bytecode: all is young as it was
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = EXAMPLE.findall(text)
    assert [name.split("/")[0] for name, _ in files] == [
        "numpy_impl", "torch_impl", "tf_impl", "parity"
    ]  # fmt: skip
    for name, code in files:
        (folder / name).write_text(code, encoding="utf-8")
    return folder


def parity(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "parity", *arguments], cwd=folder, capture_output=True, text=True
    )


EVALUATED = """
import base64, pickle, sys
folder, framework = sys.argv[1:]
packages, jobs = sys.stdin.read().splitlines()
for name in [name for name in sys.modules if name.partition(".")[0] in packages.split()]:
    del sys.modules[name]  # those of the tests' own folder
sys.path.insert(0, folder)
from parity.harness.evaluators import evaluator
from parity.harness.processes.worker import answer, quieten
quieten()
module = evaluator(framework)
answers = [answer(module, job) for job in pickle.loads(base64.b64decode(jobs))]
print(base64.b64encode(pickle.dumps(answers)).decode())
"""
"""What a framework's process does; it may be one that was there before the example was."""

RUN_AND_RECORDED = """
import base64, importlib, json, os, pickle, sys
addresses, support, program, packages = json.loads(sys.argv[1])
sys.path.append(support)
from warm_process import run_program
from parity.cli import main
evaluate = importlib.import_module("parity.harness.evaluate")
record = importlib.import_module("parity.harness.record")
start, events = evaluate.run_jobs, []

def heard(todo, *told, **limits):
    for event in asked_of_all(todo, told, limits):
        events.append(event)
        yield event

def asked_of_all(todo, told, limits):
    yield from start({"numpy": todo["numpy"]}, *told, **limits)
    assert set(todo) == {"numpy", *addresses}
    for framework, address in addresses.items():
        jobs = base64.b64encode(pickle.dumps(list(todo[framework]))).decode()
        given = " ".join(packages) + "\\n" + jobs
        done = run_program(address, program, os.getcwd(), framework, input=given)
        assert done.returncode == 0, done.stderr
        for reply in pickle.loads(base64.b64decode(done.stdout.splitlines()[-1])):
            yield framework, reply

def again(todo, *_):
    wanted = {(framework, job.key) for framework, own in todo.items() for job in own}
    answers = [e for e in events if isinstance(e, tuple) and (e[0], e[1].key) in wanted]
    assert len(answers) == len(wanted) > 0
    return iter(answers)

evaluate.run_jobs, record.run_jobs = heard, again
for arguments in (["run", "swish", "--lang", "en"], ["record", "swish"]):
    sys.argv = ["parity", *arguments]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
"""
"""What the frameworks answer when it is run is what is recorded: they compute it once."""

SHOWN = """
import contextlib, io, json, sys
import parity
from parity.cli import main
shown = {}
for language in ("en", "ja"):
    sys.argv = ["parity", "show", "swish", "--lang", language]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                raise
    shown[language] = said.getvalue(), parity.study("swish", language).to_html()
print(json.dumps(shown))
"""


def done_by(folder, code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder,
        capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_four_files_are_enough_to_be_found(with_the_example):
    listed = json.loads(parity(with_the_example, "list", "--json").stdout)["concepts"]
    assert "swish" in {concept["name"] for concept in listed}


@pytest.mark.torch
@pytest.mark.keras
def test_the_example_agrees_and_can_be_recorded(with_the_example, run_in):
    addresses = {framework: run_in.address_of(framework) for framework in ("torch", "keras")}
    support = str(ROOT / "tests" / "support")
    told = json.dumps([addresses, support, EVALUATED, PACKAGES])
    assert "Everything agrees" in done_by(with_the_example, RUN_AND_RECORDED, told)
    done = parity(with_the_example, "run", "swish", "--framework", "numpy", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PyTorch: recorded" in done.stdout
    results = json.loads((with_the_example / "parity-report" / "results.json").read_text())
    shown = [f for f in results["findings"] if f["role"] == "identity"]
    assert {(f["case"], f["quantity"], f["verdict"]) for f in shown} == {
        ("x_times_the_sigmoid", "y", "agree"), ("x_times_the_sigmoid", "dx", "agree")
    }  # fmt: skip
    made = json.loads(done_by(with_the_example, SHOWN))
    for language, title, mistake in (
        ("en", "Swish (SiLU)", "Product rule forgotten"),
        ("ja", "Swish(SiLU)", "積の微分を忘れる"),
    ):
        shown, page = made[language]
        assert "product_rule_forgotten" in shown
        assert r"s + x \frac{d s}{d x}" in shown
        assert f"<title>{title}</title>" in page
        for part in ("<math", "<svg", "torch.autograd.grad(", 'class="quiz"', mistake):
            assert part in page, part
        for section in ("why", "derivation", "identities"):
            assert f'id="{section}"' in page, section


def test_without_a_record_the_comparison_is_skipped_and_says_what_to_do(with_the_example):
    path = with_the_example / "parity" / "recorded" / "activations" / "swish.record"
    path.unlink(missing_ok=True)
    done = parity(with_the_example, "run", "swish", "--framework", "numpy", "--lang", "en")
    assert "parity record swish" in done.stdout
    assert "PyTorch: recorded" not in done.stdout
