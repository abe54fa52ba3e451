"""Where several arrays are given, one of them decides the type: the others may be in float64."""

import warnings

import numpy as np
import pytest

from parity.harness.evaluators.evaluation import upstream_of
from parity.harness.evaluators.numpy_evaluator import cast
from parity.harness.evaluators.subject import implementation, way_back
from parity.harness.evaluators.trials import FLOAT32, FLOAT64, Call, Pass
from parity.harness.plan import drawn_cases
from parity.harness.registry import all_concepts

DECIDES = {
    **dict.fromkeys(("half_squared_error", "mean_squared_error", "binary_cross_entropy",
                     "cross_entropy", "taught_cross_entropy", "cross_entropy_error"), "y"),
    **dict.fromkeys(("binary_cross_entropy_with_logits", "softmax_cross_entropy", "ctc_loss",
                     "label_smoothing", "dropout", "rnn_taught", "transformer_encoder_block",
                     "denoising_autoencoder", "vae", "policy_gradient", "actor_critic",
                     "gradient_check"), "x"),
    **dict.fromkeys(("reparameterize", "kl_to_standard_normal"), "mu"),
    **dict.fromkeys(("dice_loss", "hinge_loss", "huber", "mean_absolute_error"), "y"),
    **dict.fromkeys(("focal_loss", "distillation_loss"), "x"),
    **dict.fromkeys(("kl_divergence", "js_divergence"), "p"),
    "contrastive_loss": "x1",
    "gaussian_nll": "mu",
    "info_nce": "q",
    "triplet_loss": "anchor",
    "evidence_lower_bound": "x_hat",
    "gan_value": "d_real",
    "cycle_consistency_loss": "x_cycled",
    "diffusion": "x0",
    "diffusion_noising": "x0",
    "diffusion_reverse_step": "x_t",
    "discounted_returns": "r",
    "td_target": "q_next",
    "epsilon_greedy": "q",
    "q_learning": "Q",
    "sarsa": "Q",
    "policy_evaluation": "R",
    "value_iteration": "R",
    "a3c_updates": "W",
    "dqn": "W1",
    "double_dqn": "W1",
}  # fmt: skip
"""The input whose type the results have; elsewhere NumPy's own rule decides, the widest."""

APART = {"optimizer", "layer_table", "sampled", "own_steps", "draws"}


def wide(trial):
    return [name for name, array in trial.inputs.items() if array.dtype == FLOAT64]


def results(trial, main):
    given = {n: a.astype(FLOAT32) if n == main else a for n, a in trial.inputs.items()}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        return trial.run(given, FLOAT32)


def trials(concept):
    for case in drawn_cases(concept).values():
        if "@" not in case.name and not APART & set(case.options):
            trial = (Call if case.kind == "function" else Pass)(case, None)
            if len(wide(trial)) > 1:
                yield case.name, trial


@pytest.mark.parametrize("name", DECIDES)
def test_one_array_decides_the_type_and_the_others_follow(name):
    found = 0
    for case, trial in trials(all_concepts()[name]):
        for result, array in results(trial, DECIDES[name]).items():
            assert np.asarray(array).dtype != FLOAT64, (case, result)
            found += 1
    assert found


OF_AN_ARRAY = ("cosine_similarity",)  # whose dy has no axes only where u and v are two vectors


def of_a_scalar(concept):
    for case in drawn_cases(concept).values():
        if "@" not in case.name and not APART & set(case.options):
            dys = upstream_of(case, 0) if case.upstream else {}
            if dys and all(np.ndim(dy) == 0 for dy in dys.values()):
                yield (Call if case.kind == "function" else Pass)(case, None)


def arriving_in_float64(concept, trial):
    """Yield the results of one pass in float32 whose upstream gradient is a float64 scalar."""
    single = {n: cast(a, FLOAT32) for n, a in trial.inputs.items()}
    dys = [np.float64(dy) for dy in upstream_of(trial.case, 0).values()]
    if isinstance(trial, Pass):
        subject = trial.fresh(FLOAT32)
        trial.forward(subject, single)
        given = trial.backward(subject, *dys)
    else:
        config = trial.case.configuration("numpy")
        back = way_back(concept, implementation("numpy", concept))
        given = dict(enumerate(back(*dys, *single.values(), **config)))
    yield from given.items()


def test_a_scalar_that_arrives_in_float64_leaves_float32_as_it_is():
    concepts, widened = set(), []
    for concept in all_concepts().values():
        if concept.kind == "network" or concept.name in OF_AN_ARRAY:
            continue
        for trial in of_a_scalar(concept):
            concepts.add(concept.name)
            widened += [
                (concept.name, trial.case.name, name)
                for name, array in arriving_in_float64(concept, trial)
                if np.asarray(array).dtype == FLOAT64
            ]
    assert not widened
    assert len(concepts) >= 55
