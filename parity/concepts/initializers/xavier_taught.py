"""Xavier initialization as taught."""

from __future__ import annotations

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._mistakes import fan_in_mistakes
from parity.concepts.initializers._variance import OF_A_SUM, OF_CENTRED_INPUTS
from parity.describing.concept import Case, Concept, Divergence, Text
from parity.describing.derivation import Step
from parity.describing.identity import Identity, evaluated

XavierTaught = Concept(
    kind="initializer",
    order=4,
    syllabus=("3-2-4",),
    needs=("fans", "gauss"),
    title=Text("Xavier initialization as taught", "Xavierの初期値(教材での定義)"),
    summary=Text(
        "Standard deviation 1 / sqrt(fan_in), as the course teaches Xavier's rule for sigmoid and "
        "tanh. These are LeCun's numbers; Glorot and Bengio's own rule looks at fan_out as well.",
        "標準偏差 1 / sqrt(fan_in)。シグモイドや tanh 向けの Xavier の初期値として教わる形である。"
        "値は LeCun の初期値と同じで、Glorot と Bengio 自身の式は fan_out も使う。",
    ),
    why=Text(
        "With weights of the standard deviation 1, sigmoid units sit at 0 or 1 and have no slope; "
        "with 0.01 all units of a layer give nearly the same, and it might as well have one. "
        "Between them stands 1 / sqrt(fan_in), which keeps the spread of the activations from "
        "layer to layer. Japanese courses and the exam call this Xavier's; in the paper and in the "
        "frameworks Xavier's also counts fan_out, so one must ask which is meant.",
        "標準偏差 1 の重みでは、シグモイド関数の出力が 0 か 1 に偏って傾きがなくなる。"
        "0.01 では、層のユニットがみなほぼ同じ値を出し、ユニットが1つしかないのと変わらない。"
        "その中間が 1 / sqrt(fan_in) で、活性化のばらつきが層を通しても保たれる。"
        "日本の教材や試験ではこれを Xavier の初期値と呼ぶが、論文やフレームワークの Xavier は"
        " fan_out も使う。どちらを指すかに注意が要る。",
    ),
    equation="std = 1 / sqrt(fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \frac{1}{\sqrt{\text{fan_in}}}",
    ),
    derivation=(
        OF_A_SUM,
        OF_CENTRED_INPUTS,
        Step(
            heading=Text(
                "Set to 1, the factor gives 1 / sqrt(fan_in)",
                "倍率を 1 とおくと、1 / sqrt(fan_in) になる",
            ),
            text=Text(
                "The spread of the sums is then that of the inputs, layer after layer.",
                "これで、和のばらつきがどの層でも入力と同じになる。",
            ),
            equation=(
                r"\text{fan_in} \cdot \text{std}^2 = 1, \quad \text{std} = "
                r"\frac{1}{\sqrt{\text{fan_in}}}"
            ),
        ),
        Step(
            heading=Text(
                "Glorot and Bengio's own rule counts the way back as well",
                "Glorot と Bengio 自身の式は、逆伝播も考える",
            ),
            text=Text(
                "Gradients are sums of fan_out terms, and would want the variance 1 / fan_out. "
                "Their rule divides by the mean of both counts; where the two are equal, it is the "
                "same as this one.",
                "勾配は fan_out 個の項の和なので、逆伝播では分散 1 / fan_out が望ましい。"
                "論文の式は、2つの個数の平均で割る。両者が等しければ、ここでの式と同じになる。",
            ),
            equation=(
                r"\text{std}_{\text{Glorot}} = \sqrt{\frac{2}{\text{fan_in} + \text{fan_out}}}"
            ),
            check=Text(
                "With fan_in = 784 and fan_out = 100 the two are 0.0357 and 0.0476.",
                "fan_in = 784、fan_out = 100 なら、0.0357 と 0.0476 である。",
            ),
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, for the name",
        "LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, eq. 16, for the numbers",
    ),
    cases=normal_cases(),
    divergences=(
        Divergence(
            name="glorot",
            ja="Glorot の定義",
            summary=Text(
                "The frameworks mean std = sqrt(2 / (fan_in + fan_out)) when they say Xavier "
                "(torch.nn.init.xavier_normal_); the two agree only where fan_in = fan_out.",
                "フレームワークで Xavier といえば(torch.nn.init.xavier_normal_)"
                "std = sqrt(2 / (fan_in + fan_out)) を指す。"
                "両者が一致するのは fan_in = fan_out のときだけである。",
            ),
            reconciled=Text(
                "Name the rule: XavierTaught (LeCun's) or GlorotNormal.",
                "XavierTaught(LeCun と同じ)か GlorotNormal かを区別して使う。",
            ),
            source="torch.nn.init.xavier_normal_: std = gain sqrt(2 / (fan_in + fan_out))",
            case="kernel",
            native={"numpy": {}, "torch": {"callable": "torch.nn.init.xavier_normal_"}},
            quantity="scale",
        ),
    ),
    siblings=("glorot_normal", "glorot_uniform"),
    also_called=(
        "xavier",
        "xavier_init",
        "xavier_initializer",
    ),
    identities=(
        Identity(
            sibling="lecun_normal",
            text=Text(
                "What the course calls Xavier's is LeCun's: from the same seed, the same numbers.",
                "講座で Xavier と呼ぶものは LeCun の初期値である。シードが同じなら値も同じである。",
            ),
            case=Case("lecun", options={"shape": (40, 30), "seed": 11}),
            left=evaluated("xavier_taught"),
            right=evaluated("lecun_normal"),
        ),
    ),
    mistakes=fan_in_mistakes("return math.sqrt(1 / fan_in)", "1"),
)
