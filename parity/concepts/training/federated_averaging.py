"""Federated averaging."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

SIZES = (3, 1, 4)


def _case(name: str, W: Draw, n: Draw) -> Case:
    return Case(
        name,
        inputs={"W": W, "n": n},
        differentiable=(),
        options={"outputs": ("W_global",)},
    )


def _gradient(of: Implementations, x: np.ndarray, t: np.ndarray, W: np.ndarray) -> np.ndarray:
    dW, _ = of("data_parallel_gradient")(x, t, W, np.zeros(W.shape[1]), n_workers=1)
    return dW


def _clients(of: Implementations, a: Arrays) -> Arrays:
    """Return the average of models that each made one step on its own examples."""
    ends = np.cumsum(SIZES)[:-1]
    parts = zip(np.split(a["x"], ends), np.split(a["t"], ends), strict=True)
    local = [a["W"] - 0.5 * _gradient(of, x, t, a["W"]) for x, t in parts]
    return {"W": of("federated_averaging")(np.stack(local), SIZES)}


def _one_step(of: Implementations, a: Arrays) -> Arrays:
    return {"W": a["W"] - 0.5 * _gradient(of, a["x"], a["t"], a["W"])}


federated_averaging = Concept(
    kind="function",
    order=6,
    syllabus=("5-2-2",),
    needs=("data_parallel_gradient",),
    title=Text("Federated averaging", "Federated Averaging(FedAvg)"),
    summary=Text(
        "The server's step in federated learning: the global model is the mean of the clients' "
        "local models, each by its number of examples.",
        "連合学習でサーバーが行う計算。各クライアントのローカルモデルをデータ数で重み付けして平均し、"
        "グローバルモデルとする。",
    ),
    why=Text(
        "Data on phones or in hospitals shall not leave them. So the model goes there: each client "
        "trains it for some steps on its own data and sends back weights alone, and the server "
        "averages. With one local step this is data parallelism; with many it saves most of the "
        "traffic, and the local models drift apart where their data differ. Phones that come and "
        "go make it cross-device, a few hospitals cross-silo.",
        "スマートフォンや病院のデータは外に出したくない。そこでモデルのほうを配り、各クライアントが"
        "手元のデータで何ステップか学習して重みだけを送り返し、サーバーが平均する。"
        "ローカルでの更新が1ステップならデータ並列と同じで、ステップを増やすと通信量は大きく減るが、"
        "データの偏りによってローカルモデルが互いに離れていく。多数の端末が出入りするものを"
        "クロスデバイス、少数の組織によるものをクロスサイロと呼ぶ。",
    ),
    equation="W = sum_k n_k / n W_k",
    formula=(r"W = \sum_k \frac{n_k}{n} W_k, \quad n = \sum_k n_k",),
    shapes={
        "W": "(K, ...): one model for each client",
        "n": "(K,) numbers of examples",
        "W_global": "(...)",
    },
    sources=(
        "McMahan et al. (2017), Communication-efficient learning of deep networks from "
        "decentralized data, algorithm 1",
    ),
    cases=(
        _case("three_clients", normal(3, 4, 2), values([5, 1, 2])),
        _case("two_clients", normal(2, 3), values([1, 3])),
        _case("all_alike", normal(4, 2, 3), values([2, 2, 2, 2])),
        _case("one_does_not_take_part", normal(3, 2), values([4, 0, 3])),
        _case("one_client", normal(1, 3), values([7])),
        _case("of_one_number", normal(5, shift=4.0), values([3, 1, 4, 1, 5])),
    ),
    also_called=("fed_avg", "fedavg", "federated_average", "aggregate"),
    identities=(
        Identity(
            sibling="data_parallel_gradient",
            text=Text(
                "After one local step from the same weights it is one step on all examples "
                "together.",
                "同じ重みから各クライアントが1ステップだけ更新したなら、全データによる1ステップと"
                "等しい。",
            ),
            case=Case(
                "one_local_step",
                inputs={
                    "x": normal(8, 4),
                    "t": labels(8, classes=3),
                    "W": normal(4, 3, scale=0.5),
                },
                differentiable=(),
                options={"outputs": ("W",)},
            ),
            left=_clients,
            right=_one_step,
        ),
    ),
    mistakes=(
        Mistake(
            name="clients_count_alike",
            ja="クライアントを同じ重みにする",
            line="share = (n / n.sum()).astype(W.dtype)",
            wrong="share = np.full(len(n), 1 / len(n), W.dtype)",
            why=Text(
                "A client of few examples would count as much as one of many.",
                "データの少ないクライアントが、多いクライアントと同じだけ影響してしまう。",
            ),
        ),
        Mistake(
            name="not_divided_by_all",
            ja="合計で割らない",
            line="share = (n / n.sum()).astype(W.dtype)",
            wrong="share = n.astype(W.dtype)",
            why=Text("The shares must sum to 1.", "重みの和は 1 でなければならない。"),
        ),
        Mistake(
            name="divided_by_the_clients",
            ja="クライアントの数で割る",
            line="share = (n / n.sum()).astype(W.dtype)",
            wrong="share = (n / len(n)).astype(W.dtype)",
            why=Text(
                "The divisor is the number of all examples, not of the clients.",
                "割るのはクライアントの数ではなく、データの総数である。",
            ),
        ),
    ),
)
