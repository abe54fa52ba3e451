"""The gradient of a batch that several workers share."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import labels, normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

GOODFELLOW = "Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.1.3"
DDP = "torch.nn.parallel.DistributedDataParallel: gradients are averaged across all nodes"


def _case(name: str, N: int, D: int, C: int, **config: Any) -> Case:
    return Case(
        name,
        inputs={
            "x": normal(N, D),
            "t": labels(N, classes=C),
            "W": normal(D, C, scale=0.5),
            "b": normal(C),
        },
        differentiable=(),
        config=config,
        options={"outputs": ("dW", "db")},
    )


def _whole_batch(of: Implementations, a: Arrays) -> Arrays:
    """Return the gradients of the whole batch, of a dense layer before the cross-entropy."""
    dense = of("dense")(*a["W"].shape)
    dense.params["W"], dense.params["b"] = a["W"], a["b"]
    loss = of("softmax_cross_entropy")()
    loss.forward(dense.forward(a["x"]), a["t"])
    dense.backward(loss.backward())
    return {"dW": dense.grads["W"], "db": dense.grads["b"]}


data_parallel_gradient = Concept(
    kind="function",
    order=4,
    syllabus=("5-2-1", "3-7-3"),
    needs=("softmax_cross_entropy", "dense", "batch_norm"),
    title=Text("Gradient of data parallelism", "データ並列の勾配"),
    summary=Text(
        "Each worker finds the gradient of its part of the batch, and they are averaged: weighed "
        "by their examples, that is the gradient of the whole batch, but for batch normalization.",
        "各ワーカーがバッチの一部について勾配を求め、平均する。データ数で重み付けすればバッチ全体の"
        "勾配に一致する。ただし、バッチ正規化があると一致しない。",
    ),
    why=Text(
        "A batch that is too large or too slow for one device is split: every worker has the same "
        "weights, and after each step an all-reduce averages what they found. A mean over the "
        "examples is the mean of the parts' means where the parts are alike, so synchronous data "
        "parallelism computes the same as one device. Two things break that: parts of unequal "
        "size that count alike, and batch normalization, whose mean and variance are then those "
        "of a part. Synchronized batch normalization takes them over all workers again.",
        "1台の計算機に載らない、または時間のかかるバッチは分割する。どのワーカーも同じ重みを持ち、"
        "1ステップごとに all-reduce で勾配を平均する。分割の大きさがそろっていれば、各部分の平均の"
        "平均は全体の平均なので、同期型のデータ並列は1台で計算するのと同じ結果になる。"
        "これが崩れる場合は2つある。大きさの違う部分を同じ重みで平均したときと、"
        "平均と分散が部分ごとの値になるバッチ正規化を使ったときである。"
        "同期バッチ正規化(SyncBatchNorm)は、全ワーカーにわたって平均と分散を求め直す。",
    ),
    equation="dW = sum_k n_k / N dW_k, with dW_k the gradient of worker k's mean loss",
    formula=(
        r"\frac{\partial L}{\partial W} = \sum_k \frac{n_k}{N} \frac{\partial L_k}{\partial W}",
        r"L = \frac{1}{N} \sum_i l_i = \sum_k \frac{n_k}{N} L_k",
    ),
    shapes={
        "x": "(N, D)",
        "t": "(N,) classes",
        "W": "(D, C)",
        "b": "(C,)",
        "dW": "as W",
        "db": "as b",
    },
    sources=(GOODFELLOW, DDP),
    cases=(
        _case("two_workers", 6, 4, 3),
        _case("three_workers", 9, 2, 4, n_workers=3),
        _case("uneven", 7, 3, 4, n_workers=3),
        _case("uneven_counted_alike", 7, 4, 3, n_workers=3, average="workers"),
        _case("even_counted_alike", 8, 3, 2, n_workers=4, average="workers"),
        _case("one_worker", 5, 2, 3, n_workers=1),
        _case("one_example_each", 4, 5, 3, n_workers=4),
        _case("normalized_by_part", 6, 4, 3, normalize="shard"),
        _case("normalized_by_uneven_parts", 8, 2, 3, n_workers=3, normalize="shard"),
        _case("normalized_by_batch", 7, 3, 2, n_workers=3, normalize="batch"),
        _case(
            "normalized_by_batch_counted_alike",
            7,
            2,
            3,
            n_workers=2,
            normalize="batch",
            average="workers",
        ),
        _case(
            "normalized_by_part_counted_alike",
            9,
            3,
            2,
            n_workers=2,
            normalize="shard",
            average="workers",
        ),
        _case("large_epsilon", 6, 3, 4, normalize="shard", epsilon=0.5),
    ),
    defaults=(
        Default("n_workers", 2),
        Default("average", "examples"),
        Default("normalize", "none"),
        Default(
            "epsilon",
            1e-5,
            torch=("torch.nn.BatchNorm1d", "eps", 1e-5),
            keras=("keras.layers.BatchNormalization", "epsilon", 1e-3),
        ),
    ),
    divergences=(
        Divergence(
            name="workers_count_alike",
            ja="ワーカーを同じ重みで平均",
            summary=Text(
                "PyTorch's DistributedDataParallel divides by the number of workers, whatever "
                "their parts; of unequal parts that is not the gradient of the whole batch.",
                "PyTorch の DistributedDataParallel は、部分の大きさによらずワーカーの数で割る。"
                "大きさが違うと、バッチ全体の勾配にならない。",
            ),
            reconciled=Text(
                "Weigh each worker by its examples, or give all the same number.",
                "各ワーカーをデータ数で重み付けするか、同じ数ずつ割り当てる。",
            ),
            source=DDP,
            case="uneven",
            native={
                "numpy": {"n_workers": 3},
                "torch": {"n_workers": 3, "average": "workers"},
            },
            quantity="dW",
        ),
        Divergence(
            name="statistics_of_a_part",
            ja="部分ごとの統計量",
            summary=Text(
                "With batch normalization each worker takes the mean and the variance of its own "
                "part, so the average is not the gradient of the whole batch on one device.",
                "バッチ正規化では、各ワーカーが自分の部分の平均と分散を使う。"
                "平均した勾配は、1台でバッチ全体を計算した勾配と一致しない。",
            ),
            reconciled=Text(
                "Take both over all workers, as torch.nn.SyncBatchNorm does.",
                "torch.nn.SyncBatchNorm のように、全ワーカーにわたって平均と分散を求める。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.SyncBatchNorm.html",
            case="normalized_by_part",
            native={
                "numpy": {"normalize": "batch"},
                "torch": {"normalize": "shard"},
            },
            quantity="dW",
        ),
    ),
    conventions=(
        Convention(
            "workers_count_alike",
            Text("Each worker counts alike.", "ワーカーを同じ重みで平均する。"),
            {"average": "workers"},
        ),
    ),
    also_called=("data_parallel", "parallel_gradient", "all_reduce_gradient"),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "Without normalization it is the gradient of the whole batch, however that is "
                "split.",
                "正規化がなければ、どう分割しても、バッチ全体の勾配に等しい。",
            ),
            case=_case("whole_batch", 7, 3, 4, n_workers=3),
            left=evaluated("data_parallel_gradient"),
            right=_whole_batch,
        ),
    ),
    mistakes=(
        Mistake(
            name="summed_and_not_averaged",
            ja="平均せずに足す",
            line='share = len(part) / N if average == "examples" else 1 / n_workers',
            wrong="share = 1.0",
            why=Text(
                "Each worker's gradient is that of a mean already; summed, it is as many times too "
                "large as there are workers.",
                "各ワーカーの勾配はすでに平均の勾配である。足すだけではワーカーの数だけ大きくなる。",
            ),
        ),
        Mistake(
            name="uneven_parts_counted_alike",
            ja="大きさの違う部分を同じ重みにする",
            line='share = len(part) / N if average == "examples" else 1 / n_workers',
            wrong="share = 1 / n_workers",
            why=Text(
                "The mean of means is the mean only where the parts are alike.",
                "平均の平均が全体の平均になるのは、大きさがそろっているときだけである。",
            ),
        ),
        Mistake(
            name="statistics_not_shared",
            ja="統計量を共有しない",
            line='if normalize == "batch":',
            wrong='if normalize == "batch" and n_workers == 1:',
            why=Text(
                "Synchronized normalization takes mean and variance of the whole batch.",
                "同期正規化では、バッチ全体の平均と分散を使う。",
            ),
        ),
        Mistake(
            name="last_worker_wins",
            ja="最後のワーカーだけが残る",
            line="dW += share * (x_k.T @ dz)",
            wrong="dW = share * (x_k.T @ dz)",
            why=Text(
                "The workers' gradients are added up; assigned, only the last one is left.",
                "各ワーカーの勾配を足し合わせる。代入すると最後のものしか残らない。",
            ),
        ),
        Mistake(
            name="bias_not_averaged",
            ja="バイアスの勾配を平均しない",
            line="db += share * dz.sum(axis=0)",
            wrong="db += dz.sum(axis=0)",
            why=Text(
                "Every parameter is averaged in the same way.",
                "すべてのパラメータを同じように平均する。",
            ),
        ),
    ),
)
