"""The autoencoder."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._shared import (
    LR,
    MEAN_OVER_EXAMPLES,
    OWN_STEPS,
    STEP_AGAINST,
    perceptron,
)
from parity.concepts.generative._sources import HINTON
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, N: int, n: int, H: int, code: int, steps: int = 0, **more: Any) -> Case:
    return Case(
        name,
        inputs={"x": normal(*((steps,) if steps else ()), N, n)},
        params={**perceptron("encoder", n, H, code), **perceptron("decoder", code, H, n)},
        config={"n_in": n, "n_hidden": H, "n_code": code, **more.pop("config", {})},
        options=OWN_STEPS if steps else {},
        **more,
    )


def _two_networks(of: Implementations, a: Arrays) -> Arrays:
    """Return what two perceptrons give one after the other."""
    encoder, decoder = (of("mlp")(sizes, "tanh") for sizes in ((5, 4, 2), (2, 4, 5)))
    for part, network in (("encoder", encoder), ("decoder", decoder)):
        for name, array in network.params.items():
            array[...] = a[f"{part}.{name}"]
    y = decoder.forward(encoder.forward(a["x"]))
    dx = encoder.backward(decoder.backward(a["dy"]))
    found = {"y": y, "dx": dx}
    for part, network in (("encoder", encoder), ("decoder", decoder)):
        found.update({f"d{part}.{name}": array for name, array in network.grads.items()})
    return found


Autoencoder = Concept(
    kind="layer",
    order=1,
    syllabus=("4-6-2",),
    needs=("mlp", "mean_squared_error"),
    title=Text("Autoencoder", "オートエンコーダ(自己符号化器)"),
    summary=Text(
        "A network that learns to give back its own input through a narrow code, and so finds a "
        "short description of the data without any labels.",
        "狭い中間表現(コード)を通して入力そのものを復元するよう学習するネットワークである。"
        "ラベルなしで、データの短い表現を見つける。",
    ),
    why=Text(
        "There are far more examples than labels. An autoencoder needs none: the target is the "
        "input itself. If the code were as wide as x, the identity would solve it; the narrow code "
        "forces the network to keep what the examples have in common and to drop the rest. With "
        "linear layers it finds the space of the first principal components; with bent ones, more "
        "than that. The encoder then serves other tasks, as a start of their training.",
        "ラベルのないデータは、ラベルのあるデータよりはるかに多い。"
        "オートエンコーダは入力そのものを正解とするので、ラベルを必要としない。コードが"
        "入力と同じ幅なら恒等写像で済んでしまうが、狭くすると、"
        "データに共通する特徴を残し、残りを捨てざるをえない。線形な層なら"
        "主成分分析と同じ部分空間が得られ、非線形な層ならそれ以上のことができる。"
        "学習したエンコーダは、別の課題の事前学習にも使われる。",
    ),
    equation="h = encoder(x); x_hat = decoder(h); L = 1/2 |x_hat - x|^2, mean over the examples",
    formula=(
        r"h = f_{\text{enc}}(x), \quad \hat{x} = f_{\text{dec}}(h)",
        r"L = \frac{1}{2 N} \sum_n \left\| \hat{x}_n - x_n \right\|^2",
        r"\frac{\partial L}{\partial \hat{x}_n} = \frac{1}{N} (\hat{x}_n - x_n)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The error at the output is what it misses of the input",
                "出力での誤差は、入力との差そのものである",
            ),
            text=Text(
                "As in every regression, only that the target is x.",
                "回帰と同じで、正解が x になっているだけである。",
            ),
            equation=r"\frac{\partial L}{\partial \hat{x}_n} = \frac{1}{N} (\hat{x}_n - x_n)",
        ),
        Step(
            heading=Text(
                "It goes back through the decoder, the code and the encoder",
                "誤差はデコーダ、コード、エンコーダの順に戻る",
            ),
            text=Text(
                "All that the encoder is told comes through the few numbers of the code.",
                "エンコーダに届く勾配は、すべてコードの少数の成分を通る。",
            ),
            equation=r"\frac{\partial L}{\partial h} = \left( \frac{\partial \hat{x}}{\partial h} "
            r"\right)^\top \frac{\partial L}{\partial \hat{x}}",
            check=Text(
                "Finite differences of every weight of both parts give the same.",
                "両方のすべての重みについて数値微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in)",
        "x_hat": "as x",
        "encoder.dense1.W": "(n_in, n_hidden)",
        "encoder.dense2.W": "(n_hidden, n_code)",
        "decoder.dense1.W": "(n_code, n_hidden)",
        "decoder.dense2.W": "(n_hidden, n_in)",
    },
    sources=(HINTON,),
    cases=(
        _case("batch", 3, 5, 4, 2),
        _case("relu", 4, 6, 5, 3, kink=True, config={"activation": "relu"}),
        _case("one_example", 1, 4, 3, 2),
        _case("code_of_one", 3, 5, 4, 1),
        _case("ten_steps", 3, 5, 4, 2, steps=10, config={"lr": LR}),
        _case("steps_with_relu", 4, 6, 5, 3, steps=5, config={"lr": LR, "activation": "relu"}),
    ),
    defaults=(Default("lr", 0.1), Default("activation", "tanh")),
    also_called=("auto_encoder", "ae"),
    identities=(
        Identity(
            sibling="mlp",
            text=Text(
                "It is one perceptron behind another, whose target is the input.",
                "2つの多層パーセプトロンをつなぎ、正解を入力そのものにしたものである。",
            ),
            case=_case("two_networks", 3, 5, 4, 2),
            left=evaluated("autoencoder"),
            right=_two_networks,
        ),
    ),
    mistakes=(
        Mistake(
            name="encoder_without_a_gradient",
            ja="エンコーダに勾配がない",
            line="return self.encoder.backward(dh)",
            wrong="return self.encoder.backward(np.zeros_like(dh))",
            why=Text(
                "The decoder hands its gradient on to the code, and the encoder must take it; else "
                "the code stays as it was drawn.",
                "デコーダが返すコードの勾配を、エンコーダが受け取らなければならない。"
                "受け取らないと、コードは初期値のまま変わらない。",
            ),
        ),
        Mistake(
            name="error_turned_around",
            ja="誤差の引き算が逆",
            line="self.backward((x_hat - x) / len(x))",
            wrong="self.backward((x - x_hat) / len(x))",
            why=STEP_AGAINST,
        ),
        Mistake(
            name="batch_not_averaged",
            ja="バッチで平均しない",
            line="self.backward((x_hat - x) / len(x))",
            wrong="self.backward(x_hat - x)",
            why=MEAN_OVER_EXAMPLES,
        ),
        Mistake(
            name="factor_of_the_square_kept",
            ja="二乗の係数 2 を残す",
            line="self.backward((x_hat - x) / len(x))",
            wrong="self.backward(2 * (x_hat - x) / len(x))",
            why=Text(
                "The 1/2 of L and the 2 of the square cancel.",
                "L の 1/2 と、二乗を微分して出る 2 は打ち消し合う。",
            ),
        ),
    ),
)
