"""One-hot rows."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_COUNTED = ("y",)


def _picked_by_the_product(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("one_hot")(a["idx"], 5) @ a["W"]}


def _looked_up(of: Implementations, a: Arrays) -> Arrays:
    layer = of("embedding")(5, 4)
    layer.params["W"] = a["W"]
    return {"y": layer.forward(a["idx"])}


one_hot = Concept(
    kind="function",
    order=1,
    syllabus=("4-4-1",),
    needs=(),
    title=Text("One-hot rows", "one-hot 表現"),
    summary=Text(
        "Turns class or word numbers into rows with a single 1, in the place of the number.",
        "クラスや単語の番号を、その番号の位置だけが 1 で残りが 0 の行に変換する。",
    ),
    why=Text(
        "The numbers of words say nothing of their order: word 7 is not more than word 3. A row "
        "with a single 1 makes every word equally far from every other, and a product with it "
        "picks the row of a matrix that belongs to the word. Targets of a classification take the "
        "same form: all probability on one class.",
        "単語の番号の大小に意味はない。7 番の単語は 3 番より大きいわけではない。"
        "1 を1つだけもつ行にすると、どの単語も互いに等しく離れ、行列との積はその単語の行を"
        "取り出す操作になる。分類の正解ラベルも同じ形であり、1つのクラスに確率 1 を与える。",
    ),
    equation="y_k = 1 where k = idx, else 0",
    formula=(r"y_{nk} = [\,k = \text{idx}_n\,]",),
    shapes={"idx": "(...) integers", "y": "(..., n_classes)"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.4.2",),
    cases=(
        Case(
            "labels",
            inputs={"idx": values([2, 0, 4, 2])},
            config={"n_classes": 6},
            exact=_COUNTED,
        ),
        Case(
            "sequences",
            inputs={"idx": labels(3, 4, classes=5)},
            config={"n_classes": 5},
            exact=_COUNTED,
        ),
        Case(
            "contexts",
            inputs={"idx": labels(2, 4, 3, classes=7)},
            config={"n_classes": 7},
            exact=_COUNTED,
            ours=True,
        ),
        Case(
            "one_label_each",
            inputs={"idx": values([[1], [3], [0], [1], [2]])},
            config={"n_classes": 4},
            exact=_COUNTED,
            ours=True,
        ),
        Case(
            "small_integers",
            inputs={"idx": values(np.array([0, 3, 1], dtype=np.int32))},
            config={"n_classes": 5},
            exact=_COUNTED,
        ),
        Case(
            "one_example",
            inputs={"idx": values([3])},
            config={"n_classes": 4},
            exact=_COUNTED,
        ),
    ),
    divergences=(
        Divergence(
            name="last_axis_dropped",
            ja="最後の軸が消える",
            summary=Text(
                "Keras' to_categorical drops a last axis of length 1, so that a column of labels "
                "gives rows; PyTorch's one_hot, Keras' own ops.one_hot and ours add an axis.",
                "Keras の to_categorical は長さ 1 の最後の軸を取り除くので、列に並べたラベルから"
                "行が得られる。PyTorch の one_hot も Keras の ops.one_hot も、軸を1つ加える。",
            ),
            reconciled=Text(
                "Labels of shape (N,) give (N, n_classes) everywhere.",
                "形が (N,) のラベルなら、どれも (N, n_classes) になる。",
            ),
            source="keras/src/utils/numerical_utils.py: Shrink the last dimension if the shape is "
            "(..., 1).",
            case="one_label_each",
            native={
                "numpy": {},
                "keras": {"callable": "keras.utils.to_categorical", "num_classes": 4},
            },
            quantity="y",
        ),
    ),
    also_called=("to_one_hot", "convert_one_hot", "onehot", "one_hot_encode", "to_categorical"),
    identities=(
        Identity(
            sibling="embedding",
            text=Text(
                "Its product with a matrix is what an embedding looks up.",
                "行列との積は、埋め込み層が取り出す行と同じである。",
            ),
            case=Case(
                "product_picks_rows",
                inputs={"idx": labels(3, 6, classes=5)},
                params={"W": normal(5, 4)},
            ),
            left=_picked_by_the_product,
            right=_looked_up,
        ),
    ),
    mistakes=(
        Mistake(
            name="classes_along_the_first_axis",
            ja="クラスを最初の軸に並べる",
            line="return (idx[..., None] == classes).astype(np.float64)",
            wrong="return (idx[..., None] == classes).astype(np.float64).T",
            why=Text(
                "Every example has a row, so the classes are the last axis.",
                "1つのデータが1行になるので、クラスは最後の軸である。",
            ),
        ),
        Mistake(
            name="counted_from_1",
            ja="1 から数える",
            line="classes = np.arange(n_classes)",
            wrong="classes = np.arange(1, n_classes + 1)",
            why=Text(
                "Numbers begin with 0: counted from 1, number 0 gets no 1 at all and every other "
                "one stands a place too early.",
                "番号は 0 から始まる。1 から数えると、0 番の行には 1 がなく、"
                "ほかの番号は1つ手前にずれる。",
            ),
        ),
        Mistake(
            name="as_many_classes_as_occur",
            ja="現れたクラスの数だけ列を作る",
            line="classes = np.arange(n_classes)",
            wrong="classes = np.arange(idx.max() + 1)",
            why=Text(
                "The largest number of a batch says nothing of how many classes there are: rows of "
                "two batches would have different lengths.",
                "バッチ内の最大の番号からクラス数は決まらない。"
                "バッチごとに行の長さが変わってしまう。",
            ),
        ),
        Mistake(
            name="classes_that_occur_in_every_row",
            ja="現れたクラスを全行に立てる",
            line="return (idx[..., None] == classes).astype(np.float64)",
            wrong="return np.where(np.isin(classes, idx), 1.0, 0.0 * idx[..., None])",
            why=Text(
                "y[:, idx] = 1 sets the columns of all the numbers in every row; one place for "
                "each row is y[np.arange(N), idx] = 1.",
                "y[:, idx] = 1 では、すべての行で、出てきた番号の列がすべて 1 になる。"
                "行ごとに1か所だけなら y[np.arange(N), idx] = 1 とする。",
            ),
        ),
    ),
)
