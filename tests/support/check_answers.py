"""Answers of a check of every kind, and what a terminal is sent of them, for tests."""

import io
import re

from rich.console import Console

from parity.checking.report import Cause, Convention, Crash, Example, Line, Quantity, Report
from parity.describing.concept import Text
from reports.check.terminal import print_report

LANGUAGES = ("en", "ja")
REFERENCES = ("PyTorch 2.13.0", "Keras 3.15.1")
CLASS = Text("a class with forward and backward", "forward と backward を持つクラス")
MEAN_TERM = Text(
    "The mean term is missing: moving one x moves the mean of its channel, and so every other "
    "output, which takes the mean of the gradient off.",
    "平均の項が抜けている。x をひとつ動かすとチャネルの平均が動き、他のすべての出力に影響する。"
    "そのため勾配からその平均が引かれる。",
)
HOSTILE = (
    '[bold]x[/bold] [/] [link=a] <b onclick="f()">&amp;</b> <script>1</script> \x1b[31mred\x1b[0m'
)


def agreeing(**changes):
    return Report(
        **{
            "object": "BatchNormalization",
            "concept": "batch_norm",
            "verdict": "agrees",
            "shape": CLASS,
            "quantities": [
                Quantity("y", 15.2, "agree", "large_mean", 8, 8, 1e-15, 1e-12),
                Quantity("dx", 14.9, "agree", "images", 8, 8, 1e-15, 1e-12),
            ],
            "references": REFERENCES,
            "cases": 8,
            "random_cases": 24,
            "seconds": 0.41,
            **changes,
        }
    )


def differing(**changes):
    example = Example(
        "dx",
        "import numpy as np\n"
        "x = np.array([[0.5, -1.25], [1.5, 0.75], [0.25, 1.0]])\n"
        "dy = np.array([[1.0, 0.5], [-0.75, 1.25], [0.1234567890123456, -0.9876543210987654]])",
        "np.array([[0.8164965809, 0.0], [-0.4082482905, 0.70710678], [0.25, 0.125]])",
        "np.array([[0.5443310540, 0.0], [-0.6804138174, 0.70710678], [0.1360827635, 0.125]])",
    )
    return Report(
        **{
            "object": "BatchNormalization",
            "concept": "batch_norm",
            "verdict": "differs",
            "shape": CLASS,
            "quantities": [
                Quantity("y", 15.2, "agree", "large_mean", 8, 8),
                Quantity("dx", 1.3, "differ", "images", 0, 8, 0.31, 2.1e-12),
                Quantity("dgamma", 15.4, "agree", "training", 8, 8),
                Quantity("dbeta", None, "missing", "", 0, 8, note=Text("not given", "得られない")),
                Quantity("running_mean", 9.1, "imprecise", "large_mean", 7, 8, 3e-8, 1e-12),
            ],
            "first_wrong": "dx",
            "causes": [
                Cause(
                    "mean_term_dropped",
                    MEAN_TERM,
                    Line("my_layers.py", 41, "        dx = (dxn - xn * v) / self.std"),
                    "centred = dx_hat - self.per_channel(through_mean)",
                ),
                Cause("constant_factor", Text("Second cause.", "2番目の原因。")),
                Cause("sign", Text("Third cause.", "3番目の原因。")),
                Cause("transposed", Text("Fourth cause.", "4番目の原因。")),
            ],
            "example": example,
            "remarks": [Text("x was changed in place.", "x がその場で書き換えられた。")],
            "references": REFERENCES,
            "cases": 8,
            "random_cases": 24,
            **changes,
        }
    )


def crashed(**changes):
    trace = (
        '  File "my_layers.py", line 88, in forward\n'
        "    a = x[t] @ self.Wx + h @ self.Wh + self.b + " + "zero + " * 20 + "zero\n"
        "ValueError: operands could not be broadcast together with shapes (3,4) (4,5)"
    )
    what = Text(
        "It raised ValueError in forward, in the case 'two_layers'.",
        "ケース two_layers の順伝播で ValueError が発生した。",
    )
    hint = Text(
        "x has shape (T, N, D): time comes first.", "x の形は (T, N, D) で、時刻が先頭である。"
    )
    report = {"object": "lstm", "concept": "lstm", "verdict": "error"}
    return Report(**{**report, "crash": Crash("raised", what, hint, trace), **changes})


def hostile():
    """Return a report whose every text came from someone who means no good."""
    text = Text(HOSTILE, HOSTILE + "日本語の文章" * 30)
    long = HOSTILE + "a" * 300
    return Report(
        object=HOSTILE,
        concept="batch_norm",
        verdict="differs",
        shape=text,
        quantities=[
            Quantity("norm1.running_mean_of_the_longest_name", 1.0, "differ", HOSTILE, 1, 2, 1, 1),
            Quantity("dx", float("nan"), "error", "c" * 90, 0, 3, float("inf"), None, text),
            Quantity(
                "dW", -0.4, "differ", "case", 0, 3, float("inf"), 1e-12, Text("a\nb", "い\nろ")
            ),
        ],
        first_wrong="dx, step 3",
        causes=[Cause("sign", text, Line(HOSTILE, 1, "\t" + long), long), Cause("x", text)],
        conventions=[Convention("c", text)],
        remarks=[text],
        example=Example(
            HOSTILE, f"x = {HOSTILE!r}\n" + "y = [" + "1.0, " * 60 + "]", long, "[nan]"
        ),
        printed=f"{HOSTILE}\n" * 3 + "日本語" * 100 + "\n\r50%\r100%\x07",
    )


def limited(**changes):
    """Return a report with everything that qualifies it."""
    return agreeing(
        **{
            "limits": [
                Text("Inputs with 4 axes: it takes matrices.", "4 軸の入力(行列だけを受け取る)。")
            ],
            "float32": ["y"],
            "reading": [Text("Examples are its columns.", "例が列に並ぶものとして読んだ。")],
            **changes,
        }
    )


def not_understood(**changes):
    """Return a report on code that nobody knows how to use."""
    crash = Crash(
        "unknown_shape",
        Text(
            "odd cannot be used as dense: it takes no b.",
            "odd を dense として使う方法が分からない:b を受け取らない。",
        ),
        Text("`parity contract dense` shows more.", "`parity contract dense` で確認できる。"),
        understood=Text("a function, odd(alpha).", "関数 odd(alpha)。"),
        form="function",
    )
    report = {"object": "odd", "concept": "dense", "verdict": "error", "crash": crash}
    return Report(**{**report, **changes})


def passed(**changes):
    """Return a report on a definition that is not judged."""
    why = Text("It returns no array.", "配列を返さない。")
    return Report(
        **{"object": "plot", "concept": "", "verdict": "passed", "remarks": [why], **changes}
    )


def alone(**changes):
    """Return a report on code that was judged by itself."""
    return agreeing(
        **{
            "object": "TinyNet",
            "concept": "",
            "alone": True,
            "references": (),
            "cases": 0,
            **changes,
        }
    )


REPORTS = {
    "agrees": agreeing,
    "limited": limited,
    "alone": alone,
    "not understood": not_understood,
    "passed": passed,
    "hint 1": lambda: differing().hinted(1),
    "hint 2": lambda: differing().hinted(2),
    "hint 3": lambda: differing().hinted(3),
    "differs": differing,
    "crashed": crashed,
    "hostile": hostile,
    "empty agrees": lambda: Report("", "", "agrees"),
    "empty differs": lambda: Report("", "", "differs"),
    "empty error": lambda: Report("f", "relu", "error"),
    "rows without numbers": lambda: differing(
        quantities=[Quantity("y", None, "agree"), Quantity("dx", None, "error")],
        first_wrong=None, causes=[], example=None, references=(), cases=0, random_cases=0,
    ),
}  # fmt: skip


def terminal(report, language, width):
    """Return what a terminal of this width is sent."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, color_system="standard", legacy_windows=False
    )
    print_report(report, language, console)
    return stream.getvalue()


def lines_of(text):
    return re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()


def flat(text):
    return " ".join(text.split())
