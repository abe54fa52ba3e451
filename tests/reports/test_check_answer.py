"""What a reader sees of a check's answer in the terminal, in both languages."""

import ast
import re
from dataclasses import replace

import numpy as np
import pytest
from check_answers import (
    LANGUAGES,
    MEAN_TERM,
    agreeing,
    alone,
    crashed,
    differing,
    flat,
    limited,
    lines_of,
    not_understood,
    passed,
    terminal,
)

from parity.checking.report import Cause, Convention, Crash, Example, Line, Quantity
from parity.describing.concept import Text
from reports.check import sentences, words
from reports.check.terminal import as_text


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
        f"✔ BatchNormalization agrees in convention momentum: {text.en}\n"
    )
    assert as_text(report, "ja").startswith(
        f"✔ BatchNormalization は規約 momentum のもとで一致する:{text.ja}\n"
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


@pytest.mark.parametrize(
    ("report", "en", "ja"),
    [
        (
            limited(),
            "✔ BatchNormalization agrees within its domain, in float32 with PyTorch 2.13.0 and",
            "✔ BatchNormalization は batch_norm として対象範囲内で、float32 の精度で PyTorch",
        ),
        (
            limited(float32=[]),
            "✔ BatchNormalization agrees within its domain with PyTorch 2.13.0 and Keras",
            "✔ BatchNormalization は batch_norm として対象範囲内で PyTorch 2.13.0、Keras",
        ),
        (
            alone(),
            "✔ TinyNet, judged by itself: its gradients agree with finite differences of its own",
            "✔ TinyNet(単独で判定): 勾配は自身の forward の差分と一致する(14.9 桁",
        ),
        (passed(), "– plot was not judged: it returns no array.", "– plot は判定の対象外:配列を"),
    ],
)
def test_what_qualifies_the_verdict_is_in_the_headline(report, en, ja):
    assert as_text(report, "en").splitlines()[0].startswith(en)
    assert as_text(report, "ja").splitlines()[0].startswith(ja)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_domain_and_the_reading_stand_under_headings(language):
    report = limited()
    lines = as_text(report, language).splitlines()
    heads = [words.WORDS[key][language == "ja"] for key in ("limits", "reading")]
    for head, told in zip(heads, (report.limits, report.reading), strict=True):
        below = lines[lines.index(head) + 1 :]
        assert f"  · {told[0][language]}" in below[:2]
    assert not {*heads} & {*as_text(agreeing(), language).splitlines()}


def test_code_that_is_judged_by_itself_says_against_what():
    wrong = differing(alone=True, references=(), cases=0, concept="")
    assert "judged by itself, against finite differences of its own forward" in flat(
        as_text(wrong, "en")
    )
    assert "judged by itself" in as_text(alone(), "en").splitlines()[1]
    assert "単独で判定(自分自身の順伝播の有限差分と比較)" in as_text(wrong, "ja")


def test_an_empty_shape_leaves_nothing_behind():
    lines = as_text(agreeing(shape=Text("", ""), seconds=0.0), "en").splitlines()
    assert lines[1] == ""
    assert lines[2].split() == ["quantity", "digits", "verdict", "cases", "worst", "case"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_understood_is_told_with_what_to_write(language):
    text = as_text(not_understood(), language)
    assert "odd(alpha)" in text
    assert "def dense_forward(x, W, b):" in text
    assert "class Dense:" not in text
    as_class = not_understood(crash=replace(not_understood().crash, form="class"))
    assert "class Dense:" in as_text(as_class, language)
    # Where the question is wrong, and not the code, there is no form to show.
    other = not_understood(crash=Crash("not_found", Text("no", "ない")))
    assert "dense_forward" not in as_text(other, language)


def test_a_crash_that_ends_everything_has_its_cause():
    cause = Cause(
        "keepdims_missing", Text("The axis is lost.", "軸が消える。"), Line("a.py", 3, "x")
    )
    text = as_text(crashed(causes=[cause]), "en")
    assert "Likely cause\n  keepdims_missing: The axis is lost.\n    a.py:3  x\n" in text
    assert "Likely cause" not in as_text(crashed(), "en")


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


def test_what_is_raised_comes_before_digits_that_are_lost():
    rows = [Quantity("y", 15.0, "agree"), Quantity("dx", 8.2, "imprecise")]
    crash = crashed().crash
    report = differing(quantities=rows, first_wrong=None, causes=[], crash=crash, example=None)
    text = as_text(report, "en")
    assert text.splitlines()[0] == f"✘ BatchNormalization differs: it {crash.what.en[3:]}"
    assert "Start from the line that raised it." in text
    assert "none of the mistakes" in as_text(replace(report, crash=None), "en")
    wrong = replace(report, quantities=[*rows, Quantity("dW", 1.0, "differ")])
    assert "dW is wrong" in as_text(wrong, "en").splitlines()[0]


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
        "! lstm cannot be judged: it raised ValueError in forward, in the case 'two_layers'.\n"
    )
    assert "  → x has shape (T, N, D): time comes first." in text
    for line in crashed().crash.trace.splitlines():
        assert f"  {line}\n" in text  # whole, however long
    assert "  [debug] here\n" in text
    assert as_text(crashed(), "ja").startswith(
        "! lstm は判定できない:ケース two_layers の順伝播で ValueError が発生した。\n"
    )


def test_the_object_is_not_named_twice():
    what = Text(
        "lstm raised ValueError at: forward.", "lstm が「forward」の途中で ValueError を送出した。"
    )
    report = crashed(crash=Crash("raised", what))
    assert as_text(report, "en") == "! lstm cannot be judged: it raised ValueError at: forward.\n"
    assert as_text(report, "ja") == (
        "! lstm は判定できない:「forward」の途中で ValueError を送出した。\n"
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
