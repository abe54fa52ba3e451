"""The defaults that the concepts quote are those of the installed frameworks, and our own."""

import inspect
import json

import pytest
from every import every

from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

# Run in a process of its own, since the frameworks do not share one.
READ = """
import inspect, json, sys
from parity.harness.processes.worker import quieten
quieten()
from parity.harness.evaluators.subject import dotted
found = []
for name, argument in json.load(sys.stdin):
    parameter = inspect.signature(dotted(name)).parameters[argument]
    found.append(repr(parameter.default))
print(json.dumps(found))
"""


def quoted(framework):
    return [
        (concept.name, default.argument, *getattr(default, framework))
        for concept in all_concepts().values()
        for default in concept.defaults
        if getattr(default, framework)
    ]


@pytest.mark.parametrize(
    "framework",
    [
        pytest.param("torch", marks=pytest.mark.torch),
        pytest.param("keras", marks=pytest.mark.keras),
    ],
)
def test_quoted_defaults_are_the_frameworks(run_in, framework):
    listed = quoted(framework)
    asked = [(name, argument) for _, _, name, argument, _ in listed]
    done = run_in(framework, READ, input=json.dumps(asked))
    assert done.returncode == 0, done.stderr[-2000:]
    live = json.loads(done.stdout.splitlines()[-1])
    for (concept, argument, name, theirs, value), found in zip(listed, live, strict=True):
        assert repr(value) == found, f"{concept}.{argument}: {name}({theirs})"


@every(name=all_concepts())
def test_quoted_defaults_are_our_own(name):
    concept = all_concepts()[name]
    for default in concept.defaults:
        parameters = inspect.signature(implementation("numpy", concept)).parameters
        assert parameters[default.argument].default == default.numpy, default.argument
