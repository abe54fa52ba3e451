"""The words of the reports, in English and Japanese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Parity report", "一致検証レポート"),
    "all_agree": (
        "**Everything agrees**: {agree} comparisons agree, {declared} differ by a declared "
        "convention and as declared.",
        "**すべて一致**:{agree} 件の比較が一致し、{declared} 件は仕様の違いとして明記した差で、"
        "記載どおりだった。",
    ),
    "not_all": (
        "**Not everything agrees**: {differ} differ, {vacuous} are vacuous, {skipped} were "
        "skipped; {agree} agree, {declared} differ as declared.",
        "**一致しない項目がある**:不一致 {differ} 件、無意味な比較 {vacuous} 件、"
        "省略 {skipped} 件。一致 {agree} 件、記載どおりの差 {declared} 件。",
    ),
    "unanswered": (
        "**Nothing is proven**: no framework and no record answered for {n} of the concepts, so "
        "they were compared with our own code alone ({names}). Install PyTorch or Keras, or record "
        "them with `parity record`.",
        "**何も証明されていない**:{n} 件の項目にはフレームワークの計算も記録もなく、"
        "自分のコードとしか比べていない({names})。PyTorch か Keras をインストールするか、"
        "`parity record` で記録する。",
    ),
    "by_element": (
        "Where the formula keeps small numbers beside large ones, some cases compare each element "
        "by itself, and their digits are those of the element that agrees least: {names}.",
        "大きな数と並んでも小さな数の桁を保てる式では、一部のケースで要素ごとに比較する。"
        "その桁数は、最も一致しない要素のものである:{names}。",
    ),
    "lost": (
        "There these frameworks lose the small elements, and are compared by the largest one:",
        "次のフレームワークではそこで小さな要素の桁が失われるので、最大要素に対して比較している。",
    ),
    "nothing": (
        "**Nothing was compared.**",
        "**比較は1件も行われなかった。**",
    ),
    "partly": (
        "**What was compared agrees**: {agree} comparisons agree, {declared} differ by a declared "
        "convention and as declared; {skipped} were skipped for want of a reference.",
        "**比較したものはすべて一致**:{agree} 件の比較が一致し、{declared} 件は仕様の違いと"
        "して明記した差で、記載どおりだった。{skipped} 件は参照値がないため省略した。",
    ),
    "interrupted": (
        "The run was interrupted; this is what it had finished.",
        "実行は途中で中断された。以下は完了していた分である。",
    ),
    "columns": ("Where the results come from", "結果の出どころ"),
    "live": ("computed in this run", "この実行で計算"),
    "recorded": ("recorded reference", "記録済みの参照値"),
    "failed": ("failed", "失敗"),
    "absent": ("absent", "なし"),
    "framework": ("framework", "フレームワーク"),
    "state": ("source", "出どころ"),
    "detail": ("detail", "詳細"),
    "wrong": ("What does not agree", "一致しない項目"),
    "matrix": ("Digits of agreement in float64", "float64 で一致する桁数"),
    "matrix_legend": (
        "The least number of decimal digits to which two results agree, relative to the largest "
        "element: **f** forward, **g** gradients, **s** state (running statistics, moments), "
        "**t** training or optimizer steps. 16.0 is equality to the bit; = stands for counts, and "
        "for values that are 0 by definition, which must be equal.",
        "2つの結果が一致する十進桁数の最小値(最大要素に対する相対値)。"
        "**f** は順伝播、**g** は勾配、**s** は状態(移動平均、モーメントなど)、"
        "**t** は学習・最適化のステップ。16.0 はビット単位の一致を表す。= は個数や定義上 0 の値で、"
        "完全に等しいことを要求している。",
    ),
    "concept": ("concept", "項目"),
    "worst": ("worst case", "最も桁数の少ないケース"),
    "distribution": (
        "Concepts that draw random numbers are compared in distribution besides (two-sample "
        "Kolmogorov-Smirnov test, fixed seeds): {agree} of {total} comparisons agree.",
        "乱数を引く項目は分布でも比較している(シードを固定した2標本コルモゴロフ・スミルノフ検定):"
        "{total} 件中 {agree} 件が一致。",
    ),
    "fast_forms": (
        "What networks compute with has a fast form beside the plain one ({names}): {n} "
        "comparisons of the two agree, in float64 to at least {digits} digits.",
        "ネットワークの計算に使う層には、簡潔な形のほかに高速な形がある({names})。"
        "両者の比較は {n} 件が一致し、float64 では少なくとも {digits} 桁が一致する。",
    ),
    "single": ("float32 against the float64 truth", "float64 の真値に対する float32"),
    "single_legend": (
        "Digits that single precision keeps, at the worst quantity. NumPy's error may be up to 4 "
        "times that of the worse framework.",
        "単精度で保たれる桁数(最も悪い量)。NumPy の誤差は、悪いほうのフレームワークの4倍まで許され"
        "る。",
    ),
    "divergences": ("Declared divergences", "明記した相違"),
    "divergences_legend": (
        "Where the frameworks differ by convention. The size is what this run measured on the "
        "frameworks as they are; reconciled, they agree as the matrix shows.",
        "フレームワークの規約が異なる箇所。大きさは、手を加えない状態でこの実行が測った値である。"
        "規約をそろえれば、上の表のとおり一致する。",
    ),
    "identities": ("Identities", "恒等関係"),
    "identities_legend": (
        "What one concept is in terms of another, computed in both ways with NumPy in this run. "
        "The digits are the fewest over all quantities, gradients and steps included.",
        "ある項目を別の項目で言い換えた関係。この実行で、両方の計算を NumPy で行い比べた。"
        "桁数は、勾配や各ステップも含めたすべての量にわたる最小値である。",
    ),
    "identity": ("what is the same", "恒等関係の内容"),
    "sibling": ("as", "相手"),
    "quantities": ("quantities", "比べた量"),
    "digits": ("digits", "桁数"),
    "what": ("what differs", "相違の内容"),
    "between": ("between", "対象"),
    "size": ("size", "大きさ"),
    "reconciled": ("made equal by", "そろえ方"),
    "source": ("source", "出典"),
    "versions": ("Versions", "バージョン"),
    "created": ("Created", "作成日時"),
    "quantity": ("quantity", "量"),
    "case": ("case", "ケース"),
    "pair": ("pair", "組"),
    "error": ("largest error", "最大誤差"),
    "bound": ("bound", "許容値"),
    "note": ("note", "備考"),
    "verdict": ("verdict", "判定"),
}
"""Each word: (English, Japanese)."""

FRAMEWORK_NAMES = {
    "numpy": "NumPy",
    "torch": "PyTorch",
    "keras": "Keras",
    "differences": "finite differences",
    "truth": "float64",
    "fast": "fast NumPy",
    "identity": "identity",
}
ROLE_LETTERS = {"forward": "f", "gradient": "g", "state": "s", "steps": "t"}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    return WORDS[key][1 if language == "ja" else 0].format(**values)


def pair_name(left: str, right: str) -> str:
    """Return a pair's name, such as ``NumPy-PyTorch``."""
    if right == "differences":
        return "NumPy-differences"
    return f"{FRAMEWORK_NAMES[left]}-{FRAMEWORK_NAMES[right]}"
