"""Judging a piece of code that a test holds."""

import textwrap
from pathlib import Path

import numpy as np
import pytest
from peoples_module import module_of

from parity.checking.alone.judge import judge_alone
from parity.checking.judging.judge import check_object
from parity.checking.loading.definitions import load, resolve


@pytest.fixture
def asked(tmp_path):
    """A function that judges a piece of code, and returns the report and the source's lines."""

    def ask(code, target, concept):
        path = Path(tmp_path) / "mine.py"
        path.write_text("import numpy as np\n" + textwrap.dedent(code), encoding="utf-8")
        loaded = load(path)
        with np.errstate(all="ignore"):
            report = check_object(
                resolve(loaded.namespace, target),
                concept,
                label=target,
                namespace=loaded.namespace,
                mapping={},
            )
        return report

    return ask


@pytest.fixture
def by_itself(tmp_path):
    """A function that judges the last definition of some code, or the one that is named."""

    def judge(code, name=""):
        module = module_of(tmp_path, textwrap.dedent(code), "code")
        own = [
            n for n, v in vars(module).items() if getattr(v, "__module__", "") == module.__name__
        ]
        return judge_alone(getattr(module, name or own[-1]), name or own[-1], vars(module))

    return judge
