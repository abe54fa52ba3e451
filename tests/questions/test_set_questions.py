"""Questions on one code, text or figure: whole in both languages, alike to look at, true."""

import keyword
import re
from collections import Counter

import pytest
from every import every

from parity.describing.syllabus import ITEMS
from parity.harness.registry import all_concepts
from parity.questions.asked import KINDS
from parity.questions.figures.drawn import figure_of, figures
from parity.questions.paper import bank, units
from parity.questions.sets.reading import FOLDER, read, set_questions
from parity.questions.written.reading import WrittenError

QUESTIONS = set_questions()
FILLS = [q for q in QUESTIONS if q.kind == "fill"]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
COMMON = {
    "np", "keepdims", "axis", "True", "False", "sum", "mean", "max", "min", "sqrt", "exp", "log",
    "abs", "tanh", "maximum", "minimum", "where", "inf", "arange", "transpose", "shape", "T",
    "random", "rand", "randn", "len", "self", "argmin", "argmax", "argsort", "sort", "cos", "sin",
    "range", "reversed", "torch", "dim", "view", "reshape", "permute", "values", "unsqueeze",
    "squeeze", "gather", "F", "tf", "keras", "ops", "reduction", "none", "binary_cross_entropy",
    "binary_cross_entropy_with_logits", "nn", "sigmoid_cross_entropy_with_logits", "labels",
    "softmax_cross_entropy_with_logits", "logits", "reduce_mean", "reduce_sum", "reduce_max",
    "assign_sub", "assign_add", "assign", "gradient", "relu", "matmul", "newaxis", "log_softmax",
    "sigmoid",
}  # fmt: skip
"""Names of Python, of NumPy and of the frameworks, which need not be shown."""


def test_names_are_their_own():
    names = Counter(unit[0].passage.name if unit[0].passage else unit[0].name
                    for unit in units(bank()))  # fmt: skip
    names += Counter(q.name for q in bank() if q.passage and q.name != q.passage.name)
    assert [name for name, n in names.items() if n > 1] == []


@every(question=QUESTIONS)
def test_a_question_is_whole(question):
    assert question.kind in KINDS
    assert set(question.items) <= set(ITEMS)
    assert set(question.concepts) <= set(all_concepts())
    for language in ("en", "ja"):
        assert len({c[language] for c in question.choices}) == 4
        assert len({w[language] for w in question.why}) == 4
    texts = [question.stem, *question.choices, *question.why]
    texts += [question.passage.text] if question.passage else []
    for text in texts:
        assert not JAPANESE.search(re.sub(r"【.】", "", text.en)), text.en
        assert not re.search(r"(です|ます|ません)[。、]", text.ja), text.ja
        assert not re.search("連問|set I", text.en + text.ja)
    for why in question.why:
        assert why.ja.endswith("。"), why.ja
        assert why.en.endswith((".", ")", "*")), why.en
    if question.kind == "statement":
        assert question.source


@every(question=FILLS)
def test_a_choice_uses_no_name_that_is_not_shown(question):
    shown = question.passage.code + " " + question.passage.text.en
    known = set(re.findall(r"\b[A-Za-z_]\w*", shown)) | COMMON | set(keyword.kwlist)
    for choice in question.choices:
        assert not set(re.findall(r"\b[A-Za-z_]\w*", choice.en)) - known, choice.en


@every(question=FILLS)
def test_right_and_wrong_blanks_look_alike(question):
    sizes = [len(c.en) for c in question.choices]
    assert max(sizes) <= 2.1 * min(sizes) or max(sizes) - min(sizes) <= 16, sizes
    assert not any(c.en.strip("`") in ("pass", "True", "False", "None") for c in question.choices)
    assert not any(re.search(r"--|\+\+", c.en) for c in question.choices)


def test_functions_have_two_to_eight_blanks_in_all_three_ways():
    blanks = Counter(q.passage.name for q in QUESTIONS if q.kind == "fill")
    assert all(2 <= n <= 8 for n in blanks.values()), blanks
    assert max(blanks.values()) == 8
    assert len(blanks) >= 20
    for framework in ("torch-", "keras-"):
        assert sum(name.startswith(framework) for name in blanks) >= 3


def test_the_right_choice_is_neither_always_longest_nor_at_one_place():
    longest = 0
    for q in FILLS:
        sizes = [len(c.en) for c in q.choices]
        longest += sizes[q.right] == max(sizes) and sizes.count(max(sizes)) == 1
    assert longest <= 0.4 * len(FILLS)
    places = Counter(q.right for q in QUESTIONS)
    assert all(0.12 < places[i] / len(QUESTIONS) < 0.4 for i in range(4))


FIGURED = [q for q in QUESTIONS if q.passage and q.passage.figure]


@every(question=FIGURED)
def test_the_key_says_what_the_data_of_the_figure_are(question):
    known = figures()[question.passage.name.replace("-", "_")]()
    assert question.passage.figure == known.figure
    right = question.choices[question.right].en
    if question.name == "which-curve-overfits":
        told = {known.truth[label]: label for label in "PQR"}
        want = f"{told['overfits']} overfits, {told['underfits']} underfits"
    elif question.name == "shares-of-diffusion":
        parts = {"P": r"50\beta_t", "Q": r"\sqrt{\bar\alpha_t}", "R": r"\sqrt{1 - \bar\alpha_t}"}
        want = ", ".join(f"{k}: ${v}$" for k, v in parts.items())
    elif question.name == "error-by-penalty":
        assert f"λ = {10 ** int(known.truth['']):g} is" in right
        assert right.endswith("underfit.")
        return
    else:
        want = ", ".join(f"{k}: {v}" if k else v for k, v in known.truth.items())
    assert right == want


@every(question=FIGURED)
def test_no_figure_names_what_is_asked(question):
    figure = question.passage.figure
    for line in figure.lines:
        assert re.fullmatch(r"(P|Q|R)( train| val)?|train|val", line.label)
        assert len(line.x) == len(line.y) >= 4
        assert not figure.log or min(line.y) > 0


def test_figures_are_the_same_every_time():
    assert len(FIGURED) >= 25
    assert {q.passage.name.replace("-", "_") for q in FIGURED} == set(figures())
    with pytest.raises(KeyError):
        figure_of("no_such_figure")


def test_some_sets_hold_questions_of_different_kinds():
    kinds = {}
    for q in QUESTIONS:
        if q.passage:
            kinds.setdefault(q.passage.name, set()).add(q.kind)
    assert sum(len(own) >= 2 for own in kinds.values()) >= 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("right = true\n", "", "one of them right"),
        ('kind = "fill"', 'kind = "riddle"', "no kind"),
        ('blank = "あ"', 'blank = "ん"', "does not stand once"),
        (re.search(r"why_ja = .*\n", (FOLDER / "training.toml").read_text("utf-8"))[0], "",
         "why_ja is missing"),
    ],
)  # fmt: skip
def test_a_set_that_lacks_something_is_refused(old, new, said):
    text = (FOLDER / "training.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(WrittenError, match=said):
        list(read(text.replace(old, new, 1)))
