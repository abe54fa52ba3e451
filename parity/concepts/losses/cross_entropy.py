"""Cross-entropy from probabilities."""

from __future__ import annotations

from parity.concepts.losses._conventions import BY_ELEMENT, CLIPPED, SUMMED
from parity.concepts.losses._cross_entropy_derivation import DERIVATION
from parity.concepts.losses._draws import SCALAR, TINY
from parity.concepts.losses._sources import BISHOP, SZEGEDY
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import labels, normal, one_hot, probabilities, uniform, values

_KERAS_BACKEND = "keras/src/backend/tensorflow/nn.py, Keras 3.15.1"


CrossEntropy = Concept(
    kind="loss",
    order=6,
    syllabus=("3-1-3", "1-2-2"),
    needs=("softmax", "binary_cross_entropy"),
    title=Text("Cross-entropy from probabilities", "交差エントロピー(確率入力)"),
    summary=Text(
        "The negative logarithm of the right class's probability, which is clipped so that it "
        "stays finite; on request y is normalized to sum to 1 first, as Keras does.",
        "正解クラスの確率の対数に負号を付けたもので、有限に留まるよう確率を切り詰める。"
        "Keras のように、先に和が 1 になるよう y を正規化することもできる。",
    ),
    why=Text(
        "A classifier gives each of C classes a probability. The loss is minus the logarithm of "
        "the one that it gave to the right class, so that training raises the likelihood of the "
        "data, and a confident mistake costs most. This form takes the probabilities themselves, "
        "for models that end in a softmax; log 0 has to be clipped away, which the form from "
        "logits need not.",
        "分類のモデルは、C 個のクラスそれぞれに確率を与える。"
        "損失は、正解のクラスに与えた確率の対数に負号を付けたものである。"
        "したがって学習によってデータの尤度が上がり、自信をもって間違えたときの損失が最も大きくな"
        "る。これは確率そのものを受け取る形で、ソフトマックスで終わるモデルに使う。"
        "log 0 を避けるための切り詰めが必要になるが、ロジットから計算する形ならその必要はない。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log y_nc, y clipped to [epsilon, 1 - epsilon]",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log\, p_{nc}",
        r"p_{nc} = \min(\max(y_{nc}, \epsilon), 1 - \epsilon)",
        r"\frac{\partial L}{\partial y_{nc}} = \begin{cases} "
        r"-\frac{t_{nc}}{N p_{nc}} & (y_{nc} \in [\epsilon, 1 - \epsilon]) \\ "
        r"0 & (y_{nc} \notin [\epsilon, 1 - \epsilon]) \end{cases}",
    ),
    derivation=DERIVATION,
    shapes={
        "y": "(..., C)",
        "t": "(...) class numbers, or (..., C) one-hot",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(f"{BISHOP}, section 4.3.4, eq. 4.108", SZEGEDY),
    cases=(
        Case(
            "index", inputs={"y": probabilities(5, 3), "t": labels(5, classes=3)}, upstream=SCALAR
        ),
        Case("one_hot", inputs={"y": probabilities(4, 5), "t": one_hot(4, 5)}, upstream=SCALAR),
        Case(
            "index_sum",
            inputs={"y": probabilities(4, 6), "t": labels(4, classes=6)},
            upstream=SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "one_hot_none",
            inputs={"y": probabilities(3, 7), "t": one_hot(3, 7)},
            upstream=normal(3),
            config={"reduction": "none"},
        ),
        Case(
            "index_smoothing",
            inputs={"y": probabilities(3, 4), "t": labels(3, classes=4)},
            upstream=SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "one_hot_smoothing",
            inputs={"y": probabilities(5, 6), "t": one_hot(5, 6)},
            upstream=SCALAR,
            config={"label_smoothing": 0.3, "reduction": "sum"},
        ),
        Case(
            "soft_targets",
            inputs={"y": probabilities(3, 5), "t": probabilities(3, 5)},
            upstream=SCALAR,
        ),
        Case(
            "sequence",
            inputs={"y": probabilities(2, 4, 3), "t": labels(2, 4, classes=3)},
            upstream=SCALAR,
        ),
        Case(
            "not_of_sum_1",
            inputs={"y": uniform(4, 3, low=0.125, high=0.875), "t": one_hot(4, 3)},
            upstream=SCALAR,
        ),
        Case(
            "normalized",
            inputs={"y": uniform(4, 3, low=0.25, high=3.0), "t": one_hot(4, 3)},
            upstream=SCALAR,
            config={"normalize": True},
        ),
        Case(
            "normalized_index",
            inputs={"y": uniform(5, 3, low=0.25, high=3.0), "t": labels(5, classes=3)},
            upstream=SCALAR,
            config={"normalize": True},
        ),
        Case(
            "normalized_index_none",
            inputs={"y": uniform(5, 4, low=0.25, high=3.0), "t": labels(5, classes=4)},
            upstream=normal(5),
            config={"normalize": True, "reduction": "none"},
        ),
        Case(
            "normalized_smoothing",
            inputs={"y": uniform(2, 4, 3, low=0.25, high=3.0), "t": one_hot(2, 4, 3)},
            upstream=SCALAR,
            config={"normalize": True, "label_smoothing": 0.1, "reduction": "sum"},
        ),
        Case(
            "saturated",
            inputs={
                "y": values([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.25, 0.25, 0.5], [0.5, 0.5, 0.0]]),
                "t": values([1, 1, 0, 2]),
            },
            upstream=SCALAR,
            kink=True,
        ),
        Case(
            "saturated_normalized",
            inputs={
                "y": values([[0.0, 2.0, 0.0], [4.0, 0.0, 0.0], [1.0, 1.0, 2.0], [0.5, 1.5, 0.0]]),
                "t": values([1, 1, 0, 2]),
            },
            upstream=SCALAR,
            config={"normalize": True, "label_smoothing": 0.25, "epsilon": TINY},
            kink=True,
        ),
        Case(
            "on_the_bounds",
            inputs={
                "y": values([[TINY, 1 - TINY, 0.5], [0.25, TINY / 2, 1.0]]),
                "t": values([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]]),
            },
            upstream=SCALAR,
            config={"epsilon": TINY},
            kink=True,
        ),
        Case(
            "one_example",
            inputs={"y": probabilities(1, 4), "t": labels(1, classes=4)},
            upstream=SCALAR,
            ours=True,
        ),
    ),
    divergences=(
        Divergence(
            name="keras_normalizes",
            ja="Keras は確率を正規化し直す",
            summary=Text(
                "Keras divides y by its sum over the classes before the logarithm, and "
                "differentiates through that. Even where y sums to 1 and the loss is the same, the "
                "gradient of y has 1 more in every class (1/N in the mean).",
                "Keras は対数を取る前に y をクラスについての和で割り、その割り算も微分する。"
                "y の和が 1 で損失が等しいときでも、y の勾配はすべてのクラスで 1(平均では 1/N)だけ"
                "異なる。",
            ),
            reconciled=Text(
                "normalize=True in NumPy and PyTorch. Followed by the softmax's backward pass, "
                "both gradients give the same: what is added to every class alike cancels there.",
                "NumPy と PyTorch で normalize=True とする。なお、"
                "ソフトマックスの逆伝播を通せばどちらの勾配も同じになる。"
                "全クラスに等しく加わる分は、そこで打ち消されるからである。",
            ),
            source=_KERAS_BACKEND + ", categorical_crossentropy",
            case="one_hot",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="dy",
        ),
        Divergence(
            name="keras_sum_of_y",
            ja="Keras が割る y の和",
            summary=Text(
                "Where y does not sum to 1, Keras' normalization changes the loss itself.",
                "y の和が 1 でないときは、Keras の正規化によって損失の値そのものも変わる。",
            ),
            reconciled=Text(
                "normalize=True in NumPy and PyTorch.",
                "NumPy と PyTorch で normalize=True とする。",
            ),
            source=_KERAS_BACKEND + ", categorical_crossentropy",
            case="not_of_sum_1",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="loss",
        ),
        Divergence(
            name="keras_sparse_clips_first",
            ja="Keras の sparse 版は先にクリップする",
            summary=Text(
                "With one-hot targets Keras normalizes and then clips. With class numbers it clips "
                "and then normalizes, by way of a softmax of the logarithm: values above 1 become "
                "1 first.",
                "Keras は one-hot の目標値に対しては正規化してから切り詰めるが、"
                "クラス番号に対しては切り詰めてから(対数のソフトマックスによって)正規化する。"
                "1 より大きい値はまず 1 にされる。",
            ),
            reconciled=Text(
                "Make the class numbers one-hot and use the categorical loss.",
                "クラス番号を one-hot にして categorical のほうの損失を使う。",
            ),
            source=_KERAS_BACKEND + ", sparse_categorical_crossentropy",
            case="normalized_index",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.SparseCategoricalCrossentropy"},
            },
            quantity="loss",
        ),
        Divergence(
            name="torch_wants_logarithms",
            ja="PyTorch は対数確率を受け取る",
            summary=Text(
                "PyTorch has no cross-entropy of probabilities. NLLLoss takes their logarithms; "
                "given the probabilities themselves it raises no error and returns -y.",
                "PyTorch に確率を受け取る交差エントロピーはない。NLLLoss は確率の対数を受け取る。"
                "確率をそのまま渡してもエラーにならず、-y の平均が返る。",
            ),
            reconciled=Text("Take the logarithm first.", "先に対数を取る。"),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html",
            case="index",
            native={"torch": {"callable": "torch.nn.NLLLoss"}, "numpy": {}},
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.NLLLoss", "reduction", "mean"),
            keras=("keras.losses.CategoricalCrossentropy", "reduction", "sum_over_batch_size"),
        ),
        Default(
            "label_smoothing",
            0.0,
            keras=("keras.losses.CategoricalCrossentropy", "label_smoothing", 0.0),
        ),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="gradient_of_the_logits",
            text=Text(
                "backward gives y - t, the gradient at the scores before the softmax: right where "
                "the softmax' own backward pass is left out, and twice its derivative where it is "
                "not. The gradient at the probabilities is -t/y.",
                "backward が返す y - t は、ソフトマックスの前のロジットについての勾配である。"
                "ソフトマックスの逆伝播を省くなら正しいが、それも通すなら微分を二重に掛けることに"
                "なる。確率についての勾配は -t/y である。",
            ),
            like="gradient_of_the_logits",
        ),
        Convention(
            name="normalized",
            text=Text(
                "The probabilities are divided by their sum first, as Keras does.",
                "Keras と同じく、まず確率をその和で割る。",
            ),
            config={"normalize": True},
        ),
    ),
    siblings=("taught_cross_entropy", "binary_cross_entropy"),
    also_called=(
        "cross_entropy_loss",
        "categorical_cross_entropy",
        "categorical_cross_entropy_loss",
        "loss_categorical_cross_entropy",
    ),
    mistakes=(
        Mistake(
            name="gradient_of_the_logits",
            ja="ロジットの勾配を返す",
            line="dp = -dlosses * self.t / self.p",
            wrong="dp = dlosses * (self.p - self.t)",
            why=Text(
                "y - t is the gradient at the logits, with the softmax's derivative in it. At the "
                "probabilities it is -t/y; followed by the softmax's own backward pass, y - t "
                "would count the softmax twice.",
                "y - t はソフトマックスの微分まで含めた、ロジットについての勾配である。"
                "確率についての勾配は -t/y であり、この後にソフトマックスの逆伝播を行うなら"
                " y - t では二重に数えることになる。",
            ),
        ),
        Mistake(
            name="minus_forgotten",
            ja="マイナスを忘れる",
            line="dp = -dlosses * self.t / self.p",
            wrong="dp = dlosses * self.t / self.p",
            why=Text(
                "The loss is minus the logarithm: a larger probability of the right class makes it "
                "smaller, so the gradient is negative there.",
                "損失は対数に負号を付けたものである。正解クラスの確率が大きいほど小さくなるので、"
                "勾配はそこで負になる。",
            ),
        ),
        Mistake(
            name="gradient_through_the_clip",
            ja="クリップした所にも勾配を通す",
            line="dy = np.where(self.inside, dp, 0)",
            wrong="dy = dp",
            why=CLIPPED,
        ),
        Mistake(
            name="normalization_not_differentiated",
            ja="正規化を微分しない",
            line="dy = (dy - (dy * self.y).sum(axis=-1, keepdims=True)) / self.total",
            wrong="dy = dy / self.total",
            why=Text(
                "Each y is also in the sum that divides the others, so the other classes' "
                "gradients come back through it.",
                "各 y は他のクラスを割る和の中にも入っているので、その経路を通る勾配も加わる。",
            ),
        ),
        Mistake(
            name="logarithm_of_the_sum",
            ja="和の対数をとる",
            line="losses = -(self.t * np.log(self.p)).sum(axis=-1)",
            wrong="losses = -np.log((self.t * self.p).sum(axis=-1))",
            why=Text(
                "For one-hot targets both are equal. For smoothed or soft ones the logarithm "
                "belongs inside the sum.",
                "one-hot の目標値ならどちらも同じだが、平滑化した目標値などでは、対数は和の内側に"
                "置かなければならない。",
            ),
        ),
    ),
)
