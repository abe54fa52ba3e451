"""GRU, one step (exam)."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import Draw, normal, values


def _gru(
    name: str,
    lead: tuple[int, ...],
    X: int,
    H: int,
    scale: float = 1.0,
    update: tuple[Draw, Draw] | None = None,
) -> Case:
    """Return a case for x (*lead, X) and h (*lead, H); ``update`` gives W_z and U_z."""
    W_z, U_z = update or (normal(H, X, scale=scale), normal(H, H, scale=scale))
    return Case(
        name,
        inputs={
            "x": normal(*lead, X),
            "h": normal(*lead, H, scale=0.5),
            "W_r": normal(H, X, scale=scale),
            "U_r": normal(H, H, scale=scale),
            "W_z": W_z,
            "U_z": U_z,
            "W": normal(H, X, scale=scale),
            "U": normal(H, H, scale=scale),
        },
        options={"outputs": ("h_new",)},
    )


gru_taught = Concept(
    kind="function",
    order=8,
    syllabus=("3-5-2",),
    needs=("lstm_taught",),
    title=Text("GRU, one step (exam)", "GRUの1ステップ(試験の形)"),
    summary=Text(
        "One step of a GRU with the exam's signature: the reset gate says how much of h the "
        "candidate sees, the update gate mixes the two. It has no cell state and no biases.",
        "試験に出る GRU の1ステップ。リセットゲートが候補に見せる h の量を決め、"
        "更新ゲートが h と候補を混ぜる。セルの状態もバイアスも持たない。",
    ),
    equation="r = sigmoid(x W_r^T + h U_r^T), z = sigmoid(x W_z^T + h U_z^T); "
    "h_bar = tanh(x W^T + (r h) U^T); h_new = (1 - z) h + z h_bar",
    formula=(
        r"r = s(x W_r^T + h U_r^T), \quad s(a) = \frac{1}{1 + \exp({-a})}",
        r"z = s(x W_z^T + h U_z^T)",
        r"\bar{h} = \tanh(x W^T + (r \odot h) U^T)",
        r"h_{\text{new}} = (1 - z) \odot h + z \odot \bar{h}",
    ),
    shapes={
        "x": "(N, X) or (X,)",
        "h": "(N, H) or (H,)",
        "W_r, W_z, W": "(H, X)",
        "U_r, U_z, U": "(H, H)",
        "h_new": "as h",
    },
    sources=(
        "Cho et al. (2014), Learning phrase representations using RNN encoder-decoder for "
        "statistical machine translation, EMNLP, section 2.3",
        "Chung, Gulcehre, Cho and Bengio (2014), Empirical evaluation of gated recurrent neural "
        "networks on sequence modeling, section 3.2",
    ),
    cases=(
        _gru("batch", (3,), X=4, H=5),
        _gru("one_example", (), X=3, H=4),
        _gru("batch_of_one", (1,), X=5, H=2),
        _gru("one_unit", (4,), X=3, H=1),
        _gru("saturated_gates", (2,), X=4, H=3, scale=1000.0),
        _gru(
            "update_gate_half",  # z = 1/2, so that it does not matter which side z stands on
            (2,),
            X=3,
            H=4,
            update=(values(np.zeros((4, 3))), values(np.zeros((4, 4)))),
        ),
    ),
    divergences=(
        Divergence(
            name="side_of_the_update_gate",
            summary=Text(
                "The exam writes h_new = (1 - z) h + z h_bar; Keras and PyTorch z h + (1 - z) "
                "h_bar, so their z is the share that is kept.",
                "試験では h_new = (1 - z) h + z h_bar、Keras と PyTorch では z h + (1 - z) h_bar "
                "である。フレームワークの z は、前の状態を残す割合を表す。",
            ),
            reconciled=Text(
                "1 - sigmoid(a) = sigmoid(-a): change the sign of W_z and U_z.",
                "1 - sigmoid(a) = sigmoid(-a) なので、W_z と U_z の符号を反転させる。",
            ),
            source="keras/src/layers/rnn/gru.py: h = z * h_tm1 + (1 - z) * hh; torch.nn.GRUCell",
            case="batch",
            native={"numpy": {}, "keras": {"callable": "tf_impl.exam.gru_taught._gru_cell"}},
            quantity="h_new",
        ),
        Divergence(
            name="reset_after",
            summary=Text(
                "The exam resets h and then multiplies by U: tanh(x W + (r h) U). By default Keras "
                "multiplies first: tanh(x W + r (h U)); so does PyTorch, which has no other way.",
                "試験では h をリセットしてから U を掛ける: tanh(x W + (r h) U)。"
                "Keras の既定では先に U を掛ける: tanh(x W + r (h U))。"
                "PyTorch も同じで、こちらは変更できない。",
            ),
            reconciled=Text(
                "Keras: reset_after=False. torch.nn.GRUCell cannot express it: compose the cell.",
                "Keras では reset_after=False とする。"
                "torch.nn.GRUCell では表せないので、セルを組み立てる。",
            ),
            source="https://keras.io/api/layers/recurrent_layers/gru/; torch.nn.GRUCell: "
            "n = tanh(W_in x + b_in + r * (W_hn h + b_hn))",
            case="update_gate_half",
            native={
                "torch": {},
                "keras": {
                    "callable": "tf_impl.exam.gru_taught._gru_cell",
                    "reset_after": True,
                },
            },
            quantity="h_new",
        ),
    ),
    also_called=(
        "gru",
        "gru_cell",
    ),
    mistakes=(
        Mistake(
            name="reset_after_the_product",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = np.tanh(x.dot(W.T) + r * h.dot(U.T))",
            why=Text(
                "Here r weighs the state before U mixes its elements. Applied after the product it "
                "weighs the mixture, which is another network (the frameworks').",
                "ここでは、U で混ぜる前の状態の各要素に r を掛ける。積の後に掛けると、"
                "混ざった値に掛けることになり、別のモデル(フレームワークの形)になる。",
            ),
        ),
        Mistake(
            name="update_gate_on_the_other_side",
            line="h_new = (1 - z) * h + z * h_bar",
            wrong="h_new = z * h + (1 - z) * h_bar",
            why=Text(
                "In the exam's form z is the share of the new: z = 0 keeps h as it is.",
                "試験の形では z は新しい候補の割合であり、z = 0 なら h がそのまま残る。",
            ),
        ),
        Mistake(
            name="candidate_by_sigmoid",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = sigmoid(x.dot(W.T) + (r * h).dot(U.T))",
            why=Text(
                "Gates take the sigmoid, the candidate tanh: a state must be able to be negative.",
                "ゲートにはシグモイド、候補には tanh を使う。状態は負の値も取れなければならない。",
            ),
        ),
        Mistake(
            name="gate_by_tanh",
            line="r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            wrong="r = np.tanh(x.dot(W_r.T) + h.dot(U_r.T))",
            why=Text(
                "A gate is a share between 0 and 1; with tanh it could turn the state's sign.",
                "ゲートは 0 から 1 の割合である。tanh では状態の符号まで反転しうる。",
            ),
        ),
        Mistake(
            name="reset_forgotten",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = np.tanh(x.dot(W.T) + h.dot(U.T))",
            why=Text(
                "Without r the candidate always sees the whole past; the gate that was computed "
                "goes unused.",
                "r がないと候補は常に過去の状態すべてを見る。せっかく計算したゲートも使われない。",
            ),
        ),
        Mistake(
            name="weights_of_the_other_gate",
            line="z = sigmoid(x.dot(W_z.T) + h.dot(U_z.T))",
            wrong="z = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            why=Text(
                "Each gate has weights of its own; copied from the line above, z equals r.",
                "ゲートはそれぞれ別の重みを持つ。上の行を写したままでは z が r と同じになる。",
            ),
        ),
        Mistake(
            name="recurrent_weight_not_transposed",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U))",
            why=Text(
                "U is square, so a forgotten transpose raises no error and shows in the numbers "
                "alone.",
                "U は正方行列なので、転置を忘れてもエラーにならず、値だけが狂う。",
            ),
        ),
    ),
)
