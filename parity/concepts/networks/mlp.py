"""The multi-layer perceptron."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.concepts.layers._sources import RUMELHART
from parity.concepts.networks._mlp_derivation import DERIVATION
from parity.describing.concept import Case, Concept, Convention, Mistake, Text
from parity.describing.datasets import digit_batches
from parity.describing.draw import Draw, bernoulli, computed, normal, seed_of, uniform
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

STEPS = 50
BATCH = 32


def _parameters(
    sizes: Sequence[int], gain: float = 2.0, batch_norm: bool = False
) -> dict[str, Draw]:
    """Return draws of every weight, of variance gain / n_in, with small biases."""
    drawn: dict[str, Draw] = {}
    last = len(sizes) - 1
    for i in range(1, last + 1):
        n_in, n_out = sizes[i - 1], sizes[i]
        drawn[f"dense{i}.W"] = normal(n_in, n_out, scale=math.sqrt(gain / n_in))
        if not batch_norm or i == last:
            drawn[f"dense{i}.b"] = normal(n_out, scale=0.1)
        else:
            drawn[f"norm{i}.gamma"] = uniform(n_out, low=0.5, high=1.5)
            drawn[f"norm{i}.beta"] = normal(n_out, scale=0.1)
    return drawn


def _statistics(sizes: Sequence[int]) -> dict[str, Draw]:
    """Return draws of the running statistics of every normalization."""
    drawn: dict[str, Draw] = {}
    for i, n in enumerate(sizes[1:-1], start=1):
        drawn[f"norm{i}.running_mean"] = normal(n, scale=0.1)
        drawn[f"norm{i}.running_var"] = uniform(n, low=0.5, high=1.5)
    return drawn


def _on_digits(
    name: str,
    optimizer: str,
    optimizer_config: Mapping[str, Any],
    gain: float = 2.0,
    hidden: Sequence[int] = (20,),
    steps: int = STEPS,
    ours: bool = False,
    **config: Any,
) -> Case:
    """Return a case that trains on the digits: the same weights, batches and masks for everyone."""
    sizes = (64, *hidden, 10)

    def images() -> np.ndarray:
        return digit_batches(steps, BATCH, seed_of("mlp", "digits"))[0]

    def labels() -> np.ndarray:
        return digit_batches(steps, BATCH, seed_of("mlp", "digits"))[1]

    inputs: dict[str, Draw] = {
        "x": computed((steps, BATCH, 64), images),
        "t": computed((steps, BATCH), labels),
    }
    for i, n in enumerate(hidden, start=1):
        if config.get("dropout"):
            keep = 1 - config["dropout"]
            inputs[f"masks.dropout{i}"] = bernoulli(steps, BATCH, n, keep=keep)
    normalized = config.get("batch_norm", False)
    return Case(
        name,
        inputs=inputs,
        params=_parameters(sizes, gain, normalized),
        buffers=_statistics(sizes) if normalized else {},
        config={"sizes": sizes, **config},
        exact=("accuracy",),
        ours=ours,
        dtypes=("float64",) if ours else ("float64", "float32"),
        options={
            "steps": steps,
            "loss": "losses.softmax_cross_entropy.SoftmaxCrossEntropy",
            "optimizer": f"optimizers.{optimizer}",
            "optimizer_config": dict(optimizer_config),
        },
    )


def _one_dense_layer(of: Implementations, a: Arrays) -> Arrays:
    dense = of("dense")(5, 3)
    dense.params.update(W=a["dense1.W"], b=a["dense1.b"])
    y, dx = dense.forward(a["x"]), dense.backward(a["dy"])
    return {"y": y, "dx": dx, "ddense1.W": dense.grads["W"], "ddense1.b": dense.grads["b"]}


MLP = Concept(
    kind="network",
    order=1,
    syllabus=("3-1-1",),
    needs=("dense", "relu", "softmax_cross_entropy", "sgd"),
    title=Text("Multi-layer perceptron (MLP)", "多層パーセプトロン(MLP)"),
    summary=Text(
        "Dense layers with an activation between them. Here it learns real handwritten digits, "
        "with the same weights, batches and dropout masks in every framework.",
        "全結合層を活性化関数でつないだネットワーク。ここでは、同じ初期重み・同じミニバッチ・"
        "同じドロップアウトのマスクを各フレームワークに与え、実際の手書き数字を学習させる。",
    ),
    why=Text(
        "A single layer can part classes only by a plane; XOR cannot be parted so. With a hidden "
        "layer the network first bends the space, and the layers behind decide by features that "
        "were not among the inputs. The activations are what bends: without them the matrices "
        "multiply out to one, and nothing is gained by a second layer. How hidden weights can "
        "learn, for which no target is given, was open for long; back-propagation answers it, at "
        "about the cost of two forward passes.",
        "1つの層では、クラスを平面でしか分けられず、XOR は分けられない。"
        "隠れ層があれば、まず空間を折り曲げ、後ろの層は入力にはなかった特徴から判断できる。"
        "折り曲げるのは活性化関数である。これがなければ行列の積は1つの行列にまとまり、"
        "層を増やす意味がない。目標値が与えられない隠れ層の重みをどう学習するかは"
        "長く未解決だったが、誤差逆伝播法が、順伝播およそ2回分の計算でそれを可能にした。",
    ),
    equation="two hidden layers: y = f(f(x W_1 + b_1) W_2 + b_2) W_3 + b_3",
    formula=(
        r"h_0 = x, \quad h_k = f(h_{k-1} W_k + b_k)",
        r"y = h_{n-1} W_n + b_n",
    ),
    derivation=DERIVATION,
    shapes={"x": "(N, n_in)", "W_i": "(n_{i-1}, n_i)", "b_i": "(n_i,)", "y": "(N, n_out)"},
    sources=(
        RUMELHART,
        "digits: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, UCI",
    ),
    cases=(
        Case(
            "gradients_sigmoid",
            inputs={"x": normal(6, 5)},
            params=_parameters((5, 4, 3, 2)),
            upstream=normal(6, 2),
            config={"sizes": (5, 4, 3, 2), "activation": "sigmoid"},
            training=True,
        ),
        Case(
            "gradients_one_hidden_layer",
            inputs={"x": normal(7, 5)},
            params=_parameters((5, 4, 3)),
            upstream=normal(7, 3),
            config={"sizes": (5, 4, 3), "activation": "sigmoid"},
            training=True,
        ),
        Case(
            "gradients_batch_norm",
            inputs={"x": normal(6, 5)},
            params=_parameters((5, 4, 3), batch_norm=True),
            buffers=_statistics((5, 4, 3)),
            upstream=normal(6, 3),
            config={"sizes": (5, 4, 3), "activation": "tanh", "batch_norm": True},
            training=True,
        ),
        Case(
            "gradients_dropout",
            inputs={
                "x": normal(7, 4),
                "masks.dropout1": bernoulli(7, 5, keep=0.75),
                "masks.dropout2": bernoulli(7, 3, keep=0.75),
            },
            params=_parameters((4, 5, 3, 2)),
            upstream=normal(7, 2),
            config={"sizes": (4, 5, 3, 2), "activation": "gelu", "dropout": 0.25},
            training=True,
        ),
        Case(
            "inference",
            inputs={"x": normal(6, 5)},
            params=_parameters((5, 4, 3), batch_norm=True),
            buffers=_statistics((5, 4, 3)),
            upstream=normal(6, 3),
            config={
                "sizes": (5, 4, 3),
                "activation": "softplus",
                "batch_norm": True,
                "dropout": 0.5,
            },
            training=False,
        ),
        _on_digits("digits_sgd", "sgd.SGD", {"lr": 0.1}),
        _on_digits(
            "digits_momentum_sigmoid",
            "momentum.Momentum",
            {"lr": 0.1, "momentum": 0.9},
            gain=1.0,
            activation="sigmoid",
        ),
        _on_digits(
            "digits_nesterov_tanh",
            "nesterov.Nesterov",
            {"lr": 0.05, "momentum": 0.9},
            gain=1.0,
            activation="tanh",
        ),
        _on_digits("digits_adagrad", "adagrad.Adagrad", {"lr": 0.05}),
        _on_digits("digits_rmsprop", "rmsprop.RMSprop", {"lr": 0.005}, activation="elu"),
        _on_digits("digits_adadelta", "adadelta.Adadelta", {"lr": 1.0}, activation="softplus"),
        _on_digits("digits_adam", "adam.Adam", {"lr": 0.005}),
        _on_digits("digits_amsgrad", "amsgrad.AMSGrad", {"lr": 0.005}, activation="leaky_relu"),
        _on_digits("digits_adamw", "adamw.AdamW", {"lr": 0.005, "weight_decay": 0.01}),
        _on_digits(
            "digits_three_layers_batch_norm",
            "momentum.Momentum",
            {"lr": 0.05, "momentum": 0.9},
            hidden=(24, 16),
            batch_norm=True,
        ),
        _on_digits(
            "digits_batch_norm_adam", "adam.Adam", {"lr": 0.01}, activation="tanh", batch_norm=True
        ),
        _on_digits("digits_dropout", "adam.Adam", {"lr": 0.01}, dropout=0.25),
        _on_digits("digits_l1_l2", "sgd.SGD", {"lr": 0.1}, l1=0.001, l2=0.01),
        _on_digits(
            "digits_l1_one_layer", "sgd.SGD", {"lr": 0.1}, hidden=(), steps=3, ours=True, l1=0.01
        ),
        _on_digits("digits_l2", "sgd.SGD", {"lr": 0.1}, steps=3, ours=True, l2=0.01),
    ),
    conventions=(
        Convention(
            "penalty_without_half",
            Text(
                "The penalty is lambda times the sum of the squared weights, without the half, "
                "and its gradient twice lambda times the weights.",
                "罰則に 1/2 を掛けず λΣW² とし、その勾配を 2λW としている。",
            ),
            {"l2": lambda l2: 2 * l2},
        ),
    ),
    also_called=(
        "two_layer_net",
        "multi_layer_net",
        "three_layer_net",
        "multi_layer_perceptron",
        "multi_layer_net_extend",
        "multi_layer_network",
        "fully_connected_net",
    ),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "Without hidden layers it is one dense layer.",
                "隠れ層がなければ、1つの全結合層である。",
            ),
            case=Case(
                "no_hidden_layers",
                inputs={"x": normal(4, 5)},
                params=_parameters((5, 3)),
                upstream=normal(4, 3),
            ),
            left=evaluated("mlp", sizes=(5, 3)),
            right=_one_dense_layer,
        ),
    ),
    mistakes=(
        Mistake(
            name="layers_not_reversed",
            ja="層を逆順にたどらない",
            line="for layer in reversed(self.layers.values()):",
            wrong="for layer in self.layers.values():",
            why=Text(
                "The chain rule runs from the loss back to the input: the last layer comes first.",
                "連鎖律は損失から入力に向かって適用する。最後の層から順に逆伝播しなければならない。",
            ),
        ),
        Mistake(
            name="penalty_without_its_gradient",
            ja="罰則項の勾配を忘れる",
            line='dense.grads["W"] = dense.grads["W"] + self.regularizer.backward()',
            wrong="pass",
            why=Text(
                "A penalty that is added to the loss but not to the gradient changes the figure "
                "that is printed, and nothing that is learned.",
                "罰則を損失に足しても勾配に足さなければ、表示される損失が変わるだけで、"
                "学習には何の影響もない。",
            ),
        ),
        Mistake(
            name="dropout_mask_ignored",
            ja="ドロップアウトのマスクを無視する",
            line="y = layer.forward(y, training, (masks or {}).get(name))",
            wrong="y = layer.forward(y, training)",
            why=Text(
                "The mask that was given must be the one that is used, in the forward and the "
                "backward pass alike.",
                "与えられたマスクを、順伝播でも逆伝播でも同じように使わなければならない。",
            ),
        ),
        Mistake(
            name="always_in_training",
            ja="常に学習モードで動く",
            line="y = layer.forward(y, training)",
            wrong="y = layer.forward(y, True)",
            why=Text(
                "Inference must use the running statistics, not those of the batch.",
                "推論時にはバッチの統計量ではなく、移動平均の統計量を使わなければならない。",
            ),
        ),
        Mistake(
            name="last_layer_left_out",
            ja="最後の層を落とす",
            line="for i in range(1, last + 1):",
            wrong="for i in range(1, last):",
            why=Text(
                "With one layer too few, the network gives hidden values and not the scores.",
                "層が1つ足りないと、出力がスコアではなく隠れ層の値になってしまう。",
            ),
        ),
    ),
)
