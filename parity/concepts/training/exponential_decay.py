"""Exponential decay of the learning rate."""

from __future__ import annotations

from parity.concepts.training._schedules import LR, STEPS, at
from parity.describing.concept import Concept, Default, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _stair(of: Implementations, a: Arrays) -> Arrays:
    return {"rate": of("step_decay")(a["step"], 0.5, step_size=1, gamma=0.75)}


exponential_decay = Concept(
    kind="function",
    order=10,
    syllabus=("3-3-3", "3-2-1"),
    needs=("step_decay",),
    title=Text("Exponential decay", "指数減衰(学習率)"),
    summary=Text(
        "The learning rate falls by the same factor at every step.",
        "ステップごとに同じ割合で学習率を下げる。",
    ),
    why=Text(
        "It is the stair with steps so small that none shows. One number says how fast, and the "
        "decay never ends: after a long training the steps may be too small to matter. Keras "
        "states the factor for decay_steps steps, PyTorch for one.",
        "段差が見えないほど細かくした階段に当たる。速さは1つの数で決まり、終わりがない。"
        "長く学習すると、学習率が小さくなりすぎることもある。係数を Keras は decay_steps ステップ"
        "について、PyTorch は1ステップについて指定する。",
    ),
    equation="lr_t = lr gamma^(t / decay_steps)",
    formula=(r"\eta_t = \eta_0 \, \gamma^{\frac{t}{T}}",),
    shapes=STEPS,
    sources=(
        "keras.optimizers.schedules.ExponentialDecay",
        "torch.optim.lr_scheduler.ExponentialLR",
    ),
    cases=(
        at("each_step", [0, 1, 2, 5, 9], lr=0.5, gamma=0.75),
        at("defaults", [0, 1, 10, 20]),
        at("over_several_steps", [[0, 1, 2], [4, 8, 12]], lr=0.25, gamma=0.5, decay_steps=4),
        at("between_two_treads", [1, 2, 5, 7], gamma=0.5, decay_steps=3),
        at("one_step", 7, gamma=0.9, decay_steps=3),
    ),
    defaults=(LR, Default("gamma", 0.95), Default("decay_steps", 1)),
    also_called=("exp_decay", "exponential_lr", "lr_decay"),
    identities=(
        Identity(
            sibling="step_decay",
            text=Text(
                "It is the stair with treads of one step.",
                "段の長さが1ステップの階段である。",
            ),
            case=at("treads_of_one", [0, 1, 4, 7], lr=0.5, gamma=0.75),
            left=evaluated("exponential_decay"),
            right=_stair,
        ),
    ),
    mistakes=(
        Mistake(
            name="factor_of_one_step",
            ja="1ステップの係数とみなす",
            line="part = s / decay_steps",
            wrong="part = s",
            why=Text(
                "gamma is what is left after decay_steps steps, not after one.",
                "gamma は1ステップではなく decay_steps ステップ後に残る割合である。",
            ),
        ),
        Mistake(
            name="floor_taken",
            ja="切り捨ててしまう",
            line="part = s / decay_steps",
            wrong="part = s // decay_steps",
            why=Text(
                "That is the stair (staircase=True in Keras).",
                "それは階段である(Keras の staircase=True)。",
            ),
        ),
        Mistake(
            name="falls_in_a_line",
            ja="直線で下げる",
            line="return lr * gamma**part",
            wrong="return lr * (1 - (1 - gamma) * part)",
            why=Text(
                "That is its tangent at the beginning; it soon becomes negative.",
                "それは始点での接線で、やがて負になる。",
            ),
        ),
    ),
)
