"""What the metrics share: sources, cases of classes and of rankings, defaults and mistakes."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Convention, Default, Text
from parity.describing.draw import Draw, labels, spaced, values

FAWCETT = "Fawcett (2006), An introduction to ROC analysis"
MANNING = "Manning, Raghavan and Schütze (2008), Introduction to information retrieval"

AVERAGE = Default("average", "binary")
N_CLASSES = Default("n_classes", None)


def of_classes(name: str, output: str, y: Draw, t: Draw, ours: bool = False, **config: Any) -> Case:
    """Return a case of class numbers: of whole numbers alone, no result is in float32."""
    return Case(
        name,
        inputs={"y": y, "t": t},
        config=config,
        ours=ours,
        options={"outputs": (output,)},
        dtypes=("float64",),
    )


BINARY = (
    values([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]),
    values([1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0]),
)
"""Hits and errors of both kinds, unlike in number."""


def averages(output: str) -> tuple[Case, ...]:
    """Return the cases that precision, recall and F share: each average, and classes that miss."""
    four, three = labels(15, classes=4), labels(11, classes=3)
    never_said = values([0, 1, 1, 0, 3, 0, 3]), values([0, 1, 2, 1, 3, 0, 1])
    never_true = values([2, 1, 2, 0, 1, 0]), values([0, 1, 1, 0, 1, 1])
    return (
        of_classes("binary", output, *BINARY),
        of_classes("binary_again", output, values([1, 0, 1, 1, 0, 1]), values([1, 0, 0, 0, 1, 1])),
        of_classes("micro", output, four, four, average="micro"),
        of_classes("macro", output, four, four, average="macro"),
        of_classes("weighted", output, four, four, average="weighted"),
        of_classes("each_class", output, three, three, average="none"),
        of_classes("each_of_more_classes", output, three, three, average="none", n_classes=5),
        of_classes("macro_of_more_classes", output, three, three, average="macro", n_classes=5),
        of_classes("micro_of_more_classes", output, three, three, average="micro", n_classes=4),
        of_classes("weighted_of_more", output, *never_said, average="weighted", n_classes=6),
        of_classes("a_class_never_said", output, *never_said, average="macro"),
        of_classes("each_where_one_is_never_said", output, *never_said, average="none"),
        of_classes("a_class_never_true", output, *never_true, average="macro"),
        of_classes("weighted_where_one_is_never_true", output, *never_true, average="weighted"),
        of_classes("a_number_between_them_unused", output, values([0, 3, 3, 1]),
                   values([0, 3, 1, 1]), average="macro"),
        of_classes("one_example", output, values([1]), values([1]), average="micro"),
    )  # fmt: skip


def averaging(output: str) -> tuple[Convention, ...]:
    """Return the averages as ways in which people's code may be written."""
    return (
        Convention(
            "macro",
            Text("It is the macro average.", "マクロ平均である。"),
            {"average": "macro"},
        ),
        Convention(
            "micro",
            Text("It is the micro average.", "マイクロ平均である。"),
            {"average": "micro"},
        ),
        Convention(
            "weighted",
            Text(
                "It is the average weighted by the true classes.",
                "正解の個数で重み付けした平均である。",
            ),
            {"average": "weighted"},
        ),
        Convention(
            "each_class",
            Text(f"It gives {output} of each class.", f"クラスごとの {output} を返す。"),
            {"average": "none"},
        ),
    )


SCORES = values([0.5, 0.25, 0.75, 0.5, 0.25, 0.5, 0.875])
TRUTH = values([1, 0, 1, 0, 1, 1, 0])


def ranked(name: str, y: Draw, t: Draw, *outputs: str, ours: bool = False, **config: Any) -> Case:
    """Return a case of scores and of what is true."""
    return Case(
        name,
        inputs={"y": y, "t": t},
        config=config,
        ours=ours,
        differentiable=(),
        options={"outputs": outputs},
    )


def rankings(*outputs: str) -> tuple[Case, ...]:
    """Return the cases that the measures of a ranking share."""
    truth = values([0, 1, 1, 0, 1, 0, 0, 1, 0])
    return (
        ranked("probabilities", spaced(9, gap=1 / 16, shift=0.5), truth, *outputs),
        ranked("any_scores", spaced(9, gap=0.75, shift=-1.0), truth, *outputs),
        ranked("ties", SCORES, TRUTH, *outputs),
        ranked("two_examples", values([0.75, 0.25]), values([1, 0]), *outputs),
        ranked("all_scores_tie", values([0.5, 0.5, 0.5, 0.5]), values([0, 1, 0, 0]), *outputs),
        ranked("rare", spaced(12, gap=0.25), values([0] * 5 + [1] + [0] * 6), *outputs),
        ranked("frequent", spaced(8, gap=0.25), values([1, 1, 0, 1, 1, 1, 1, 1]), *outputs),
    )
