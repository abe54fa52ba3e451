"""What is published is what its data say: every table, every number in words, and today's code."""

import csv
import re

import numpy as np
import pytest
from repository import ROOT

from parity.experiments.claims import CLAIMS
from parity.experiments.data.load import load
from parity.experiments.planning.plan import Plan
from parity.experiments.registry import all_experiments
from parity.experiments.results import read_runs
from parity.experiments.setting import Statement
from parity.experiments.sweeping.runner import Runner
from parity.experiments.training.train import train
from parity.experiments.training.trainers import open_session
from reports.experiments.facts import verdict_on
from reports.experiments.judging.agreement import read_agreements
from reports.experiments.judging.fits import fits
from reports.experiments.judging.statements import MARGIN, decide
from reports.experiments.judging.verdicts import of_both, of_most_seeds
from reports.experiments.publish import PUBLISHED, remade

READMES = {"en": "README.md", "ja": "README.ja.md"}


@pytest.fixture(scope="module")
def texts():
    return remade()


@pytest.fixture(scope="module")
def runs():
    return {name: read_runs(PUBLISHED / name / "runs.csv") for name in all_experiments()}


@pytest.fixture(scope="module")
def digits(runs):
    return {
        name: dict(read_agreements(PUBLISHED / name / "digits.csv", own))
        for name, own in runs.items()
    }


def test_every_published_text_is_made_from_its_data(texts):
    published = {str(p.relative_to(PUBLISHED)) for p in PUBLISHED.rglob("*.md")}
    of_mutants = {"mutants.md", "mutants.ja.md"}  # tests/mutants makes these again
    assert published - of_mutants == set(texts)
    for name, text in texts.items():
        assert (PUBLISHED / name).read_text(encoding="utf-8") == text, (
            f"{name}: python -m reports.experiments.publish makes it again"
        )


def test_a_number_that_is_edited_by_hand_is_found(texts, tmp_path):
    """The comparison above, turned on its head: one accuracy in the data is another."""
    for name in ("vanishing-gradient/runs.csv", "vanishing-gradient/digits.csv"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_text((PUBLISHED / name).read_text())
    path = tmp_path / "vanishing-gradient" / "runs.csv"
    rows = list(csv.DictReader(path.open(newline="")))
    at = next(i for i, row in enumerate(rows) if row["setting"] == "relu-he")
    rows[at]["test_accuracy"] = "0.9"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    table = "vanishing-gradient/table.md"
    assert remade(tmp_path)[table].split("## Pictures")[0] != texts[table].split("## Pictures")[0]


# Settings that make their own data and take a second or two. Networks of several layers are
# not among them: the seeds of their layers are drawn otherwise since those runs.
AGAIN = (
    ("long-dependencies", "rnn-10"),
    ("tensorflow-exercises", "line-noise-0.3"),
    ("optimizers", "bowl-adam"),
    ("optimizers", "bowl-adagrad"),
)


@pytest.mark.parametrize(("name", "setting"), AGAIN)
def test_todays_code_gives_the_published_figures(runs, name, setting):
    """The runs are older than the code, so that is no matter of course."""
    (published,) = (
        r
        for r in runs[name]
        if (r.key.setting, r.key.seed, r.key.framework) == (setting, 0, "numpy")
    )
    plan = Plan.make(
        all_experiments()[name], load("digits"), seeds=[0], frameworks=["numpy"], only=[setting]
    )
    found = train(plan.runs[0], None, open_session("numpy"))
    shared = published.final.keys() & found.final.keys()
    assert len(shared) >= 2
    for figure in shared:
        assert found.final[figure] == pytest.approx(published.final[figure], rel=1e-6, abs=1e-9)


def test_todays_agents_give_the_published_figures(runs):
    found = all_experiments()["grid-worlds"]
    plan = Plan.make(found, load("digits"), seeds=[0], frameworks=["numpy"], only=["cliff-*"])
    runner = Runner("numpy")
    for run in plan.runs:
        (published,) = (
            r
            for r in runs["grid-worlds"]
            if (r.key.setting, r.key.seed, r.key.framework) == (run.key.setting, 0, "numpy")
        )
        outcome = runner.run(plan.source, run)
        assert outcome.result is not None, outcome.error
        assert outcome.result.final == pytest.approx(
            {figure: published.final[figure] for figure in outcome.result.final}, rel=1e-6
        )


# Numbers in words.


def accuracies(runs, setting):
    return [r.final["test_accuracy"] for r in of_most_seeds(setting, runs)]


def claim(name):
    (found,) = (c for c in CLAIMS if c.name == name)
    return found.verdict


def test_the_transformer_coincides_throughout_at_the_lower_rate_alone(runs, digits):
    found = digits["transformer"]
    lower, higher = found["transformer-8-slower"], found["transformer-8"]
    assert lower.steps[-1] == 300
    assert lower.separates is None
    assert min(lower.digits) > 8
    assert higher.separates is not None
    learned = {
        name: accuracies(runs["transformer"], name)
        for name in ("transformer-8", "transformer-8-slower")
    }
    assert np.mean(learned["transformer-8-slower"]) > np.mean(learned["transformer-8"]) > 0.95
    said = all_experiments()["transformer"].summary
    assert "with 0.003 they coincide through all 300 steps" in said.en
    assert "0.003 では300ステップの間ずっと一致" in said.ja


def test_a_deep_q_network_does_the_same_in_the_three_frameworks(runs, digits):
    together = digits["cart-pole"]["dqn"]
    assert together.separates is None
    assert min(together.digits) > 12
    played = {
        framework: [
            r.final["mean_return"]
            for r in runs["cart-pole"]
            if (r.key.setting, r.key.framework) == ("dqn", framework)
        ]
        for framework in ("numpy", "torch", "keras")
    }
    assert played["torch"] == played["keras"] == played["numpy"][:2]


def test_c4_the_network_learns_with_either_slope(runs):
    for form in ("as-taught", "corrected"):
        found = accuracies(runs["binary-addition"], f"sigma-1-{form}")
        assert len(found) >= 5
        assert min(found) > 0.9
    assert "learns in every seed all the same, as taught and corrected" in claim("C4").en
    assert "講座のままでも修正版でも、すべてのシードで学習が進む" in claim("C4").ja


def told(runs, kind, setting):
    return decide(Statement(kind), of_most_seeds(setting, runs), []).holds


def test_the_readmes_words_about_gradients_through_time(runs):
    own = runs["binary-addition"]
    assert told(own, "explodes_through_time", "relu-as-taught") is True
    assert told(own, "explodes_through_time", "tanh-as-taught") is True
    assert told(own, "vanishes_through_time", "tanh-as-taught") is False
    assert told(own, "learns", "tanh-xavier-as-taught") is True
    assert "of ReLU explodes through time, as R2 says" in readme("en")
    assert "of tanh, which R2 has vanish, explodes too" in readme("en")
    assert "from Xavier's weights tanh learns in every seed" in readme("en")
    assert "ReLUの勾配はR2の記述どおり" in readme("ja")
    assert "R2で消失するとされたtanhの勾配も爆発します" in readme("ja")
    assert "Xavierの初期重みからは、tanhはすべてのシードで学習できます" in readme("ja")


def test_the_readmes_words_about_the_adding_problem(runs):
    own = runs["long-dependencies"]
    assert min(accuracies(own, "lstm-30")) > 0.9
    assert max(accuracies(own, "rnn-30")) < 0.3
    assert "at 30 steps an LSTM learns the adding problem in every seed" in readme("en")
    assert "30ステップの加算問題を、LSTMはすべてのシードで学習し" in readme("ja")


def test_the_readmes_words_about_the_ring_of_gaussians(runs, digits):
    ran = runs["gan-ring"]
    found = [r.final["modes"] for r in ran if r.key.setting == "calm"]
    assert len(found) >= 5
    found += [r.final["modes"] for r in ran if (r.key.setting, r.key.seed) == ("minimax", 0)]
    assert set(found) == {8.0}
    calm, minimax = (digits["gan-ring"][name] for name in ("calm", "minimax"))
    assert min(calm.digits) >= 15
    assert calm.steps[-1] == 1500
    assert "agree to 15 digits or more after each hundred of 1,500 steps" in readme("en")
    assert "1,500ステップの100ステップごとに15桁以上一致します" in readme("ja")
    assert numbers(r"from step (\d+) on, they differ by more than a thousandth", "en") == [
        minimax.apart
    ]
    assert numbers(r"ステップ(\d+)から差が 0.001 を超えます", "ja") == [minimax.apart]
    assert {r.key.framework for r in runs["gan-ring"]} == {"numpy", "torch", "keras"}


@pytest.mark.parametrize(
    "name", [name for name, experiment in all_experiments().items() if experiment.facts]
)
def test_what_an_experiment_shows_is_not_refuted_by_its_runs(runs, name):
    for fact in all_experiments()[name].facts:
        assert verdict_on(fact, runs[name]) in ("holds", "undecided"), fact.text.en


def test_the_readmes_words_about_agents(runs):
    for name, settings in (("grid-worlds", ["cliff-sarsa"]), ("cart-pole", ["reinforce"])):
        facts = [
            fact
            for fact in all_experiments()[name].facts
            if fact.setting in settings and fact.quantity == "mean_return"
        ]
        assert [verdict_on(fact, runs[name]) for fact in facts] == ["holds"]
    assert "Beside a cliff SARSA earns more than Q-learning while both explore" in readme("en")
    assert "CartPole's pole stands for more than 195 steps on average" in readme("en")
    assert "探索しながら得る報酬はSARSAのほうがQ学習より多く" in readme("ja")
    assert "CartPoleの棒が平均で195ステップを超えて立ちます" in readme("ja")


def test_what_is_said_of_the_actor_critics_seeds(runs):
    own = [r for r in runs["cart-pole"] if r.key.setting == "actor-critic"]
    ours = [r.final for r in own if r.key.framework == "numpy"]
    assert len(ours) == 10
    assert sum(final["lost"] > 300 for final in ours) == 1
    assert sum(final["mean_return"] + final["lost"] < 50 for final in ours) == 1
    summary = all_experiments()["cart-pole"].summary
    assert "one loses more than 300 steps of what it had learnt, and one never learns" in summary.en
    assert "1つは身に付けた300ステップ超を失い、1つは最後まで学習できない" in summary.ja


def test_c9_the_start_from_theta(runs):
    one_class = [
        r.final["predicted_classes"] == 1
        for r in of_most_seeds("adagrad-from-theta", runs["optimizers"])
    ]
    assert (sum(one_class), len(one_class)) == (9, 10)
    assert "nine of ten seeds" in claim("C9").en
    assert "10個中9個のシード" in claim("C9").ja
    mean = np.mean(accuracies(runs["optimizers"], "default-adagrad"))
    assert f"{mean:.2f}" == "0.45"
    assert ".45" in claim("C9").en
    assert ".45" in claim("C9").ja


def test_c10_momentum_learns_in_no_seed(runs):
    momentum = accuracies(runs["optimizers"], "default-momentum")
    assert len(momentum) == 10
    assert max(momentum) < 0.5
    assert "none of ten seeds" in claim("C10").en
    experiment = all_experiments()["optimizers"]
    (said,) = (r for r in experiment.reported if r.test == 0.938)
    found = fits(experiment, said, runs["optimizers"])
    assert found.title.en == "Momentum, ReLU, Xavier"
    assert ".938 fits ReLU with Xavier" in claim("C10").en


def test_c11_small_batches(runs):
    """Batch normalization costs accuracy up to 4, does not matter at 8, and pays from 16 on."""
    own = runs["batch-norm"]
    for size, kind in ((1, "lower"), (2, "lower"), (4, "lower"), (8, "no_effect"), (16, "higher"),
                       (64, "higher")):  # fmt: skip
        plain = f"relu-he-batch-{size}"
        others = of_most_seeds(plain, own)
        for form in ("as-taught", "corrected"):
            normed = [
                r
                for r in own
                if r.key.setting == f"{plain}-batch-norm-{form}"
                and r.key.framework == others[0].key.framework
            ]
            assert decide(Statement(kind, than=plain), normed, others).holds, (size, form)
    assert f"{MARGIN:g}".removeprefix("0") == ".02"
    assert "up to 4, makes no difference of .02 at 8, and pays from 16 on" in claim("C11").en
    assert "4以下で精度が下がり、8では .02 の差もなく、16以上で上がる" in claim("C11").ja


def test_c20_dropout_is_lower(runs):
    told = [
        f"{np.mean(accuracies(runs['overfitting'], setting)):.3f}".removeprefix("0")
        for setting in ("dropout-0.15-as-taught", "none")
    ]
    assert all(number in claim("C20")[language] for number in told for language in ("en", "ja"))


def test_c23_how_long_learning_takes(runs):
    own = runs["overfitting"]

    def steps(setting):
        found = [r.final.get("steps_to_90", np.inf) for r in of_most_seeds(setting, own)]
        assert len(found) == 10
        return found

    for setting, words in (
        ("none", ("150 to 250", "150〜250")),
        ("dropout-0.1-corrected", ("350 to 450", "350〜450")),
        ("dropout-0.15-corrected", ("450 to 650", "450〜650")),
    ):
        assert words[0] == f"{min(steps(setting)):.0f} to {max(steps(setting)):.0f}"
        assert words[0] in claim("C23").en
        assert words[1] in claim("C23").ja
    for rate in ("0.1", "0.15"):
        taught, mended = steps(f"dropout-{rate}-as-taught"), steps(f"dropout-{rate}-corrected")
        assert min(taught) > max(mended)


def test_c23_batch_normalization_speeds_sigmoid_up(runs):
    def told(kind, setting, than=""):
        own = runs["batch-norm"]
        others = of_most_seeds(than, own) if than else []
        return decide(Statement(kind, than), of_most_seeds(setting, own), others).holds

    assert told("learns", "sigmoid-gauss-batch-norm-as-taught") is True
    assert told("learns", "sigmoid-gauss") is False
    assert told("faster", "relu-he-batch-norm-as-taught", "relu-he") is None
    assert "our ten seeds leave it undecided" in claim("C23").en


def readme(language):
    text = (ROOT / READMES[language]).read_text(encoding="utf-8")
    return text.replace("\n", " " if language == "en" else "")


def numbers(said, language):
    found = re.search(said, readme(language))
    assert found, said
    return [int(group) for group in found.groups()]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"of (\d+) figures that could be run, (\d+) are inside what our seeds give, (\d+) "
               r"outside, (\d+) are collapses, and (\d+) our seeds cannot decide; about (\d+) "
               r"would lie outside by chance alone\. Of (\d+) statements (\d+) hold"),
        ("ja", r"実行できた(\d+)件の値のうち、(\d+)件がシードで起こりうる範囲の内、(\d+)件が外、"
               r"(\d+)件が崩壊で、(\d+)件は判定できませんでした。偶然だけでも約(\d+)件が外に"
               r"なります。言葉の記述は(\d+)件のうち(\d+)件が成り立ちます"),
    ],
)  # fmt: skip
def test_the_readmes_counts_are_those_of_the_claims(texts, language, said):
    counted, text = {}, texts["claims.md"]
    for row in re.findall(r"^\| ([a-z ]+) \| (\d+|–) \| (\d+|–) \|$", text, re.MULTILINE):
        counted[row[0]] = [0 if cell == "–" else int(cell) for cell in row[1:]]
    figures = [counted[v][0] for v in ("inside", "outside", "collapse", "undecided")]
    words = [counted[v][1] for v in ("holds", "does not hold", "undecided")]
    (chance,) = re.findall(r"about (\d+) would lie outside by chance", text)
    expected = [sum(figures), *figures, int(chance), sum(words), words[0]]
    assert numbers(said, language) == expected


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"agree to (\d+) digits or more after each hundred of 2,000 steps, and those of six "
               r"convolutions with Adam, of one seed, after each hundred of 1,000"),
        ("ja", r"2,000ステップの100ステップごとに(\d+)桁以上一致し、6層の畳み込みネットワークと"
               r"Adamでも(?:、1つのシードで)1,000ステップまで同じです"),
    ],
)  # fmt: skip
def test_the_readmes_digits_are_those_of_the_runs(runs, digits, language, said):
    (told,) = numbers(said, language)
    vanishing = digits["vanishing-gradient"].values()
    assert {a.steps[-1] for a in vanishing} == {2000}
    deep = digits["convolution"]["deep-float64"]
    assert deep.steps[-1] == 1000
    assert deep.seeds == 1
    least = min(*(min(a.digits) for a in vanishing), min(deep.digits))
    assert int(least) == told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"on batches of 2 and 4, rounding alone drives them apart within (\d+) to (\d+) "
               r"steps; in float32, the convolutional networks separate within (\d+)"),
        ("ja", r"サイズ2や4のバッチでバッチ正規化を使うと、丸め誤差だけで(\d+)〜(\d+)"
               r"ステップのうちに別の経路へ分かれます。float32 では、畳み込みネットワークも(\d+)"
               r"ステップ以内に分かれます"),
    ],
)  # fmt: skip
def test_the_readmes_separations_are_those_of_the_runs(digits, language, said):
    small = [
        digits["batch-norm"][f"relu-he-batch-{size}-batch-norm-{form}"].separates
        for size in (2, 4)
        for form in ("as-taught", "corrected")
    ]
    single = [
        digits["convolution"][name].separates
        for name in ("simple", "double", "deep-as-taught", "deep-corrected")
    ]
    assert numbers(said, language) == [min(small), max(small), max(single)]


def test_the_readmes_adagrad_figures_fit_a_start_from_theta(runs):
    """ "Fit", not "are": the start was searched for afterwards."""
    experiment, own = all_experiments()["optimizers"], runs["optimizers"]
    from_theta = of_most_seeds("adagrad-from-theta", own)
    one_class = [
        said
        for said in experiment.reported
        if said.setting == "default-adagrad" and said.test is not None and said.test < 0.2
    ]
    assert len(one_class) == 2
    for said in one_class:
        assert of_both(said, of_most_seeds("default-adagrad", own)) != "inside"
        assert of_both(said, from_theta) == "collapse"
        assert fits(experiment, said, own).name == "adagrad-from-theta"
    assert "Two AdaGrad figures of one class fit" in readme("en")
    assert "AdaGradの2つの値は、" in readme("ja")
    assert "とすれば合います" in readme("ja")
