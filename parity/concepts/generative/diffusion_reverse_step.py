"""One step of the way back of a diffusion model."""

from __future__ import annotations

import numpy as np

from parity.concepts.generative._noise import BETAS, ROOT_FORGOTTEN, at
from parity.concepts.generative._sources import HO
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, shape: tuple[int, ...], t: Draw, **config: str) -> Case:
    return Case(
        name,
        inputs={
            "x_t": normal(*shape),
            "t": t,
            "eps_hat": normal(*shape),
            "noise": normal(*shape),
            "betas": BETAS,
        },
        config=config,
        options={"outputs": ("x",)},
    )


def _one_step_back(of: Implementations, a: Arrays) -> Arrays:
    step = of("diffusion_reverse_step")
    return {"x": step(a["x_t"], a["t"], a["eps_hat"], a["noise"], a["betas"])}


def _solved_for_the_clean_one(of: Implementations, a: Arrays) -> Arrays:
    """Return the x_0 that the noising would have turned into x_t, with the foretold noise."""
    noising, nothing = of("diffusion_noising"), np.zeros_like(a["x_t"])
    noise = noising(nothing, a["t"], a["eps_hat"], a["betas"])
    factor = noising(nothing + 1, a["t"], nothing, a["betas"])
    return {"x": (a["x_t"] - noise) / factor}


diffusion_reverse_step = Concept(
    kind="function",
    order=22,
    syllabus=("4-6-1",),
    needs=("diffusion_noising",),
    title=Text("Reverse step (diffusion)", "逆拡散の1ステップ"),
    summary=Text(
        "From x_t to x_{t-1}: a part of the predicted noise is taken off, what is left is "
        "stretched, and a little fresh noise is added, but for the last step.",
        "x_t から x_{t-1} を求める。予測したノイズの一部を引き、残りを引き伸ばし、"
        "最後のステップを除いて新しいノイズを少し加える。",
    ),
    why=Text(
        "Which x_{t-1} made this x_t is not known, but for small steps the answer is nearly a "
        "normal distribution, and its mean is known as soon as the noise in x_t is. So drawing an "
        "example is T such steps, each with one run of the network, beginning with pure noise. The "
        "fresh noise keeps the variance right; without it the steps would all run into the mean. "
        "At the last step there is nothing to be drawn any more.",
        "どの x_{t-1} からこの x_t ができたかは分からない。しかしステップが小さければ、"
        "答えはほぼ正規分布であり、x_t に含まれるノイズが分かれば平均も分かる。"
        "そこで純粋なノイズから始め、ネットワークを1回ずつ使う T 回のステップで生成する。"
        "新しいノイズは分散を正しく保つためのもので、加えないと平均に流れてしまう。"
        "最後のステップではもう抽出するものがない。",
    ),
    equation="x_{t-1} = (x_t - beta_t / sqrt(1 - alpha_bar_t) eps_hat) / sqrt(1 - beta_t) + "
    "sigma_t noise",
    formula=(
        r"x_{t-1} = \frac{1}{\sqrt{1 - \beta_t}} \left( x_t - \frac{\beta_t}{\sqrt{1 - "
        r"\bar{\alpha}_t}} \hat{\epsilon} \right) + \sigma_t z, \quad z \sim N(0, 1)",
        r"\sigma_t^2 = \beta_t \quad \text{or} \quad \frac{1 - \bar{\alpha}_{t-1}}{1 - "
        r"\bar{\alpha}_t} \beta_t, \quad \sigma_0 = 0",
    ),
    shapes={
        "x_t": "(N, ...)",
        "t": "(N,) integers",
        "eps_hat": "as x_t",
        "noise": "as x_t",
        "betas": "(T,)",
        "x_{t-1}": "as x_t",
    },
    sources=(f"{HO}, algorithm 2 and section 3.2",),
    cases=(
        _case("vectors", (4, 3), at(0, 3, 6, 2)),
        _case("posterior", (4, 3), at(5, 0, 1, 6), variance="posterior"),
        _case("images", (2, 3, 5, 4), at(5, 1)),
        _case("posterior_images", (3, 2, 4, 5), at(0, 6, 3), variance="posterior"),
        _case("one_example", (1, 5), at(4)),
        _case("last_step", (3, 2), at(0, 0, 0)),
    ),
    defaults=(Default("variance", "beta"),),
    conventions=(
        Convention(
            name="posterior_variance",
            text=Text(
                "The fresh noise has the variance of q(x_{t-1} | x_t, x_0).",
                "加えるノイズの分散を q(x_{t-1} | x_t, x_0) のものとしている。",
            ),
            config={"variance": "posterior"},
        ),
    ),
    also_called=(
        "p_sample",
        "ddpm_step",
        "reverse_diffusion",
        "denoise_step",
        "reverse_step",
        "sample_timestep",
        "reverse_process",
    ),
    identities=(
        Identity(
            sibling="diffusion_noising",
            text=Text(
                "After a single noising it gives the x_0 back that the foretold noise leaves.",
                "ノイズを加えたのが1回だけなら、予測したノイズから決まる x_0 に戻る。",
            ),
            case=_case("back_to_the_start", (3, 2), at(0, 0, 0)),
            left=_one_step_back,
            right=_solved_for_the_clean_one,
        ),
    ),
    mistakes=(
        Mistake(
            name="all_noise_taken_off",
            ja="ノイズをすべて取り除く",
            line="mean = (x_t - beta / np.sqrt(1 - so_far) * eps_hat) / np.sqrt(1 - beta)",
            wrong="mean = (x_t - np.sqrt(1 - so_far) * eps_hat) / np.sqrt(so_far)",
            why=Text(
                "That jumps to the guess of x_0 at once. A step goes back by one level only.",
                "これは x_0 の推定へ一気に飛んでいる。1ステップで戻るのは1段階だけである。",
            ),
        ),
        Mistake(
            name="not_stretched",
            ja="伸ばさない",
            line="mean = (x_t - beta / np.sqrt(1 - so_far) * eps_hat) / np.sqrt(1 - beta)",
            wrong="mean = x_t - beta / np.sqrt(1 - so_far) * eps_hat",
            why=Text(
                "The way there shrank the signal by sqrt(1 - beta); the way back stretches it.",
                "前向きの過程で信号を sqrt(1 - beta) 倍に縮めたので、戻るときは引き伸ばす。",
            ),
        ),
        Mistake(
            name="variance_for_its_root",
            ja="標準偏差の代わりに分散を使う",
            line="sigma = np.where(t.reshape(alone) > 0, np.sqrt(var), 0)",
            wrong="sigma = np.where(t.reshape(alone) > 0, var, 0)",
            why=ROOT_FORGOTTEN,
        ),
        Mistake(
            name="noise_at_the_last_step",
            ja="最後のステップでもノイズを加える",
            line="sigma = np.where(t.reshape(alone) > 0, np.sqrt(var), 0)",
            wrong="sigma = np.sqrt(beta)",
            why=Text(
                "The last step gives the example itself; noise added there stays in the picture.",
                "最後のステップの結果が生成されるデータである。"
                "そこで加えたノイズは画像に残ってしまう。",
            ),
        ),
        Mistake(
            name="noise_added_in_place_of_taken_off",
            ja="ノイズを引かずに足す",
            line="mean = (x_t - beta / np.sqrt(1 - so_far) * eps_hat) / np.sqrt(1 - beta)",
            wrong="mean = (x_t + beta / np.sqrt(1 - so_far) * eps_hat) / np.sqrt(1 - beta)",
            why=Text(
                "The network says which noise is in x_t, so that it can be taken off.",
                "ネットワークは x_t に含まれるノイズを答える。それを引く。",
            ),
        ),
    ),
)
