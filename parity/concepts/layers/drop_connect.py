"""Dropping a whole branch, example by example."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import bernoulli, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_BACK = (
    r"\frac{\partial L}{\partial x_{n,i}} = \frac{m_n}{1 - p} \frac{\partial L}{\partial y_{n,i}}"
)
ONES = values(np.ones((4000, 1)))
"""With x = 1 and dy = 1, y and dx show the mask of each of 4,000 examples, and its scale."""


def _case(name: str, *shape: int, rate: float, **fields: object) -> Case:
    return Case(
        name,
        inputs={"x": normal(*shape), "mask": bernoulli(shape[0], keep=1 - rate)},
        config={"rate": rate},
        training=True,
        **fields,  # type: ignore[arg-type]
    )


def _one_mask_an_example(of: Implementations, a: Arrays) -> Arrays:
    layer = of("drop_connect")(0.25)
    y = layer.forward(a["x"], mask=a["m"])
    return {"y": y, "dx": layer.backward(a["dy"])}


def _dropout_of_rows(of: Implementations, a: Arrays) -> Arrays:
    layer = of("dropout")(0.25)
    y = layer.forward(a["x"], mask=np.repeat(a["m"][:, None], 3, axis=1))
    return {"y": y, "dx": layer.backward(a["dy"])}


DropConnect = Concept(
    kind="layer",
    order=4,
    syllabus=("3-3-2",),
    needs=("dropout",),
    title=Text("Drop connect (stochastic depth)", "ドロップコネクト(Stochastic Depth)"),
    summary=Text(
        "Drops a whole residual branch for some examples in training; these pass the block by the "
        "shortcut alone.",
        "学習時に、データの一部について残差ブロックの枝を丸ごと落とす。"
        "そのデータはショートカットだけを通る。",
    ),
    why=Text(
        "Very deep residual networks train slowly, and blocks come to rely on each other. If a "
        "block's branch is left out at random, what remains still works, since the shortcut is "
        "there: in each step another, less deep network is trained, and in inference all of it "
        "works together. Each example draws for itself. Beware of the name: EfficientNet's code "
        "calls this drop connect, but DropConnect by Wan and others (2013) is something else, a "
        "mask over the single weights of a dense layer.",
        "とても深い残差ネットワークは学習が遅く、ブロックが互いに頼り合うようにもなる。枝を無作為"
        "に落としても、ショートカットがあるので残りはそのまま働く。1回ごとに別の、より浅い"
        "ネットワークを学習し、推論ではすべてを使うことになる。落とすかどうかはデータごとに決まる。"
        "名前に注意。EfficientNet のコードはこれを drop connect と呼ぶが、Wan ら(2013)の "
        "DropConnect は別物で、全結合層の重みを1つずつ落とす。",
    ),
    equation="training: y[n] = x[n] m[n] / (1 - rate), m[n] = 1 with probability 1 - rate, else 0; "
    "inference: y = x",
    formula=(
        r"m_n = \begin{cases} 1 & u_n \ge p \\ 0 & u_n < p \end{cases} \quad u_n "
        r"\thicksim U(0, 1)",
        r"y_{n,i} = \frac{m_n}{1 - p} x_{n,i}",
        _BACK,
    ),
    derivation=(
        Step(
            heading=Text(
                "For an example the mask is one number", "1つのデータにとって、マスクは1つの数"
            ),
            text=Text(
                "n counts the examples, i all numbers of one. m does not depend on x, so y is x "
                "times a constant, 0 or 1 / (1 - p), and so is the gradient.",
                "n はデータ、i はその中の数の番号である。m は x によらないので、y は x に定数 "
                "0 または 1 / (1 - p) を掛けたもので、勾配も同じである。",
            ),
            equation=_BACK,
            check=Text(
                "The mean of m is 1 - p, so y is x on average.",
                "m の平均は 1 - p なので、y の平均は x になる。",
            ),
        ),
    ),
    shapes={"x": "(N, ...)", "mask": "(N,)", "y": "as x"},
    sources=(
        "Huang, Sun, Liu, Sedra and Weinberger (2016), Deep networks with stochastic depth, "
        "section 3",
        "keras.applications.EfficientNetB0: keras.layers.Dropout with noise_shape=(None, 1, 1, 1)",
    ),
    cases=(
        _case("images", 5, 3, 2, 4, rate=0.25),
        _case("rows", 4, 3, rate=0.5),
        _case("one_number_each", 6, rate=0.375),
        Case("inference", inputs={"x": normal(3, 4)}, config={"rate": 0.5}, training=False),
        Case(
            "inference_ignores_the_mask",
            inputs={"x": normal(3, 5), "mask": bernoulli(3)},
            config={"rate": 0.5},
            training=False,
        ),
        Case("rate_0", inputs={"x": normal(3, 5)}, config={"rate": 0.0}, training=True),
        Case(
            "own_mask",
            inputs={"x": ONES},
            upstream=ONES,
            config={"rate": 0.75, "seed": 1},
            training=True,
            sampled=("y", "dx"),
            options={"sampled": True},
        ),
        Case(
            "defaults",
            inputs={"x": normal(5, 4), "mask": bernoulli(5)},
            training=True,
            ours=True,
        ),
    ),
    defaults=(Default("rate", 0.2),),
    divergences=(
        Divergence(
            name="scaled_or_not",
            ja="割るかどうか",
            summary=Text(
                "Huang and others leave the branch as it is in training and multiply by 1 - rate "
                "in inference, torchvision and Keras divide in training. A batch of the paper's "
                "code is the taught dropout of whole examples.",
                "Huang らは学習時には割らず、推論時に 1 - rate を掛ける。torchvision と Keras は"
                "学習時に割る。前者は、教材の方式のドロップアウトをデータごとに行うことにあたる。",
            ),
            reconciled=Text(
                "Divide in training, as in inverted dropout; the expectations are the same up to "
                "a constant factor.",
                "ドロップアウトと同じく学習時に割る。期待値は定数倍を除いて等しい。",
            ),
            source="Huang et al. (2016), eq. 5; torchvision.ops.stochastic_depth",
            case="inference",
            native={
                "torch": {"rate": 0.5},
                "keras": {
                    "callable": "tf_impl.layers.dropout.Dropout",
                    "rate": 0.5,
                    "scaling": "taught",
                },
            },
            quantity="y",
        ),
    ),
    also_called=("stochastic_depth", "drop_path", "droppath"),
    identities=(
        Identity(
            sibling="dropout",
            text=Text(
                "It is dropout whose mask is the same for all numbers of an example.",
                "データの中ではマスクがすべて同じドロップアウトである。",
            ),
            case=Case(
                "one_mask_for_each_example",
                inputs={"x": normal(4, 3), "m": bernoulli(4, keep=0.75)},
                upstream=normal(4, 3),
            ),
            left=_one_mask_an_example,
            right=_dropout_of_rows,
        ),
    ),
    mistakes=(
        Mistake(
            name="not_scaled",
            ja="割り忘れる",
            line="self.factor = m / (1 - self.rate)",
            wrong="self.factor = m",
            why=Text(
                "Without the division the branch is weaker in training than in inference, where "
                "nothing is dropped.",
                "割らないと、何も落とさない推論時に比べて、学習時の枝が平均して弱くなる。",
            ),
        ),
        Mistake(
            name="divided_by_the_rate",
            ja="落とす割合で割る",
            line="self.factor = m / (1 - self.rate)",
            wrong="self.factor = m / self.rate if self.rate else m",
            why=Text(
                "What remains is the share 1 - rate; at 0.5 nobody notices.",
                "残る割合は 1 - rate である。0.5 では差が出ないため気づきにくい。",
            ),
        ),
        Mistake(
            name="one_draw_for_the_whole_batch",
            ja="バッチ全体で1つのマスクを使う",
            line="m = mask.astype(x.dtype).reshape(-1, *[1] * (x.ndim - 1))  # one for each "
            "example",
            wrong="m = mask.astype(x.dtype)[0]",
            why=Text(
                "Each example has a mask of its own; one for all drops the block for everybody.",
                "マスクはデータごとに別である。共通にすると、全データで一斉にブロックが落ちる。",
            ),
        ),
        Mistake(
            name="gradient_not_masked",
            ja="勾配にマスクを掛けない",
            line="return dy * self.factor",
            wrong="return dy",
            why=Text(
                "An example that skipped the branch has nothing to tell it.",
                "枝を通らなかったデータから、枝に勾配は届かない。",
            ),
        ),
    ),
)
