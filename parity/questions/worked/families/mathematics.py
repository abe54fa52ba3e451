"""Probability, information and linear algebra by hand."""

from __future__ import annotations

from math import comb

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, shown, worked


def _bits(p: tuple[float, ...]) -> float:
    return float(-sum(x * np.log2(x) for x in p if x))


@worked("entropy_of_powers", items=("1-3-1",))
def _entropy_of_powers(d: Draws) -> Problem:
    p = d.pick(
        (0.5, 0.25, 0.25),
        (0.5, 0.25, 0.125, 0.125),
        (0.5, 0.5),
        (0.25, 0.25, 0.25, 0.25),
        (0.75, 0.125, 0.125),
    )
    right = _bits(p)
    return Problem(
        Text(
            f"A variable has the probabilities {listed(p)}. What is its entropy in bits? (log₂ 3 = 1.585)",
            f"確率変数の確率が {listed(p)} である。エントロピーは何ビットか。(log₂ 3 = 1.585)",
        ),
        right,
        Text("−Σ p log₂ p.", "−Σ p log₂ p である。"),
        (
            Wrong(right * float(np.log(2)), Text("In natural units (nat).", "自然対数(ナット)で求めている。")),
            Wrong(float(-sum(np.log2(x) for x in p)), Text("Not weighted by the probabilities.", "確率で重み付けしていない。")),
            Wrong(float(np.log2(len(p))) + (0.25 if right == np.log2(len(p)) else 0), Text("The entropy of the uniform distribution is the largest possible.", "一様分布のエントロピー(最大値)に基づいている。")),
            Wrong(float(-np.log2(max(p))) / 2, Text("Only the most probable value is counted.", "最大の確率の値だけを使っている。")),
            Wrong(float(-np.log2(np.mean(p))) / 3, Text("The logarithm of a mean.", "確率の平均の対数を使っている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("divergence_of_coins", items=("1-3-1",))
def _divergence_of_coins(d: Draws) -> Problem:
    p, q = d.pick(
        ((0.5, 0.5), (0.25, 0.75)),
        ((0.5, 0.5), (0.125, 0.875)),
        ((0.25, 0.75), (0.5, 0.5)),
        ((0.75, 0.25), (0.25, 0.75)),
    )

    def kl(a: tuple[float, ...], b: tuple[float, ...]) -> float:
        return float(sum(x * np.log2(x / y) for x, y in zip(a, b, strict=True)))

    cross = float(-sum(x * np.log2(y) for x, y in zip(p, q, strict=True)))
    m = tuple((x + y) / 2 for x, y in zip(p, q, strict=True))
    return Problem(
        Text(
            f"P = ({listed(p)}) and Q = ({listed(q)}). What is KL(P ‖ Q) in bits, to three decimals? (log₂ 3 = 1.585, log₂ 7 = 2.807)",
            f"P = ({listed(p)})、Q = ({listed(q)}) のとき、KL(P ‖ Q) は何ビットか。小数第3位まで求めよ。(log₂ 3 = 1.585、log₂ 7 = 2.807)",
        ),
        kl(p, q),
        Text("Σ p log₂(p / q): weighted by P.", "Σ p log₂(p / q) である。重みは P の確率になる。"),
        (
            Wrong(kl(q, p), Text("That is KL(Q ‖ P): the divergence is not symmetric.", "KL(Q ‖ P) である。KL ダイバージェンスは対称でない。")),
            Wrong(-kl(p, q), Text("Of the wrong sign.", "符号が逆である。")),
            Wrong(cross, Text("That is the cross-entropy, which holds the entropy of P too.", "P のエントロピーを含む交差エントロピーである。")),
            Wrong((kl(p, m) + kl(q, m)) / 2, Text("That is the Jensen–Shannon divergence.", "JS ダイバージェンスである。")),
            Wrong(_bits(p), Text("That is the entropy of P.", "P のエントロピーである。")),
            Wrong(kl(p, q) * float(np.log(2)), Text("In natural units.", "自然対数で求めている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("posterior", items=("1-2-4",))
def _posterior(d: Draws) -> Problem:
    prior, hit, false = d.pick(0.01, 0.02, 0.1), d.pick(0.9, 0.8), d.pick(0.1, 0.05)
    right = prior * hit / (prior * hit + (1 - prior) * false)
    return Problem(
        Text(
            f"{shown(100 * prior, 0)} % of products are faulty. A test reports {shown(100 * hit, 0)} % of the faulty ones, and {shown(100 * false, 0)} % of "
            "the good ones too. A product was reported; how probable is it that it is faulty, to three decimals?",
            f"製品の {shown(100 * prior, 0)} % が不良品である。検査は不良品の {shown(100 * hit, 0)} % を不良と判定するが、良品の {shown(100 * false, 0)} % も"
            "不良と判定する。不良と判定された製品が実際に不良品である確率を小数第3位まで求めよ。",
        ),
        right,
        Text(
            "Bayes: the faulty and reported, over all that are reported.",
            "ベイズの定理により、不良かつ不良判定の確率を、不良判定全体の確率で割る。",
        ),
        (
            Wrong(hit, Text("That is the probability of a report for a faulty one.", "不良品が不良と判定される確率で、条件が逆である。")),
            Wrong(prior * hit, Text("Not divided by the probability of a report.", "不良と判定される確率で割っていない。")),
            Wrong(prior * hit + (1 - prior) * false, Text("That is the probability of a report.", "不良と判定される確率である。")),
            Wrong(hit / (hit + false), Text("The share of faulty products is left out.", "不良品の割合(事前確率)を使っていない。")),
            Wrong(prior, Text("That is the probability before the test.", "検査前の確率である。")),
        ),
        places=3,
    )  # fmt: skip


@worked("binomial_probability", items=("1-2-2",))
def _binomial_probability(d: Draws) -> Problem:
    n, k, p = d.pick((4, 2, 0.5), (3, 2, 0.5), (4, 1, 0.5), (3, 1, 0.2), (5, 2, 0.5), (4, 3, 0.2))
    right = comb(n, k) * p**k * (1 - p) ** (n - k)
    return Problem(
        Text(
            f"Something succeeds with probability {p}. In {n} independent tries, how probable is it that exactly {k} of them succeed?",
            f"成功確率 {p} の試行を独立に {n} 回行う。ちょうど {k} 回成功する確率はいくらか。",
        ),
        right,
        Text(
            f"{comb(n, k)} orders, each with probability {p}^{k} · {1 - p:g}^{n - k}.",
            f"順序は {comb(n, k)} 通りで、それぞれの確率は {p}^{k} · {1 - p:g}^{n - k} である。",
        ),
        (
            Wrong(p**k * (1 - p) ** (n - k), Text("One order only.", "順序を1通りしか数えていない。")),
            Wrong(comb(n, k) * p**k, Text("The failures are left out.", "失敗の確率を掛けていない。")),
            Wrong(p**k, Text("One order, and without the failures.", "順序も失敗も考えていない。")),
            Wrong(n * p, Text("That is the expected number.", "成功回数の期待値である。")),
            Wrong(k / n, Text("That is the share of successes.", "成功の割合である。")),
            Wrong(n * p * (1 - p), Text("That is the variance.", "分散である。")),
        ),
        places=5,
    )  # fmt: skip


@worked("likeliest_gaussian", items=("1-2-3", "1-2-4"))
def _likeliest_gaussian(d: Draws) -> Problem:
    x = d.pick((1, 3, 5), (2, 4, 4, 6), (0, 3, 3, 6), (1, 1, 4), (2, 2, 8))
    right = float(np.var(x))
    return Problem(
        Text(
            f"The numbers {listed(x)} come from a Gaussian. What is the maximum-likelihood estimate of its variance, to two decimals?",
            f"データ {listed(x)} が正規分布から得られた。分散の最尤推定値を小数第2位まで求めよ。",
        ),
        right,
        Text(
            f"The mean square distance from the mean {shown(float(np.mean(x)), 2)}, divided by n = {len(x)}.",
            f"平均 {shown(float(np.mean(x)), 2)} からの偏差の2乗和を n = {len(x)} で割る。",
        ),
        (
            Wrong(float(np.var(x, ddof=1)), Text("Divided by n − 1: that is the unbiased estimate.", "n − 1 で割った不偏分散である。")),
            Wrong(float(np.std(x)), Text("That is the standard deviation.", "標準偏差である。")),
            Wrong(float(np.var(x) * len(x)), Text("Not divided by the number of data.", "データ数で割っていない。")),
            Wrong(float(np.mean(np.square(x))), Text("The mean is not subtracted.", "平均を引いていない。")),
            Wrong(float(np.mean(np.abs(np.subtract(x, np.mean(x))))), Text("The mean distance, not squared.", "偏差の絶対値の平均である。")),
        ),
        places=2,
    )  # fmt: skip


@worked("eigenvalues", items=("1-1-2",))
def _eigenvalues(d: Draws) -> Problem:
    a, b = d.pick((2, 1), (3, 1), (4, 2), (5, 2), (3, 2))
    values = (a + b, a - b)
    return Problem(
        Text(
            f"What is the largest eigenvalue of the matrix [[{a}, {b}], [{b}, {a}]]?",
            f"行列 [[{a}, {b}], [{b}, {a}]] の最大の固有値はいくらか。",
        ),
        max(values),
        Text(
            f"(λ − {a})² = {b}², so {values[0]} and {values[1]}; its eigenvector is (1, 1).",
            f"(λ − {a})² = {b}² より {values[0]} と {values[1]}。最大のほうの固有ベクトルは (1, 1) である。",
        ),
        (
            Wrong(min(values), Text("That is the smaller one.", "小さいほうの固有値である。")),
            Wrong(a * a - b * b, Text("That is the determinant, the product of both.", "2つの積、行列式である。")),
            Wrong(2 * a, Text("That is the trace, the sum of both.", "2つの和、トレースである。")),
            Wrong(a * a + b * b, Text("That is the squared length of a row.", "行の長さの2乗である。")),
            Wrong(a, Text("That is the diagonal; it would be so for b = 0.", "対角成分である。b = 0 の場合の値になる。")),
        ),
    )  # fmt: skip


@worked("singular_values", items=("1-1-2",))
def _singular_values(d: Draws) -> Problem:
    a = d.pick([[3, 0], [4, 0]], [[0, 2], [0, 0]], [[6, 0], [8, 0]], [[0, 5], [0, 12]])
    m = np.array(a, float)
    right = float(np.linalg.svd(m, compute_uv=False)[0])
    return Problem(
        Text(
            f"What is the largest singular value of the matrix {a}?",
            f"行列 {a} の最大の特異値はいくらか。",
        ),
        right,
        Text(
            f"The root of the largest eigenvalue of AᵀA, which is {shown(right**2, 0)}.",
            f"AᵀA の最大の固有値 {shown(right**2, 0)} の平方根である。",
        ),
        (
            Wrong(right**2, Text("That is the eigenvalue of AᵀA; the root is forgotten.", "AᵀA の固有値であり、平方根を取っていない。")),
            Wrong(float(max(np.linalg.eigvals(m).real)), Text("That is an eigenvalue of A itself.", "A 自身の固有値である。")),
            Wrong(float(np.abs(m).sum()), Text("That is the sum of the elements.", "要素の和である。")),
            Wrong(float(np.linalg.norm(m)) / 2, Text("Half of the Frobenius norm.", "フロベニウスノルムの半分である。")),
            Wrong(right + 1, Text("AᵀA + I was taken.", "AᵀA に単位行列を足している。")),
        ),
    )  # fmt: skip


@worked("distances", items=("2-1-2",))
def _distances(d: Draws) -> Problem:
    a, b = d.pick(
        ((1, 2), (4, 6)), ((0, 0), (5, 12)), ((2, 1), (8, 9)), ((1, 1), (-2, 5)), ((3, 0), (0, -4))
    )
    diff = np.abs(np.subtract(a, b)).astype(float)
    kind = d.pick("manhattan", "euclidean", "chebyshev")
    values = {
        "manhattan": float(diff.sum()),
        "euclidean": float(np.hypot(*diff)),
        "chebyshev": float(diff.max()),
    }
    name = {
        "manhattan": ("Manhattan", "マンハッタン"),
        "euclidean": ("Euclidean", "ユークリッド"),
        "chebyshev": ("Chebyshev (L∞)", "チェビシェフ(L∞)"),
    }
    why = {
        "manhattan": Text(
            "The sum of the absolute differences (L1).", "差の絶対値の和(L1)である。"
        ),
        "euclidean": Text("The root of the sum of squares (L2).", "差の2乗和の平方根(L2)である。"),
        "chebyshev": Text(
            "The largest absolute difference (L∞).", "差の絶対値の最大値(L∞)である。"
        ),
    }
    return Problem(
        Text(
            f"What is the {name[kind][0]} distance of the points {a} and {b}?",
            f"点 {a} と {b} の{name[kind][1]}距離はいくらか。",
        ),
        values[kind],
        why[kind],
        [Wrong(values[k], why[k]) for k in values if k != kind]
        + [
            Wrong(float((diff**2).sum()), Text("The root is forgotten.", "平方根を取っていない。")),
            Wrong(float(diff.mean()), Text("The mean of the differences.", "差の平均である。")),
            Wrong(float(diff.min()), Text("The smallest difference.", "差の最小値である。")),
        ],
    )  # fmt: skip
