"""``parity check`` on code as people write it: what it catches, what it calls it, what it lets be.

Run as a script (``python tests/checking/test_check_corpus.py keras OUT``) it judges the files of
one framework and writes the answers to OUT: torch and TensorFlow each need a process of their own.
"""

import contextlib
import json
import os
import re
import sys
import tomllib
import warnings
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from parity.checking.causes import budget
from parity.checking.judging.judge import check_object
from parity.checking.judging.verifying import verified
from parity.checking.loading.definitions import load, resolve
from parity.harness import environment
from parity.harness.registry import find

CORPUS = Path(__file__).parents[1] / "corpus"
SPEC = {
    kind: tomllib.loads((CORPUS / f"{kind}.toml").read_text(encoding="utf-8"))
    for kind in ("right", "wrong")
}
FRAMEWORKS = ("torch", "keras")

MISSED = {
    "dense_dx_left_flat": "it flattens its input, ours keeps the axes: only cases of two axes are "
    "common to both, and in those dx is right",
}
"""Wrong files that are not caught, and why."""

AS_OURS = {
    "adagrad_book": "1e-7 is our default, too",
    "adam_second_book": "1e-8 is our default, too",
    "momentum_book": "the velocity with the learning rate inside is ours",
    "momentum_cs231n": "the velocity with the learning rate inside is ours",
    "multi_layer_net_book": "our networks take a weight decay, too",
    "rmsprop_book": "1e-7 is our default, too",
}
"""Files whose convention is ours as well, so that there is nothing to tell."""

SHARE_OF_QUANTITIES = 0.90
SHARE_OF_CAUSES = 0.80


def framework_of(kind, name):
    shape = SPEC[kind][name]["shape"]
    return shape if shape in FRAMEWORKS else None


def files(kind, missed=()):
    """Return the names of the files as parameters, the frameworks' with their marks."""
    found = []
    for name in SPEC[kind]:
        marks = [getattr(pytest.mark, f)] if (f := framework_of(kind, name)) else []
        if name in missed:
            marks.append(pytest.mark.xfail(reason=missed[name], strict=True))
        found.append(pytest.param(name, marks=marks))
    return found


@contextlib.contextmanager
def undone():
    """Undo what loading and running other people's code changes in this process."""
    path, modules, bytecode = list(sys.path), set(sys.modules), sys.dont_write_bytecode
    state, errors = np.random.get_state(), np.geterr()  # noqa: NPY002
    try:
        with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:
            warnings.simplefilter("ignore")
            with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                yield
    finally:
        sys.path[:], sys.dont_write_bytecode = path, bytecode
        for name in [m for m in sys.modules if m not in modules and m.startswith("checked_")]:
            del sys.modules[name]
        np.random.set_state(state)  # noqa: NPY002
        np.seterr(**errors)


def judge(kind, name):
    """Return what the check answers about one file, as plain data."""
    row = SPEC[kind][name]
    with undone():
        loaded = load(CORPUS / kind / f"{name}.py")
        report = check_object(
            resolve(loaded.namespace, row["target"]),
            row["concept"],
            label=row["target"],
            namespace=loaded.namespace,
            mapping={},
        )
    crash = report.crash
    answer = {
        "verdict": report.verdict,
        "first_wrong": report.first_wrong,
        "causes": [[cause.name, cause.text.en] for cause in report.causes],
        "conventions": [convention.name for convention in report.conventions],
        "remarks": [remark.en for remark in report.remarks],
        "notes": {q.quantity: q.note.en for q in report.quantities},
        "crash": crash and {"name": crash.name, "what": crash.what.en, "trace": crash.trace},
    }
    if kind == "right" and not framework_of(kind, name):
        answer["otherwise"] = said_otherwise(report, row["concept"])
    return answer


def said_otherwise(report, concept):
    """Return what of an answer is not what is found where the code never ran."""
    from claims import sent  # pytest knows where that is

    found, told = verified(sent(report), concept), replace(report, causes=[])
    parts = [part.name for part in fields(told)]
    other = [part for part in parts if getattr(found, part) != getattr(told, part)]
    return [] if found == told else other


def of_framework(framework):
    return [(kind, n) for kind in SPEC for n in SPEC[kind] if framework_of(kind, n) == framework]


@pytest.fixture(scope="session")
def answer(tmp_path_factory, run_in):
    """A function that judges a file once: its answer is kept, for other processes as well."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / f"corpus{os.environ.get('PYTEST_XDIST_TESTRUNUID', '')}"
    folder.mkdir(exist_ok=True)

    def keep(kind, name, found):
        unfinished = folder / f"{kind}-{name}.{os.getpid()}"
        unfinished.write_text(json.dumps(found), encoding="utf-8")
        unfinished.replace(folder / f"{kind}-{name}.json")

    def judge_all_of(framework):
        out = folder / f"{framework}.{os.getpid()}"
        done = run_in(framework, Path(__file__), framework, str(out))
        assert done.returncode == 0, done.stderr
        for k, n, found in json.loads(out.read_text(encoding="utf-8")):
            keep(k, n, found)

    def ask(kind, name):
        kept = folder / f"{kind}-{name}.json"
        framework = framework_of(kind, name)
        if not kept.exists() and framework:
            with FileLock(folder / f"{framework}.lock"):  # its process judges all of its files
                if not kept.exists():
                    judge_all_of(framework)
        elif not kept.exists():
            keep(kind, name, judge(kind, name))
        return json.loads(kept.read_text(encoding="utf-8"))

    return ask


@pytest.mark.parametrize("row", SPEC["wrong"].values(), ids=SPEC["wrong"])
def test_a_mistake_that_the_corpus_names_is_listed(row):
    listed = {mistake.name for mistake in find([row["concept"]])[0].mistakes}
    assert set(row.get("named", [])) <= listed


@pytest.mark.parametrize("name", files("right"))
def test_right_code_agrees(answer, name):
    found = answer("right", name)
    assert found["verdict"] == "agrees", found


@pytest.mark.parametrize("name", [n for n in SPEC["right"] if not framework_of("right", n)])
def test_right_code_is_verified_row_by_row(answer, name):
    assert answer("right", name)["otherwise"] == []


@pytest.mark.parametrize("name", files("right"))
def test_right_code_is_told_its_convention_and_no_other(answer, name):
    row, found = SPEC["right"][name], answer("right", name)
    assert found["conventions"] == row.get("named", [])
    for remark in row.get("remarks", []):
        assert any(remark in said for said in found["remarks"]), found["remarks"]
    if row["convention"] and name not in AS_OURS:
        assert row.get("named") or row.get("remarks")


@pytest.mark.parametrize("name", files("wrong", MISSED))
def test_wrong_code_is_caught(answer, name):
    found = answer("wrong", name)
    assert found["verdict"] != "agrees"
    assert found["causes"] or found["crash"], "caught, and not a word about why"


def places_the_quantity(row, found):
    """Tell whether the answer's first wrong quantity is the table's."""
    quantity = row["quantity"]
    first = re.sub(r", step \d+$| \(second call\)$", "", found["first_wrong"] or "")
    if first == "inputs":  # the table names the argument that is changed
        argument = "the gradients" if row["concept"] == "sgd" else quantity
        return f"{argument} changed" in found["notes"]["inputs"]
    if first in ("mask", "scale", "seed") and first != quantity:  # what shows of random results
        return quantity == {"mask": "y"}.get(first, "samples")
    if not first and found["crash"]:
        what = found["crash"]["what"]
        if " raised " in what:
            return ("in backward" in what) == quantity.startswith("d")
        return what.endswith(f" for {quantity}.")
    return first == quantity


def names_the_cause(row, found):
    """Tell whether the first cause is a true one; of code that raises, its own line."""
    truths = row["cause"] if isinstance(row["cause"], list) else [row["cause"]]
    if not found["causes"]:
        crash = found["crash"]
        return bool(crash) and "raises" in truths and ".py" in crash["trace"]
    first = found["causes"][0][0]
    return first in row.get("named", []) or (first in truths and not row.get("misnamed"))


def installed(kind):
    names = SPEC[kind]
    return [n for n in names if not (f := framework_of(kind, n)) or environment.installed(f)]


def report_share(what, true, false):
    """Print and return the share, with a line for each failure."""
    total = len(true) + len(false)
    print(f"\n{what}: {len(true)} of {total} ({len(true) / total:.1%})", *false, sep="\n  ")
    return len(true) / total


def share(answer, what, is_true, describe):
    true, false = [], []
    for name in installed("wrong"):
        row, found = SPEC["wrong"][name], answer("wrong", name)
        if is_true(row, found):
            true.append(name)
        else:
            false.append(f"{name}: {describe(row, found)}")
    return report_share(what, true, false), false


def test_the_first_wrong_quantity_is_the_true_one(answer):
    found, wrong = share(
        answer,
        "first wrong quantity",
        places_the_quantity,
        lambda row, found: f"{found['first_wrong']}, truly {row['quantity']}",
    )
    assert found >= SHARE_OF_QUANTITIES, "\n".join(wrong)


def test_the_first_cause_is_the_true_one(answer):
    found, wrong = share(
        answer,
        "first cause",
        names_the_cause,
        lambda row, found: f"{(found['causes'] or [[None]])[0]}, truly: {row['detail']}",
    )
    assert found >= SHARE_OF_CAUSES, "\n".join(wrong)


if __name__ == "__main__":
    budget.WAITING = 100.0  # as for all these tests
    answers = [(kind, name, judge(kind, name)) for kind, name in of_framework(sys.argv[1])]
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
