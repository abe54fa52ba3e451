"""A vector for each word."""

from __future__ import annotations

import numpy as np

from parity.concepts.embedding._embedding_derivation import DERIVATION
from parity.concepts.embedding._sources import BENGIO
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    idx: Draw,
    sizes: tuple[int, int],
    padding_idx: int | None = None,
    repeat: int = 1,
    ours: bool = False,
) -> Case:
    """Return a case for W (n_words, n_dims)."""
    n_words, n_dims = sizes
    padding = {} if padding_idx is None else {"padding_idx": padding_idx}
    return Case(
        name,
        inputs={"idx": idx},
        params={"W": normal(n_words, n_dims)},
        upstream=normal(*idx.shape, n_dims),
        config={"n_words": n_words, "n_dims": n_dims, **padding},
        repeat=repeat,
        ours=ours,
        # y moves with the row of the padding, whose gradient is 0 all the same.
        options={} if padding_idx is None else {"differences": ()},
    )


def _looked_up(of: Implementations, a: Arrays) -> Arrays:
    layer = of("embedding")(6, 5)
    layer.params["W"] = a["W"]
    y = layer.forward(a["idx"])
    layer.backward(a["dy"])
    return {"y": y, "dW": layer.grads["W"]}


def _multiplied(of: Implementations, a: Arrays) -> Arrays:
    """Return the product of one-hot rows with W, by a dense layer."""
    layer = of("dense")(6, 5, use_bias=False)
    layer.params["W"] = a["W"]
    y = layer.forward(of("one_hot")(a["idx"], 6))
    layer.backward(a["dy"])
    return {"y": y, "dW": layer.grads["W"]}


Embedding = Concept(
    kind="layer",
    order=2,
    syllabus=("4-4-1",),
    needs=("one_hot", "dense"),
    title=Text("Embedding", "埋め込み層(Embedding)"),
    summary=Text(
        "Looks up a learned vector for each word number; a word that occurs several times gathers "
        "the gradients of all its places.",
        "単語の番号ごとに、学習されるベクトルを取り出す。"
        "何度も現れる単語には、すべての位置の勾配が足し合わされる。",
    ),
    why=Text(
        "A vocabulary has tens of thousands of words. As one-hot rows they would make every "
        "product "
        "with W a product with zeros, but for one row. An embedding takes that row at once. "
        "What it "
        "learns is a short vector for each word, in which words that are used alike come to lie "
        "near each other.",
        "語彙は数万語に及ぶ。one-hot の行で W との積を計算しても、"
        "1行を除けばすべて 0 との積である。"
        "埋め込み層は、その1行を直接取り出す。学習されるのは単語ごとの短いベクトルで、"
        "使われ方の似た単語どうしが近くに並ぶようになる。",
    ),
    equation="y = W[idx]",
    formula=(
        r"y_n = W_{\text{idx}_n}",
        r"\frac{\partial L}{\partial W_k} = \sum_{n \,:\, \text{idx}_n = k} "
        r"\frac{\partial L}{\partial y_n}",
    ),
    derivation=DERIVATION,
    shapes={"idx": "(...) integers", "W": "(n_words, n_dims)", "y": "(..., n_dims)"},
    sources=(BENGIO,),
    weights={"W": Weight(torch="weight", keras="embeddings")},
    cases=(
        _case("words", values([3, 0, 3, 5, 1, 3]), (6, 4)),
        _case("sequences", labels(3, 4, classes=5), (5, 7)),
        _case("all_the_same", values([2, 2, 2, 2]), (4, 3)),
        _case("each_once", values([3, 1, 0, 2]), (5, 2)),
        _case("two_batches", labels(8, classes=6), (6, 5), repeat=2),
        _case("contexts", labels(2, 3, 4, classes=7), (7, 5), ours=True),
        _case("one_word", values(np.int64(3)), (5, 4), ours=True),
        _case("small_integers", values(np.array([1, 4, 1], dtype=np.int32)), (5, 2)),
        _case("one_sequence", labels(1, 5, classes=4), (4, 3)),
        _case("one_dimension", labels(3, 4, classes=5), (5, 1)),
        _case("padding", values([[4, 1, 4, 0, 0], [2, 2, 0, 0, 0]]), (5, 3), padding_idx=0),
        _case("padding_elsewhere", values([[3, 1], [3, 3], [0, 1]]), (6, 4), padding_idx=3),
    ),
    defaults=(
        Default("padding_idx", None, torch=("torch.nn.Embedding", "padding_idx", None)),
        Default(
            "initializer",
            None,
            keras=("keras.layers.Embedding", "embeddings_initializer", "uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="mask_zero",
            ja="番号 0 をマスクする",
            summary=Text(
                "PyTorch's padding_idx keeps the row of the padding from learning. Keras' "
                "mask_zero only tells the layers behind which places are padding: the row gets "
                "the gradient that arrives.",
                "PyTorch の padding_idx はパディングの行を学習させない。Keras の mask_zero は、"
                "どこがパディングかを後ろの層に伝えるだけで、届いた勾配はその行にも入る。",
            ),
            reconciled=Text(
                "The Keras twin stops the gradient at the padding.",
                "Keras 側の実装では、パディングの位置で勾配を止める。",
            ),
            source="torch.nn.Embedding: the entries at padding_idx do not contribute to the "
            "gradient; keras.layers.Embedding: mask_zero, whether 0 must be masked out",
            case="padding",
            native={
                "torch": {},
                "keras": {
                    "callable": "tf_impl.embedding.embedding._MaskZero",
                    "n_words": 5,
                    "n_dims": 3,
                },
            },
            quantity="dW",
        ),
        Divergence(
            name="adam_on_repeated_words",
            ja="繰り返す単語での Adam",
            summary=Text(
                "Keras' adaptive optimizers are wrong where a word occurs several times. Its "
                "gradient comes as slices, one for each place (IndexedSlices), and each slice is "
                "squared before they are added, so that v is too small. Shown: y after one step of "
                "Adam.",
                "同じ単語が何度も現れると、Keras の適応的な最適化手法は誤る。"
                "勾配は位置ごとの断片(IndexedSlices)で渡され、足し合わせる前に断片ごとに2乗される"
                "ので、v が小さくなりすぎる。ここでは Adam を1ステップ進めた後の y を比べる。",
            ),
            reconciled=Text(
                "tf.convert_to_tensor makes the gradient one dense array before the optimizer sees "
                "it.",
                "最適化手法に渡す前に、tf.convert_to_tensor で勾配を密な配列にする。",
            ),
            source="keras/src/backend/tensorflow/sparse.py: what is squared are the values of the "
            "IndexedSlices; torch.nn.Embedding's gradient is dense",
            case="sequences",
            native={
                "torch": {
                    "callable": "torch_impl.embedding.embedding._AfterAdam",
                    "n_words": 5,
                    "n_dims": 7,
                },
                "keras": {
                    "callable": "tf_impl.embedding.embedding._AfterAdam",
                    "n_words": 5,
                    "n_dims": 7,
                },
            },
            quantity="y",
        ),
    ),
    fast="embedding.fast_embedding.FastEmbedding",
    also_called=("time_embedding", "embedding_layer", "word_embedding", "embed"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is a dense layer without bias for one-hot rows.",
                "one-hot の行を入力とする、バイアスのない全結合層と同じである。",
            ),
            case=_case("one_hot_times_W", labels(3, 4, classes=6), (6, 5)),
            left=_looked_up,
            right=_multiplied,
        ),
    ),
    mistakes=(
        Mistake(
            name="repeats_lost",
            ja="繰り返しの分が失われる",
            line="np.add.at(dW, self.idx, dy)  # dW[idx] += dy would keep only one of several "
            "places",
            wrong="dW[self.idx] += dy",
            why=Text(
                "dW[idx] += dy reads all the rows first and writes them back afterwards: of a word "
                "that occurs several times only one gradient is left. np.add.at adds every one.",
                "dW[idx] += dy は、先にすべての行を読んでから書き戻す。"
                "何度も現れる単語では勾配が1つしか残らない。np.add.at なら1つずつ足される。",
            ),
        ),
        Mistake(
            name="rows_overwritten",
            ja="行を上書きする",
            line="np.add.at(dW, self.idx, dy)  # dW[idx] += dy would keep only one of several "
            "places",
            wrong="dW[self.idx] = dy",
            why=Text(
                "The last place of a word overwrites the others; their gradients must be added.",
                "同じ単語の最後の位置の勾配で上書きされる。足し合わせなければならない。",
            ),
        ),
        Mistake(
            name="kept_from_the_last_batch",
            ja="前のバッチの分が残る",
            line="dW = np.zeros_like(W)",
            wrong='dW = self.grads.get("W", np.zeros_like(W))',
            why=Text(
                "np.add.at adds to what is there: dW must be set to 0 first, or the gradients of "
                "the batch before are still in it.",
                "np.add.at はそこにある値に足すので、先に dW を 0 にしないと、"
                "前のバッチの勾配が残る。",
            ),
        ),
        Mistake(
            name="averaged_over_the_places",
            ja="位置で平均する",
            line='self.grads["W"] = dW',
            wrong='self.grads["W"] = dW / np.bincount(self.idx.ravel(), minlength=len(W)).clip(1)'
            "[:, None]",
            why=Text(
                "A word's row is used at each of its places, so its gradient is their sum, not "
                "their mean.",
                "単語の行はその単語のすべての位置で使われるので、勾配は平均ではなく和である。",
            ),
        ),
        Mistake(
            name="counted_from_1",
            ja="1 から数える",
            line="return np.take(W, self.idx, axis=0)",
            wrong="return np.take(W, self.idx - 1, axis=0)",
            why=Text(
                "Word numbers begin with 0; idx - 1 takes the row of the word before, and the last "
                "one for word 0.",
                "単語の番号は 0 から始まる。idx - 1 では1つ前の単語の行になり、"
                "0 番では最後の行になる。",
            ),
        ),
        Mistake(
            name="padding_learns",
            ja="パディングが学習する",
            line="dW[self.padding_idx] = 0",
            wrong="pass",
            why=Text(
                "The padding stands for no word: whatever arrives there, its row learns nothing.",
                "パディングは単語ではない。勾配が届いても、その行は学習しない。",
            ),
        ),
    ),
)
