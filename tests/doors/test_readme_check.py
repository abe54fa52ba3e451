"""The checks that the READMEs show are what the command really answers."""

import json
import re

import pytest
from repository import ROOT

EXAMPLES = ROOT / "reports" / "example"


def transcripts(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"^```\n\$ parity (check [^\n]*)\n(.*?)\n```", text, re.MULTILINE | re.DOTALL)


def without_seconds(text):
    return re.sub(r"\d+\.\d (s|秒)\b", "0.0 s", text.strip())


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_transcripts_are_real(name, parity, monkeypatch):
    shown = transcripts(name)
    assert len(shown) == 4
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for command, expected in shown:
        _, out, _ = parity(*command.split(), width=80)
        assert without_seconds(out) == without_seconds(expected), command


def test_the_notebook_shows_the_same_three():
    notebook = json.loads((EXAMPLES / "check.ipynb").read_text(encoding="utf-8"))
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    shown = ["".join(o["data"]["text/plain"]).strip().splitlines()[0] for o in outputs]
    told = {command.split()[1].split("::")[1]: text for command, text in transcripts("README.md")}
    names = ("Affine", "BatchNormalization", "lstm")
    assert shown == [told[name].splitlines()[0] for name in names]
    assert all("<" in "".join(o["data"]["text/html"]) for o in outputs)
