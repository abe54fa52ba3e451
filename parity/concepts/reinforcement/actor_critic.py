"""The loss of an actor and a critic."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.reinforcement._policies import (
    GRADIENT_OF_THE_LOGARITHM,
    LOGARITHM_FORGOTTEN,
    LOGITS,
    SIGN_OF_THE_LOSS,
    TAKEN,
)
from parity.concepts.reinforcement._sources import MNIH_2016, SUTTON
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

FAR_APART = values([[96.0, 96.0, -96.0, 8.0], [-90.0, 2.0, 2.5, 3.0], [3.0, 4.0, 2.0, -60.0]])
"""Logits whose exponentials overflow unless the greatest is subtracted.

None is near 0, where finite differences take small steps: the loss is large, and its rounding is
divided by the step.
"""
PARTS = ("L", "actor", "critic", "entropy")


def _case(
    name: str,
    T: int,
    A: int,
    after: bool = True,
    done: Draw | None = None,
    x: Draw | None = None,
    **more: Any,
) -> Case:
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "x": x or normal(T, A),
            "v": normal(T),
            "a": labels(T, classes=A),
            "r": normal(T),
            "done": done or bernoulli(T, keep=0.25),
            **({"after": normal()} if after else {}),
        },
        upstream={"L": SCALAR},
        config=more,
        differentiable=("x", "v"),
        ours=ours,
        options={"outputs": PARTS, "differences": ("dx",)},
    )


def _actor(of: Implementations, a: Arrays) -> Arrays:
    names = ("x", "v", "a", "r", "done", "after")
    _, actor, _, _ = of("actor_critic")(*(a[name] for name in names), gamma=0.9)
    return {"actor": actor}


def _reinforce(of: Implementations, a: Arrays) -> Arrays:
    G = of("discounted_returns")(a["r"], a["done"], a["after"], gamma=0.9)
    return {"actor": of("policy_gradient")(a["x"], a["a"], G, a["v"])}


actor_critic = Concept(
    kind="function",
    order=9,
    syllabus=("4-7-2",),
    needs=("policy_gradient", "td_target"),
    title=Text("Actor-critic loss (A3C)", "Actor-Critic の損失(A3C)"),
    summary=Text(
        "A policy gradient whose baseline is a learned value: the actor is told by the critic how "
        "much better than expected an action was.",
        "学習した価値をベースラインとする方策勾配法。行動が期待よりどれだけ良かったかを、"
        "Critic が Actor に教える。",
    ),
    why=Text(
        "REINFORCE waits for the end of the episode, and its returns vary much. An actor-critic "
        "looks n steps ahead and asks its critic for the rest, which also serves as baseline: the "
        "advantage is what an action brought beyond expectation. The critic learns to foretell "
        "the return. The entropy keeps the policy from becoming sure too early. A3C lets several "
        "workers gather rollouts side by side, so that what is learned from is varied without a "
        "replay memory.",
        "REINFORCE はエピソードの終わりを待たなければならず、収益のばらつきも大きい。"
        "Actor-Critic は n ステップ先まで見て、その先の価値は Critic に尋ねる。"
        "その価値はベースラインにもなり、行動が期待をどれだけ上回ったか(アドバンテージ)を表す。"
        "Critic は収益を予測するように学習する。エントロピーの項は、"
        "方策が早くから決め打ちになるのを防ぐ。A3C では複数のワーカーが並列に経験を集めるので、"
        "経験再生がなくても多様なデータから学習できる。",
    ),
    equation="L = -mean(A log pi(a)) + c_v mean((R - V)^2) - c_e mean(H), A = R - V",
    formula=(
        r"R_t = r_t + \gamma (1 - d_t) R_{t+1}, \quad A_t = R_t - V(s_t)",
        r"L = \frac{1}{T} \sum_t \left( -A_t \,\log\, \pi(a_t \mid s_t) + c_v (R_t - V(s_t))^2 - "
        r"c_e H_t \right)",
        r"\frac{\partial L}{\partial x_{tc}} = \frac{1}{T} \left( A_t (\pi_{tc} - [c = a_t]) + "
        r"c_e \pi_{tc} (\log\, \pi_{tc} + H_t) \right)",
        r"\frac{\partial L}{\partial V(s_t)} = \frac{2 c_v}{T} (V(s_t) - R_t)",
    ),
    derivation=(
        GRADIENT_OF_THE_LOGARITHM,
        Step(
            heading=Text(
                "The actor sees the advantage as a number",
                "Actor にとって、アドバンテージは定数である",
            ),
            text=Text(
                "So its part is REINFORCE's, with the critic's value as baseline. Autograd would "
                "run into the critic here: the advantage is detached.",
                "したがってこの部分は、Critic の価値をベースラインとする REINFORCE と同じになる。"
                "自動微分ではここから Critic に勾配が流れてしまうので、"
                "アドバンテージを計算グラフから切り離す(detach)。",
            ),
            equation=r"\frac{\partial}{\partial x_c} (-A \,\log\, \pi(a)) = A (\pi_c - [c = a])",
        ),
        Step(
            heading=Text(
                "The entropy pushes towards what is improbable",
                "エントロピーの項は、確率の低い行動を押し上げる",
            ),
            text=Text(
                "Each log pi has the gradient of a log-softmax; the terms without a logarithm add "
                "up to 0.",
                "各 log pi の勾配は対数ソフトマックスのものである。"
                "対数を含まない項の和は 0 になる。",
            ),
            equation=r"\frac{\partial H}{\partial x_c} = -\pi_c (\log\, \pi_c + H)",
            check=Text(
                "It is 0 where all actions are equally probable, as the entropy is greatest there.",
                "すべての行動が等確率のとき 0 になる。そこでエントロピーが最大だからである。",
            ),
        ),
        Step(
            heading=Text(
                "The critic is moved towards the n-step return",
                "Critic は n ステップ収益に近づく",
            ),
            text=Text(
                "R is the target, and a constant although it ends with a value of the critic.",
                "R は目標値であり、末尾に Critic の価値を含んでいても定数とみなす。",
            ),
            equation=r"\frac{\partial}{\partial V} c_v (R - V)^2 = 2 c_v (V - R)",
        ),
    ),
    shapes={
        "x": LOGITS,
        "v": "(T,): the critic's value of each state",
        "a": TAKEN,
        "r": "(T,)",
        "done": "(T,): 1 where an episode ended",
        "after": "scalar: the critic's value after the last step",
        "L": "scalar; so are its three parts",
    },
    sources=(f"{MNIH_2016}, section 4", f"{SUTTON}, section 13.5"),
    cases=(
        _case("rollout", 6, 3, gamma=0.9),
        _case("no_end", 5, 4, done=values(np.zeros(5)), gamma=0.9),
        _case("ends_with_the_episode", 4, 3, done=values([0.0, 0.0, 0.0, 1.0]), gamma=0.75),
        _case("entropy", 5, 3, gamma=0.9, value_weight=1.0, entropy_weight=0.5),
        _case("no_entropy", 7, 2, gamma=0.9, value_weight=0.25, entropy_weight=0.0),
        _case("without_after", 5, 3, after=False, gamma=0.9, entropy_weight=0.25),
        _case("one_step", 1, 4, gamma=0.9, entropy_weight=0.25),
        _case("far_apart", 3, 4, x=FAR_APART, gamma=0.9, entropy_weight=0.5),
        _case("defaults", 8, 3, ours=True),
        _case("without_after_by_default", 6, 3, after=False, ours=True),
    ),
    defaults=(
        Default("after", 0.0),
        Default("gamma", 0.99),
        Default("value_weight", 0.5),
        Default("entropy_weight", 0.01),
    ),
    also_called=("a2c", "a2c_loss", "a3c_loss", "actor_critic_loss", "advantage_actor_critic"),
    identities=(
        Identity(
            sibling="policy_gradient",
            text=Text(
                "The actor's part is the policy gradient with the critic's values as baseline.",
                "Actor の損失は、Critic の価値をベースラインとする方策勾配の損失である。",
            ),
            case=_case("the_actor_alone", 6, 3),
            left=_actor,
            right=_reinforce,
        ),
    ),
    mistakes=(
        Mistake(
            name="advantage_flows_into_the_critic",
            ja="アドバンテージの勾配が critic に流れる",
            line="dv = dL / T * c_v * 2 * (v - R)",
            wrong="dv = dL / T * (c_v * 2 * (v - R) + log_pi[np.arange(T), a])",
            why=Text(
                "The advantage is a number for the actor. If its gradient flows on, the critic "
                "learns to make the actor's loss small, and its values are no values any more.",
                "Actor にとってアドバンテージは定数である。勾配を流すと、Critic は Actor の損失を"
                "小さくするように学習し、その出力は価値でなくなってしまう。",
            ),
        ),
        Mistake(
            name="sign_of_the_advantage",
            ja="アドバンテージの符号が逆",
            line="advantage = R - v",
            wrong="advantage = v - R",
            why=Text(
                "The advantage is what came less what was expected; the other way round it is the "
                "critic's error, and good actions become rarer.",
                "アドバンテージは、得られたものから期待を引いたものである。"
                "逆にすると、良い行動ほど取られなくなる。",
            ),
        ),
        Mistake(
            name="critic_no_baseline",
            ja="critic をベースラインに使わない",
            line="advantage = R - v",
            wrong="advantage = R",
            why=Text(
                "Without the critic's value it is REINFORCE, whose samples vary much more.",
                "Critic の価値を引かないと REINFORCE になり、標本のばらつきがずっと大きくなる。",
            ),
        ),
        Mistake(
            name="logarithm_forgotten",
            ja="対数を忘れる",
            line="actor = -(advantage * log_p[np.arange(T), a]).mean()",
            wrong="actor = -(advantage * np.exp(log_p)[np.arange(T), a]).mean()",
            why=LOGARITHM_FORGOTTEN,
        ),
        Mistake(
            name="sign_of_the_actors_loss",
            ja="actor の損失の符号が逆",
            line="actor = -(advantage * log_p[np.arange(T), a]).mean()",
            wrong="actor = (advantage * log_p[np.arange(T), a]).mean()",
            why=SIGN_OF_THE_LOSS,
        ),
        Mistake(
            name="entropy_made_small",
            ja="エントロピーを小さくする",
            line="L = actor + float(value_weight) * critic - float(entropy_weight) * entropy",
            wrong="L = actor + float(value_weight) * critic + float(entropy_weight) * entropy",
            why=Text(
                "The entropy is to stay large, so it is subtracted from the loss; added, it makes "
                "the policy sure too early.",
                "エントロピーは大きく保ちたいので、損失から引く。"
                "足してしまうと、方策は早くから決め打ちになる。",
            ),
        ),
        Mistake(
            name="sign_of_the_entropys_gradient",
            ja="エントロピーの勾配の符号が逆",
            line="dx = dL / T * (dx_actor - c_e * dx_entropy)",
            wrong="dx = dL / T * (dx_actor + c_e * dx_entropy)",
            why=Text(
                "The entropy is subtracted in the loss, and so is its gradient.",
                "損失ではエントロピーを引いているので、勾配でも引く。",
            ),
        ),
    ),
)
