"""Recurrent layers on top of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from parity.concepts.recurrent._parts import parts_case
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, sizes: tuple[int, int, int, int], n_layers: int = 2, **more: Any) -> Case:
    parts = [f"layer{k}" for k in range(n_layers)]
    widths = [sizes[2], *[sizes[3]] * (n_layers - 1)]
    more = {"n_layers": n_layers, **more}
    return parts_case(name, parts, widths, sizes, sizes[3], **more)


def _upper(case: Case) -> Case:
    """Return the case with differences of the upper layer: U below nearly cancels in it."""
    return replace(case, options={**case.options, "differences": ("dx", "dlayer1.U")})


def _masks(N: int, T: int, H: int, n_layers: int = 2) -> dict[str, Any]:
    """Return the masks of a case whose dropout is a half, and that it trains."""
    masks = {f"layer{k}": bernoulli(N, T, H) for k in range(n_layers - 1)}
    return {"masks": masks, "training": True, "dropout": 0.5}


def _together(of: Implementations, a: Arrays) -> Arrays:
    layer = of("stacked_rnn")(4, 5)
    for name, weight in layer.params.items():
        weight[...] = a[name]
    y, h = layer.forward(a["x"], a["h0"])
    dx, dh0 = layer.backward(a["dy"], a["dh"])
    return {"y": y, "h": h, "dx": dx, "dh0": dh0, "dlayer0.W": layer.grads["layer0.W"]}


def _by_hand(of: Implementations, a: Arrays) -> Arrays:
    """Return what two simple layers give, one after the other."""
    low, high = of("simple_rnn")(4, 5), of("simple_rnn")(5, 5)
    for k, layer in enumerate((low, high)):
        layer.params.update({name: a[f"layer{k}.{name}"] for name in "WUb"})
    below, h_low = low.forward(a["x"], a["h0"][0])
    y, h_high = high.forward(below, a["h0"][1])
    dbelow, dh_high = high.backward(a["dy"], a["dh"][1])
    dx, dh_low = low.backward(dbelow, a["dh"][0])
    return {
        "y": y,
        "h": np.stack([h_low, h_high]),
        "dx": dx,
        "dh0": np.stack([dh_low, dh_high]),
        "dlayer0.W": low.grads["W"],
    }


StackedRNN = Concept(
    kind="layer",
    name="stacked_rnn",
    order=9,
    syllabus=("3-5-1", "3-5-2"),
    needs=("simple_rnn", "lstm", "dropout"),
    title=Text("Stacked recurrent layers", "多層の RNN(StackedRNN)"),
    summary=Text(
        "Recurrent layers on top of each other: each reads the outputs of the one below. Dropout "
        "lies between layers, not between steps.",
        "再帰型の層を積み重ね、下の層の各時刻の出力を上の層が読む。"
        "ドロップアウトは層と層の間に入れ、時刻と時刻の間には入れない。",
    ),
    why=Text(
        "One recurrent layer is deep in time, but from x_t to y_t there is a single step. Layers "
        "on top of each other see longer and longer stretches, as in other networks. Dropout on "
        "the states would drop again at every step, until nothing of the memory is left; between "
        "layers each value is dropped at most once on its way up, and the memory stays whole.",
        "再帰型の層は時間方向には深いが、x_t から y_t までは1段しかない。層を積むと、ほかの"
        "ネットワークと同じように、上の層ほどまとまった範囲を捉える。状態にドロップアウトを"
        "掛けると時刻ごとに落とされ続け、記憶が失われる。層の間だけに入れれば、"
        "1つの値が落とされるのは上に進むときの1回だけで、記憶はそのまま保たれる。",
    ),
    equation="y^(0) = x; y^(k) = layer_k(dropout(y^(k-1))) for k = 1 to n_layers; y = y^(n_layers)",
    formula=(
        r"y^{(0)} = x, \quad y^{(k)} = \text{layer}_k(d(y^{(k-1)})), \quad d(y) = \frac{m \odot y}"
        r"{1 - p}",
        r"\frac{\partial L}{\partial y^{(k-1)}} = \frac{m}{1 - p} \odot \text{layer}'_k\left( "
        r"\frac{\partial L}{\partial y^{(k)}} \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "All steps of one layer come before all steps of the layer below",
                "逆伝播では、上の層の全時刻を済ませてから下の層に移る",
            ),
            text=Text(
                "The layer below is seen by this one alone, and by its own next steps. So each "
                "layer's backward pass through time runs whole, and its dx is the dy of the one "
                "below.",
                "下の層の出力を使うのは、この層と、下の層自身の次の時刻だけである。そこで各層の"
                "時間方向の逆伝播をまとめて行い、その dx を下の層の dy として渡す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial y^{(k-1)}_t} = \left( \frac{\partial L}"
                r"{\partial a^{(k)}_t} \right) W^{(k)\top}"
            ),
        ),
        Step(
            heading=Text(
                "What was dropped on the way up gets nothing on the way back",
                "上に進むときに落とした値には、勾配も戻らない",
            ),
            text=Text(
                "The mask of the dropout between the two layers meets the gradient as it met the "
                "value, with the same factor. The states' own ways have no mask on them.",
                "2つの層の間にあるドロップアウトのマスクを、値と同じように勾配にも掛ける。"
                "状態が時間方向に進む道にはマスクがない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial y^{(k-1)}} = \frac{m}{1 - p} \odot \text{layer}'_k"
                r"\left( \frac{\partial L}{\partial y^{(k)}} \right)"
            ),
            check=Text(
                "Without dropout it agrees with nn.RNN and nn.LSTM of the same num_layers.",
                "ドロップアウトがなければ、同じ num_layers の nn.RNN や nn.LSTM と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, n_in)",
        "h0, c0, h, c": "(n_layers, N, n_hidden)",
        "lengths": "(N,)",
        "masks": "(N, T, n_hidden)",
        "y": "(N, T, n_hidden)",
    },
    sources=(
        "Graves, Mohamed and Hinton (2013), Speech recognition with deep recurrent neural "
        "networks, ICASSP, section 2",
        "Zaremba, Sutskever and Vinyals (2014), Recurrent neural network regularization, section 3",
    ),
    cases=(
        _case("two_layers", (3, 4, 2, 5)),
        _case("three_layers", (4, 2, 3, 5), n_layers=3, given=False),
        _case("lstm", (3, 4, 5, 6), layer="lstm"),
        _case("lstm_three_layers", (4, 2, 3, 5), layer="lstm", n_layers=3, given=False),
        _case("gru", (3, 4, 2, 5), layer="gru"),
        _upper(_case("no_bias", (3, 5, 2, 4), bias=False)),
        _case("no_bias_lstm", (3, 2, 4, 5), bias=False, layer="lstm"),
        _case("lengths", (4, 5, 3, 6), lengths=(5, 2, 1, 4)),
        _case("lengths_lstm", (3, 4, 2, 5), layer="lstm", lengths=(2, 4, 1)),
        _case("lengths_gru", (3, 4, 2, 5), layer="gru", lengths=(4, 1, 3)),
        _upper(_case("dropout", (3, 4, 2, 5), **_masks(3, 4, 5))),
        _case("dropout_three_layers", (4, 2, 3, 5), n_layers=3, given=False, **_masks(4, 2, 5, 3)),
        _case("dropout_lstm", (3, 4, 2, 5), layer="lstm", **_masks(3, 4, 5)),
        _case("dropout_lengths", (3, 4, 2, 5), lengths=(4, 1, 3), **_masks(3, 4, 5)),
        _case("dropout_in_inference", (3, 4, 2, 5), dropout=0.5, training=False),
        _case("one_layer", (3, 4, 2, 5), n_layers=1, given=False),
        _case("one_step", (3, 1, 2, 5)),
        _case("one_example", (1, 4, 3, 5), layer="gru", given=False),
    ),
    defaults=(
        Default("n_layers", 2),
        Default("layer", "simple_rnn"),
        Default("dropout", 0.0),
        Default("use_bias", True),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="dropout_of_keras_is_on_the_inputs",
            ja="Keras のドロップアウトは入力に掛かる",
            summary=Text(
                "dropout=p of a Keras layer acts on what that layer reads, so the lowest layer "
                "drops parts of x; PyTorch's acts on the outputs of every layer but the last. "
                "Keras' also keeps one mask for all steps of a call, where PyTorch draws anew for "
                "each.",
                "Keras の層の dropout=p は、その層の入力に掛かる。そのため最下層では x の一部が"
                "落ちる。PyTorch では、最後の層を除く各層の出力に掛かる。また Keras は1回の"
                "呼び出しの全時刻に同じマスクを使うが、PyTorch は時刻ごとに引き直す。",
            ),
            reconciled=Text(
                "Put a Dropout layer between the layers.",
                "層と層の間に Dropout 層を置く。",
            ),
            source="https://keras.io/api/layers/recurrent_layers/lstm/: dropout, fraction of the "
            "units to drop for the linear transformation of the inputs; torch.nn.LSTM: dropout, "
            "on the outputs of each LSTM layer except the last layer",
            case="dropout",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.recurrent.stacked_rnn._DroppedInputs",
                    "n_in": 2,
                    "n_hidden": 5,
                    "dropout": 0.5,
                },
            },
            quantity="y",
        ),
    ),
    also_called=("multi_layer_rnn", "deep_rnn", "stacked_lstm"),
    identities=(
        Identity(
            sibling="simple_rnn",
            text=Text(
                "Two layers are two calls: the second layer reads the first one's outputs.",
                "2層なら、1つ目の層の出力を2つ目の層に読ませるのと同じである。",
            ),
            case=_case("by_hand", (3, 2, 4, 5)),
            left=_together,
            right=_by_hand,
        ),
    ),
    mistakes=(
        Mistake(
            name="one_first_state_for_all_layers",
            ja="全層に同じ初期状態を使う",
            line="y, *states = layer.forward(y, **first[k], lengths=lengths)",
            wrong="y, *states = layer.forward(y, **first[0], lengths=lengths)",
            why=Text(
                "Every layer has a first state of its own.",
                "最初の状態は層ごとに別である。",
            ),
        ),
        Mistake(
            name="lengths_for_the_lowest_layer_only",
            ja="長さを最下層にしか渡さない",
            line="y, *states = layer.forward(y, **first[k], lengths=lengths)",
            wrong="y, *states = layer.forward(y, **first[k], lengths=None if k else lengths)",
            why=Text(
                "The upper layers must be told as well: else they read the zeros of the padding "
                "on, and their states change.",
                "上の層にも長さを伝える。伝えなければ、パディングの 0 を読み続けて状態が変わる。",
            ),
        ),
        Mistake(
            name="layers_backward_in_the_wrong_order",
            ja="層の逆伝播の順序が違う",
            line="for k, layer in reversed(list(enumerate(self.layers))):",
            wrong="for k, layer in enumerate(self.layers):",
            why=Text(
                "The way back begins at the top layer, whose outputs are y.",
                "逆伝播は、y を出力した一番上の層から始める。",
            ),
        ),
        Mistake(
            name="mask_forgotten_on_the_way_back",
            ja="逆伝播でマスクを忘れる",
            line="dy = self.dropouts[k - 1].backward(dy)",
            wrong="dy = dy",
            why=Text(
                "A value that was dropped did not reach the layer above, so no gradient comes back "
                "to it; what was kept was scaled.",
                "落とされた値は上の層に届いていないので、勾配も戻らない。"
                "残した値には係数が掛かっていた。",
            ),
        ),
        Mistake(
            name="states_upside_down",
            ja="状態の層の順が逆",
            line="dfirst.insert(0, states)",
            wrong="dfirst.append(states)",
            why=Text(
                "The layers come from the top on the way back; their states' gradients stand in "
                "the order of h0, from the lowest.",
                "逆伝播では上の層から順に処理する。状態の勾配は h0 と同じく下の層から並べる。",
            ),
        ),
    ),
)
