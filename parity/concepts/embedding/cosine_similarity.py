"""The cosine of the angle between two vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.embedding._sources import SALTON
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_SHORT = [[0.25, -0.125, 0.0625], [0.5, 0.75, 0.25], [1.5, -2.0, 0.5], [-0.125, 0.25, 0.125]]
"""Vectors of which two are shorter than 0.5."""

_LENGTH = "return norm + self.epsilon if self.added else np.maximum(norm, self.epsilon)"
_SLOPE = "return np.where(follows, x / np.where(follows, norm, 1), 0)"


def _case(name: str, shape: tuple[int, ...], scale: float = 1.0, **config: Any) -> Case:
    return Case(
        name,
        inputs={"u": normal(*shape, scale=scale), "v": normal(*shape)},
        upstream=_upstream(shape),
        config=config,
    )


def _upstream(shape: tuple[int, ...]) -> Draw:
    return normal(*shape[:-1], shift=1.0)


def _dense_of_unit_vectors(of: Implementations, a: Arrays) -> Arrays:
    """Return the products of vectors of length 1 with each other, by a dense layer."""
    u, v = a["u"], a["v"]
    unit_u = u / np.linalg.norm(u, axis=1, keepdims=True)
    unit_v = v / np.linalg.norm(v, axis=1, keepdims=True)
    layer = of("dense")(u.shape[1], len(v), use_bias=False)
    layer.params["W"] = unit_v.T
    return {"y": np.diagonal(layer.forward(unit_u))}


def _forward(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("cosine_similarity")().forward(a["u"], a["v"])}


CosineSimilarity = Concept(
    kind="layer",
    name="cosine_similarity",
    order=3,
    syllabus=("2-1-2", "4-4-1"),
    needs=("embedding",),
    title=Text("Cosine similarity", "コサイン類似度"),
    summary=Text(
        "How alike two vectors point: their product, divided by both lengths; from -1 to 1.",
        "2つのベクトルの向きの近さ。内積を両方の長さで割った値で、-1 から 1 になる。",
    ),
    why=Text(
        "The length of a word's vector says little more than how often the word occurs; its "
        "direction says what the word is used for. Divided by both lengths, the product leaves the "
        "cosine of the angle: 1 for the same direction, 0 at right angles, -1 for opposite ones. "
        "Nearest words, and passages that answer a question, are found by it.",
        "単語ベクトルの長さが示すのは、おもに出現頻度である。使われ方は向きに表れる。"
        "内積を両方の長さで割ると、角度のコサインだけが残る。同じ向きなら 1、直交すれば 0、"
        "逆向きなら -1 である。似た単語や、質問に合う文章を探すときに使う。",
    ),
    equation="y = u v / (max(|u|, epsilon) max(|v|, epsilon))",
    formula=(
        r"y = \frac{u \cdot v}{\left\| u \right\| \left\| v \right\|}",
        r"\frac{\partial L}{\partial u} = \frac{\partial L}{\partial y} \, "
        r"\frac{1}{\left\| u \right\|} \left( \frac{v}{\left\| v \right\|} - y \, "
        r"\frac{u}{\left\| u \right\|} \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The product of two vectors of length 1",
                "長さ 1 の2つのベクトルの内積",
            ),
            text=Text(
                "Write a and b for the unit vectors. With the length of u held fast, the product "
                "has the gradient b / |u|.",
                "単位ベクトルを a, b と書く。u の長さを固定すれば、内積の勾配は b / |u| である。",
            ),
            equation=r"a = \frac{u}{\left\| u \right\|}, \quad b = \frac{v}{\left\| v \right\|}, "
            r"\quad y = a \cdot b",
        ),
        Step(
            heading=Text("u is in its own length too", "u は自分の長さにも入っている"),
            text=Text(
                "The length grows in the direction of u itself. It stands in the denominator, so "
                "its part is -y / |u| times that direction.",
                "長さは u 自身の向きに増える。分母にあるので、寄与はその向きの -y / |u| 倍になる。",
            ),
            equation=r"\frac{\partial \left\| u \right\|}{\partial u} = a, \quad \frac{\partial "
            r"y}{\partial \left\| u \right\|} = -\frac{y}{\left\| u \right\|}",
        ),
        Step(
            heading=Text("Both together", "2つを合わせる"),
            text=Text(
                "What is left of b is its part at right angles to u: only turning u changes the "
                "cosine.",
                "b のうち u に直交する成分だけが残る。"
                "コサインを変えるのは u の向きの変化だけである。",
            ),
            equation=r"\frac{\partial y}{\partial u} = \frac{1}{\left\| u \right\|} \left( b - y "
            r"\, a \right)",
            check=Text(
                "a (b - y a) = y - y = 0: longer or shorter makes no difference.",
                "a (b - y a) = y - y = 0。長さを変えても値は変わらない。",
            ),
        ),
    ),
    shapes={"u": "(..., D)", "v": "(..., D)", "y": "(...)"},
    sources=(SALTON,),
    cases=(
        _case("pairs", (4, 5)),
        _case("two_vectors", (6,)),
        _case("many_axes", (2, 3, 4)),
        _case("one_pair", (1, 3)),
        _case("long_and_short", (3, 4), scale=16.0),
        Case(
            "epsilon",
            inputs={"u": values(_SHORT), "v": normal(4, 3)},
            upstream=_upstream((4, 3)),
            config={"epsilon": 0.5},
        ),
        Case(
            "a_vector_of_zeros",
            inputs={"u": values([[0.0, 0.0, 0.0], [1.0, 0.5, -2.0]]), "v": normal(2, 3)},
            upstream=_upstream((2, 3)),
            config={"epsilon": 0.5},
            options={"differences": ("dv",)},  # five steps from 0 are beyond epsilon
            ours=True,
        ),
        _case("epsilon_added", (5, 3), added=True, epsilon=0.25),
        Case(
            "short_vectors",
            inputs={"u": normal(3, 4, scale=2.0**-22), "v": normal(3, 4)},
            upstream=_upstream((3, 4)),
            options={"differences": ("dv",)},  # the least step is longer than u
            ours=True,
        ),
    ),
    defaults=(
        Default("epsilon", 1e-8, torch=("torch.nn.CosineSimilarity", "eps", 1e-8)),
        Default("added", False),
    ),
    divergences=(
        Divergence(
            name="gradient_below_epsilon",
            ja="epsilon 未満での勾配",
            summary=Text(
                "Where a norm is below epsilon, PyTorch divides by epsilon and yet gives the "
                "gradient of a division by the norm; y no longer depends on it there.",
                "ノルムが epsilon より小さいところで、PyTorch は epsilon で割りながら、"
                "ノルムで割ったものとして勾配を計算する。実際には、そこで y はノルムによらない。",
            ),
            reconciled=Text(
                "The PyTorch twin multiplies two vectors from normalize, whose gradient is that of "
                "what it computes.",
                "PyTorch 側の実装では normalize した2つのベクトルを掛ける。"
                "normalize の勾配は、計算どおりのものである。",
            ),
            source="aten/src/ATen/native/Distance.cpp, cosine_similarity: the norms are clamped "
            "without a gradient",
            case="epsilon",
            native={
                "numpy": {},
                "torch": {"callable": "torch.nn.CosineSimilarity", "dim": -1, "eps": 0.5},
            },
            quantity="du",
        ),
        Divergence(
            name="least_length",
            ja="長さの下限",
            summary=Text(
                "PyTorch counts a length as 1e-8 at least; tf.math.l2_normalize counts its square "
                "as 1e-12 at least, so the length as 1e-6: shorter vectors come out less alike.",
                "長さの下限は、PyTorch では 1e-8 である。"
                "tf.math.l2_normalize では2乗の下限が 1e-12、"
                "つまり長さの下限が 1e-6 で、これより短いベクトルの類似度は小さくなる。",
            ),
            reconciled=Text("Set epsilon.", "epsilon を揃える。"),
            source="torch.nn.CosineSimilarity: eps=1e-8; tf.math.l2_normalize: epsilon=1e-12, "
            "a lower bound of the sum of squares",
            case="short_vectors",
            native={"torch": {}, "keras": {"epsilon": 1e-6}},
            quantity="y",
        ),
        Divergence(
            name="sign_of_the_loss",
            ja="損失の符号",
            summary=Text(
                "Keras' cosine_similarity is a loss, -y: the more alike, the smaller.",
                "Keras の cosine_similarity は損失であり、値は -y である。似ているほど小さい。",
            ),
            reconciled=Text("Turn the sign.", "符号を反転する。"),
            source="keras.losses.cosine_similarity: loss = -sum(l2_norm(y_true) * l2_norm(y_pred))",
            case="pairs",
            native={
                "torch": {},
                "keras": {"callable": "tf_impl.embedding.cosine_similarity._Loss"},
            },
            quantity="y",
        ),
        Divergence(
            name="epsilon_added",
            ja="epsilon を足すか下限とするか",
            summary=Text(
                "The book adds epsilon to every length, PyTorch replaces lengths below it: the "
                "cosine of a vector with itself is a little below 1 in the book.",
                "本では epsilon をすべての長さに足し、PyTorch では epsilon より小さい長さだけを"
                "置き換える。本の式では、同じベクトルどうしの値が 1 よりわずかに小さい。",
            ),
            reconciled=Text("Set added=True.", "added=True とする。"),
            source="oreilly-japan/deep-learning-from-scratch-2, common/util.py: "
            "x / (np.sqrt(np.sum(x ** 2)) + eps)",
            case="short_vectors",
            native={"numpy": {"added": True}, "torch": {}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            "epsilon_added",
            Text(
                "epsilon is added to each length, as in the second volume of the book; PyTorch "
                "replaces lengths that are below it.",
                "epsilon を両方の長さに足している(ゼロから作る Deep Learning 2 の流儀)。"
                "PyTorch では、epsilon より小さい長さだけを置き換える。",
            ),
            {"added": True},
        ),
        Convention(
            "epsilon_in_the_root",
            Text(
                "epsilon stands under the root of each length. PyTorch replaces lengths that are "
                "below it.",
                "epsilon を両方の長さの根号の中で足している。PyTorch では、"
                "epsilon より小さい長さだけを置き換える。",
            ),
            edits={
                _LENGTH: "return np.sqrt(norm * norm + self.epsilon)",
                _SLOPE: "return x / self._length(x)",
            },
        ),
        Convention(
            "epsilon_beside_the_product",
            Text(
                "epsilon is added to the product of both lengths. PyTorch replaces lengths that "
                "are below it.",
                "epsilon を2つの長さの積に足している。PyTorch では、"
                "epsilon より小さい長さだけを置き換える。",
            ),
            edits={
                "self.a, self.b = u / self.l_u, v / self.l_v": "self.p = self._norm(u) * "
                "self._norm(v) + self.epsilon; self.a, self.b = u, v / self.p",
                "du = dy * (self.b - self.y * self._slope(u)) / self.l_u": "du = dy * (self.b - "
                "self.y * self._norm(v) * self._slope(u) / self.p)",
                "dv = dy * (self.a - self.y * self._slope(v)) / self.l_v": "dv = dy * (self.a - "
                "self.y * self._norm(u) * self._slope(v)) / self.p",
                "follows = norm > (0 if self.added else self.epsilon)": "follows = norm > 0",
            },
        ),
    ),
    also_called=("cos_similarity", "cosine_sim", "cos_sim", "cosine", "cosine_score"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is the product of two vectors of length 1.",
                "長さ 1 にした2つのベクトルの内積と同じである。",
            ),
            case=Case(
                "unit_vectors",
                inputs={"u": normal(4, 3), "v": normal(4, 3)},
                upstream=_upstream((4, 3)),
            ),
            left=_forward,
            right=_dense_of_unit_vectors,
        ),
    ),
    mistakes=(
        Mistake(
            name="norm_without_the_root",
            ja="ノルムの平方根を忘れる",
            line="return np.sqrt(np.sum(x * x, axis=-1, keepdims=True))",
            wrong="return np.sum(x * x, axis=-1, keepdims=True)",
            why=Text(
                "A length is the root of the sum of squares (Pythagoras); without the root a "
                "vector of length 2 comes out half as alike.",
                "長さは2乗和の平方根である(三平方の定理)。平方根を取らないと、"
                "長さ 2 のベクトルの類似度が半分になる。",
            ),
        ),
        Mistake(
            name="norm_of_the_whole_batch",
            ja="バッチ全体のノルムを使う",
            line="return np.sqrt(np.sum(x * x, axis=-1, keepdims=True))",
            wrong="return np.sqrt(np.sum(x * x, keepdims=True))",
            why=Text(
                "Every vector has a length of its own: sum along the last axis alone.",
                "長さはベクトルごとに求める。和を取るのは最後の軸だけである。",
            ),
        ),
        Mistake(
            name="divided_by_one_length_alone",
            ja="片方の長さでしか割らない",
            line="self.a, self.b = u / self.l_u, v / self.l_v",
            wrong="self.a, self.b = u / self.l_u, v",
            why=Text(
                "Both vectors are divided by their lengths, or a longer v would count as more "
                "alike.",
                "両方のベクトルをそれぞれの長さで割る。割らないと、"
                "v が長いほど似ていることになる。",
            ),
        ),
        Mistake(
            name="own_length_held_fast",
            ja="自分の長さを定数とみなす",
            line="du = dy * (self.b - self.y * self._slope(u)) / self.l_u",
            wrong="du = dy * self.b / self.l_u",
            why=Text(
                "u is in its own length too. Without this part the gradient would make u longer, "
                "which changes no cosine.",
                "u は自分の長さにも入っている。この項がないと、"
                "コサインを変えない、長さの方向の成分が勾配に残る。",
            ),
        ),
        Mistake(
            name="lengths_exchanged",
            ja="2 つの長さを取り違える",
            line="dv = dy * (self.a - self.y * self._slope(v)) / self.l_v",
            wrong="dv = dy * (self.a - self.y * self._slope(v)) / self.l_u",
            why=Text(
                "The gradient of v is divided by the length of v.",
                "v の勾配を割るのは v の長さである。",
            ),
        ),
    ),
)
