"""The policy gradient: REINFORCE."""

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
from parity.concepts.reinforcement._sources import SUTTON, WILLIAMS
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

CONSTANT = {"dbaseline": "the baseline is a constant: the critic learns from a loss of its own"}


def _case(
    name: str, T: int, A: int, baseline: bool = False, x: Draw | None = None, **more: Any
) -> Case:
    ours = more.pop("ours", False)
    return Case(
        name,
        inputs={
            "x": x or normal(T, A),
            "a": labels(T, classes=A),
            "G": normal(T, scale=2.0),
            **({"baseline": normal(T)} if baseline else {}),
        },
        upstream=SCALAR,
        config=more,
        differentiable=("x", "baseline") if baseline else ("x",),
        zero=CONSTANT if baseline else {},
        ours=ours,
        options={"outputs": ("L",), "differences": ("dx",)},
    )


def _every_return_1(of: Implementations, a: Arrays) -> Arrays:
    G = np.ones(len(a["x"]))
    return {"L": of("policy_gradient")(a["x"], a["a"], G)}


def _cross_entropy(of: Implementations, a: Arrays) -> Arrays:
    return {"L": of("softmax_cross_entropy")().forward(a["x"], a["a"])}


policy_gradient = Concept(
    kind="function",
    order=8,
    syllabus=("4-7-2",),
    needs=("discounted_returns", "softmax_cross_entropy"),
    title=Text("Policy gradient (REINFORCE)", "方策勾配法(REINFORCE)"),
    summary=Text(
        "Makes an action more probable where it was followed by a high return, and less where by "
        "a low one.",
        "高い収益につながった行動の確率を上げ、低い収益につながった行動の確率を下げる。",
    ),
    why=Text(
        "Methods of values learn how good each action is, and then choose. The policy gradient "
        "adjusts the policy itself, which may be random, and its actions continuous. The "
        "difficulty is that the return depends on the world, which has no derivative. The "
        "logarithm helps: the gradient of the expected return is a mean of the return times the "
        "gradient of log pi, and that needs nothing of the world but its samples. The samples "
        "vary much; a baseline takes away what all actions have in common, and leaves the mean "
        "as it is.",
        "価値に基づく手法は、まず行動の良さを学び、それから選ぶ。方策勾配法は方策そのものを調整する。"
        "方策は確率的でよく、行動が連続値でもよい。難しいのは、収益が環境に依存し、環境は微分できない"
        "ことである。ここで対数が役に立つ。期待収益の勾配は「収益 × log pi の勾配」の平均になり、"
        "環境については標本だけあればよい。標本のばらつきは大きいが、ベースラインを引けば、"
        "平均を変えずに、どの行動にも共通する分を取り除ける。",
    ),
    equation="L = -1/T sum_t (G_t - b_t) log pi(a_t | s_t), pi = softmax(x)",
    formula=(
        r"\nabla J = \mathrm{E} \left[ \sum_t (G_t - b_t) \nabla \log\, \pi(a_t \mid s_t) \right]",
        r"L = -\frac{1}{T} \sum_t (G_t - b_t) \,\log\, \pi(a_t \mid s_t)",
        r"\frac{\partial L}{\partial x_{tc}} = \frac{1}{T} (G_t - b_t) (\pi(c \mid s_t) - "
        r"[c = a_t])",
    ),
    derivation=(
        Step(
            heading=Text(
                "The gradient of a mean is a mean again, of the score",
                "期待値の勾配も、また期待値(スコア関数の平均)になる",
            ),
            text=Text(
                "J is a sum over all trajectories. The gradient of a probability is the "
                "probability times the gradient of its logarithm.",
                "J はすべての軌跡にわたる和である。"
                "確率の勾配は、確率に対数確率の勾配を掛けたものになる。",
            ),
            equation=r"\nabla J = \sum_\tau \nabla p(\tau) \, G(\tau) = \sum_\tau p(\tau) \, "
            r"G(\tau) \nabla \log\, p(\tau)",
        ),
        Step(
            heading=Text(
                "The world drops out of the logarithm",
                "対数を取ると、環境の確率は勾配から消える",
            ),
            text=Text(
                "The probability of a trajectory is a product of the policy's and the world's "
                "probabilities; its logarithm is a sum, and the world's part does not depend on "
                "the policy.",
                "軌跡の確率は、方策の確率と環境の確率の積である。対数を取ると和になり、"
                "環境の部分は方策のパラメータによらない。",
            ),
            equation=r"\nabla \log\, p(\tau) = \sum_t \nabla \log\, \pi(a_t \mid s_t)",
            check=Text(
                "Averaged over every trajectory of a small table with its probability, it equals "
                "the exact gradient to 12 digits.",
                "小さな表の環境ですべての軌跡を確率で重み付けして平均すると、"
                "厳密な勾配と12桁一致する。",
            ),
        ),
        GRADIENT_OF_THE_LOGARITHM,
        Step(
            heading=Text(
                "A baseline changes nothing on average",
                "ベースラインは平均を変えない",
            ),
            text=Text(
                "It does not depend on the action, and the mean of the gradient of log pi is 0. "
                "It is a constant here: no gradient runs into it.",
                "ベースラインは行動によらず、log pi の勾配の平均は 0 だからである。"
                "ここでは定数とみなし、勾配を流さない。",
            ),
            equation=r"\sum_a \pi(a \mid s) \, b \nabla \log\, \pi(a \mid s) = b \nabla "
            r"\sum_a \pi(a \mid s) = 0",
        ),
    ),
    shapes={
        "x": LOGITS,
        "a": TAKEN,
        "G": "(T,): the return from the step on",
        "baseline": "(T,): what was expected; 0 if left out",
        "L": "scalar",
    },
    sources=(WILLIAMS, f"{SUTTON}, sections 13.3 and 13.4"),
    cases=(
        _case("reinforce", 6, 3),
        _case("baseline", 7, 4, baseline=True),
        _case("sum", 5, 3, reduction="sum"),
        _case("sum_with_baseline", 4, 3, baseline=True, reduction="sum"),
        _case("one_step", 1, 4),
        _case("two_actions", 5, 2, baseline=True),
        _case("far_apart", 3, 4, x=normal(3, 4, scale=40.0)),
        Case(
            "one_action",
            inputs={"x": normal(4, 1), "a": values(np.zeros(4, dtype=int)), "G": normal(4)},
            upstream=SCALAR,
            differentiable=("x",),
            zero={
                "L": "the only action is certain",
                "dx": "the only action is certain",
            },
            options={"outputs": ("L",)},
        ),
        _case("defaults", 8, 3, ours=True),
    ),
    defaults=(Default("reduction", "mean"), Default("baseline", None)),
    also_called=("reinforce", "reinforce_loss", "policy_loss", "pg_loss", "policy_gradient_loss"),
    conventions=(
        Convention(
            "summed",
            Text(
                "the losses of the steps are summed, as for a whole episode",
                "エピソード全体について和を取っている",
            ),
            config={"reduction": "sum"},
        ),
    ),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Where every return is 1 it is the cross-entropy with the actions as labels.",
                "収益がすべて 1 なら、行動を正解ラベルとしたクロスエントロピーになる。",
            ),
            case=Case(
                "actions_as_labels",
                inputs={"x": normal(5, 4), "a": labels(5, classes=4)},
                options={"outputs": ("L",)},
            ),
            left=_every_return_1,
            right=_cross_entropy,
        ),
    ),
    mistakes=(
        Mistake(
            name="logarithm_forgotten",
            ja="対数を忘れる",
            line="log_p = log_policy(x)[np.arange(T), a]",
            wrong="log_p = np.exp(log_policy(x)[np.arange(T), a])",
            why=LOGARITHM_FORGOTTEN,
        ),
        Mistake(
            name="sign_of_the_loss",
            ja="損失の符号が逆",
            line="L = -(weight * log_p).sum()",
            wrong="L = (weight * log_p).sum()",
            why=SIGN_OF_THE_LOSS,
        ),
        Mistake(
            name="baseline_added",
            ja="ベースラインを足す",
            line='weight = as_steps("G", G, x) - b',
            wrong='weight = as_steps("G", G, x) + b',
            why=Text(
                "What counts is how much better than expected it went: the return less the "
                "baseline.",
                "見るのは、期待よりどれだけ良かったかである。収益からベースラインを引く。",
            ),
        ),
        Mistake(
            name="baselines_gradient_flows",
            ja="ベースラインに勾配が流れる",
            line="dbaseline = np.zeros_like(given)",
            wrong="dbaseline = share * log_policy(x)[np.arange(T), a]",
            why=Text(
                "The baseline is a constant for the policy's loss. With its gradient the critic "
                "would learn to make this loss small, and not to foretell the return.",
                "方策の損失にとって、ベースラインは定数である。勾配を流すと、"
                "価値関数は収益を予測する代わりに、この損失を小さくするように学習してしまう。",
            ),
        ),
        Mistake(
            name="returns_forgotten_in_the_gradient",
            ja="勾配で収益を忘れる",
            line="dx *= share * advantage[:, np.newaxis]",
            wrong="dx *= share",
            why=Text(
                "Without the return every action that was taken becomes more probable, good or "
                "bad.",
                "収益を掛けないと、良し悪しにかかわらず、取った行動の確率が上がってしまう。",
            ),
        ),
        Mistake(
            name="action_not_subtracted",
            ja="選んだ行動を引かない",
            line="dx[np.arange(T), a] -= 1  # -log pi(a) has the gradient pi - [a]",
            wrong="dx[np.arange(T), a] -= 0",
            why=Text(
                "The gradient of -log pi at the logits is pi less the one-hot action.",
                "-log pi のロジットについての勾配は、pi から行動の one-hot を引いたものである。",
            ),
        ),
        Mistake(
            name="mean_forgotten_in_the_gradient",
            ja="勾配で平均を忘れる",
            line='share = dL / T if reduction == "mean" else dL',
            wrong="share = dL",
            why=Text(
                "The loss is a mean over T steps, so each step has a T-th of the gradient.",
                "損失は T ステップの平均なので、各ステップの勾配も T 分の 1 になる。",
            ),
        ),
    ),
)
