"""AMSGrad."""

from __future__ import annotations

import numpy as np

from parity.concepts.optimizers._epsilon import EITHER_ROOT, RECONCILED, UNCORRECTED_ROOT
from parity.concepts.optimizers._recorded_gradients import at_defaults, fifty_steps
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, single
from parity.describing.identity import Identity, evaluated


def _growing(*shape: int) -> Draw:
    """Draw gradients of random sign whose size grows from step to step, in every element."""

    def make(rng: np.random.Generator) -> np.ndarray:
        sizes = np.sort(rng.uniform(0.25, 2.0, shape), axis=0)
        return single(np.where(rng.random(shape) < 0.5, -sizes, sizes))

    return Draw("growing", shape, make)


AMSGrad = Concept(
    kind="optimizer",
    order=8,
    fast="optimizers.fast_amsgrad.FastAMSGrad",
    syllabus=("course",),
    needs=("adam",),
    title=Text("AMSGrad", "AMSGrad"),
    summary=Text(
        "Adam that divides by the largest average of squared gradients so far, so that a rare "
        "large gradient is not forgotten. It mends a convex problem on which Adam fails to "
        "converge.",
        "二乗勾配の移動平均のうち、これまでの最大値で割る Adam。まれに現れる大きな勾配を忘れない。"
        "Adam が収束しない凸問題の例を解消するために提案された。",
    ),
    why=Text(
        "Adam's average forgets. If a rare but large gradient points the right way and many small "
        "ones the wrong way, the large one is soon gone from v, and the steps of the small ones "
        "grow again: there is a simple convex problem that leads Adam to the worst point. AMSGrad "
        "divides by the largest v so far, so that the effective learning rate never rises. In "
        "practice the difference is often small.",
        "Adam の移動平均は過去を忘れる。"
        "正しい向きの勾配がまれにしか現れず、逆向きの小さな勾配が多い場合、"
        "大きな勾配は v からすぐに消え、小さな勾配による更新が再び大きくなる。"
        "実際、単純な凸問題でも Adam が最も悪い点に収束する例がある。"
        "AMSGrad は、これまでで最大の v で割るので、実質的な学習率が再び上がることはない。"
        "もっとも、実用上の差は小さいことが多い。",
    ),
    equation="v_max <- max(v_max, v);  w <- w - lr m_hat / (sqrt(v_max / (1 - beta2^t)) + epsilon)",
    formula=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"v_{\text{max}} \leftarrow \max(v_{\text{max}}, v)",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = "
        r"\frac{v_{\text{max}}}{1 - \beta_2^t}",
        r"w \leftarrow w - \text{lr}\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    ),
    derivation=(
        Step(
            heading=Text(
                "An optimizer that forgets can be outvoted",
                "過去を忘れると、多数決で負けてしまう",
            ),
            text=Text(
                "Let the gradient be C once, then -1 twice, over and over, with C > 2: on the "
                "whole w should fall. With beta1 and beta2 of 0, the shortest memory, each "
                "gradient is divided by itself, and of three steps of length lr two go up.",
                "勾配が C、-1、-1 の順に繰り返すとする。"
                "C > 2 なら、全体としては w を減らすべきである。"
                "beta1 と beta2 が 0、つまり記憶が最も短い場合、"
                "どの勾配も自分自身の大きさで割られ、長さ lr の3回の更新のうち2回が逆向きになる。",
            ),
            equation=(
                r"\text{lr} \left( \frac{C}{\sqrt{C^2}} - \frac{1}{\sqrt{1}} - \frac{1}{\sqrt{1}} "
                r"\right) = -\text{lr}"
            ),
        ),
        Step(
            heading=Text(
                "Divided by the largest v so far, the sizes count again",
                "これまでで最大の v で割れば、大きさが生きる",
            ),
            text=Text(
                "From the first large gradient on, the root of v_max is C. The sum of three steps "
                "then has the sign of the sum of the gradients.",
                "最初の大きな勾配が来てから、v_max の平方根はずっと C である。"
                "3回の更新の和の符号は、勾配の和の符号と一致する。",
            ),
            equation=(
                r"\text{lr} \left( \frac{C}{C} - \frac{1}{C} - \frac{1}{C} \right) = \text{lr}\, "
                r"\frac{C - 2}{C} > 0"
            ),
            check=Text(
                "lr times this is taken off w, so that w falls, as it should.",
                "w からはこの和が引かれるので、w は正しく減っていく。",
            ),
        ),
    ),
    shapes={"w": "any", "g, m, v, v_max": "as w"},
    sources=(
        "Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond, ICLR, algorithm 2",
    ),
    state={
        "m": Weight(torch="exp_avg", keras="momentum"),
        "v": Weight(torch="exp_avg_sq", keras="velocity"),
        "v_max": Weight(torch="max_exp_avg_sq", keras="velocity_hat"),
    },
    cases=(
        fifty_steps("corrected", {"lr": 0.01, "epsilon": 1e-8, "beta2": 0.9}),
        fifty_steps(
            "uncorrected",
            {"lr": 0.01, "epsilon": 1e-7, "beta2": 0.9, "epsilon_place": "uncorrected"},
        ),
        fifty_steps(
            "corrected_large_epsilon",
            {"lr": 0.01, "beta1": 0.8, "beta2": 0.75, "epsilon": 0.1},
        ),
        fifty_steps(
            "uncorrected_large_epsilon",
            {
                "lr": 0.01,
                "beta1": 0.8,
                "beta2": 0.75,
                "epsilon": 0.1,
                "epsilon_place": "uncorrected",
            },
        ),
        fifty_steps(
            "corrected_small_gradients",
            {"lr": 0.01, "beta2": 0.99, "epsilon": 1e-4},
            scale=1e-3,
        ),
        fifty_steps(
            "uncorrected_small_gradients",
            {"lr": 0.01, "beta2": 0.99, "epsilon": 1e-4, "epsilon_place": "uncorrected"},
            scale=1e-3,
        ),
        at_defaults(),
    ),
    divergences=(
        Divergence(
            name="epsilon_place",
            ja="epsilon の位置",
            summary=EITHER_ROOT,
            reconciled=RECONCILED,
            source="torch.optim.Adam, the algorithm; keras.optimizers.Adam, the note on epsilon",
            case="corrected_small_gradients",
            native={
                "torch": {
                    "callable": "torch.optim.Adam",
                    "lr": 0.01,
                    "betas": (0.9, 0.99),
                    "eps": 1e-4,
                    "amsgrad": True,
                },
                "keras": {
                    "callable": "keras.optimizers.Adam",
                    "learning_rate": 0.01,
                    "beta_2": 0.99,
                    "epsilon": 1e-4,
                    "amsgrad": True,
                },
            },
            quantity="W",
        ),
    ),
    defaults=(
        Default(
            "lr",
            0.001,
            torch=("torch.optim.Adam", "lr", 0.001),
            keras=("keras.optimizers.Adam", "learning_rate", 0.001),
        ),
        Default(
            "beta1",
            0.9,
            torch=("torch.optim.Adam", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.Adam", "beta_1", 0.9),
        ),
        Default(
            "beta2",
            0.999,
            torch=("torch.optim.Adam", "betas", (0.9, 0.999)),
            keras=("keras.optimizers.Adam", "beta_2", 0.999),
        ),
        Default(
            "epsilon",
            1e-8,
            torch=("torch.optim.Adam", "eps", 1e-8),
            keras=("keras.optimizers.Adam", "epsilon", 1e-7),
        ),
    ),
    conventions=(
        Convention(
            name="epsilon_before_the_correction",
            text=UNCORRECTED_ROOT,
            config={"epsilon_place": "uncorrected"},
        ),
    ),
    also_called=("ams_grad",),
    identities=(
        Identity(
            sibling="adam",
            text=Text(
                "As long as v never shrinks it is Adam: here each gradient is larger than the "
                "one before.",
                "v が減らないかぎり Adam と同じである。ここでは勾配がステップごとに大きくなる。",
            ),
            case=Case(
                "growing_gradients",
                inputs={"dW": _growing(30, 2, 3)},
                params={"W": normal(2, 3)},
                config={"lr": 0.01, "beta2": 0.9, "epsilon": 1e-4},
            ),
            left=evaluated("amsgrad"),
            right=evaluated("adam"),
        ),
    ),
    mistakes=(
        Mistake(
            name="maximum_of_the_squares",
            ja="二乗の最大をとる",
            line="v_max[...] = np.maximum(v_max, v)",
            wrong="v_max[...] = np.maximum(v_max, g**2)",
            why=Text(
                "The maximum is taken over the averages v; single squared gradients are far "
                "larger, and the steps would be too short.",
                "最大値を取るのは移動平均 v についてである。個々の勾配の二乗はずっと大きく、"
                "更新量が小さくなりすぎる。",
            ),
        ),
        Mistake(
            name="maximum_of_the_corrected_averages",
            ja="補正後の平均の最大をとる",
            line="v_max[...] = np.maximum(v_max, v)",
            wrong="v_max[...] = np.maximum(v_max, v / (1 - self.beta2**self.t))",
            why=Text(
                "The correction comes after the maximum (PyTorch, Keras); here it is applied "
                "twice and an early, uncertain estimate is kept for ever.",
                "補正は最大値を取った後に行う(PyTorch、Keras)。これでは二重に補正され、"
                "しかも初期の不確かな推定値がいつまでも残る。",
            ),
        ),
        Mistake(
            name="maximum_not_kept",
            ja="最大値を残さない",
            line="v_max[...] = np.maximum(v_max, v)",
            wrong="v_max = np.maximum(v_max, v)",
            why=Text(
                "The new array is not the one that is remembered: the maximum with 0 is v itself, "
                "and this is Adam.",
                "新しい配列をローカル変数に代入しただけなので、常に 0 との最大値、"
                "つまり v そのものになる。これでは Adam と同じである。",
            ),
        ),
        Mistake(
            name="minimum",
            ja="最大の代わりに最小をとる",
            line="v_max[...] = np.maximum(v_max, v)",
            wrong="v_max[...] = np.minimum(v_max, v)",
            why=Text(
                "The denominator must never shrink; the minimum with a start of 0 stays 0.",
                "分母は減少してはならない。0 から始めて最小値を取ると、ずっと 0 のままである。",
            ),
        ),
        Mistake(
            name="average_instead_of_the_maximum",
            ja="最大値の代わりに平均を使う",
            line="root = np.sqrt(v_max / c2) + self.epsilon",
            wrong="root = np.sqrt(v / c2) + self.epsilon",
            why=Text(
                "The maximum is kept but not used: this is Adam.",
                "最大値を求めても使っていない。これは Adam である。",
            ),
        ),
        Mistake(
            name="epsilon_on_the_corrected_root",
            ja="補正後の根に epsilon を足す",
            line="root = (np.sqrt(v_max) + self.epsilon) / c2**0.5",
            wrong="root = np.sqrt(v_max / c2) + self.epsilon",
            why=Text(
                "That is PyTorch's place; Keras adds epsilon before the correction.",
                "これは PyTorch の位置である。Keras は補正の前に epsilon を加える。",
            ),
        ),
        Mistake(
            name="first_average_not_corrected",
            ja="1 次の移動平均を補正しない",
            line="c1 = 1 - self.beta1**self.t",
            wrong="c1 = 1.0",
            why=Text(
                "The paper leaves the corrections out; both frameworks keep them.",
                "論文ではバイアス補正を省いているが、両フレームワークは補正を行う。",
            ),
        ),
    ),
)
