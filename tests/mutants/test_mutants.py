"""The campaign of mutants: what it makes, that it notices, and that what is published is so."""

from collections import Counter
from functools import partial

import by_the_harness
import by_the_judge
import pytest
from by_tests import importing, who_sees, with_tests
from children import in_child
from exchanging import exchanged
from harmless import reasons
from joining import joined, left_out
from making import edits, mutants
from repository import ROOT
from standing_in import importers, stand_in

from parity.checking.judging import judge
from reports.mutants import DATA, PAGES, page, read, score, write

TANH = "numpy_impl/activations/tanh.py"
SOURCE = '''"""Words."""
from math import sqrt

LIMIT = 2


def f(x: float, scale: float = 0.5) -> float:
    """More words."""
    if x < 0:
        raise ValueError(f"x is {x}, but must not be negative.")
    # a remark, そのまま
    y = scale * sqrt(x)
    return y if x != LIMIT else -y
'''


def made(source=SOURCE):
    return mutants("some.py", source)


def test_a_mutant_is_one_edit_of_one_place():
    found = made()
    assert len({m.key for m in found}) == len(found)
    for mutant in found:
        edited = mutant.source(SOURCE).splitlines()
        differing = [i for i, (a, b) in enumerate(zip(SOURCE.splitlines(), edited, strict=True), 1)
                     if a != b]  # fmt: skip
        assert differing == [mutant.line]
        compile(mutant.source(SOURCE), "some.py", "exec")


def test_what_computes_is_edited_and_words_are_not():
    after = {(m.where, m.after) for m in made()}
    for line in ("LIMIT = 3", "LIMIT = 1"):
        assert ("", line) in after
    for line in ("y = (scale / sqrt(x))", "y = scale", "y = sqrt(x)", "y = scale * x", "pass",
                 "return None", "return y if (x == LIMIT) else -y",
                 "return y if x != LIMIT else y", "if (x <= 0):", "if x < 1:",
                 "def f(x: float, scale: float = 0.75) -> float:"):  # fmt: skip
        assert ("f", line) in after
    assert not any("ords" in line or "must not" in line for _, line in after)
    kinds = {m.after: (m.refuses, m.default) for m in made()}
    assert kinds["if x < 1:"] == (True, False)
    assert kinds["def f(x: float, scale: float = 0.75) -> float:"] == (False, True)
    assert kinds["y = scale"] == (False, False)


def tried(path, before, after, work):
    """Return what ``work`` gives where a mutant stands in."""
    source = (ROOT / path).read_text(encoding="utf-8")
    (mutant,) = [m for m in mutants(path, source) if (m.before, m.after) == (before, after)]

    def in_its_place():
        stand_in(path, mutant.source(source))
        return work(mutant)

    return in_child(in_its_place, 120)[0]


@pytest.fixture(scope="module")
def checks():
    return by_the_harness.checks(["leaky_relu", "tanh"])


def test_the_harness_notices_a_mutant_that_stands_in_for_its_module(checks):
    def work(mutant):
        asked = by_the_harness.worth_asking(mutant, checks)
        assert asked
        assert all(check.name.startswith("tanh") for check in asked)
        return next((check.name for check in asked if check.sees()), "")

    path = TANH
    source = (ROOT / path).read_text(encoding="utf-8")
    (line,) = {m.before for m in mutants(path, source) if m.before.startswith("return dy * ")}
    said = tried(path, line, "return dy", work)
    assert said.startswith("tanh")
    assert not any(check.sees() for check in checks), "the mutant is gone with its process"


def test_a_test_notices_a_mutant():
    name = "tests/concepts/test_activations.py"
    path = "numpy_impl/activations/relu.py"
    source = (ROOT / path).read_text(encoding="utf-8")
    before = next(m.before for m in mutants(path, source) if m.after == "return None")
    said = tried(path, before, "return None", lambda mutant: who_sees([name]))
    assert said.startswith(f"{name}::test")


def the_mutant(path, after, where=""):
    source = (ROOT / path).read_text(encoding="utf-8")
    return next(
        m for m in mutants(path, source) if m.after == after and where in m.where
    ), source  # fmt: skip


def test_a_function_has_the_mutants_code_wherever_it_is_known_already(checks):
    mutant, source = the_mutant(TANH, "return dy")
    asked = by_the_harness.worth_asking(mutant, checks)

    def work():
        assert exchanged(mutant, source)
        return next((check.name for check in asked if check.sees()), "")

    assert in_child(work, 60)[0].startswith("tanh")
    assert not any(check.sees() for check in asked), "it is gone with its process"


def test_what_cannot_be_exchanged_is_said():
    path = "numpy_impl/losses/mean_squared_error.py"
    without_super, source = the_mutant(path, "pass", "__init__")
    assert not exchanged(without_super, source), "it shares no variable with its class any more"
    path = "numpy_impl/activations/leaky_relu.py"
    source = (ROOT / path).read_text(encoding="utf-8")
    defaults = [m for m in mutants(path, source) if m.default]
    assert defaults
    assert not any(exchanged(m, source) for m in defaults)


def test_tests_that_are_collected_once_are_asked_in_turn(tmp_path):
    name = "tests/concepts/test_activations.py"
    mutant, source = the_mutant(TANH, "return dy")
    said = []

    def with_the_mutant(tests, names):
        assert exchanged(mutant, source)
        return tests.run(names)

    def work(tests):
        tests.find(tmp_path)
        own = [t.name for t in by_the_harness.worth_asking(mutant, tests.tests)]
        other = [t.name for t in tests.tests if t.name not in own]
        assert own
        assert other
        for names in (own, other):
            said.append(in_child(partial(with_the_mutant, tests, names), 60)[0])
        (tmp_path / "said").write_text("\n".join(said))

    in_child(lambda: with_tests([name], work), 120)
    seen, unseen = (tmp_path / "said").read_text().split("\n")
    assert seen.startswith(f"{name}::test")
    assert unseen == ""


def test_only_files_of_tests_that_may_reach_a_mutant_are_read():
    files = importing(["tests/concepts"], ["numpy_impl/reinforcement/sarsa.py"])
    assert "tests/concepts/test_reinforcement.py" in files
    assert "tests/concepts/test_starting_values.py" in files, "it comes by every concept"
    assert "tests/concepts/test_pooling.py" not in files


def test_the_checks_are_those_of_the_concepts_that_import_a_file():
    found = by_the_harness.concepts_importing([TANH])
    assert "tanh" in found
    assert "mlp" in found, "it takes tanh for its activation"
    assert "relu" not in found


def test_who_imports_a_module_is_imported_again():
    among = ["numpy_impl.layer", "numpy_impl.networks.network", "numpy_impl.networks.lenet",
             "numpy_impl.validation", "numpy_impl.initializers.zeros"]  # fmt: skip
    assert importers(["numpy_impl.layer"], among) == set(among[:3])


def test_an_endless_mutant_is_stopped_and_a_dying_one_is_noticed():
    assert in_child(lambda: max(iter(int, 1)), 0.5)[0] == "endless"
    assert in_child(lambda: 1 / 0, 30)[0] == "died"
    assert in_child(lambda: "", 30)[0] == ""


@pytest.mark.parametrize("name", ["relu_maximum", "relu_mask_inverted"])
def test_the_corpus_notices_a_judge_that_says_the_contrary(name, monkeypatch):
    (check,) = by_the_judge.checks_of_people((), [name])
    assert not check.sees()
    real = judge.check_object

    def contrary(*arguments, **options):
        report = real(*arguments, **options)
        report.verdict = {"agrees": "differs", "differs": "agrees"}[report.verdict]
        return report

    monkeypatch.setattr(judge, "check_object", contrary)
    assert check.sees()


KNOWN = reasons()


@pytest.mark.parametrize("path", sorted({path for r in KNOWN for path, *_ in r.mutants}))
def test_a_reason_is_given_for_mutants_that_there_are(path):
    there = edits(path, (ROOT / path).read_text(encoding="utf-8"))
    listed = [key for reason in KNOWN for key in reason.mutants if key[0] == path]
    assert max(Counter(listed).values()) == 1
    assert {key[:4] for key in listed} <= there, "what the code does not say any more"


def published(path, mutants, survivor=""):
    row = {"minutes": 1.0, "valid": {"mutants": mutants, "harness": mutants}, "refusing": {}}
    survivors = [{"path": path, "reason": survivor}] if survivor else []
    return {"folders": {path.rpartition("/")[0]: row}, "files": [path], "survivors": survivors,
            "reasons": {survivor: {}} if survivor else {}}  # fmt: skip


def test_what_is_tried_again_stands_in_its_place_and_what_is_new_comes_to_it():
    old = published("numpy_impl/a/one.py", 5, "copy")
    again = joined(old, published("numpy_impl/a/one.py", 7))
    assert again["folders"]["numpy_impl/a"]["valid"]["mutants"] == 7
    assert again["survivors"] == []
    more = joined(old, published("numpy_impl/a/two.py", 3, "speed"))
    assert more["folders"]["numpy_impl/a"]["valid"] == {"mutants": 8, "harness": 8}
    assert more["folders"]["numpy_impl/a"]["minutes"] == 2.0
    assert [s["reason"] for s in more["survivors"]] == ["copy", "speed"]
    assert more["files"] == ["numpy_impl/a/one.py", "numpy_impl/a/two.py"]


def test_a_folder_is_not_published_again_in_part():
    one, two = "numpy_impl/a/one.py", "numpy_impl/a/two.py"
    old = joined(published(one, 5), published(two, 3))
    again = published(two, 4)
    assert left_out(old, [two], [one, two]) == [one]
    with pytest.raises(ValueError, match=r"one\.py"):
        joined(old, again, [one, two])
    assert joined(old, again, [two])["files"] == [two]  # the other one is there no more


def test_the_published_pages_are_made_from_the_data(tmp_path):
    data = read()
    for written in write(data, tmp_path):
        kept = ROOT / "reports" / "published" / written.name
        assert kept.read_bytes() == written.read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {DATA, *PAGES.values()}


def test_of_what_computes_nearly_all_is_noticed_and_the_rest_has_its_reason():
    data = read()
    noticed: Counter[str] = Counter()
    for folder, row in data["folders"].items():
        for counts in (row["valid"], row["refusing"]):
            assert sum(n for fate, n in counts.items() if fate != "mutants") == counts.get(
                "mutants", 0
            )
        if folder.startswith("numpy_impl"):
            noticed.update(row["valid"])
    assert score(noticed) >= 0.995
    for survivor in data["survivors"]:
        assert survivor["reason"] in {"", *data["reasons"]}
        if survivor["path"].startswith("numpy_impl") and survivor["kind"] == "valid":
            assert survivor["reason"], survivor


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_a_survivor_without_a_reason(language):
    survivor = {"path": "a.py", "where": "f", "before": "x", "after": "y", "nth": 0,
                "kind": "valid", "reason": ""}  # fmt: skip
    row = {
        "minutes": 2.0,
        "valid": {"mutants": 4, "harness": 2, "tests": 1, "survives": 1},
        "refusing": {},
    }
    data = {"python": "3", "numpy": "2", "made": "2026-01-01", "reasons": {},
            "folders": {"a": row}, "survivors": [survivor]}  # fmt: skip
    text = page(data, language)
    assert "75.00 %" in text
    assert "- `a.py`, `f`: `x` → `y`" in text
