"""fan_in and fan_out."""

from __future__ import annotations

from parity.concepts.initializers._cases import KERNEL
from parity.concepts.initializers._mistakes import FANS_SWAPPED
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text

fans = Concept(
    kind="function",
    order=1,
    syllabus=("3-2-4",),
    needs=("dense",),
    title=Text("fan_in and fan_out", "fan_in と fan_out"),
    summary=Text(
        "How many numbers feed one output, and how many outputs one input feeds. Initializers go "
        "by them so that signals neither grow nor fade from layer to layer.",
        "1つの出力に入る値の数と、1つの入力が影響する出力の数。信号が層を経るごとに"
        "発散・消失しないよう、初期値の幅を決めるのに使う。",
    ),
    why=Text(
        "How widely a unit's sum spreads depends on how many numbers it adds up, so the scale of "
        "good initial weights does, too: fan_in counts for the signals on the way forward, "
        "fan_out for the gradients on the way back. In a convolution a unit sees a window of "
        "every channel, and the kernel's area counts as well. Since frameworks keep the axes in "
        "different orders, the two are easily exchanged.",
        "ユニットの出力のばらつきは、いくつの値を足し合わせるかで決まる。"
        "したがって、適切な重みの初期値の大きさもその個数で決まる。"
        "順伝播の信号には fan_in、逆伝播の勾配には fan_out が効く。"
        "畳み込みでは、1つの出力が全チャネルの窓を見るので、カーネルの面積も掛かる。"
        "軸の順序はフレームワークによって異なるため、2つを取り違えやすい。",
    ),
    equation="dense: (n_in, n_out); convolution: (c_in k_h k_w, c_out k_h k_w)",
    formula=(
        r"\text{fan_in} = \begin{cases} n_{\text{in}} & (n_{\text{in}}, n_{\text{out}}) \\ "
        r"c_{\text{in}} k_h k_w & (c_{\text{out}}, c_{\text{in}}, k_h, k_w) \end{cases}",
        r"\text{fan_out} = \begin{cases} "
        r"n_{\text{out}} & (n_{\text{in}}, n_{\text{out}}) \\ "
        r"c_{\text{out}} k_h k_w & (c_{\text{out}}, c_{\text{in}}, k_h, k_w) \end{cases}",
    ),
    shapes={"shape": "(n_in, n_out) or (c_out, c_in, k_h, k_w)", "y": "(fan_in, fan_out)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS",
        "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, section 2.2: "
        "n_l = k^2 c",
    ),
    cases=(
        Case(
            "dense",
            config={"shape": (7, 3)},
            config_for={"torch": {"shape": (3, 7)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
        Case(
            "kernel",
            config={"shape": KERNEL},
            config_for={"keras": {"shape": (2, 3, 5, 6)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
        Case(
            "pointwise",
            config={"shape": (8, 5, 1, 1)},
            config_for={"keras": {"shape": (1, 1, 5, 8)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
        Case(
            "kernel_along_one_axis",
            config={"shape": (6, 5, 3)},
            config_for={"keras": {"shape": (3, 5, 6)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
            ours=True,
        ),
        Case(
            "kernel_along_three_axes",
            config={"shape": (6, 5, 2, 3, 4)},
            config_for={"keras": {"shape": (2, 3, 4, 5, 6)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
            ours=True,
        ),
    ),
    divergences=(
        Divergence(
            name="order_of_the_axes",
            ja="軸の順序",
            summary=Text(
                "PyTorch keeps a dense weight as (n_out, n_in) and takes fan_in from the last "
                "axis, so a weight of shape (7, 3) has fan_in 3 there and 7 in Keras.",
                "PyTorch は全結合層の重みを (n_out, n_in) の形で持ち、最後の軸を fan_in とする。"
                "形が (7, 3) なら、fan_in は PyTorch では 3、Keras では 7 である。",
            ),
            reconciled=Text(
                "Give each framework the shape in its own layout.",
                "それぞれのフレームワークの並び順で形を渡す。",
            ),
            source="torch.nn.init._calculate_fan_in_and_fan_out; keras compute_fans",
            case="dense",
            native={"torch": {"shape": (7, 3)}, "keras": {"shape": (7, 3)}},
            quantity="fan_in",
        ),
        Divergence(
            name="depthwise",
            ja="デプスワイズの重みの数え方",
            summary=Text(
                "For a depthwise kernel (16 channels, 3 by 3) PyTorch counts (9, 144) and Keras "
                "(144, 9): the multiplier's axis stands where the frameworks look for c_in or "
                "c_out.",
                "depthwise 畳み込みのカーネル(16チャネル, 3×3)の fan は、PyTorch では (9, 144)、"
                "Keras では (144, 9) になる。乗数の軸を c_in と見るか c_out と見るかが違う。",
            ),
            reconciled=Text(
                "Every output sums 9 numbers, as PyTorch counts; in Keras VarianceScaling with "
                'mode="fan_out" gives that, if each channel has one kernel.',
                "1つの出力は9個の値の和であり、PyTorch の数え方が正しい。"
                'Keras では、1チャネル1カーネルなら VarianceScaling に mode="fan_out" を指定する。',
            ),
            source="measured; torch.nn.init._calculate_fan_in_and_fan_out; keras compute_fans",
            case="kernel",
            native={"torch": {"shape": (16, 1, 3, 3)}, "keras": {"shape": (3, 3, 16, 1)}},
            quantity="fan_in",
        ),
    ),
    also_called=("calculate_fan_in_and_fan_out",),
    mistakes=(
        Mistake(
            name="kernel_area_forgotten",
            ja="カーネルの面積を忘れる",
            line="return c_in * math.prod(window), c_out * math.prod(window)",
            wrong="return c_in, c_out",
            why=Text(
                "Every output of a convolution sums over the whole window: c_in k_h k_w numbers.",
                "畳み込みの1つの出力は、窓全体 c_in k_h k_w 個の値の和である。",
            ),
        ),
        Mistake(
            name="kernel_fans_swapped",
            ja="カーネルの fan_in と fan_out を取り違える",
            line="return c_in * math.prod(window), c_out * math.prod(window)",
            wrong="return c_out * math.prod(window), c_in * math.prod(window)",
            why=FANS_SWAPPED,
        ),
        Mistake(
            name="dense_fans_swapped",
            ja="全結合層の fan_in と fan_out を取り違える",
            line="return shape[0], shape[1]",
            wrong="return shape[1], shape[0]",
            why=Text(
                "That is right for PyTorch's (n_out, n_in); here a weight is (n_in, n_out).",
                "これは PyTorch の (n_out, n_in) なら正しい。ここでの重みは (n_in, n_out) である。",
            ),
        ),
        Mistake(
            name="kernel_in_keras_order",
            ja="カーネルを Keras の順に並べる",
            line="c_out, c_in, *window = shape",
            wrong="*window, c_in, c_out = shape",
            why=Text(
                "That is Keras' order. Here, as in PyTorch, a kernel is (c_out, c_in, k_h, k_w).",
                "これは Keras の並び順である。ここでは PyTorch と同じく "
                "(c_out, c_in, k_h, k_w) とする。",
            ),
        ),
    ),
)
