"""What negative sampling, CBOW and skip-gram share: sources and texts."""

from __future__ import annotations

from parity.describing.concept import Text

MIKOLOV_VECTORS = (
    "Mikolov, Chen, Corrado and Dean (2013), Efficient estimation of word representations in "
    "vector space"
)
MIKOLOV_SAMPLING = (
    "Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed representations of words and "
    "phrases and their compositionality, NIPS"
)
REPEATS_LOST = Text(
    "W[idx] += g adds only once where a word stands in idx twice: NumPy reads, adds and writes "
    "back, and the last write wins. np.add.at adds for each occurrence.",
    "W[idx] += g は、同じ単語が idx に2回現れても1回しか足さない。読み出して足した値を"
    "書き戻すので、最後の書き込みだけが残る。np.add.at なら現れた回数だけ足される。",
)
ASSIGNED = Text(
    "An assignment keeps one of the gradients of a word that comes several times; they must be "
    "added up.",
    "代入では、何度も現れる単語の勾配が1つしか残らない。すべて足し合わせる必要がある。",
)
NOT_AVERAGED = Text(
    "The loss is a mean over the N examples, so each one's gradient is divided by N.",
    "損失は N 個のデータについての平均なので、各データの勾配も N で割る。",
)
UPSTREAM_IGNORED = Text(
    "By the chain rule every gradient is a multiple of dL; taking 1 instead works only where the "
    "loss is the end.",
    "連鎖律により、どの勾配にも dL が掛かる。1 で済むのは、損失が計算の最後にあるときだけである。",
)
