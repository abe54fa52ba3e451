"""Cases of small worlds, and what is said of every method that knows their tables."""

from __future__ import annotations

from typing import Any

from parity.concepts.reinforcement._tables import cliff, small_grid
from parity.describing.concept import Case, Text
from parity.describing.draw import Draw, normal, probabilities, values

WORLD = "(S, A, S): the probability of each next state"
REWARDS = "(S, A): on average"


def world(
    name: str,
    S: int,
    A: int,
    policy: bool = False,
    P: Draw | None = None,
    R: Draw | None = None,
    pi: Draw | None = None,
    **more: Any,
) -> Case:
    """Return a case of S states and A actions, drawn where none are given."""
    ours = more.pop("ours", False)
    inputs = {"P": P or probabilities(S, A, S, least=0.0), "R": R or normal(S, A)}
    if policy:
        inputs["pi"] = pi or probabilities(S, A)
    return Case(
        name,
        inputs=inputs,
        config=more,
        differentiable=("R",),
        options={"outputs": ("V", "Q")},
        ours=ours,
    )


def grid_case(name: str, policy: bool = False, **more: Any) -> Case:
    """Return a case on the grid with a goal, a pit and a wall."""
    P, R = small_grid()
    return world(name, len(R), 4, policy, values(P), values(R), None, **more)


def cliff_case(name: str, policy: bool = False, **more: Any) -> Case:
    """Return a case on the cliff."""
    P, R = cliff()
    return world(name, len(R), 4, policy, values(P), values(R), None, **more)


ROWS_AND_COLUMNS = Text(
    "P[s, a] is the distribution of the next state, and its row is multiplied by the values. "
    "Transposed it asks from which states one comes, not to which one goes.",
    "P[s, a] は次の状態の分布であり、その行を価値に掛ける。"
    "転置すると、どこへ行くかではなく、どこから来たかになってしまう。",
)
NEXT_VALUES_NOT_DISCOUNTED = Text(
    "The value of the next state lies a step ahead, so it counts gamma times.",
    "次の状態の価値は1ステップ先のものなので、gamma を掛ける。",
)
REWARD_DISCOUNTED = Text(
    "The reward of this step is earned now; only what comes after it is discounted.",
    "このステップの報酬は今得られる。割り引くのは、その後の分だけである。",
)
