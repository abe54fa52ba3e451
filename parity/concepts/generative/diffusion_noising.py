"""The forward noising of a diffusion model."""

from __future__ import annotations

import numpy as np

from parity.concepts.generative._noise import BETAS, ROOT_FORGOTTEN, at
from parity.concepts.generative._sources import HO
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, shape: tuple[int, ...], t: Draw, betas: Draw = BETAS) -> Case:
    return Case(
        name,
        inputs={"x0": normal(*shape), "t": t, "eps": normal(*shape), "betas": betas},
        upstream=normal(*shape),
        differentiable=("x0",),
        options={"outputs": ("x_t",)},
    )


def _at_once(of: Implementations, a: Arrays) -> Arrays:
    return {"x_t": of("diffusion_noising")(a["x0"], a["t"], a["eps"], a["betas"])}


def _with_the_reparameterization(of: Implementations, a: Arrays) -> Arrays:
    """Return a draw from N(sqrt(alpha_bar) x0, 1 - alpha_bar)."""
    alpha_bar = np.cumprod(1 - a["betas"])[a["t"]][:, np.newaxis]
    mu, log_var = np.sqrt(alpha_bar) * a["x0"], np.log(1 - alpha_bar) + 0 * a["x0"]
    return {"x_t": of("reparameterize")(mu, log_var, a["eps"])}


diffusion_noising = Concept(
    kind="function",
    order=21,
    syllabus=("4-6-1",),
    needs=("reparameterize",),
    title=Text("Forward noising (diffusion)", "拡散過程(前向きのノイズ付加)"),
    summary=Text(
        "Spoils an example with the noise of many small steps at once: x_t is a weighted sum of "
        "the clean example and one draw of noise.",
        "何ステップ分ものノイズを一度に加える。x_t は、元のデータと1回分のノイズの"
        "重み付き和になる。",
    ),
    why=Text(
        "A diffusion model learns to undo noise, so it needs examples at every level of it. "
        "Adding the noise step by step would take up to a thousand draws for each. But normal "
        "draws add up to a normal draw, so x_t can be had in one go from the product of all that "
        "the steps keep. Because each step also shrinks the signal, the variance stays 1, and at "
        "the end nothing but N(0, 1) is left, whatever the example was.",
        "拡散モデルはノイズを取り除くことを学ぶので、あらゆる強さのノイズを加えたデータが要る。"
        "1ステップずつ加えると、1つのデータに最大で千回の抽出が必要になる。しかし正規乱数の和は"
        "正規乱数なので、各ステップで残る割合の積から x_t を一度に求められる。各ステップでは"
        "信号を少し縮めるので分散は 1 に保たれ、最後にはどんなデータも N(0, 1) になる。",
    ),
    equation="x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) eps, alpha_bar_t = product of "
    "1 - beta_s for s <= t",
    formula=(
        r"x_t = \sqrt{\bar{\alpha}_t}\, x_0 + \sqrt{1 - \bar{\alpha}_t}\, \epsilon, \quad "
        r"\bar{\alpha}_t = \prod_{s \le t} (1 - \beta_s)",
        r"\frac{\partial L}{\partial x_0} = \sqrt{\bar{\alpha}_t} \frac{\partial L}"
        r"{\partial x_t}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Two steps are one step with more noise",
                "2ステップは、ノイズの多い1ステップに等しい",
            ),
            text=Text(
                "Two independent normal draws add up to one, whose variance is the sum.",
                "独立な2つの正規乱数の和は1つの正規乱数であり、分散は和になる。",
            ),
            equation=r"x_t = \sqrt{\alpha_t \alpha_{t-1}}\, x_{t-2} + \sqrt{\alpha_t (1 - "
            r"\alpha_{t-1}) + 1 - \alpha_t}\, \epsilon = \sqrt{\alpha_t \alpha_{t-1}}\, x_{t-2} + "
            r"\sqrt{1 - \alpha_t \alpha_{t-1}}\, \epsilon",
        ),
        Step(
            heading=Text(
                "So all of them are one, with the product of what each keeps",
                "したがって全ステップも、残る割合の積による1ステップになる",
            ),
            text=Text(
                "The gradient of x_0 is the factor that stands before it.",
                "x_0 の勾配には、その係数が掛かるだけである。",
            ),
            equation=r"\frac{\partial x_t}{\partial x_0} = \sqrt{\bar{\alpha}_t}",
            check=Text(
                "The squares of both factors add up to 1: unit variance stays unit variance.",
                "2つの係数の二乗の和は 1 であり、分散 1 のデータは分散 1 のままである。",
            ),
        ),
    ),
    shapes={
        "x0": "(N, ...)",
        "t": "(N,) integers",
        "eps": "as x0",
        "betas": "(T,)",
        "x_t": "as x0",
    },
    sources=(f"{HO}, eq. 4",),
    cases=(
        _case("vectors", (4, 3), at(0, 3, 6, 2)),
        _case("images", (2, 3, 5, 4), at(5, 1)),
        _case("one_example", (1, 5), at(4)),
        _case("first_and_last", (2, 3), at(0, 6)),
        _case("one_step_in_all", (3, 2), at(0, 0, 0), values([0.25])),
    ),
    also_called=(
        "q_sample",
        "forward_diffusion",
        "add_noise",
        "noise_images",
        "forward_process",
        "diffuse",
        "q_xt_x0",
        "forward_noising",
    ),
    identities=(
        Identity(
            sibling="reparameterize",
            text=Text(
                "It is a reparameterized draw with mean sqrt(alpha_bar) x_0 and variance "
                "1 - alpha_bar.",
                "平均 sqrt(alpha_bar) x_0、分散 1 - alpha_bar の、再パラメータ化した抽出である。",
            ),
            case=_case("a_draw", (3, 2), at(1, 4, 6)),
            left=_at_once,
            right=_with_the_reparameterization,
        ),
    ),
    mistakes=(
        Mistake(
            name="roots_forgotten",
            ja="平方根を忘れる",
            line="signal, noise = np.sqrt(alpha_bar[t]), np.sqrt(1 - alpha_bar[t])",
            wrong="signal, noise = alpha_bar[t], 1 - alpha_bar[t]",
            why=ROOT_FORGOTTEN,
        ),
        Mistake(
            name="noise_of_the_last_step_alone",
            ja="最後のステップのノイズしか使わない",
            line="signal, noise = np.sqrt(alpha_bar[t]), np.sqrt(1 - alpha_bar[t])",
            wrong="beta = as_float('betas', betas)[t]; signal, noise = np.sqrt(1 - beta), "
            "np.sqrt(beta)",
            why=Text(
                "That is one step from x_{t-1}. From x_0 it takes the product of all factors.",
                "これは x_{t-1} からの1ステップである。x_0 からなら、すべての係数の積を使う。",
            ),
        ),
        Mistake(
            name="signal_and_noise_exchanged",
            ja="信号とノイズの係数を取り違える",
            line="return signal.reshape(alone) * x0 + noise.reshape(alone) * eps",
            wrong="return noise.reshape(alone) * x0 + signal.reshape(alone) * eps",
            why=Text(
                "alpha_bar is what is left of the signal; it falls with t.",
                "alpha_bar は残っている信号の割合であり、t とともに小さくなる。",
            ),
        ),
        Mistake(
            name="signal_not_shrunk",
            ja="信号を縮めない",
            line="return signal.reshape(alone) * x0 + noise.reshape(alone) * eps",
            wrong="return x0 + noise.reshape(alone) * eps",
            why=Text(
                "Then the variance grows, and x_T never becomes N(0, 1), where drawing begins.",
                "これでは分散が増え、x_T が、生成の出発点である N(0, 1) にならない。",
            ),
        ),
        Mistake(
            name="factor_forgotten_on_the_way_back",
            ja="逆伝播で係数を忘れる",
            line="return (np.sqrt(alpha_bar[t]).reshape(alone) * dx_t,)",
            wrong="return (dx_t.copy(),)",
            why=Text(
                "The signal was shrunk, and so is its gradient.",
                "信号を縮めたので、勾配も同じだけ縮む。",
            ),
        ),
    ),
)
