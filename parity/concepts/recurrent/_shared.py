"""What is the same of several recurrent layers: mistakes, divergences, shapes."""

from __future__ import annotations

from parity.describing.concept import Convention, Divergence, Text

TWO_BIASES = Text(
    "PyTorch adds two biases, bias_ih and bias_hh, where one does: only their sum matters. With b "
    "copied into both it counts twice; trained both, the sum moves twice as far as the one bias "
    "of Keras and of the course.",
    "PyTorch は bias_ih と bias_hh の2つのバイアスを足すが、意味を持つのはその和だけである。"
    "b を両方に写すと2回数えられる。両方を学習させると、和は Keras や教材の1つのバイアスの"
    "2倍の幅で動く。",
)
ONE_BIAS = Text(
    "Keep bias_hh at 0 and freeze it.",
    "bias_hh を 0 のまま固定し、学習させない。",
)
OUTPUT_OF_PADDED_STEPS = Divergence(
    name="output_of_padded_steps",
    ja="パディングした時刻の出力",
    summary=Text(
        "At a padded step y is 0 here and in PyTorch (pad_packed_sequence); by default Keras "
        "repeats the output of the last step that counts. The state is kept by all.",
        "パディングの時刻では、ここと PyTorch(pad_packed_sequence)の y は 0、Keras の既定では"
        "最後の有効な出力の繰り返しになる。状態はどれもそのまま保たれる。",
    ),
    reconciled=Text(
        "Keras: zero_output_for_mask=True.",
        "Keras では zero_output_for_mask=True とする。",
    ),
    source="keras.layers.RNN: zero_output_for_mask=False, the output from the previous timestep is "
    "returned; torch.nn.utils.rnn.pad_packed_sequence: padding_value=0.0",
    case="lengths",
    native={"torch": {}, "keras": {"zero_output_for_mask": False}},
    quantity="y",
)
FORGET_BIAS = Divergence(
    name="forget_bias",
    ja="忘却ゲートのバイアスの初期値",
    summary=Text(
        "An LSTM of Keras, like ours, has a bias whose part of the forget gate starts at "
        "1, unless it is told not to: the cell forgets little at first. PyTorch draws all "
        "of its two biases evenly around 0. Shown: y with the same W and U, and biases as "
        "they start.",
        "Keras の LSTM は(ここと同じく)、既定では忘却ゲートのバイアスを 1 で初期化し、"
        "初めはセルをあまり忘れない。PyTorch は2つのバイアスをすべて 0 を中心とする"
        "一様分布で初期化する。ここでは W と U を同じにし、"
        "バイアスを初期値のままにした y を比べる。",
    ),
    reconciled=Text(
        "forget_bias names it, and the PyTorch twin sets it.",
        "forget_bias で指定し、PyTorch 側の実装でもそれに合わせて初期化する。",
    ),
    source="keras.layers.LSTM: unit_forget_bias=True, add 1 to the bias of the forget gate "
    "at initialization; torch.nn.LSTM: weights and biases are initialized from "
    "U(-sqrt(k), sqrt(k)), k = 1 / hidden_size",
    case="no_bias",
    native={
        "torch": {
            "callable": "torch_impl.recurrent.lstm._BiasesAsTheyStart",
            "n_in": 3,
            "n_hidden": 4,
        },
        "keras": {"use_bias": True},
    },
    quantity="y",
)
STATE_NOT_CARRIED = Text(
    "Every step begins from what the step before left. Begun anew each time, the layer has no "
    "memory and is a dense layer at each step.",
    "各時刻は、直前の時刻が残した状態から始まる。毎回初期化すると記憶がなくなり、"
    "各時刻に全結合層を使うのと同じになる。",
)
STATE_GRADIENT_DROPPED = Text(
    "h_t goes two ways, into the output and into step t + 1, so its gradient is the sum of both. "
    "Without the second nothing flows back through time.",
    "h_t は出力と次の時刻 t + 1 の2か所に使われるので、勾配はその和である。"
    "後者を落とすと、時間をさかのぼる勾配がなくなる。",
)
SUM_OVER_TIME_FORGOTTEN = Text(
    "All steps share one W, so dW is the sum of what every step gives; an assignment keeps only "
    "the last one computed, which is the first step.",
    "W は全時刻で共有されるので、dW は各時刻の寄与の和である。"
    "代入では最後に計算した分、つまり最初の時刻の分しか残らない。",
)
BIAS_SUM_OVER_TIME_FORGOTTEN = Text(
    "b is added at every step to every example: db sums over both.",
    "b は全時刻・全データに足されるので、db はその両方についての和である。",
)
PADDED_STEP_CHANGES_THE_STATE = Text(
    "Behind the end of a sequence stands padding, not input. The state must be carried over it as "
    "it is, or the last state depends on how long the longest sequence of the batch is.",
    "系列の終わりより後ろはパディングであり、入力ではない。状態をそのまま持ち越さないと、"
    "最後の状態がバッチ内で最も長い系列の長さに左右されてしまう。",
)
LAST_STATE_WITHOUT_GRADIENT = Text(
    "The last state is an output too, as a decoder takes it: its gradient is where the way back "
    "begins.",
    "最後の状態も出力の1つであり、デコーダなどが受け取る。逆伝播はその勾配から始まる。",
)
U_NOT_TRANSPOSED = Text(
    "U is square, so a forgotten transpose raises no error; the gradient goes to the wrong units.",
    "U は正方行列なので転置を忘れてもエラーにならないが、勾配が別のユニットに流れる。",
)
GRADIENT_LOST_IN_PADDING = Text(
    "Over a padded step the state is handed on unchanged, and so is its gradient.",
    "パディングの時刻では状態がそのまま渡されるので、勾配もそのまま渡す。",
)
STATE_LEFT_BEHIND = Text(
    "A stateful layer begins the next call where this one ended.",
    "stateful な層は、次の呼び出しを今回の終わりの状態から始める。",
)
CUT = "if t and self.truncate and t % self.truncate == 0:  # no gradient goes beyond the cut"
CUT_ONE_STEP_LATE = Text(
    "With truncate = k the steps 0 to k - 1 hang together: the cut lies before step k.",
    "truncate = k なら時刻 0 から k - 1 までがひとまとまりで、切れ目は時刻 k の手前にある。",
)
GATE_ORDER = Text(
    "Here and in the exam the gates stand in the order i, f, o, g; in PyTorch and Keras i, f, g, o "
    "(Keras calls g c). With weights copied as they are, the output gate becomes the candidate, "
    "and no shape tells.",
    "ここと試験ではゲートを i, f, o, g の順に並べ、PyTorch と Keras では i, f, g, o の順に並べる"
    "(Keras では g を c と書く)。重みをそのまま写すと出力ゲートと候補が入れ替わるが、"
    "形は同じなのでエラーにならない。",
)
REORDERED = Text(
    "Reorder the quarters of W, U and b.",
    "W, U, b を4等分して並べ替える。",
)
GATE_ORDER_SOURCE = (
    "torch.nn.LSTM: (W_ii|W_if|W_ig|W_io); keras/src/layers/rnn/lstm.py: z0, z1, z2, z3 = i, f, "
    "c, o"
)
GATES_EXCHANGED = Text(
    "The forget gate says how much of the cell stays, the input gate how much of the candidate "
    "comes in.",
    "忘却ゲートはセルの値をどれだけ残すか、入力ゲートは候補をどれだけ取り込むかを決める。",
)
TANH_OF_C_FORGOTTEN = Text(
    "c is a sum over time and knows no bound; tanh brings what is shown back between -1 and 1.",
    "c は時間方向の和なので、値に限りがない。tanh を通して、見せる値を -1 から 1 に収める。",
)
TANH_OF_C_FORGOTTEN_BACKWARD = Text(
    "h saw c through tanh, so its gradient meets tanh's slope, 1 - tanh(c)^2, on the way to c.",
    "h は tanh を通して c を見ているので、c へ戻る勾配には tanh の傾き 1 - tanh(c)^2 が掛かる。",
)
ORDER_OF_THE_FRAMEWORKS = Text(
    "That is PyTorch's and Keras' order; here o stands before g, and the shapes are the same.",
    "それは PyTorch と Keras の並び順である。ここでは o が g より前にくる。形は同じである。",
)
CANDIDATE_BY_SIGMOID = Text(
    "Gates are shares between 0 and 1; the candidate is content, and must be able to be negative.",
    "ゲートは 0 から 1 の割合だが、候補は取り込む内容なので、負の値も取れなければならない。",
)
CELL_GRADIENT_DROPPED = Text(
    "c goes two ways: into h of its own step, and on to the next step. Without the second the "
    "carousel, the very thing an LSTM is for, carries nothing back.",
    "c は同じ時刻の h と次の時刻の2か所に使われる。後者を落とすと、"
    "LSTM の要である誤差の通り道が途切れてしまう。",
)
GATE_DERIVATIVE_FORGOTTEN = Text(
    "do is the gradient of the gate's value; to reach a it must pass the sigmoid, whose slope is "
    "o (1 - o).",
    "do はゲートの値の勾配である。a に届くにはシグモイドを通るので、傾き o (1 - o) を掛ける。",
)
CELL_AFTER_FOR_CELL_BEFORE = Text(
    "The forget gate multiplied the cell of the step before.",
    "忘却ゲートが掛かったのは、直前の時刻のセルである。",
)
SUM_OVER_TIME_FORGOTTEN_OF_U = Text(
    "All steps share one U, so dU is the sum of what every step gives; an assignment keeps only "
    "that of the first step, which is computed last.",
    "U は全時刻で共有されるので、dU は各時刻の寄与の和である。"
    "代入では、最後に計算される最初の時刻の分しか残らない。",
)
ORDER_OF_THE_BOOK = Text(
    "That is the order of a well-known book (f, g, i, o); here the gates stand as i, f, o, g. No "
    "shape tells.",
    "それはよく知られた本の並び順(f, g, i, o)である。ここでは i, f, o, g の順に並ぶ。"
    "形では区別できない。",
)
ORDERS = (
    Convention(
        name="gates_i_f_g_o",
        text=Text(
            "The gates stand in the order i, f, g, o, as in PyTorch and Keras.",
            "ゲートは i, f, g, o の順に並ぶ(PyTorch と Keras の順)。",
        ),
        like="order_of_the_frameworks",
    ),
    Convention(
        name="gates_f_g_i_o",
        text=Text(
            "The gates stand in the order f, g, i, o, as in a well-known book.",
            "ゲートは f, g, i, o の順に並ぶ(よく知られた本の順)。",
        ),
        like="order_of_the_book",
    ),
)

STATE_GOES_TWO_WAYS = Text(
    "The state goes two ways, so its gradient is a sum of two",
    "状態は2方向に使われるので、勾配は2つの和になる",
)

STEPS_SHARE_WEIGHTS = Text(
    "All steps share the weights, so their gradients are sums over time",
    "重みは全時刻で共有されるので、勾配は時間についての和になる",
)


ALL_AGREE = Text(
    "All of them agree with finite differences and with the autograd of PyTorch and Keras.",
    "どれも、数値微分、PyTorch と Keras の自動微分と一致する。",
)

SAME_GRADIENTS = Text(
    "The same as the gradients of PyTorch and Keras, and as finite differences.",
    "PyTorch と Keras の勾配とも、数値微分とも一致する。",
)
