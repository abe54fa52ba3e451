"""What the cause of a slip is called: the same words as those of the fingerprints."""

from __future__ import annotations

_KINDS = {
    "sign": (
        "minus_dropped sign_flipped difference_turned sign_added"
    ),
    "missing_term": (
        "term_dropped factor_dropped divisor_dropped left_out overwritten limit_dropped "
        "one_side_alone one_minus_dropped function_dropped argument_dropped copy_dropped "
        "power_dropped root_dropped"
    ),
    "constant_factor": (
        "doubled halved coefficient_changed mean_for_sum sum_for_mean divided_by_the_batch "
        "count_confused"
    ),
    "epsilon_place": "epsilon_moved epsilon_subtracted",
    "transposed": "transposition_dropped transposition_added product_transposed",
    "permuted": (
        "name_confused any_name names_exchanged matrices_swapped order_swapped arguments_swapped "
        "order_not_reversed order_reversed read_by_columns one_minus_added"
    ),
    "wrong_condition": (
        "comparison_turned boundary_changed condition_negated condition_fixed branches_swapped "
        "or_for_and switch_turned off_by_one start_forgotten element_left_out padded_otherwise"
    ),
    "wrong_shape": "keepdims_dropped",
    "state_kept": "rebound",
}  # fmt: skip
"""By the name of a cause, the kinds of slips that come to it; all others are another formula."""

NAMES = {kind: name for name, kinds in _KINDS.items() for kind in kinds.split()}


def name_of(kind: str) -> str:
    """Return the cause's name for a kind of slip."""
    return NAMES.get(kind, "other_formula")
