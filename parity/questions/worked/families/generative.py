"""Divergences, noise and games of generative models, by hand."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, shown, worked


@worked("kl_to_the_standard_normal", items=("4-6-3", "1-3-1"))
def _kl_to_the_standard_normal(d: Draws) -> Problem:
    mu, log_var = (
        d.pick(1.0, 2.0, -1.0, 0.0),
        d.pick((0.693, 2.0), (-0.693, 0.5), (1.386, 4.0), (-1.386, 0.25)),
    )
    lv, var = log_var
    right = -0.5 * (1 + lv - mu * mu - var)
    return Problem(
        Text(
            f"A VAE's encoder gives μ = {shown(mu, 0)} and log σ² = {shown(lv, 3)} (σ² = {shown(var, 2)}) for a latent number. What is "
            "KL(N(μ, σ²) ‖ N(0, 1)), to three decimals?",
            f"VAE のエンコーダが、ある潜在変数について μ = {shown(mu, 0)}、log σ² = {shown(lv, 3)}(σ² = {shown(var, 2)})を出力した。"
            "KL(N(μ, σ²) ‖ N(0, 1)) を小数第3位まで求めよ。",
        ),
        right,
        Text(
            "−½ (1 + log σ² − μ² − σ²), which is never below 0.",
            "−½ (1 + log σ² − μ² − σ²) であり、0 より小さくならない。",
        ),
        (
            Wrong(-right, Text("Of the wrong sign: a divergence is not negative.", "符号が逆である。ダイバージェンスは負にならない。")),
            Wrong(2 * right, Text("The ½ is forgotten.", "½ を忘れている。")),
            Wrong(-0.5 * (1 + lv - mu * mu - lv * lv), Text("log σ² is taken for the standard deviation.", "log σ² を標準偏差として扱っている。")),
            Wrong(-0.5 * (1 + lv - mu - var), Text("The mean is not squared.", "平均を2乗していない。")),
            Wrong(-0.5 * (1 + lv - mu * mu - np.sqrt(var)), Text("The standard deviation in place of the variance.", "分散ではなく標準偏差を使っている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("reparameterized_sample", items=("4-6-3",))
def _reparameterized_sample(d: Draws) -> Problem:
    mu, lv, sigma = d.pick(1.0, -2.0, 0.5), *d.pick((1.386, 2.0), (-1.386, 0.5), (2.772, 4.0))
    eps = d.pick(0.5, -1.5, 2.0)
    return Problem(
        Text(
            f"With μ = {shown(mu, 1)}, log σ² = {shown(lv, 3)} and noise ε = {shown(eps, 1)} from N(0, 1), what is the "
            f"reparameterized sample z? (exp({shown(lv / 2, 3)}) = {shown(sigma, 1)})",
            f"μ = {shown(mu, 1)}、log σ² = {shown(lv, 3)}、N(0, 1) からのノイズ ε = {shown(eps, 1)} のとき、再パラメータ化した"
            f"サンプル z はいくらか。(exp({shown(lv / 2, 3)}) = {shown(sigma, 1)})",
        ),
        mu + sigma * eps,
        Text("z = μ + σ ε with σ = exp(½ log σ²).", "z = μ + σ ε、σ = exp(½ log σ²) である。"),
        (
            Wrong(mu + sigma**2 * eps, Text("The variance in place of the standard deviation.", "標準偏差ではなく分散を掛けている。")),
            Wrong(mu + lv * eps, Text("log σ² is taken for σ.", "log σ² を σ として扱っている。")),
            Wrong(mu + eps, Text("The noise is not scaled.", "ノイズに σ を掛けていない。")),
            Wrong(sigma * eps, Text("The mean is left out.", "平均を足していない。")),
            Wrong(mu * eps + sigma, Text("Mean and deviation are exchanged.", "平均と標準偏差を取り違えている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("value_of_the_game", items=("4-6-4",))
def _value_of_the_game(d: Draws) -> Problem:
    real, fake = d.pick((0.5, 0.5), (0.5, 0.25), (0.25, 0.75), (0.5, 0.75), (0.25, 0.5))
    right = float(np.log(real) + np.log(1 - fake))
    return Problem(
        Text(
            f"In V(D, G) = E[ln D(x)] + E[ln(1 − D(G(z)))], the discriminator gives {real} for every real image and {fake} for every "
            "made one. What is V, to three decimals? (ln 2 = 0.693, ln 3 = 1.099)",
            f"V(D, G) = E[ln D(x)] + E[ln(1 − D(G(z)))] において、識別器が本物の画像にはつねに {real}、生成画像にはつねに {fake} を"
            "出力する。V を小数第3位まで求めよ。(ln 2 = 0.693、ln 3 = 1.099)",
        ),
        right,
        Text(
            f"ln {real} + ln {1 - fake}. With ½ for everything, D cannot tell them apart, and V = −ln 4.",
            f"ln {real} + ln {1 - fake} である。どれにも ½ を出すとき、つまり見分けられないときは V = −ln 4 になる。",
        ),
        (
            Wrong(-right, Text("That is the discriminator's loss, −V.", "符号を変えた識別器の損失 −V である。")),
            Wrong(float(np.log(real) + np.log(fake)), Text("ln D is taken for the made images too.", "生成画像にも ln D を使っている。")),
            Wrong(right / 2, Text("The two means are averaged; they are added.", "2つの期待値を足さずに平均している。")),
            Wrong(float(np.log(1 - real) + np.log(fake)), Text("Real and made are exchanged.", "本物と生成を取り違えている。")),
            Wrong(float(np.log(real)), Text("The made images are left out.", "生成画像の項を落としている。")),
            Wrong(float(np.log(real * (1 - fake)) / np.log(2)), Text("To the base 2.", "底が 2 の対数で求めている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("noised_image", items=("4-6-1",))
def _noised_image(d: Draws) -> Problem:
    (abar, a, b), x, eps = (
        d.pick((0.64, 0.8, 0.6), (0.36, 0.6, 0.8)),
        d.pick(2.0, -1.0, 0.5),
        d.pick(1.0, -0.5, 2.0),
    )
    return Problem(
        Text(
            f"A diffusion model has ᾱ_t = {abar}. What is x_t for the pixel x₀ = {shown(x, 1)} and the noise ε = {shown(eps, 1)}?",
            f"拡散モデルで ᾱ_t = {abar} とする。画素 x₀ = {shown(x, 1)}、ノイズ ε = {shown(eps, 1)} のとき、x_t はいくらか。",
        ),
        a * x + b * eps,
        Text(
            f"x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε = {a} x₀ + {b} ε: the squares of the weights sum to 1.",
            f"x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε = {a} x₀ + {b} ε である。係数の2乗の和は 1 になる。",
        ),
        (
            Wrong(abar * x + (1 - abar) * eps, Text("Without the roots: the variance would shrink.", "平方根を取っていない。分散が小さくなってしまう。")),
            Wrong(b * x + a * eps, Text("Signal and noise are exchanged.", "信号とノイズの係数を取り違えている。")),
            Wrong(a * x + eps, Text("The noise is not scaled.", "ノイズの係数を掛けていない。")),
            Wrong(a * x + (1 - a) * eps, Text("1 − √ᾱ_t in place of √(1 − ᾱ_t).", "√(1 − ᾱ_t) ではなく 1 − √ᾱ_t を使っている。")),
            Wrong(x + b * eps, Text("The image is not scaled down.", "画像の係数を掛けていない。")),
        ),
    )  # fmt: skip
