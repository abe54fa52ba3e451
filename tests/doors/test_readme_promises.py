"""What the READMEs promise of the harness is so: each number, and each word without exception."""

import ast
import re

import numpy as np
import pytest
from repository import ROOT

from parity.describing.concept import draw_case
from parity.harness.comparing.tolerances import EPS, FRAMEWORK_SHARE, SAFETY, float32_bound
from parity.harness.evaluators.finite_differences import AMPLIFICATION
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
RECURRENT = ("gru_taught", "bidirectional_rnn_net", "encode")
"""Their weights from state to state are square."""


def readme(name):
    return " ".join((ROOT / name).read_text(encoding="utf-8").split())


def drawn(concept):
    for case in concept.cases:
        if not case.on_request:
            yield case, draw_case(concept, case)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("README.md", r"finite differences are allowed (\d+) times as much.*sizes of (\d+) "
                      r"declared differences.*NumPy's error may be up to (\d+) times that of "
                      r"the worse"),
        ("README.ja.md", r"有限差分には、商が丸め誤差を拡大する分としてその(\d+)倍.*"
                         r"規約の違い(\d+)件の大きさ.*悪いほうのフレームワークの(\d+)倍まで"),
    ],
)  # fmt: skip
def test_the_numbers_set_by_hand_are_told(name, said):
    found = re.search(said, readme(name))
    assert found
    sizes = [d for c in CONCEPTS.values() for d in c.divergences if d.size is not None]
    assert [int(n) for n in found.groups()] == [AMPLIFICATION, len(sizes), FRAMEWORK_SHARE]
    for page, words in (
        ("reports/example/report.md", f"up to {FRAMEWORK_SHARE:g} times that of the worse"),
        ("reports/example/report.ja.md", f"悪いほうのフレームワークの{FRAMEWORK_SHARE:g}倍まで"),
    ):
        assert words in readme(page)


def test_float32_may_be_so_many_times_worse_and_no_more():
    few = SAFETY * EPS["float32"]
    assert float32_bound([1.0, 3.0], 1.0) == 3.0 * FRAMEWORK_SHARE
    assert float32_bound([0.0], 1.0) == few


def test_only_dropouts_own_masks_are_seen_through_ones():
    ones = []
    for concept in CONCEPTS.values():
        for case, given in drawn(concept):
            if any(np.all(dy == 1) for dy in given.upstream):
                ones.append((concept.name, case.name))
    assert ones
    for name, case in ones:
        assert name == "dropout"
        assert CONCEPTS[name].case(case).sampled
    assert "only dropout's own masks" in readme("README.md")
    assert "ドロップアウト自身が引くマスクだけは" in readme("README.ja.md")


def repeats(given):
    """Tell whether an array of a drawn case has two axes of one length."""
    arrays = [*given.params.values(), *(a for drawn in given.inputs for a in drawn.values())]
    return any(a.ndim > 1 and len(set(a.shape)) < a.ndim for a in arrays)


def test_each_concept_has_a_case_in_which_no_array_repeats_a_length():
    none = [
        concept.name
        for concept in CONCEPTS.values()
        if all(repeats(given) for _, given in drawn(concept))
    ]
    for name in none:
        own = name in RECURRENT or CONCEPTS[name].group in ("recurrent", "models")
        own = own or name in ("multi_head_attention", "policy_evaluation", "value_iteration")
        own = own or CONCEPTS[name].group == "transformer"
        assert own or CONCEPTS[name].kind == "network", name
    assert "but for the networks' square kernels and the square weights of recurrent" in readme(
        "README.md"
    )
    assert "正方形のカーネルと、再帰する関数の正方行列、環境の状態" in readme("README.ja.md")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_passes_whose_signs_are_changed_are_told(name):
    source = (ROOT / "tests" / "harness" / "test_harness_sees.py").read_text(encoding="utf-8")
    (methods,) = re.findall(r"^BACKWARD = (.*)$", source, re.MULTILINE)
    told = re.findall(
        r"`(\w+)`", re.findall(r"one-line edits.*all must|1行書き換えた.*", readme(name))[0]
    )
    assert set(told) == ast.literal_eval(methods)


def test_every_command_but_record_takes_a_language():
    from typer.testing import CliRunner

    from parity.cli import app

    commands = {*re.findall(r"\| `parity (\w+)", readme("README.md"))}
    shown = {
        command: CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
        for command in commands
    }
    assert {command for command, text in shown.items() if "--lang" not in text} == {"record"}
    assert "Every command but `record` takes `--lang en`" in readme("README.md")
    assert "`record` 以外のコマンドには `--lang en`" in readme("README.ja.md")


ABSOLUTE = {
    "README.md": r"\b(?:never|always|every|everyone|proves?|proven|exactly|guarantee\w*|cannot|only"
    r"|impossible|perfect\w*)\b",
    "README.ja.md": r"決して|必ず|常に|証明|保証|絶対|完全|一切|どれも|すべての",
}
HARNESS = "tests/harness/test_everything_agrees.py::"
PROMISES = "tests/doors/test_readme_promises.py::"
PUBLISHED = "tests/reports/test_published.py::test_the_readmes_words_about_"
BACKED = {
    "from Xavier's weights tanh learns in every seed": PUBLISHED + "gradients_through_time",
    "tanhはすべてのシードで学習できます": PUBLISHED + "gradients_through_time",
    "an LSTM learns the adding problem in every seed": PUBLISHED + "the_adding_problem",
    "LSTMはすべてのシードで": PUBLISHED + "the_adding_problem",
    "with exactly its signatures": "tests/concepts/exam/test_exam_signatures.py"
    "::test_the_signature_is_the_exams",
    "each of them proven wrong by a run": "tests/questions/test_questions.py"
    "::test_the_right_choice_passes_and_each_wrong_one_fails",
    "どれも実行して誤りであることを 確かめてあります": "tests/questions/test_questions.py"
    "::test_the_right_choice_passes_and_each_wrong_one_fails",
    "`parity run` evaluates every concept": HARNESS
    + "test_every_concept_and_case_was_compared_with_both_frameworks",
    "すべての項目を計算し": HARNESS
    + "test_every_concept_and_case_was_compared_with_both_frameworks",
    "the gradient of every input and parameter": HARNESS
    + "test_every_gradient_is_compared_with_finite_differences_or_stands_on_a_kink",
    "every comparison: error, bound": "tests/reports/test_reports.py"
    "::test_the_csv_holds_every_finding",
    "すべての比較について、誤差": "tests/reports/test_reports.py::test_the_csv_holds_every_finding",
    "Digits of agreement of every concept": "tests/reports/test_reports.py"
    "::test_the_heat_map_is_a_picture_that_grows_with_the_concepts",
    "Every command but `record`": PROMISES + "test_every_command_but_record_takes_a_language",
    "only dropout's own masks": PROMISES + "test_only_dropouts_own_masks_are_seen_through_ones",
    "The tests make every one": "tests/harness/test_mistakes.py::test_a_listed_mistake_is_caught",
    "どれも検出されることを確かめます": "tests/harness/test_harness_sees.py"
    "::test_a_changed_sign_in_a_backward_pass_is_caught",
    "on every case that it evaluates": "tests/harness/test_fast_forms.py"
    "::test_a_run_compares_every_quantity_of_every_case_in_both_types",
    "アクセスしません": "tests/site/test_site_browser.py"
    "::test_every_page_loads_quietly_and_fits_a_phone",
}
"""The words without exception that stand, and the tests behind them."""

PLAIN_WORDS = (
    "For everyone who writes",
    "a forward-only function",
    "a few concepts only",
    "--check` only compares",
    "What is only said in words",
    "13 our seeds cannot decide",
    "where our runs cannot tell",
    "2 where it cannot judge",
    "so check only what you would run",
    "of a notebook that cannot leave it",
    "ネットワークには一切",
)
"""Where such a word promises nothing, or the promise stands above."""


@pytest.mark.parametrize("name", ABSOLUTE)
def test_a_word_without_exception_has_a_test_behind_it(name):
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    text = " ".join(text.split())
    for words in (*BACKED, *PLAIN_WORDS):
        text = text.replace(words, "")
    left = re.finditer(ABSOLUTE[name], text, re.IGNORECASE)
    assert [text[max(0, m.start() - 30) : m.end() + 30] for m in left] == []


@pytest.mark.parametrize("test", sorted({*BACKED.values()}))
def test_the_tests_behind_the_words_are_there(test):
    path, _, function = test.partition("::")
    assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8")
