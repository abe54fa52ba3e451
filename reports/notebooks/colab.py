"""Writes ``examples/notebooks``: a tour, and a notebook for each chapter of the syllabus.

Run as ``python -m reports.notebooks.colab``; ``make notebooks`` does. They are made from the concepts
and hold no outputs. The first cell installs what is missing, and uses what is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parity.describing.areas import in_order
from parity.describing.concept import Concept, Text
from parity.describing.syllabus import ITEMS
from parity.harness.registry import all_concepts
from parity.language import LANGUAGES
from reports.check.skeletons.sections import sections
from reports.notebooks.cells import code, markdown, notebook
from reports.site.pages.published import REPOSITORY

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"
CHAPTERS = {
    "1": Text("Mathematics", "応用数学"),
    "2": Text("Machine learning", "機械学習"),
    "3": Text("Deep learning: the basics", "深層学習の基礎"),
    "4": Text("Deep learning: applications", "深層学習の応用"),
    "5": Text("Development and operation", "開発・運用環境"),
}

INSTALL = """\
import importlib.util, subprocess, sys

if importlib.util.find_spec("parity") is None:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", "dl-parity>=0.2,<0.3"])
import parity

%load_ext parity
"""

WRONG = """\
import numpy as np


class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.mean(axis=0)
        return dout @ self.W.T
"""

WORDS = {
    "install": Text(
        "The first cell installs dl-parity where it is missing, which takes less than a minute. "
        "NumPy is enough: what PyTorch and Keras gave is in the package. Where they are installed, "
        "as on Colab, `live=True` asks them.",
        "最初のセルは、dl-parity がなければインストールします(1分もかかりません)。必要なのは NumPy だけです。"
        "PyTorch と Keras の計算結果はパッケージに入っています。Colab のように両方が入っている環境では、"
        "`live=True` でその場で計算できます。",
    ),
    "tour": Text("A tour of dl-parity", "dl-parity ひとめぐり"),
    "judge": Text(
        "## Write a layer, and have it judged\n\nThe magic `%%parity dense` runs its cell and judges "
        "what it defines. This layer has a mistake. `--hint 1` tells no more than the first wrong "
        "quantity; 2 tells the kind of mistake, 3 the line. Without it, everything is told.",
        "## レイヤを書いて判定する\n\n`%%parity dense` と書いたセルは、実行したあと、その中で定義したものを判定します。"
        "次のレイヤには誤りがひとつあります。`--hint 1` は最初に食い違う量だけを、2 は誤りの種類まで、3 は該当する行"
        "までを示します。付けなければすべてを示します。",
    ),
    "mend": Text(
        "Mended, it agrees, and one sees to how many digits:",
        "直すと一致し、何桁まで合ったかが分かります。",
    ),
    "study": Text(
        "## Read a concept\n\nWhy it is there, its equations, the derivation, three implementations, "
        "what people get wrong, and the evidence:",
        "## 項目を読む\n\nなぜ必要か、式、勾配の導出、3つの実装、よくある誤り、一致の証拠をまとめたページです。",
    ),
    "run": Text(
        "## Compare\n\nNumPy against both frameworks, forward and backward:",
        "## 比較する\n\nNumPy を2つのフレームワークと、順伝播でも逆伝播でも比べます。",
    ),
    "on": Text(
        "## Where to go on\n\nThere is a notebook for each chapter of the syllabus beside this one, "
        "and `parity quiz` asks questions.",
        "## 次に\n\nシラバスの章ごとのノートブックが、同じフォルダにあります。`parity quiz` では問題を解けます。",
    ),
    "chapter": Text(
        "Chapter {number} of the E-shikaku syllabus: {title}", "E資格シラバス 第{number}章 {title}"
    ),
    "how": Text(
        "For each concept: read it, then write it yourself and have it judged. What can be answered "
        "by code alone stands here; the other items are in the study pages.",
        "項目ごとに、まず読み、次に自分で書いて判定します。ここにあるのはコードで答えられる項目です。"
        "ほかの項目は学習用ページにあります。",
    ),
    "write": Text("Write it yourself:", "自分で書いてみましょう。"),
}


def badge(name: str) -> str:
    """Return the link that opens a notebook in Colab."""
    repository = REPOSITORY.removeprefix("https://github.com/")
    there = f"https://colab.research.google.com/github/{repository}/blob/main/examples/notebooks"
    picture = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![Open in Colab]({picture})]({there}/{name})"


def tour(language: str) -> dict[str, Any]:
    """Return the tour in a language."""

    def say(key: str) -> str:
        return WORDS[key][language]

    asked = f"--lang {language}"
    right = WRONG.replace("dout.mean(axis=0)", "dout.sum(axis=0)")
    return notebook(
        [
            markdown(f"# {say('tour')}", badge(f"tour.{language}.ipynb"), say("install")),
            code(INSTALL),
            markdown(say("judge")),
            code(f"%%parity dense --hint 1 {asked}\n{WRONG}"),
            markdown(say("mend")),
            code(f"%%parity dense {asked}\n{right}"),
            markdown(say("study")),
            code(f'parity.study("dense", "{language}")'),
            markdown(say("run")),
            code('results = parity.run(["dense", "softmax"])\nresults.to_frame().head()'),
            markdown(say("on")),
        ]
    )


def concepts_of(chapter: str) -> tuple[Concept, ...]:
    """Return a chapter's concepts, each at its first item, in the order in which they are learned."""
    found = [
        concept
        for concept in all_concepts().values()
        if next((n for n in concept.syllabus if n in ITEMS), "").startswith(f"{chapter}-")
    ]
    return in_order(found)


def chapter(number: str, language: str) -> dict[str, Any]:
    """Return the notebook of a chapter."""
    title = WORDS["chapter"][language].format(number=number, title=CHAPTERS[number][language])
    name = f"chapter_{number}.{language}.ipynb"
    how = (WORDS["install"][language], WORDS["how"][language])
    cells = [markdown(f"# {title}", badge(name), *how), code(INSTALL)]
    for concept in concepts_of(number):
        cells += _of_concept(concept, language)
    return notebook(cells)


def _of_concept(concept: Concept, language: str) -> Iterator[dict[str, Any]]:
    said = [f"## {concept.title[language]}"]
    said += [concept.summary[language]]
    said += [concept.why[language]] if concept.why else []
    yield markdown(*said)
    yield code(f'parity.study("{concept.name}", "{language}")')
    skeletons = sections(concept, language)
    if skeletons and concept.kind != "network":
        yield markdown(WORDS["write"][language])
        asked = f"%%parity {concept.name} --hint 1 --lang {language}"
        yield code(f"{asked}\nimport numpy as np\n\n\n{skeletons[0].code}")


def notebooks() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every notebook with the name of its file."""
    for language in LANGUAGES:
        yield f"tour.{language}.ipynb", tour(language)
        for number in CHAPTERS:
            if concepts_of(number):
                yield f"chapter_{number}.{language}.ipynb", chapter(number, language)


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in notebooks():
        text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
