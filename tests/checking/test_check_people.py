"""``parity check`` on code whose writers had not seen it: what it accuses, and what it sees.

What agrees is verified where the code never ran, too: how it was read has to be told there.
"""

import contextlib
import os
import sys
import tomllib
import warnings
from pathlib import Path

import numpy as np
import pytest
from claims import sent

from parity.checking.judging.attempt import attempt, attempt_alone
from parity.checking.judging.verifying import verified
from parity.checking.loading.definitions import load, resolve

FOLDER = Path(__file__).parents[1] / "corpus" / "people"
SPEC = tomllib.loads(FOLDER.with_suffix(".toml").read_text(encoding="utf-8"))

ACCUSED = {
    "adam_generator_of_steps": "a generator is not driven",
    "amsgrad_maximum_of_moments": "no bias correction, as in the paper",
    "elastic_net_class_ratio": "scikit-learn's alpha and l1_ratio are not read",
    "he_by_fan_out": "its kernels have the fans of another layout",
    "lrn_loop_over_channels": "windows of even size, which the paper does not have",
    "math_sigmoid_scalar": "math.exp overflows for the extreme inputs",
    "one_hot_softmax_grad_only": "exp overflows for large scores",
    "softplus_grad_class": "exp overflows for large inputs",
    "time_attention_loop": "a single query broadcasts, and does not fail",
}
"""Right code that is accused all the same, and why."""

NOT_JUDGED = {
    "additive_attention_keys_not_projected",
    "additive_attention_of_one_query",
    "attention_softmax_diagonal",
    "autoencoder_tied_weights",
    "autograd_log_softmax_op",
    "coursera_backprop_l2_lambda_forgotten",
    "coursera_cost_l2",
    "coursera_dropout_in_forward",
    "coursera_linear_activation_pair",
    "deep_model_l_layers",
    "deep_model_relu_mask_left_out",
    "dense_torch_layout_square_hides_it",
    "epsilon_greedy_draw",
    "epsilon_greedy_draw_turned",
    "exam_global_sigmoid_slope_cut_short",
    "exam_script_delta_not_passed_through_w2",
    "gan_step_free_class",
    "gan_step_free_class_wrong_label",
    "gpt_one_file",
    "gpt_one_file_residual_of_the_norm",
    "l1_gradient_of_the_square",
    "layer_norm_over_the_batch",
    "maxout_dense",
    "nb_two_layer_divided_twice",
    "nnfs_softmax_sum_without_keepdims",
    "plain_script_grad_step",
    "scaled_dot_attention",
    "self_attention_scale_lost_in_dk",
    "self_attention_softmax_without_the_sum",
    "self_attention_two_ways",
    "self_attention_values_path_forgotten",
    "sgd_loop_over_network",
    "simple_conv_net_small",
    "softmax_layer_flat_image",
    "step_of_one_length",
    "svm_loss_pair",
    "training_script_columns",
    "training_script_old_weights",
    "value_with_pow_and_exp",
    "way_back_of_zeros",
}
"""Code that cannot be judged yet."""

PASSED = {
    "coursera_initialize_fan_out": "a convention; only its comment says otherwise",
    "dezero_like_mse_both_signs": "the gradient of the targets is not compared",
    "relu6_inplace_upper_bound": "no input above 6 is tried by itself",
    "svm_loss_correct_class_counted": "its loss and gradient belong together",
    "variable_sum_to_missing": "broadcasting is told as a limit",
}
"""Wrong code that is not seen, and why."""


@contextlib.contextmanager
def undone():
    """Undo what loading and running other people's code changes in this process."""
    path, modules, bytecode = list(sys.path), set(sys.modules), sys.dont_write_bytecode
    finders = list(sys.meta_path)
    state, errors = np.random.get_state(), np.geterr()  # noqa: NPY002
    try:
        with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:
            warnings.simplefilter("ignore")
            with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                yield
    finally:
        sys.path[:], sys.dont_write_bytecode, sys.meta_path[:] = path, bytecode, finders
        for name in [m for m in sys.modules if m not in modules]:
            if name.startswith(("checked_", "pkg_")):
                del sys.modules[name]
        np.random.set_state(state)  # noqa: NPY002
        np.seterr(**errors)


def verdict_of(stem):
    """Return the verdict on one file, without looking for causes."""
    row = SPEC[stem]
    with undone():
        loaded = load(FOLDER / row.get("file", f"{stem}.py"))
        target = resolve(loaded.namespace, row["target"])
        if not row["concept"]:
            report = attempt_alone(
                target, row["target"], loaded.namespace, lambda _: None, loaded.problems
            )
        else:
            report = attempt(
                target,
                row["concept"],
                label=row["target"],
                namespace=loaded.namespace,
                mapping={},
                problems=loaded.problems,
                causes=False,
            )
            if report.verdict == "agrees" and report.evidence:
                assert verified(sent(report), row["concept"]) == report
    return report.verdict


@pytest.mark.parametrize("stem", [s for s in SPEC if SPEC[s]["right"]])
def test_right_code_is_not_accused(stem):
    expected = "agrees"
    if stem in ACCUSED:
        expected = "differs"
    elif stem in NOT_JUDGED:
        expected = "error"
    assert verdict_of(stem) == expected


@pytest.mark.parametrize("stem", [s for s in SPEC if not SPEC[s]["right"]])
def test_wrong_code_is_seen(stem):
    expected = "differs"
    if stem in PASSED:
        expected = "agrees"
    elif stem in NOT_JUDGED:
        expected = "error"
    assert verdict_of(stem) == expected


def test_the_exceptions_are_of_the_corpus():
    assert set(ACCUSED) <= {s for s in SPEC if SPEC[s]["right"]}
    assert set(PASSED) <= {s for s in SPEC if not SPEC[s]["right"]}
    assert set(NOT_JUDGED) <= set(SPEC)
