"""Cross-entropy error (exam)."""

from __future__ import annotations

from parity.concepts.losses._conventions import BELOW_1E7
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import one_hot, probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations

_ERROR = {"outputs": ("E",)}


def _exam(of: Implementations, a: Arrays) -> Arrays:
    return {"loss": of("cross_entropy_error")(a["d"], a["y"])}


def _taught(of: Implementations, a: Arrays) -> Arrays:
    return {"loss": of("taught_cross_entropy")().forward(a["y"], a["d"])}


cross_entropy_error = Concept(
    kind="function",
    order=1,
    syllabus=("3-1-3",),
    needs=("taught_cross_entropy",),
    title=Text("Cross-entropy error (exam)", "交差エントロピー誤差(試験での定義)"),
    summary=Text(
        "The exam's cross_entropy_error(d, y): minus the logarithm of the probability that the "
        "right class was given, averaged over the batch. The 1e-7 keeps log 0 away.",
        "試験に出る cross_entropy_error(d, y)。正解クラスに与えられた確率の対数に負号を付け、"
        "バッチで平均する。1e-7 は log 0 を避けるために加える。",
    ),
    why=Text(
        "The exam asks for a cross-entropy of one-hot targets, in a line of NumPy. What it tests "
        "is the sign, the logarithm's argument with its 1e-7 against log 0, the sum over the "
        "classes, and the mean over the batch; and that a single example is first made a batch of "
        "one.",
        "試験では、one-hot の正解に対する交差エントロピーを NumPy の1行で書く問題が出る。"
        "問われるのは、負号、log 0 を避ける 1e-7 を含む対数の引数、クラスについての和、"
        "バッチについての平均である。"
        "データが1件のときに、大きさ 1 のバッチに直してから計算する点も押さえておきたい。",
    ),
    equation="E = -1/N sum_n sum_c d_nc log(y_nc + 1e-7)",
    formula=(r"E = -\frac{1}{N} \sum_n \sum_c d_{nc} \,\log(y_{nc} + 10^{-7})",),
    derivation=(
        Step(
            heading=Text(
                "The likelihood of the batch is a product",
                "バッチの尤度は、積である",
            ),
            text=Text(
                "Each example contributes the probability that was given to its class; as "
                "exponents, the 1 of the one-hot target picks it, and the 0s turn the others into "
                "1. P is the product over all examples.",
                "各データは、正解クラスに与えられた確率の分だけ寄与する。"
                "one-hot の正解を指数にすれば、1 の要素だけが残り、0 の要素は 1 になる。"
                "全データについての積を P とする。",
            ),
            equation=r"P = \prod_n \prod_c y_{nc}^{d_{nc}}",
        ),
        Step(
            heading=Text(
                "Its logarithm is a sum, with the exponents as factors",
                "対数をとると和になり、指数は係数になる",
            ),
            text=Text(
                "A product of many numbers below 1 would soon round to 0; a sum does not. The "
                "minus makes of the largest likelihood the smallest loss.",
                "1 より小さい数を多数掛けると、すぐに丸められて 0 になるが、和ならその心配がない。"
                "負号を付ければ、尤度の最大化が損失の最小化になる。",
            ),
            equation=r"-\log\, P = -\sum_n \sum_c d_{nc} \,\log\, y_{nc}",
        ),
        Step(
            heading=Text(
                "Divided by N, and kept off log 0",
                "N で割り、log 0 を避ける",
            ),
            text=Text(
                "The mean does not depend on the size of the batch. The 1e-7 changes a "
                "probability of 0.5 in the seventh digit only.",
                "平均にすれば、バッチの大きさによらない値になる。"
                "1e-7 を足しても、0.5 程度の確率なら7桁目が変わるだけである。",
            ),
            equation=r"E = -\frac{1}{N} \sum_n \sum_c d_{nc} \,\log(y_{nc} + 10^{-7})",
            check=Text(
                "The case sure_and_wrong: a probability of 0 costs -log 1e-7 = 16.1, and not "
                "infinity.",
                "ケース sure_and_wrong では、確率 0 の損失は無限大ではなく -log 1e-7 = 16.1 にな"
                "る。",
            ),
        ),
    ),
    shapes={"d": "(N, C) one-hot, or (C,)", "y": "as d", "E": "scalar"},
    sources=(
        "Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108 "
        "(without the 1e-7 and the division by N)",
        "https://github.com/oreilly-japan/deep-learning-from-scratch, cross_entropy_error "
        "(there with the arguments exchanged)",
    ),
    cases=(
        Case("batch", inputs={"d": one_hot(5, 3), "y": probabilities(5, 3)}, options=_ERROR),
        Case("one_example", inputs={"d": one_hot(4), "y": probabilities(4)}, options=_ERROR),
        Case("batch_of_one", inputs={"d": one_hot(1, 5), "y": probabilities(1, 5)}, options=_ERROR),
        Case(
            "sure_and_wrong",
            inputs={
                "d": values([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
                "y": values([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]),
            },
            kink=True,  # no kink, but nothing is defined beyond 0 and 1
            options=_ERROR,
        ),
    ),
    divergences=(
        Divergence(
            name="off_by_1e-7",
            ja="1e-7 だけのずれ",
            summary=Text(
                "Keras divides y by its sum and clips it to [1e-7, 1 - 1e-7]; the exam adds 1e-7 "
                "to it. Each example's loss comes out smaller here by about 1e-7/y.",
                "Keras は y をその和で割り、[1e-7, 1 - 1e-7] に切り詰める。試験の形では 1e-7 を"
                "足すので、各データの損失はおよそ 1e-7/y だけ小さくなる。",
            ),
            reconciled=BELOW_1E7,
            source="keras/src/backend/tensorflow/nn.py, categorical_crossentropy; measured",
            case="batch",
            native={"numpy": {}, "keras": {"callable": "keras.losses.CategoricalCrossentropy"}},
            quantity="E",
            irreducible=True,
            size=1.6e-6,
        ),
        Divergence(
            name="order_of_the_arguments",
            ja="引数の順序",
            summary=Text(
                "The exam and Keras take the targets first, PyTorch the prediction, and logits "
                "instead of probabilities. Called with (d, y), PyTorch raises no error: it takes "
                "d for logits and y for soft targets.",
                "試験と Keras では目標値が先、PyTorch では予測が先で、しかも確率ではなくロジットを"
                "受け取る。(d, y) の順で渡しても PyTorch はエラーを出さず、"
                "d をロジット、y を確率分布の目標値とみなして計算する。",
            ),
            reconciled=Text(
                "Name the arguments, and give PyTorch the logits; from probabilities, nll_loss of "
                "their logarithm.",
                "引数を名前で渡し、PyTorch にはロジットを与える。"
                "確率しかないときは、その対数を nll_loss に渡す。",
            ),
            source="torch.nn.functional.cross_entropy(input, target)",
            case="batch",
            native={"torch": {"callable": "torch.nn.functional.cross_entropy"}, "keras": {}},
            quantity="E",
        ),
    ),
    identities=(
        Identity(
            sibling="taught_cross_entropy",
            text=Text(
                "It is the course's cross-entropy with the arguments the other way round: "
                "targets first.",
                "講座のクロスエントロピーと同じで、引数の順だけが逆である。正解ラベルが先に来る。",
            ),
            case=Case("as_taught", inputs={"d": one_hot(4, 5), "y": probabilities(4, 5)}),
            left=_exam,
            right=_taught,
        ),
    ),
    mistakes=(
        Mistake(
            name="not_divided_by_the_batch",
            ja="バッチサイズで割らない",
            line="return -np.sum(d * np.log(y + 1e-7)) / N",
            wrong="return -np.sum(d * np.log(y + 1e-7))",
            why=Text(
                "The error is the mean over the N examples; a sum would grow with the batch, and "
                "with it every gradient.",
                "誤差は N 個のデータについての平均である。"
                "和のままではバッチサイズに比例して大きくなり、勾配も大きくなる。",
            ),
        ),
        Mistake(
            name="logarithm_of_the_target",
            ja="目標の対数をとる",
            line="return -np.sum(d * np.log(y + 1e-7)) / N",
            wrong="return -np.sum(y * np.log(d + 1e-7)) / N",
            why=Text(
                "The logarithm is taken of the prediction and weighted by the target. The other "
                "way round every class that is not the right one costs -log 1e-7 = 16.",
                "対数を取るのは予測 y で、目標値 d はその重みである。"
                "逆にすると、正解でないクラスの確率それぞれに -log 1e-7 = 16 が掛かってしまう。",
            ),
        ),
        Mistake(
            name="averaged_over_the_classes_too",
            ja="クラスでも平均する",
            line="N = y.shape[0]",
            wrong="N = y.size",
            why=Text(
                "N counts the examples. Divided by all elements, as np.mean does, the error is C "
                "times too small.",
                "N はデータの個数である。np.mean のように全要素数で割ると、"
                "誤差が 1/C になってしまう。",
            ),
        ),
        Mistake(
            name="one_example_taken_for_a_batch",
            ja="1 事例をバッチとみなす",
            line="d, y = d.reshape(1, -1), y.reshape(1, -1)  # one example is a batch of one",
            wrong="d, y = d.reshape(-1, 1), y.reshape(-1, 1)",
            why=Text(
                "A single example (C,) becomes (1, C). As (C, 1) its classes are counted as "
                "examples, and the error is divided by C.",
                "1つのデータ (C,) は (1, C) に直す。(C, 1) にすると"
                "クラスがデータとして数えられ、誤差が C で割られる。",
            ),
        ),
        Mistake(
            name="epsilon_outside_the_logarithm",
            ja="epsilon を対数の外に出す",
            line="return -np.sum(d * np.log(y + 1e-7)) / N",
            wrong="return -np.sum(d * (np.log(y) + 1e-7)) / N",
            why=Text(
                "Outside, it protects nothing: log 0 is minus infinity before anything is added, "
                "and 0 times that is not a number.",
                "外に置いたのでは何も防げない。足す前に log 0 が負の無限大になり、"
                "それに 0 を掛けると nan になる。",
            ),
        ),
    ),
)
