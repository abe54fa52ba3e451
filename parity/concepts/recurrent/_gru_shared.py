"""What the GRU's cell and layer share: differences by convention, mistakes and the derivation."""

from __future__ import annotations

from parity.describing.concept import Convention, Text
from parity.describing.derivation import Step

RESET_AFTER = Text(
    "The course resets h and then multiplies by U: tanh(x W + (r h) U). PyTorch, and Keras by "
    "default, multiply first: tanh(x W + b + r (h U + b_U)); so the product needs a bias of its "
    "own, and Keras' bias is (2, 3H).",
    "教材では h をリセットしてから U を掛ける: tanh(x W + (r h) U)。PyTorch と既定の Keras では"
    "先に掛ける: tanh(x W + b + r (h U + b_U))。このため積にも独自のバイアスが必要になり、"
    "Keras のバイアスの形は (2, 3H) になる。",
)
RESET_RECONCILED = Text(
    'reset="before" or "after" names the two. Keras: reset_after=False or True; torch.nn.GRU has '
    'no other way than "after", so the other one is composed.',
    'reset="before" と "after" で区別する。Keras では reset_after=False と True に当たる。'
    'torch.nn.GRU には "after" しかないので、もう一方は組み立てる。',
)
RESET_SOURCE = (
    "https://keras.io/api/layers/recurrent_layers/gru/: reset_after; torch.nn.GRU: n_t = "
    "tanh(W_in x_t + b_in + r_t * (W_hn h_(t-1) + b_hn))"
)
SIDE_OF_Z = Text(
    "The course writes h = (1 - z) h + z n; PyTorch and Keras z h + (1 - z) n, so that their z is "
    "the share that is kept.",
    "教材では h = (1 - z) h + z n、PyTorch と Keras では z h + (1 - z) n と書く。"
    "フレームワークの z は、前の状態を残す割合を表す。",
)
SIDE_RECONCILED = Text(
    'z_weighs="new" or "old" names the two. As 1 - s(a) = s(-a), weights go from one to the other '
    "by changing the sign of the part of z.",
    'z_weighs="new" と "old" で区別する。1 - s(a) = s(-a) なので、重みのうち z の部分の符号を'
    "反転させれば、一方から他方に移せる。",
)
SIDE_SOURCE = "torch.nn.GRU: h_t = (1 - z_t) * n_t + z_t * h_(t-1); keras/src/layers/rnn/gru.py"
GATE_ORDER = Text(
    "Here and in PyTorch the gates stand in the order r, z, n, in Keras z, r, n (Keras calls n h). "
    "With weights copied as they are, each gate does the other's work, and no shape tells.",
    "ここと PyTorch では r, z, n の順、Keras では z, r, n の順に並べる(Keras では n を h と書く)。"
    "重みをそのまま写すと2つのゲートの役割が入れ替わるが、形は同じなのでエラーにならない。",
)
REORDERED = Text(
    "The Keras twin exchanges the first two thirds of W, U and the biases.",
    "Keras 側の実装では、W, U, バイアスを3等分した最初の2つを入れ替える。",
)
GATE_ORDER_SOURCE = (
    "torch.nn.GRU: (W_ir|W_iz|W_in); keras/src/layers/rnn/gru.py: x_z, x_r, x_h = "
    "ops.split(matrix_x, 3, axis=-1)"
)
ORDER = 'order = "rzn"  # in which the gates stand in W, U and b, the candidate n last'
ORDER_OF_KERAS = Text(
    "That is Keras' order, and a well-known book's (z, r, n); here r stands first. No shape tells.",
    "それは Keras やよく知られた本の並び順(z, r, n)である。ここでは r が先に並ぶ。"
    "形では区別できない。",
)
CONVENTIONS = (
    Convention(
        name="gates_z_r_n",
        text=Text(
            "The gates stand in the order z, r, n, as in Keras.",
            "ゲートは z, r, n の順に並ぶ(Keras の順)。",
        ),
        like="order_of_keras",
    ),
    Convention(
        name="z_keeps",
        text=Text(
            "z is the share of the old state, as in PyTorch and Keras.",
            "z は前の状態を残す割合である(PyTorch と Keras の定義)。",
        ),
        config={"z_weighs": "old"},
    ),
)

OTHER_SIDE = Text(
    "Here z is the share of the candidate: z = 0 keeps h as it is.",
    "ここでの z は候補の割合であり、z = 0 なら h がそのまま残る。",
)
RESET_FORGOTTEN = Text(
    "Without r the candidate always sees the whole past, and the gate goes unused.",
    "r がないと候補は常に過去のすべてを見てしまい、ゲートの意味がなくなる。",
)
RESET_AFTER_THE_PRODUCT = Text(
    "Here r weighs the elements of h before U mixes them. After the product it weighs the mixture, "
    "which is another network.",
    "ここでは、U で混ぜる前の h の各要素に r を掛ける。積の後に掛けると、"
    "混ざった値に掛けることになり、別のネットワークになる。",
)
CANDIDATE_NOT_RESET_BACKWARD = Text(
    "U_n was multiplied by r h, so its gradient is (r h)^T times that of the candidate's sum.",
    "U_n に掛かったのは r h なので、その勾配では (r h)^T と候補の和の勾配を掛ける。",
)
PAST_THE_CANDIDATE_FORGOTTEN = Text(
    "h also passes into h_new directly, times 1 - z: this way, without a matrix, is what carries "
    "the gradient over many steps.",
    "h は 1 - z を掛けて直接 h_new にも入る。行列を通らないこの道が、"
    "勾配を何ステップも先まで運ぶ。",
)
H_FORGOTTEN_IN_DZ = Text(
    "z stands in both terms: h_new moves by n - h for each unit of z, not by n alone.",
    "z は2つの項に現れる。z が1増えると h_new は n ではなく n - h だけ動く。",
)
RESET_WAY_FORGOTTEN = Text(
    "h reaches the candidate through r h: the product hands it the gradient times r.",
    "h は r h を通して候補にも入る。積なので、h には r を掛けた勾配が戻る。",
)
GATE_SLOPE_FORGOTTEN = Text(
    "dz is the gradient of the gate's value; to reach a_z it passes the sigmoid, whose slope is "
    "z (1 - z).",
    "dz はゲートの値の勾配である。a_z に届くにはシグモイドを通るので、傾き z (1 - z) を掛ける。",
)

OF_ONE_STEP = (
    Step(
        heading=Text(
            "The mix has three factors: the candidate, the old state, and z",
            "混合の式には、候補・前の状態・z の3つが現れる",
        ),
        text=Text(
            "h' = (1 - z) h + z n, and g its gradient. z stands in both terms, so its gradient is "
            "that of the difference. The old state has a way here that no matrix lies on.",
            "h' = (1 - z) h + z n の勾配を g とする。z は両方の項に現れるので、その勾配には差が"
            "掛かる。前の状態には、行列を通らない道がここにある。",
        ),
        equation=(
            r"\frac{\partial L}{\partial n} = g \odot z, \quad \frac{\partial L}{\partial z} = g "
            r"\odot (n - h)"
            "\n"
            r"\frac{\partial L}{\partial h} = g \odot (1 - z) + \dots"
        ),
        check=Text(
            "With z = 0 the step is the identity, and h gets g as it is.",
            "z = 0 なら恒等写像であり、h には g がそのまま届く。",
        ),
    ),
    Step(
        heading=Text(
            "Through tanh to the candidate's sum, and there to both of its products",
            "tanh を通って候補の和へ、そこから2つの積へ",
        ),
        text=Text(
            "e_n is the gradient of that sum. With the reset before the product U_n met r h, so "
            "the product with U_n comes first on the way back, and then r h hands it on to both.",
            "この和の勾配を e_n とする。リセットが積の前なら U_n に掛かったのは r h なので、"
            "戻るときはまず U_n を通り、そのあと r と h の両方に分かれる。",
        ),
        equation=(
            r"e_n = \frac{\partial L}{\partial n} \odot (1 - n^2), \quad q = e_n U_n^\top"
            "\n"
            r"\frac{\partial L}{\partial r} = q \odot h, \quad \frac{\partial L}{\partial h} = "
            r"\dots + q \odot r, \quad \frac{\partial L}{\partial U_n} = (r \odot h)^\top e_n"
        ),
    ),
    Step(
        heading=Text(
            "With the reset after the product, r stands outside of U",
            "リセットが積の後なら、r は U の外にある",
        ),
        text=Text(
            "u_n = h U_n + b_U is the product, r weighs it. Now the gradient meets r first and U "
            "afterwards, and U_n met h itself.",
            "積 u_n = h U_n + b_U に r を掛ける形である。戻るときは r が先、U が後になり、"
            "U_n に掛かったのは h そのものである。",
        ),
        equation=(
            r"\frac{\partial L}{\partial r} = e_n \odot u_n, \quad \frac{\partial L}{\partial "
            r"u_n} = e_n \odot r"
            "\n"
            r"\frac{\partial L}{\partial h} = \dots + \frac{\partial L}{\partial u_n} U_n^\top, "
            r"\quad \frac{\partial L}{\partial U_n} = h^\top \frac{\partial L}{\partial u_n}"
        ),
    ),
    Step(
        heading=Text(
            "The gates multiply by the sigmoid's slope, and are dense layers",
            "ゲートではシグモイドの傾きが掛かり、残りは全結合層である",
        ),
        text=Text(
            "r and z saw x and h by a product each. Everything that reached h adds up: past the "
            "candidate, through it, and through both gates.",
            "r と z は、それぞれ x と h から行列積で計算された。h に届く勾配は、候補を迂回する分、"
            "候補を通る分、2つのゲートを通る分の和である。",
        ),
        equation=(
            r"e_r = \frac{\partial L}{\partial r} \odot r (1 - r), \quad e_z = \frac{\partial L}"
            r"{\partial z} \odot z (1 - z)"
            "\n"
            r"\frac{\partial L}{\partial h} = \dots + e_r U_r^\top + e_z U_z^\top, \quad "
            r"\frac{\partial L}{\partial x} = e_r W_r^\top + e_z W_z^\top + e_n W_n^\top"
        ),
        check=Text(
            "Every gradient agrees with finite differences, and with PyTorch's and Keras' GRU.",
            "どの勾配も、数値微分、PyTorch と Keras の GRU と一致する。",
        ),
    ),
)

THROUGH_TIME = (
    Step(
        heading=Text(
            "The state goes two ways, so its gradient is the sum of both",
            "状態は2か所に使われるので、勾配は2つの和になる",
        ),
        text=Text(
            "δ_t arrives at the output y_t; what step t + 1 hands back to its old state is added.",
            "出力 y_t に届く勾配 δ_t に、時刻 t + 1 が前の状態に返す勾配を足す。",
        ),
        equation=(
            r"g_t = \frac{\partial L}{\partial h_t} = \delta_t + \left. \frac{\partial L}"
            r"{\partial h_t} \right|_{t+1}"
        ),
    ),
    Step(
        heading=Text(
            "Within a step it is the cell's backward pass",
            "1つの時刻の中は、GRU セルの逆伝播である",
        ),
        text=Text(
            "Through the mix, the candidate and the gates; q stands for e_n U_n^T. These are the "
            "formulas for the reset before the product.",
            "混合・候補・ゲートの順に戻る。q は e_n U_n^T である。"
            "リセットが積の前にある場合の式を示す。",
        ),
        equation=(
            r"e_n = g_t \odot z_t \odot (1 - n_t^2), \quad q = e_n U_n^\top"
            "\n"
            r"e_z = g_t \odot (n_t - h_{t-1}) \odot z_t (1 - z_t), \quad e_r = q \odot h_{t-1} "
            r"\odot r_t (1 - r_t)"
            "\n"
            r"\left. \frac{\partial L}{\partial h_{t-1}} \right|_t = g_t \odot (1 - z_t) + q \odot "
            r"r_t + e_r U_r^\top + e_z U_z^\top"
        ),
        check=Text(
            "With one step the layer gives what the cell gives.",
            "1ステップなら、層の結果は GRU セルの結果と同じになる。",
        ),
    ),
    Step(
        heading=Text(
            "The weights are shared, so their gradients are sums over the steps",
            "重みは全時刻で共有されるので、勾配は時刻についての和である",
        ),
        text=Text(
            "e holds e_r, e_z and e_n side by side. Only U_n needs care: it met r h.",
            "e は e_r, e_z, e_n を横に並べたものである。U_n だけは r h に掛かった点に注意する。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W} = \sum_t x_t^\top e_t, \quad \frac{\partial L}"
            r"{\partial U_n} = \sum_t (r_t \odot h_{t-1})^\top e_{n,t}, \quad \frac{\partial L}"
            r"{\partial b} = \sum_t \sum_i e_{t,i}"
        ),
    ),
    Step(
        heading=Text(
            "Past the candidate the gradient is multiplied by 1 - z alone",
            "候補を迂回する道では、勾配に 1 - z が掛かるだけである",
        ),
        text=Text(
            "What the forget gate is to an LSTM, 1 - z is here: where the update gate is nearly "
            "shut, state and gradient go through time almost unchanged.",
            "LSTM の忘却ゲートに当たるのが 1 - z である。更新ゲートがほぼ閉じていれば、"
            "状態も勾配もほとんど変わらずに時間を渡る。",
        ),
        equation=r"\frac{\partial h_t}{\partial h_{t-k}} \approx \prod_{j=1}^{k} (1 - z_{t-k+j})",
    ),
)
