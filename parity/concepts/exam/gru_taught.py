"""GRU, one step (exam)."""

from __future__ import annotations

import numpy as np

from parity.concepts.exam._gru_taught_derivation import OF_THE_STEP
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
        upstream=None if scale > 100 else normal(*lead, H),  # a shut gate has no slope to compare
        options={"outputs": ("h_new",)},
    )


gru_taught = Concept(
    kind="function",
    order=8,
    syllabus=("3-5-2",),
    needs=("lstm_taught",),
    title=Text("GRU, one step (exam)", "GRUの1ステップ(試験での定義)"),
    summary=Text(
        "One step of a GRU with the exam's signature: the reset gate says how much of h the "
        "candidate sees, the update gate mixes the two. It has no cell state and no biases.",
        "試験に出る GRU の1ステップ。リセットゲートが候補に見せる h の量を決め、"
        "更新ゲートが h と候補を混ぜる。セルの状態もバイアスも持たない。",
    ),
    why=Text(
        "An LSTM needs three gates and two states to keep a value over many steps. A GRU does with "
        "two gates and one state: z says how much of the state is replaced by the candidate, and "
        "where z is near 0 the state, and its gradient, pass almost unchanged. r lets the "
        "candidate forget what no longer matters.",
        "LSTM は、長い間値を保つために3つのゲートと2つの状態を使う。GRU は2つのゲートと"
        "1つの状態で済ませる。z は状態のうち候補で置き換える割合であり、z が 0 に近ければ、"
        "状態もその勾配もほとんど変わらずに通る。r は、もう必要のない過去を候補に見せない"
        "ためのゲートである。",
    ),
    equation="r = sigmoid(x W_r^T + h U_r^T), z = sigmoid(x W_z^T + h U_z^T); "
    "h_bar = tanh(x W^T + (r h) U^T); h_new = (1 - z) h + z h_bar",
    formula=(
        r"r = s(x W_r^T + h U_r^T), \quad s(a) = \frac{1}{1 + \exp({-a})}",
        r"z = s(x W_z^T + h U_z^T)",
        r"\bar{h} = \tanh(x W^T + (r \odot h) U^T)",
        r"h_{\text{new}} = (1 - z) \odot h + z \odot \bar{h}",
        r"\frac{\partial L}{\partial h} = \delta \odot (1 - z) + \left( \frac{\partial L}"
        r"{\partial a_h} U \right) \odot r + \frac{\partial L}{\partial a_r} U_r + "
        r"\frac{\partial L}{\partial a_z} U_z, \quad \delta = \frac{\partial L}{\partial "
        r"h_{\text{new}}}",
    ),
    derivation=OF_THE_STEP,
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
            ja="更新ゲートが掛かる側",
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
            ja="リセットゲートを積の後に掛ける",
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
            ja="積の後でリセットを掛ける",
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
            ja="更新ゲートを掛ける側が逆",
            line="h_new = (1 - z) * h + z * h_bar",
            wrong="h_new = z * h + (1 - z) * h_bar",
            why=Text(
                "In the exam's form z is the share of the new: z = 0 keeps h as it is.",
                "試験の形では z は新しい候補の割合であり、z = 0 なら h がそのまま残る。",
            ),
        ),
        Mistake(
            name="candidate_by_sigmoid",
            ja="候補をシグモイドで求める",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = sigmoid(x.dot(W.T) + (r * h).dot(U.T))",
            why=Text(
                "Gates take the sigmoid, the candidate tanh: a state must be able to be negative.",
                "ゲートにはシグモイド、候補には tanh を使う。状態は負の値も取れなければならない。",
            ),
        ),
        Mistake(
            name="gate_by_tanh",
            ja="ゲートを tanh で求める",
            line="r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            wrong="r = np.tanh(x.dot(W_r.T) + h.dot(U_r.T))",
            why=Text(
                "A gate is a share between 0 and 1; with tanh it could turn the state's sign.",
                "ゲートは 0 から 1 の割合である。tanh では状態の符号まで反転しうる。",
            ),
        ),
        Mistake(
            name="reset_forgotten",
            ja="リセットを忘れる",
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
            ja="もう一方のゲートの重みを使う",
            line="z = sigmoid(x.dot(W_z.T) + h.dot(U_z.T))",
            wrong="z = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            why=Text(
                "Each gate has weights of its own; copied from the line above, z equals r.",
                "ゲートはそれぞれ別の重みを持つ。上の行を写したままでは z が r と同じになる。",
            ),
        ),
        Mistake(
            name="recurrent_weight_not_transposed",
            ja="再帰の重みを転置しない",
            line="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))",
            wrong="h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U))",
            why=Text(
                "U is square, so a forgotten transpose raises no error and shows in the numbers "
                "alone.",
                "U は正方行列なので、転置を忘れてもエラーにならず、値だけが狂う。",
            ),
        ),
        Mistake(
            name="reset_after_the_product_on_the_way_back",
            ja="逆伝播で積の後のリセットとみなす",
            line="drh = da_h.dot(U)  # of r h, which U was given",
            wrong="drh = (da_h * r).dot(U)",
            why=Text(
                "Here r acts before U, so on the way back U comes first and r last.",
                "ここでは r が U より前に掛かるので、逆伝播では U が先、r が最後になる。",
            ),
        ),
        Mistake(
            name="state_gradient_dropped",
            ja="状態の勾配を捨てる",
            line="dh = dh_new * (1 - z) + drh * r + da_r.dot(U_r) + da_z.dot(U_z)  # h stands in "
            "four places",
            wrong="dh = drh * r + da_r.dot(U_r) + da_z.dot(U_z)",
            why=Text(
                "The part of h that is kept, (1 - z) h, is the straight way back: what a GRU is "
                "for.",
                "残される (1 - z) h こそ、勾配がまっすぐ戻る道である。"
                "これを落とすと GRU を使う意味がなくなる。",
            ),
        ),
        Mistake(
            name="gates_forgotten_in_the_state",
            ja="状態への勾配でゲートを忘れる",
            line="dh = dh_new * (1 - z) + drh * r + da_r.dot(U_r) + da_z.dot(U_z)  # h stands in "
            "four places",
            wrong="dh = dh_new * (1 - z) + drh * r",
            why=Text(
                "Both gates look at h too; each hands a part back through its own U.",
                "2つのゲートも h を見ている。それぞれの U を通して勾配が戻る。",
            ),
        ),
        Mistake(
            name="sign_of_the_update_gate",
            ja="更新ゲートの勾配の符号が逆",
            line="dz = dh_new * (h_bar - h)",
            wrong="dz = dh_new * (h - h_bar)",
            why=Text(
                "z multiplies the candidate and 1 - z the state: the minus belongs to h.",
                "z は候補に、1 - z は状態に掛かる。負号が付くのは h のほうである。",
            ),
        ),
        Mistake(
            name="state_for_reset_state",
            ja="リセット後の状態の代わりに元の状態を使う",
            line="dW, dU = da_h.T.dot(x), da_h.T.dot(rh)",
            wrong="dW, dU = da_h.T.dot(x), da_h.T.dot(h)",
            why=Text(
                "U was given r h, so its gradient is made of r h.",
                "U に入ったのは r h なので、その勾配も r h から作る。",
            ),
        ),
    ),
)
