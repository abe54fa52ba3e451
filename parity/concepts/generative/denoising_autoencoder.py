"""The denoising autoencoder."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._shared import (
    LR,
    MEAN_OVER_EXAMPLES,
    OWN_STEPS,
    STEP_AGAINST,
    perceptron,
)
from parity.concepts.generative._sources import VINCENT
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, N: int, n: int, H: int, code: int, steps: int = 0, **config: Any) -> Case:
    shape = (steps, N, n) if steps else (N, n)
    gaussian = config.get("corruption") == "gaussian"
    return Case(
        name,
        inputs={
            "x": normal(*shape),
            "noise": normal(*shape, scale=0.5) if gaussian else bernoulli(*shape, keep=0.7),
        },
        params={**perceptron("encoder", n, H, code), **perceptron("decoder", code, H, n)},
        config={"n_in": n, "n_hidden": H, "n_code": code, **config},
        differentiable=("x",),
        options=OWN_STEPS if steps else {},
    )


def _of_a_spoilt_input(of: Implementations, a: Arrays) -> Arrays:
    """Return what the plain one makes of an input that was spoilt beforehand."""
    model = of("autoencoder")(5, 4, 2)
    for name, array in model.params.items():
        array[...] = a[name]
    y = model.forward(a["x"] + a["noise"])
    dx = model.backward(a["dy"])
    return {"y": y, "dx": dx, **{f"d{name}": array for name, array in model.grads.items()}}


DenoisingAutoencoder = Concept(
    kind="layer",
    order=2,
    syllabus=("4-6-2",),
    needs=("autoencoder",),
    title=Text("Denoising autoencoder", "デノイジングオートエンコーダ"),
    summary=Text(
        "An autoencoder that is shown a spoilt input and must give back the clean one.",
        "ノイズを加えた入力から、元の入力を復元するよう学習するオートエンコーダである。",
    ),
    why=Text(
        "A wide code lets an autoencoder copy its input and learn nothing. If some numbers of the "
        "input are blotted out, copying does not help: to fill them in, the network must know how "
        "the numbers of an example hang together. The target is the clean x, which the network "
        "does not see. Masked language models ask the same of words, and diffusion models of "
        "whole images, noise level by noise level.",
        "コードが広いと、オートエンコーダは入力を写すだけで何も学ばない。入力の一部を"
        "消してしまえば、写すだけでは済まない。欠けた成分を埋めるには、成分どうしの関係を"
        "知る必要がある。正解は、ネットワークには見せない元の x である。マスク言語モデルは"
        "これを単語で、拡散モデルはさまざまな強さのノイズを加えた画像で行う。",
    ),
    equation="x_tilde = x noise, or x + noise; x_hat = decoder(encoder(x_tilde)); "
    "L = 1/2 |x_hat - x|^2, mean over the examples",
    formula=(
        r"\tilde{x} = x \odot m \quad \text{or} \quad \tilde{x} = x + \epsilon",
        r"\hat{x} = f_{\text{dec}}(f_{\text{enc}}(\tilde{x})), \quad L = \frac{1}{2 N} \sum_n "
        r"\left\| \hat{x}_n - x_n \right\|^2",
        r"\frac{\partial L}{\partial \hat{x}_n} = \frac{1}{N} (\hat{x}_n - x_n)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Nothing changes but what is subtracted",
                "変わるのは、何を引くかだけである",
            ),
            text=Text(
                "The network computes x_hat from the spoilt input; the loss asks for the clean "
                "one.",
                "ネットワークはノイズの入った入力から x_hat を計算し、損失は元の入力を求める。",
            ),
            equation=r"\frac{\partial L}{\partial \hat{x}_n} = \frac{1}{N} (\hat{x}_n - x_n) \ne "
            r"\frac{1}{N} (\hat{x}_n - \tilde{x}_n)",
        ),
        Step(
            heading=Text(
                "Where the input was blotted out, its gradient is 0",
                "消された成分には勾配が届かない",
            ),
            text=Text(
                "x_tilde = x m has the slope m; added noise has the slope 1. Only a network in "
                "front of it would need this.",
                "x_tilde = x m の傾きは m、加えるノイズなら 1 である。"
                "これが要るのは、手前に別のネットワークがあるときだけである。",
            ),
            equation=r"\frac{\partial L}{\partial x} = m \odot \frac{\partial L}"
            r"{\partial \tilde{x}}",
            check=Text(
                "With a mask of ones it is the plain autoencoder.",
                "m がすべて 1 なら、ふつうのオートエンコーダになる。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in)",
        "noise": "as x",
        "x_hat": "as x",
        "encoder.dense1.W": "(n_in, n_hidden)",
        "encoder.dense2.W": "(n_hidden, n_code)",
        "decoder.dense1.W": "(n_code, n_hidden)",
        "decoder.dense2.W": "(n_hidden, n_in)",
    },
    sources=(f"{VINCENT}, section 2.3",),
    cases=(
        _case("masking", 3, 5, 4, 2),
        _case("gaussian", 4, 6, 5, 3, corruption="gaussian"),
        _case("one_example", 1, 4, 3, 2),
        _case("ten_steps", 3, 5, 4, 2, steps=10, lr=LR),
        _case("gaussian_steps", 4, 6, 5, 3, steps=5, lr=LR, corruption="gaussian"),
    ),
    defaults=(Default("corruption", "masking"), Default("lr", 0.1), Default("activation", "tanh")),
    also_called=("dae", "denoising_ae"),
    identities=(
        Identity(
            sibling="autoencoder",
            text=Text(
                "It is an autoencoder of the spoilt input; only the target is another one.",
                "ノイズを加えた入力に対するオートエンコーダである。違うのは正解だけである。",
            ),
            case=_case("spoilt_beforehand", 3, 5, 4, 2, corruption="gaussian"),
            left=evaluated("denoising_autoencoder"),
            right=_of_a_spoilt_input,
        ),
    ),
    mistakes=(
        Mistake(
            name="spoilt_input_as_the_target",
            ja="ノイズ入りの入力を目標にする",
            line="error = x_hat - x  # from the clean x, which the network has not seen",
            wrong="error = x_hat - x * noise",
            why=Text(
                "Then nothing is denoised: the network learns to give back the noise as well.",
                "これではノイズを取り除けない。ネットワークはノイズまで復元しようとする。",
            ),
        ),
        Mistake(
            name="input_not_spoilt",
            ja="入力にノイズを加えない",
            line='x_tilde = x * self.noise if self.corruption == "masking" else x + self.noise',
            wrong="x_tilde = x",
            why=Text(
                "Without the noise it is a plain autoencoder, which may copy its input.",
                "ノイズを加えなければふつうのオートエンコーダであり、入力を写すだけで済む。",
            ),
        ),
        Mistake(
            name="mask_forgotten_on_the_way_back",
            ja="逆伝播でマスクを忘れる",
            line='return dx_tilde * self.noise if self.corruption == "masking" else dx_tilde',
            wrong="return dx_tilde",
            why=Text(
                "A number that was blotted out had no influence, so it has no gradient.",
                "消された成分は出力に影響しなかったので、その勾配は 0 である。",
            ),
        ),
        Mistake(
            name="error_turned_around",
            ja="誤差の引き算が逆",
            line="self.backward(error / len(x))",
            wrong="self.backward(-error / len(x))",
            why=STEP_AGAINST,
        ),
        Mistake(
            name="batch_not_averaged",
            ja="バッチで平均しない",
            line="self.backward(error / len(x))",
            wrong="self.backward(error)",
            why=MEAN_OVER_EXAMPLES,
        ),
    ),
)
