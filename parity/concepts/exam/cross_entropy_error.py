"""The exam's cross-entropy, and the gradients of ridge and lasso."""

from __future__ import annotations

from parity.concept import Case, Concept, Divergence, Mistake, Text
from parity.draw import normal, one_hot, probabilities, values

_ERROR = {"outputs": ("E",)}

cross_entropy_error = Concept(
    kind="function",
    order=1,
    title=Text("Cross-entropy error (exam)", "交差エントロピー誤差(試験の形)"),
    summary=Text(
        "The exam's cross_entropy_error(d, y): minus the logarithm of the probability that the "
        "right class was given, averaged over the batch. The 1e-7 keeps log 0 away.",
        "試験に出る cross_entropy_error(d, y)。正解クラスに与えられた確率の対数に負号を付け、"
        "バッチで平均する。1e-7 は log 0 を避けるために加える。",
    ),
    equation="E = -1/N sum_n sum_c d_nc log(y_nc + 1e-7)",
    formula=(r"E = -\frac{1}{N} \sum_n \sum_c d_{nc} \,\log(y_{nc} + 10^{-7})",),
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
            summary=Text(
                "Keras divides y by its sum and clips it to [1e-7, 1 - 1e-7]; the exam adds 1e-7 "
                "to it. Each example's loss comes out smaller here by about 1e-7/y.",
                "Keras は y をその和で割り、[1e-7, 1 - 1e-7] に切り詰める。試験の形では 1e-7 を"
                "足すので、各データの損失はおよそ 1e-7/y だけ小さくなる。",
            ),
            reconciled=Text(
                "Nothing makes them equal, but the difference is below 1e-7 over the smallest y.",
                "等しくする方法はないが、差は 1e-7 を最小の y で割った値より小さい。",
            ),
            source="keras/src/backend/tensorflow/nn.py, categorical_crossentropy; measured",
            case="batch",
            native={"numpy": {}, "keras": {"callable": "keras.losses.CategoricalCrossentropy"}},
            quantity="E",
            irreducible=True,
            size=1.6e-6,
        ),
        Divergence(
            name="order_of_the_arguments",
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
    mistakes=(
        Mistake(
            name="not_divided_by_the_batch",
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

ridge = Concept(
    kind="function",
    order=2,
    title=Text("Ridge gradient (exam)", "リッジ回帰の勾配(試験の形)"),
    summary=Text(
        "The exam's ridge(param, grad, rate): adds the gradient of the L2 penalty "
        "(rate / 2) sum param^2 to the loss's.",
        "試験に出る ridge(param, grad, rate)。損失の勾配に、"
        "L2 の罰則項 (rate / 2) sum param^2 の勾配を加える。",
    ),
    equation="y = grad + rate param",
    formula=(
        r"y = \text{grad} + \text{rate} \cdot \text{param}",
        r"\frac{\partial}{\partial \text{param}} \left(\frac{\text{rate}}{2} \sum\limits_i "
        r"\text{param}_i^2\right) = \text{rate} \cdot \text{param}",
    ),
    shapes={"param": "any", "grad": "as param", "y": "as param"},
    sources=(
        "Hoerl and Kennard (1970), Ridge regression, Technometrics 12",
        "Krogh and Hertz (1992), A simple weight decay can improve generalization, NIPS 4",
    ),
    cases=(
        Case("dense", inputs={"param": normal(4, 3), "grad": normal(4, 3)}, config={"rate": 0.1}),
        Case(
            "kernel",
            inputs={"param": normal(2, 3, 4, 5), "grad": normal(2, 3, 4, 5)},
            config={"rate": 0.0005},
        ),
        Case("bias", inputs={"param": normal(5), "grad": normal(5)}, config={"rate": 2.0}),
        Case("rate_0", inputs={"param": normal(3, 5), "grad": normal(3, 5)}, config={"rate": 0.0}),
        Case(
            "large_weights",
            inputs={"param": normal(3, 4, scale=1e15), "grad": normal(3, 4)},
            config={"rate": 0.01},
        ),
    ),
    divergences=(
        Divergence(
            name="half",
            summary=Text(
                "Keras' L2(l) is l sum W^2, without the half, so its gradient is 2 l W: what the "
                "exam's ridge adds at twice the rate.",
                "Keras の L2(l) は l sum W^2 で 1/2 が付かないため、勾配は 2 l W になる。"
                "これは試験の ridge に2倍の rate を渡したのと同じである。",
            ),
            reconciled=Text(
                "Give Keras half the rate: l = rate / 2.",
                "Keras には半分の値 l = rate / 2 を渡す。",
            ),
            source="keras.io/api/layers/regularizers: l2 * reduce_sum(square(x))",
            case="dense",
            native={"torch": {}, "keras": {"rate": 0.2}},
            quantity="y",
        ),
    ),
    also_called=("ridge_gradient",),
    mistakes=(
        Mistake(
            name="penalty_for_its_gradient",
            line="return grad + rate * param",
            wrong="return grad + rate * param**2",
            why=Text(
                "The square is in the penalty. Its derivative is the weight itself, whose sign "
                "tells which way to shrink.",
                "2乗になるのは罰則項のほうである。微分すると重みそのものになり、"
                "その符号が縮める向きを決める。",
            ),
        ),
        Mistake(
            name="of_the_wrong_sign",
            line="return grad + rate * param",
            wrong="return grad - rate * param",
            why=Text(
                "The minus belongs to the descent. With it here the weights would grow.",
                "負号は勾配降下の側にある。ここで引くと、重みはかえって大きくなる。",
            ),
        ),
        Mistake(
            name="doubled",
            line="return grad + rate * param",
            wrong="return grad + 2 * rate * param",
            why=Text(
                "The 2 that comes down from the square cancels with the half in front.",
                "2乗を微分して出てくる 2 は、前に付いている 1/2 と打ち消し合う。",
            ),
        ),
        Mistake(
            name="of_the_norm",
            line="return grad + rate * param",
            wrong="return grad + rate * param / np.linalg.norm(param)",
            why=Text(
                "That is the gradient of rate |param|, the root of the sum of squares, which the "
                "course adds to the loss. Ridge's penalty is the sum of squares itself.",
                "これは2乗和の平方根 rate |param| の勾配である(教材が損失に足しているのはこちら)。"
                "リッジの罰則項は2乗和そのものである。",
            ),
        ),
        Mistake(
            name="changed_in_place",
            line="return grad + rate * param",
            wrong="grad += rate * param; return grad",
            why=Text(
                "+= changes the caller's array: if it is used again, for a second optimizer or a "
                "log, the penalty is already in it.",
                "+= は呼び出し側の配列を書き換える。その配列をもう一度使うと、"
                "罰則項の勾配が二重に加わってしまう。",
            ),
        ),
        Mistake(
            name="sign_of_the_weight",
            line="return grad + rate * param",
            wrong="return grad + rate * np.sign(param)",
            why=Text(
                "That is lasso. Ridge pulls large weights harder than small ones.",
                "これはラッソである。リッジは大きな重みほど強く引き戻す。",
            ),
        ),
    ),
)

lasso = Concept(
    kind="function",
    order=3,
    title=Text("Lasso gradient (exam)", "ラッソ回帰の勾配(試験の形)"),
    summary=Text(
        "The exam's lasso(param, grad, rate): adds the gradient of the L1 penalty "
        "rate sum |param| to the loss's; at 0 it adds nothing.",
        "試験に出る lasso(param, grad, rate)。損失の勾配に、L1 の罰則項 rate sum |param| の"
        "勾配を加える。重みが 0 の要素には何も加えない。",
    ),
    equation="y = grad + rate sign(param), sign(0) = 0",
    formula=(
        r"y = \text{grad} + \text{rate} \cdot \operatorname{sign}(\text{param})",
        r"\frac{\partial}{\partial \text{param}} \left(\text{rate} \sum\limits_i \left| "
        r"\text{param}_i \right|\right) = \text{rate} \cdot \operatorname{sign}(\text{param})",
        r"\operatorname{sign}(0) = 0",
    ),
    shapes={"param": "any", "grad": "as param", "y": "as param"},
    sources=(
        "Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Statist. "
        "Soc. B 58",
        "Claim C14: the derivative at 0 is 0",
    ),
    cases=(
        Case(
            "dense",
            inputs={"param": normal(4, 3, apart=0.125), "grad": normal(4, 3)},
            config={"rate": 0.1},
        ),
        Case(
            "kernel",
            inputs={"param": normal(2, 3, 4, 5, apart=0.125), "grad": normal(2, 3, 4, 5)},
            config={"rate": 0.005},
        ),
        Case(
            "weights_at_0",
            inputs={
                "param": values([[-1.5, 0.0, 0.75], [-0.0, 2.0, -0.25]]),
                "grad": normal(2, 3),
            },
            config={"rate": 0.3},
            kink=True,
        ),
        Case(
            "tiny_and_huge_weights",
            inputs={
                "param": values([2.0**-100, -(2.0**-100), 2.0**100, -(2.0**100)]),
                "grad": normal(4),
            },
            config={"rate": 0.5},
        ),
        Case(
            "rate_0",
            inputs={"param": normal(5, 2, apart=0.125), "grad": normal(5, 2)},
            config={"rate": 0.0},
        ),
    ),
    also_called=("lasso_gradient",),
    mistakes=(
        Mistake(
            name="sign_of_the_gradient",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.sign(grad)",
            why=Text(
                "The penalty depends on the weight, so its derivative is the weight's sign. The "
                "gradient's sign would only lengthen the step.",
                "罰則項は重みの関数なので、微分すると重みの符号になる。"
                "勾配の符号を足しても、ステップが大きくなるだけである。",
            ),
        ),
        Mistake(
            name="gradient_at_0_is_1",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.where(param >= 0, 1.0, -1.0)",
            why=Text(
                "At 0 the derivative is taken to be 0. With 1, a weight that has become 0 is "
                "pushed away again and never stays there.",
                "重みが 0 のときの微分は 0 とする。1 とすると、0 になった重みが再び押し出され、"
                "0 に留まることができない。",
            ),
        ),
        Mistake(
            name="absolute_value_for_its_derivative",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.abs(param)",
            why=Text(
                "|param| is the penalty; its derivative is 1 or -1, however large the weight.",
                "|param| は罰則項のほうである。その微分は、重みの大きさによらず 1 か -1 になる。",
            ),
        ),
        Mistake(
            name="in_proportion_to_the_weight",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * param",
            why=Text(
                "That is ridge. The lasso pulls every weight with the same force, which is why "
                "some arrive at 0.",
                "これはリッジである。ラッソはどの重みも同じ強さで引くので、"
                "ちょうど 0 になる重みが現れる。",
            ),
        ),
        Mistake(
            name="of_the_wrong_sign",
            line="return grad + rate * np.sign(param)",
            wrong="return grad - rate * np.sign(param)",
            why=Text(
                "The minus belongs to the descent. With it here the weights are driven away from "
                "0.",
                "負号は勾配降下の側にある。ここで引くと、重みは 0 から遠ざかっていく。",
            ),
        ),
    ),
)
