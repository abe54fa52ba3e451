"""The contrastive loss."""

from __future__ import annotations

from typing import Any

from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values

HADSELL = (
    "Hadsell, Chopra and LeCun (2006), Dimensionality reduction by learning an invariant mapping"
)
BOTH_KINDS = [1, 0, 0, 1, 0, 1]


def _case(name: str, N: int, D: int, **config: Any) -> Case:
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={
            "x1": normal(N, D, scale=0.5),
            "x2": normal(N, D, scale=0.5),
            "t": values(BOTH_KINDS[:N]),
        },
        differentiable=("x1", "x2"),
        upstream=normal(N) if none else SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


contrastive_loss = Concept(
    kind="function",
    order=12,
    syllabus=("4-8-4",),
    needs=("hinge_loss",),
    title=Text("Contrastive loss", "contrastive loss(対照損失)"),
    summary=Text(
        "Pairs of one kind are drawn together, pairs of two kinds pushed apart up to a margin.",
        "同じ種類のペアは近づけ、異なる種類のペアはマージンまで遠ざける損失。",
    ),
    why=Text(
        "A Siamese network sends both of a pair through the same weights and compares where they "
        "arrive. Drawing together alone would put everything into one point; so strangers are "
        "pushed away, but only within the margin, since beyond it they are far enough. With "
        "absolute distances every pair says what to do; the triplet loss compares two distances "
        "instead.",
        "Siamese network では、ペアの両方を同じ重みに通し、出力された位置を比べる。"
        "近づけるだけではすべてが1点に集まってしまうので、異なる種類は遠ざける。ただしマージンより"
        "離れれば十分なので、それ以上は押さない。距離そのものを指定するので、ペアごとに"
        "どう動かすかが決まる。トリプレット損失は2つの距離の大小を比べる。",
    ),
    equation="L = mean 1/2 d^2 for a pair of one kind, 1/2 max(0, m - d)^2 else; d = ||x1 - x2||",
    formula=(
        r"l = \begin{cases} \frac{1}{2} d^2 & (t = 1) \\ \frac{1}{2} \max(0, m - d)^2 & (t = 0) "
        r"\end{cases}, \quad d = \left\| u - v \right\|",
        r"\frac{\partial l}{\partial u} = \begin{cases} u - v & (t = 1) \\ -\frac{\max(0, m - "
        r"d)}{d} (u - v) & (t = 0) \end{cases}, \quad \frac{\partial l}{\partial v} = "
        r"-\frac{\partial l}{\partial u}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Along the distance both are half a square",
                "距離について見れば、どちらも2乗の半分",
            ),
            text=Text(
                "Its slope is the distance itself, or minus what is lacking to the margin.",
                "傾きは、距離そのものか、マージンまでの不足分に負号を付けたものになる。",
            ),
            equation=r"\frac{\partial l}{\partial d} = d \quad (t = 1), \quad \frac{\partial "
            r"l}{\partial d} = -\max(0, m - d) \quad (t = 0)",
        ),
        Step(
            heading=Text(
                "The distance grows along the difference",
                "距離は差の向きに伸びる",
            ),
            text=Text(
                "The gradient of the length has the length 1; for a pair of one kind the d "
                "cancels.",
                "長さの勾配は長さ 1 のベクトルである。同じ種類のペアでは d が約分される。",
            ),
            equation=r"\frac{\partial d}{\partial u} = \frac{u - v}{d}",
            check=Text(
                "Both ends move by the same, against each other.",
                "2つの端は、同じ量だけ逆向きに動く。",
            ),
        ),
    ),
    shapes={
        "x1": "(N, D)",
        "x2": "(N, D)",
        "t": "(N,) 0 or 1",
        "L": "scalar, or (N,) without a reduction",
    },
    sources=(f"{HADSELL}, eq. 4",),
    cases=(
        _case("mean", 6, 3),
        _case("sum", 5, 4, reduction="sum"),
        _case("none", 6, 2, reduction="none"),
        _case("wide_margin", 4, 3, margin=3.0),
        _case("small_margin_each", 6, 4, margin=0.5, reduction="none"),
        _case("without_half", 5, 3, half=False),
        _case("zero_for_the_same", 6, 3, same_label=0),
        _case("zero_for_the_same_without_half", 5, 2, same_label=0, half=False, reduction="sum"),
        _case("one_pair", 1, 3, margin=2.0),
        Case(
            "two_that_are_one",
            inputs={
                "x1": values([[1.0, 0.5, 0.25], [0.5, -1.0, 0.0]]),
                "x2": values([[1.0, 0.5, 0.25], [0.25, -1.0, 0.5]]),
                "t": values([0, 1]),
            },
            differentiable=("x1", "x2"),
            upstream=SCALAR,
            kink=True,
            ours=True,  # a root has no slope at 0, and most code has NaN there
            options={"outputs": ("L",)},
        ),
    ),
    defaults=(
        Default("margin", 1.0),
        Default("same_label", 1),
        Default("half", True),
        Default("reduction", "mean"),
    ),
    divergences=(
        Divergence(
            name="distance_not_squared",
            ja="距離を2乗しない",
            summary=Text(
                "torch.nn.HingeEmbeddingLoss, which takes distances and is near to it, squares "
                "neither: it is d for the same kind and max(0, m - d) else.",
                "近い関係にある torch.nn.HingeEmbeddingLoss は距離を受け取り、2乗しない。"
                "同じ種類なら d、異なる種類なら max(0, m - d) である。",
            ),
            reconciled=Text(
                "The PyTorch twin is written out.",
                "PyTorch 側の実装は、式のとおりに書き下している。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/"
            "torch.nn.HingeEmbeddingLoss.html",
            case="mean",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.losses.contrastive_loss._hinge_of_distances"},
            },
            quantity="L",
        ),
    ),
    conventions=(
        BY_ELEMENT,
        SUMMED,
        Convention(
            "without_half",
            Text("There is no factor 1/2.", "係数 1/2 がない。"),
            {"half": False},
        ),
        Convention(
            "zero_for_the_same",
            Text(
                "A pair of one kind has the label 0, as in the paper.",
                "同じ種類のペアのラベルが 0 である(論文と同じ)。",
            ),
            {"same_label": 0},
        ),
        Convention(
            "zero_for_the_same_without_half",
            Text(
                "A pair of one kind has the label 0, and there is no factor 1/2.",
                "同じ種類のペアのラベルが 0 で、係数 1/2 がない。",
            ),
            {"same_label": 0, "half": False},
        ),
    ),
    also_called=("contrastive", "siamese_loss", "pair_loss"),
    mistakes=(
        Mistake(
            name="kinds_exchanged",
            ja="同じ種類と異なる種類が逆",
            line="losses = np.where(same, d**2, short**2)",
            wrong="losses = np.where(same, short**2, d**2)",
            why=Text(
                "Pairs of one kind are drawn together: their loss is the distance.",
                "近づけるのは同じ種類のペアで、その損失は距離である。",
            ),
        ),
        Mistake(
            name="margin_without_an_end",
            ja="0 で切らない",
            line="short = np.maximum(float(margin) - d, 0)  # what the others lack to the margin",
            wrong="short = float(margin) - d",
            why=Text(
                "Beyond the margin there is nothing to lack; squared, the loss would draw "
                "strangers back to it.",
                "マージンより離れていれば損失は 0 である。切らないと、2乗した損失が、"
                "離れたペアをマージンまで引き戻してしまう。",
            ),
        ),
        Mistake(
            name="square_inside",
            ja="2乗の位置が違う",
            line="short = np.maximum(float(margin) - d, 0)  # what the others lack to the margin",
            wrong="short = np.sqrt(np.maximum(float(margin) - d**2, 0))",
            why=Text(
                "What is squared is the lack, (m - d)^2; m - d^2 is another loss.",
                "2乗するのは不足分で (m - d)^2 である。m - d^2 は別の損失になる。",
            ),
        ),
        Mistake(
            name="pushed_together",
            ja="遠ざける向きが逆",
            line="push = -np.maximum(float(margin) - d, 0) / np.where(d > 0, d, 1)",
            wrong="push = np.maximum(float(margin) - d, 0) / np.where(d > 0, d, 1)",
            why=Text(
                "The lack shrinks as the distance grows, so its slope is negative.",
                "距離が伸びると不足分は減るので、傾きは負である。",
            ),
        ),
        Mistake(
            name="difference_not_of_length_1",
            ja="差の長さで割らない",
            line="push = -np.maximum(float(margin) - d, 0) / np.where(d > 0, d, 1)",
            wrong="push = -np.maximum(float(margin) - d, 0)",
            why=Text(
                "The distance grows along the difference divided by its length.",
                "距離の勾配は、差をその長さで割ったものである。",
            ),
        ),
    ),
)
