"""The worked example in CONTRIBUTING.md works as it is printed."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from repository import ROOT

EXAMPLE = re.compile(r"^`([a-z_/]+\.py)`.*?```python\n(.*?)```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def with_the_example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in ("numpy_impl", "torch_impl", "tf_impl", "parity", "reports"):
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


def test_four_files_are_enough_to_be_found(with_the_example):
    listed = json.loads(parity(with_the_example, "list", "--json").stdout)["concepts"]
    assert "swish" in {concept["name"] for concept in listed}


@pytest.mark.torch
@pytest.mark.keras
def test_the_example_agrees_and_can_be_recorded(with_the_example):
    done = parity(with_the_example, "run", "swish", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert parity(with_the_example, "record", "swish").returncode == 0
    done = parity(with_the_example, "run", "swish", "--framework", "numpy", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PyTorch: recorded" in done.stdout
    results = json.loads((with_the_example / "parity-report" / "results.json").read_text())
    shown = [f for f in results["findings"] if f["role"] == "identity"]
    assert {(f["case"], f["quantity"], f["verdict"]) for f in shown} == {
        ("x_times_the_sigmoid", "y", "agree"), ("x_times_the_sigmoid", "dx", "agree")
    }  # fmt: skip
    for language, title, mistake in (
        ("en", "Swish (SiLU)", "Product rule forgotten"),
        ("ja", "Swish(SiLU)", "積の微分を忘れる"),
    ):
        shown = parity(with_the_example, "show", "swish", "--lang", language)
        assert shown.returncode == 0, shown.stderr
        assert "product_rule_forgotten" in shown.stdout
        assert r"s + x \frac{d s}{d x}" in shown.stdout
        page = f"import parity; print(parity.study('swish', {language!r}).to_html())"
        made = subprocess.run(
            [sys.executable, "-c", page], cwd=with_the_example, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        assert f"<title>{title}</title>" in made.stdout
        for part in ("<math", "<svg", "torch.autograd.grad(", 'class="quiz"', mistake):
            assert part in made.stdout, part
        for section in ("why", "derivation", "identities"):
            assert f'id="{section}"' in made.stdout, section


def test_without_a_record_the_comparison_is_skipped_and_says_what_to_do(with_the_example):
    path = with_the_example / "parity" / "recorded" / "activations" / "swish.npz"
    path.unlink(missing_ok=True)
    done = parity(with_the_example, "run", "swish", "--framework", "numpy", "--lang", "en")
    assert "parity record swish" in done.stdout
    assert "PyTorch: recorded" not in done.stdout
