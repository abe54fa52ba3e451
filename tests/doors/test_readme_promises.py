"""What the READMEs promise of the harness is so: each number, and each word without exception."""

import ast
import re
import shutil
import subprocess

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
        assert name in ("dropout", "drop_connect")  # a dropout of whole branches
        assert CONCEPTS[name].case(case).sampled
    assert "only dropout's own masks" in readme("README.md")
    assert "ドロップアウト自身が引くマスクだけは" in readme("README.ja.md")


def repeats(given):
    """Tell whether an array of a drawn case has two axes of one length."""
    arrays = [*given.params.values(), *(a for drawn in given.inputs for a in drawn.values())]
    shapes = [a.shape[:2] if a.shape[2:] == (1, 1) else a.shape for a in arrays]  # 1x1 kernels
    return any(len(shape) > 1 and len(set(shape)) < len(shape) for shape in shapes)


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
        own = own or name == "feature_pyramid"  # each level smooths with 3×3 from n_out to n_out
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


def test_what_is_installed_is_not_installed_again(tmp_path):
    if not shutil.which("make"):
        pytest.skip("there is no make")
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "ready").touch()
    told = ["make", "--dry-run", f"VENV={venv}", "parity", "test", "site"]
    done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "pytest" in done.stdout
    assert not re.search(r"\binstall\b|\bvenv \S*venv$", done.stdout, re.MULTILINE)


ABSOLUTE = {
    "README.md": r"\b(?:never|always|every|everyone|proves?|proven|exactly|guarantee\w*|cannot|only"
    r"|impossible|perfect\w*|all|each|no|nothing)\b",
    "README.ja.md": r"決して|必ず|常に|証明|保証|絶対|完全|一切|どれも|すべて|(?<!な)どの|ごとに"
    r"|何も|全ケース|まったく",
}
HARNESS = "tests/harness/test_everything_agrees.py::"
PROMISES = "tests/doors/test_readme_promises.py::"
PUBLISHED = "tests/reports/test_published.py::test_the_readmes_words_about_"
COMPARED = "tests/harness/test_compare.py::"
ELSEWHERE = "tests/checking/test_verified_elsewhere.py::"
MISTAKES = "tests/harness/test_mistakes.py::test_a_listed_mistake_is_caught"
SIGNS = "tests/harness/test_harness_sees.py::test_a_changed_sign_in_a_backward_pass_is_caught"
FAST = (
    "tests/harness/test_fast_forms.py"
    "::test_a_run_compares_every_quantity_of_every_case_in_both_types"
)
PAGE = "tests/site/test_site.py::test_a_concept_has_every_part"
QUIET = "tests/site/test_site_browser.py::test_every_page_loads_quietly_and_fits_a_phone"
ALIGHT = "tests/site/test_site_browser.py::test_a_symbol_lights_up_in_all_three"
CODES = "tests/doors/test_cli.py::test_run_exits_1_when_something_differs"
JUDGED = "tests/reports/test_experiment_reports.py::test_verdicts_of_reported_figures"
DIGITS = "tests/reports/test_published.py::test_the_readmes_digits_are_those_of_the_runs"
LENGTHS = PROMISES + "test_each_concept_has_a_case_in_which_no_array_repeats_a_length"
COMPLETE = "tests/describing/test_concepts.py::test_a_concept_is_complete"
WHOLE = "tests/checking/test_whole_files.py::test_every_definition_is_mentioned_once_in_its_order"
IDENTITIES = "tests/harness/test_identities.py::test_a_run_has_them_wherever_numpy_is_live"
SHOWN = "tests/harness/test_never_in_vain.py::test_what_a_run_reports_of_a_divergence_is_its_size"
MIRROR = "tests/describing/test_mirror.py::test_every_concept_has_its_twin"
COLUMNS = "tests/doors/test_cli.py::test_without_frameworks_the_columns_are_recorded"
INSTALLED = PROMISES + "test_what_is_installed_is_not_installed_again"
REMEMBERED = "tests/site/test_exam_browser.py::test_what_is_remembered_goes_to_a_file_and_back"
BACKED = {
    "finds all eight Gaussians in every seed, and its losses agree to 15 digits or more after "
    "each hundred of 1,500 steps": PUBLISHED + "the_ring_of_gaussians",
    "no step can be compared any more, but from that one seed each framework": PUBLISHED
    + "the_ring_of_gaussians",
    "GANはすべてのシードで8個の正規分布をすべて見つけ、損失は1,500ステップの"
    "100ステップごとに15桁以上": PUBLISHED + "the_ring_of_gaussians",
    "そこから先は1ステップごとの照合はできませんが、その1つのシードからは、"
    "どのフレームワークも8個を": PUBLISHED + "the_ring_of_gaussians",
    "all of it stays in your browser, or goes to a file": REMEMBERED,
    "記録はすべてブラウザの中に残り、ファイルにも保存できます": REMEMBERED,
    "later calls install nothing": INSTALLED,
    "2回目からは何もインストールしません": INSTALLED,
    "everything in the file that is recognised is judged": WHOLE,
    "何の実装か分かるものをすべて調べます": WHOLE,
    "make no verdict better where code is judged as a concept": ELSEWHERE
    + "test_wrong_code_that_tampers_with_its_judge_does_not_agree",
    "nothing of what comes from it is unpickled": ELSEWHERE + "test_the_whole_way",
    "asks nothing of the network": QUIET,
    "what each concept needs and opens": "tests/site/test_site_learning.py"
    "::test_the_map_has_every_concept_with_its_needs_and_every_item_without_a_page",
    "Each concept has a page, in English and in Japanese": PAGE,
    "項目ごとに日本語と英語のページがあり": PAGE,
    "lights up in all three when it is pointed at": ALIGHT,
    "3つすべてで強調されます": ALIGHT,
    "a test holds each figure's numbers against NumPy's": "tests/site/test_site_moving.py"
    "::test_an_activation_is_numpys",
    "1 if anything differs, 2 for bad usage or where no framework and no record answered": CODES,
    "終了コードは、すべて一致すれば": CODES,
    "(`--list` shows all;": "tests/doors/test_train_cli.py::test_the_list_names_every_experiment",
    "gives each reported figure a verdict": JUDGED,
    "after each hundred of 2,000 steps": DIGITS,
    "after each hundred of 1,000": DIGITS,
    "2,000ステップの100ステップごとに": DIGITS,
    "a simple recurrent network learns nothing": PUBLISHED + "the_adding_problem",
    "単純なRNNはまったく学習できません": PUBLISHED + "the_adding_problem",
    "Each concept has a case in which no array repeats a length": LENGTHS,
    "どの項目にも、どの配列の軸の長さにも重複がないケースがあります": LENGTHS,
    "No vacuous check": COMPARED + "test_a_reference_of_zeros_is_vacuous_and_fails",
    "Each concept lists the mistakes": COMPLETE,
    "also change each sign in": SIGNS,
    "all must be found out": SIGNS,
    "テストではそのすべてに加え": MISTAKES,
    "each run compares the two": FAST,
    "実行のたびに、計算した全ケースで比べます": FAST,
    "each run evaluates such identities": IDENTITIES,
    "each run demonstrates the difference untouched": SHOWN,
    "どの列がその場で計算した値で、どの列が記録済みの値かは実行時に表示されます": COLUMNS,
    "The first three know nothing of the harness": "tests/describing/test_mirror.py"
    "::test_a_tree_knows_nothing_of_the_harness",
    "引数はどのツリーでも同じです": MIRROR,
    "from Xavier's weights tanh learns in every seed": PUBLISHED + "gradients_through_time",
    "tanhはすべてのシードで学習できます": PUBLISHED + "gradients_through_time",
    "an LSTM learns the adding problem in every seed": PUBLISHED + "the_adding_problem",
    "LSTMはすべてのシードで": PUBLISHED + "the_adding_problem",
    "with exactly its signatures": "tests/concepts/exam/test_exam_signatures.py"
    "::test_the_signature_is_the_exams",
    "each of them proven wrong by a run": "tests/questions/test_questions.py"
    "::test_the_right_choice_passes_and_each_wrong_one_fails",
    "どれも実行して誤りであることを確かめてあります": "tests/questions/test_questions.py"
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
    "'.[all,test]'",
    "TensorFlow has no release for it",
    "`'.[all]'`",
    "a notebook for each chapter",
    "what each choice would do",
    "選択肢ごとに、何が起こるか",
    "that contradict each other",
    "Of each, as far as it has them",
    "above all for",
    "one for each framework",
    "for each pair of frameworks",
    "The fewest digits of agreement within each group",
    "PyTorch and Keras beside each other",
    "Siblings are held against each other",
    "That is no sandbox",
    "which share no convention with either",
    "dense at each step",
    "with each optimizer",
    "フレームワークごとの規約の違いがどこにあるか",
    "パラメータごとに比べて判定します",
    "フレームワークごとに別々のプロセスで",
    "項目のグループごとに",
    "ステップごとのテスト正解率",
    "どのステップも比較できる",
    "For everyone who writes",
    "a forward-only function",
    "a few concepts only",
    "--check` only compares",
    "What is only said in words",
    "10 our seeds cannot decide",
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


def test_what_is_let_pass_stands_in_a_readme():
    both = readme("README.md") + readme("README.ja.md")
    assert [words for words in (*BACKED, *PLAIN_WORDS) if words not in both] == []


@pytest.mark.parametrize("test", sorted({*BACKED.values()}))
def test_the_tests_behind_the_words_are_there(test):
    path, _, function = test.partition("::")
    assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8")
