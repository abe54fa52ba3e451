"""How the answer of a check reads: in a terminal, in a pipe, in a notebook; in both languages."""

import ast
import io
import re
import sys
from html.parser import HTMLParser
from string import Formatter

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from parity.checking.report import Cause, Convention, Crash, Example, Line, Quantity, Report
from parity.describing.concept import Text
from reports.check import notebook as check
from reports.check import sentences, words
from reports.check.notebook import as_html
from reports.check.terminal import as_text, code_within, print_report, wrap

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


REPORTS = {
    "agrees": agreeing,
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


# What a reader sees.


def test_agreement_is_told_in_one_line_with_versions_digits_and_cases():
    assert as_text(agreeing(), "en").splitlines()[0] == (
        "✔ BatchNormalization agrees with PyTorch 2.13.0 and Keras 3.15.1 as batch_norm "
        "(14.9 digits; 8 recorded cases, 24 random ones)"
    )
    assert as_text(agreeing(), "ja").splitlines()[0] == (
        "✔ BatchNormalization は batch_norm として PyTorch 2.13.0、Keras 3.15.1 と一致する"
        "(14.9 桁、記録済み 8 ケース、ランダムな 24 ケース)"
    )


def test_one_case_and_live_references_are_told_as_such():
    first = as_text(agreeing(cases=1, random_cases=1), "en").splitlines()[0]
    assert "; 1 recorded case, 1 random one)" in first
    assert "8 cases computed now" in as_text(agreeing(live=True), "en")
    assert "24 random cases)" in as_text(agreeing(cases=0), "en").splitlines()[0]
    alone = as_text(agreeing(references=(), cases=0), "en")
    assert "agrees with our NumPy implementation as batch_norm (" in alone
    alone = as_text(agreeing(references=(), cases=0, concept="BatchNormalization"), "ja")
    assert "は本プロジェクトの NumPy 実装と一致する(" in alone


def test_another_convention_is_named_in_the_headline():
    text = Text("momentum weights the new value, as in PyTorch", "momentum は新しい値の重みである")
    report = agreeing(conventions=[Convention("momentum", text)])
    assert as_text(report, "en").startswith(
        f"✔ BatchNormalization is right, in another convention: {text.en}\n"
    )
    assert as_text(report, "ja").startswith(
        f"✔ BatchNormalization は別の規約のもとで正しい:{text.ja}\n"
    )
    assert "8 recorded cases of PyTorch 2.13.0 and Keras 3.15.1, 24 random ones" in as_text(
        report, "en"
    )
    # Two do not fit into a sentence; a failure is told first, and then under what it was judged.
    for changed in (
        agreeing(conventions=[Convention("a", text), Convention("b", Text("other", "他"))]),
        differing(conventions=[Convention("a", text)]),
    ):
        headline, *rest = as_text(changed, "en").splitlines()
        assert text.en not in headline
        assert f"  · {text.en}" in rest


def test_the_first_wrong_quantity_is_in_the_headline_and_marked_in_the_table():
    for language, headline in (
        ("en", "✘ BatchNormalization differs: dx is wrong first (1.3 digits)"),
        ("ja", "✘ BatchNormalization は一致しない:最初に食い違うのは dx(1.3 桁)"),
    ):
        lines = as_text(differing(), language).splitlines()
        assert lines[0] == headline
        marked = [line for line in lines if line.startswith("▸")]
        assert [line.split()[1:3] for line in marked] == [["dx", "1.3"]]


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity("dx", 1.3, "differ"), "differs: only dx is wrong (1.3 digits)"),
        (Quantity("dx", -0.2, "differ"), "differs: only dx is wrong (no digit agrees)"),
        (Quantity("dx", None, "missing"), "differs: it gives no dx"),
        (Quantity("dx", None, "error"), "differs: dx could not be computed"),
        (Quantity("dx", 8.2, "imprecise"), "differs: dx loses digits to rounding (8.2 digits)"),
    ],
)
def test_the_headline_says_what_is_wrong(quantity, said):
    rows = [Quantity("y", 15.0, "agree"), quantity]
    report = differing(quantities=rows, first_wrong=None)
    assert as_text(report, "en").splitlines()[0] == f"✘ BatchNormalization {said}"


def test_steps_are_named_and_their_quantity_is_marked():
    rows = [Quantity("W", 3.0, "differ"), Quantity("W1", 2.0, "differ")]
    report = differing(quantities=rows, first_wrong="W1, step 2")
    text = as_text(report, "en")
    assert "W1 is wrong first, at step 2 (2.0 digits)" in text.splitlines()[0]
    assert "▸ W1" in text
    japanese = as_text(report, "ja").splitlines()[0]
    assert "最初に食い違うのは W1 のステップ 2(2.0 桁)" in japanese


def test_the_second_call_is_a_quantity_of_its_own():
    rows = [Quantity("y", 9.0, "imprecise"), Quantity("y (second call)", 2.0, "differ")]
    report = differing(quantities=rows, first_wrong="y (second call)")
    assert "▸ y (second call)" in as_text(report, "en")
    assert "(2.0 digits)" in as_text(report, "en").splitlines()[0]
    assert "▸ y(2回目の呼び出し)" in as_text(report, "ja")


def test_agreement_that_loses_digits_says_so():
    rows = [Quantity("y", 9.0, "imprecise", "large_mean", 7, 8, 1e-9, 1e-12)]
    first = as_text(agreeing(quantities=rows), "en").splitlines()[0]
    assert first.startswith("✔")
    assert first.endswith("but y loses digits to rounding")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_digits_verdicts_and_what_is_allowed(language):
    text = as_text(differing(), language, width=120)
    rows = {line.split()[0]: line for line in text.replace("▸", " ").splitlines() if line.split()}
    assert "15.2" in rows["y"]
    assert "8/8" in rows["y"]
    assert words.WORDS["missing"][language == "ja"] in rows["dbeta"]
    assert Text("not given", "得られない")[language] in rows["dbeta"]
    for number in ("3.1e-01", "2.1e-12", "images"):
        assert number in rows["dx"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_causes_with_the_line_to_look_at(language):
    text = as_text(differing(), language)
    assert flat(MEAN_TERM[language])[:30] in flat(text)
    assert re.search(r"my_layers\.py:41 +dx = \(dxn - xn \* v\) / self\.std\n", text)
    assert "centred = dx_hat - self.per_channel(through_mean)" in text
    third, fourth = (cause.text[language] for cause in differing().causes[2:])
    assert third in text
    assert fourth not in text


def test_only_the_first_cause_is_bold():
    sent = terminal(differing(), "en", 100)
    assert re.search(r"\x1b\[1m *1\. .*mean term", sent)
    assert re.search(r"\n *2\. \w+: Second cause", sent)


def test_without_a_cause_the_example_is_where_to_start():
    assert "none of the mistakes that we know. Start from the example" in flat(
        as_text(differing(causes=[]), "en")
    )
    assert "the example below" not in as_text(differing(causes=[], example=None), "en")


@pytest.mark.parametrize("show", ["pipe", "terminal"])
def test_the_example_can_be_pasted(show):
    report = differing()
    text = (
        as_text(report, "ja") if show == "pipe" else "\n".join(lines_of(terminal(report, "ja", 60)))
    )
    code = re.search(r"^import numpy as np\n.*?(?=^$)", text, re.MULTILINE | re.DOTALL)[0]
    names = {}
    exec(code, names)
    assert names["x"].shape == (3, 2)
    np.testing.assert_array_equal(names["yours"], eval(report.example.yours))
    np.testing.assert_array_equal(names["expected"], eval(report.example.expected))


def test_a_result_that_is_no_literal_becomes_a_comment():
    example = Example("y", "x = 1", "raised ValueError:\nbad shape", "2.0")
    code = sentences.example_code(example)
    assert "# yours: raised ValueError:\n# bad shape\nexpected = 2.0" in code
    ast.parse(code)


def test_the_rows_of_a_result_stand_below_each_other():
    example = Example("y", "x = 1", "[[1.0, 2.0],\n [3.0, 4.0]]", '"""a\nb"""')
    code = sentences.example_code(example)
    assert "yours = [[1.0, 2.0],\n         [3.0, 4.0]]\n" in code
    assert code.endswith('expected = """a\nb"""')  # a string keeps what it says


def test_a_crash_says_what_happened_where_and_what_to_do():
    text = as_text(crashed(printed="[debug] here\n"), "en", width=80)
    assert text.startswith(
        "! lstm could not be judged: it raised ValueError in forward, in the case 'two_layers'.\n"
    )
    assert "  → x has shape (T, N, D): time comes first." in text
    for line in crashed().crash.trace.splitlines():
        assert f"  {line}\n" in text  # whole, however long
    assert "  [debug] here\n" in text
    assert as_text(crashed(), "ja").startswith(
        "! lstm は判定できなかった:ケース two_layers の順伝播で ValueError が発生した。\n"
    )


def test_the_object_is_not_named_twice():
    what = Text(
        "lstm raised ValueError at: forward.", "lstm が「forward」の途中で ValueError を送出した。"
    )
    report = crashed(crash=Crash("raised", what))
    assert (
        as_text(report, "en") == "! lstm could not be judged: it raised ValueError at: forward.\n"
    )
    assert as_text(report, "ja") == (
        "! lstm は判定できなかった:「forward」の途中で ValueError を送出した。\n"
    )


def test_of_a_flood_the_beginning_is_shown():
    text = as_text(agreeing(printed="".join(f"epoch {i}\n" for i in range(100))), "en")
    shown = re.findall(r"^  epoch (\d+)$", text, re.MULTILINE)
    assert shown == [str(i) for i in range(sentences.MOST_PRINTED)]
    assert f"and {100 - sentences.MOST_PRINTED} more lines" in text


def test_of_many_quantities_the_wrong_ones_are_shown_and_the_rest_counted():
    rows = [Quantity(f"dconv{i}.W", 13.0 + i / 100, "agree", "c", 1, 1) for i in range(40)]
    rows[33] = Quantity("dconv33.W", 2.0, "differ", "c", 0, 1)
    text = as_text(differing(quantities=rows, first_wrong="dconv33.W"), "en")
    table = re.findall(r"^(?:  |▸ )(dconv\d+)\.W", text, re.MULTILINE)
    assert "dconv33" in table
    assert "dconv0" in table  # the fewest digits of those that agree
    assert len(table) == 16
    assert table == sorted(table, key=lambda name: int(name[5:]))
    hidden = [row.digits for row in rows if row.quantity[:-2] not in table]
    assert f"and 24 more that agree, to {min(hidden):.1f} digits or more" in text


# Layout.


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_wider_than_the_terminal(name, language, width):
    for line in lines_of(terminal(REPORTS[name](), language, width)):
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_and_table_keep_the_width_in_a_pipe(language, width):
    report = differing(shape=Text("long " * 40, "長い説明" * 30), example=None)
    lines = as_text(report, language, width).splitlines()[1:]  # the headline is one line
    assert max(map(cell_len, lines)) <= width
    assert max(map(cell_len, lines)) > width - 20  # and use it


def test_no_colours_in_a_pipe_and_some_on_a_terminal():
    for name, make in REPORTS.items():
        assert "\x1b" not in as_text(make(), "en"), name
        assert "\x1b[" in terminal(make(), "en", 80), name


def test_a_table_too_wide_for_the_terminal_puts_the_case_below():
    rows = [Quantity("a" * 30, 1.0, "differ", "b" * 20, 0, 1, 1.0, 1e-9)]
    text = "\n".join(lines_of(terminal(differing(quantities=rows, first_wrong=None), "en", 60)))
    assert f"\n      {'b' * 20}: off by 1.0e+00" in text


@pytest.mark.parametrize("width", [7, 20, 41, 80])
def test_japanese_is_broken_where_japanese_breaks(width):
    text = "学習時はそのままで、推論時に 1 - rate を掛ける。(フレームワークは)1 - rate で割る。" * 3
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    if width > 7:
        assert not any(line[0] in "、。)" for line in lines)
        assert not any(line[-1] == "(" for line in lines)
        assert not any(line.endswith((" 1", " 1 -")) for line in lines)
        assert min(cell_len(line) for line in lines[:-1]) > width - 12


def test_english_is_broken_between_words():
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("a b  c", 80) == ["a b  c"]
    assert wrap("", 10) == [""]
    assert wrap("x" * 12, 5) == ["xxxxx", "xxxxx", "xx"]
    assert wrap("x" * 12, 5, folded=False) == ["x" * 12]


@pytest.mark.parametrize("width", [38, 44, 80])
def test_long_code_is_broken_at_commas_and_means_the_same(width):
    code = (
        "x = np.array([[0.5, -1.25, 3.5], [1.5, 0.75, -2.25]])\n"
        "layer = Layer(np.array([1.0, 2.0]), {'a, b': (1, 2)}, name='one, two, three')"
    )
    broken = code_within(code, width)
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(code))
    assert max(map(len, broken.splitlines())) <= width
    assert "[1.5, 0.75, -2.25]" in broken  # between the rows, not within one


def test_code_that_cannot_be_broken_stays():
    for code in (
        "y = " + "'" + "a, " * 50 + "'",
        "x = (1, " + "2, " * 50,
        "if x:\n" + " " * 90 + "y, z",
    ):
        assert code_within(code, 60) == code


# What is printed is harmless, and can be printed.


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_others_is_no_markup_and_moves_no_terminal(language):
    for sent in (as_text(hostile(), language), terminal(hostile(), language, 200)):
        assert sent.count("[bold]x[/bold] [/] [link=a] <b onclick") >= 6
        assert "\x1b[31mred" not in sent
        assert "\x07" not in sent
        assert "\r" not in sent


@pytest.mark.parametrize(
    ("encoding", "language", "expected"),
    [
        ("cp932", "ja", "OK BatchNormalization は batch_norm として"),
        ("cp1252", "en", "OK BatchNormalization agrees with"),
        ("cp1252", "ja", "OK BatchNormalization agrees with"),
        ("ascii", "en", "OK BatchNormalization agrees with"),
        ("utf-8", "ja", "✔ BatchNormalization は batch_norm として"),
    ],
)
def test_every_encoding_has_signs_of_its_own(encoding, language, expected, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    print_report(agreeing(), language)  # to the console that the command line uses
    assert raw.getvalue().decode(encoding).startswith(expected)


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_what_the_stream_cannot_show_is_replaced(name, language, encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    report = REPORTS[name]()
    report.remarks.append(Text("half ½ and \ud800 ✓", "半分 ½ と \ud800 ✓"))
    print_report(report, language, Console(file=stream, width=80))
    shown = raw.getvalue().decode(encoding)
    assert r"\ud800" in shown
    assert {"agrees": "OK ", "differs": "X ", "error": "! "}[report.verdict] == shown[
        : shown.index(" ") + 1
    ]


def test_the_locale_decides_where_no_language_is_given(monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    for lang, language in (("ja_JP.UTF-8", "ja"), ("en_US.UTF-8", "en")):
        monkeypatch.setenv("LANG", lang)
        assert str(agreeing()) == as_text(agreeing(), language)
        assert agreeing()._repr_html_() == as_html(agreeing(), language)


# The notebook.


class Tags(HTMLParser):
    """Reads HTML: checks that it is closed as it is opened, and keeps its text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.attributes, self.text = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_html_is_whole_and_stands_alone(name, language):
    tags = Tags(as_html(REPORTS[name](), language))
    assert tags.open == []
    allowed = {"div", "p", "b", "br", "table", "tr", "th", "td", "ul", "ol", "li", "pre", "code"}
    assert set(tags.seen) <= allowed
    assert {name for name, _ in tags.attributes} <= {"style", "lang"}
    assert ("lang", language) in tags.attributes
    assert not any("url(" in value for _, value in tags.attributes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_escapes_what_others_wrote(language):
    html = as_html(hostile(), language)
    assert "<script" not in html
    assert "<b onclick" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html
    assert "&amp;amp;" in html
    assert "\x1b" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [agreeing, differing, crashed])
def test_html_says_what_the_terminal_says(make, language):
    report = make(printed="epoch 1\n")
    shown = flat(" ".join(Tags(as_html(report, language)).text))
    for line in as_text(report, language, width=10_000).splitlines():
        for part in re.split(r" {2,}| · ", line.replace("▸", "  ")):
            part = re.sub(r"^(\d\.|·) ", "", part.strip())
            assert flat(part) in shown, part


def test_html_keeps_code_as_it_is():
    html = as_html(differing(), "en")
    code = re.search(r"<pre[^>]*>(import numpy.*?)</pre>", html, re.DOTALL)[1]
    assert code == sentences.example_code(differing().example)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("ground", ["#ffffff", "#1e1e1e", "#111111"])
@pytest.mark.parametrize("colour", [check.GREEN, check.RED, check.AMBER])
def test_colours_can_be_read_on_light_and_dark(colour, ground):
    dark, light = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) > 3.5


# The words.


@pytest.mark.parametrize("key", words.WORDS)
def test_every_word_has_both_languages(key):
    english, japanese = words.WORDS[key]
    fields = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, japanese)
    ]
    assert english.strip()
    assert japanese.strip()
    if not key.endswith("_one") and key not in ("line_more", "at_step"):
        assert fields[0] == fields[1]
    if re.search(r"[a-z]{2}", re.sub(r"{.*?}", "", english)):  # more than signs
        assert not japanese.isascii()


def test_a_file_below_the_current_folder_is_named_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside = str(tmp_path / "week3" / "layers.py")
    assert sentences.place(Line(inside, 7, "")).replace("\\", "/") == "week3/layers.py:7"
    assert sentences.place(Line("/elsewhere/layers.py", 7, "")) == "/elsewhere/layers.py:7"
    assert sentences.place(Line("notebook.ipynb[3]", 7, "")) == "notebook.ipynb[3]:7"
