"""The words of a benchmark's report, in both languages."""

from __future__ import annotations

NAMES = {
    "numpy": ("NumPy", "NumPy"),
    "taught": ("taught form", "教科書どおりの形"),
    "torch": ("PyTorch", "PyTorch"),
    "torch_channels_last": ("PyTorch, channels last", "PyTorch(channels last)"),
    "keras": ("Keras", "Keras"),
}

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Benchmark", "ベンチマーク"),
    "interrupted": (
        "The run was interrupted; these are the works that it had finished.",
        "実行は途中で中断された。以下は完了していた項目である。",
    ),
    "nothing": ("**Nothing was timed.**", "**測定は1件も行われなかった。**"),
    "highlight": (
        "`{work}`: NumPy takes {ms} ms, {ratios}.",
        "`{work}`:NumPy は {ms} ms。{ratios}。",
    ),
    "mean_of_torch": (
        "Over {n} works NumPy takes {mean} times PyTorch's time in the geometric mean; at worst "
        "{worst} times, in `{work}`.",
        "NumPy の所要時間は、{n} 項目の幾何平均で PyTorch の {mean} 倍、最悪は `{work}` の "
        "{worst} 倍。",
    ),
    "mean_of_best": (
        "Beside whichever framework column is fastest in each work it takes {mean} times its time "
        "in the geometric mean; at worst {worst} times, in `{work}`.",
        "項目ごとに最も速いフレームワークの列と比べると、幾何平均で {mean} 倍、最悪は `{work}` の "
        "{worst} 倍。",
    ),
    "mean_of_taught": (
        "The taught form takes {mean} times NumPy's time in the geometric mean of {n} works.",
        "教科書どおりの形の所要時間は、{n} 項目の幾何平均で NumPy の {mean} 倍。",
    ),
    "of_torch": (
        "{ratio} times PyTorch's time ({low} to {high} in single rounds)",
        "PyTorch の {ratio} 倍(ラウンドごとでは {low}〜{high} 倍)",
    ),
    "of_taught": (
        "1/{ratio} of the taught form's (1/{low} to 1/{high})",
        "教科書どおりの形の {ratio} 分の1({low}〜{high} 分の1)",
    ),
    "memory": (
        "{ratio} times PyTorch's memory ({mb} MB against {torch_mb} MB)",
        "メモリは PyTorch の {ratio} 倍({mb} MB 対 {torch_mb} MB)",
    ),
    "busy": (
        "**The machine was not idle**: other programs used {share} of its processor time while "
        "these were timed. Trust the ratios no further than their spread.",
        "**ほかのプログラムも動いていた**:測定中に計算時間の {share} を使っていた。"
        "比は、示した幅の程度にしか信頼できない。",
    ),
    "m_foreign": (
        "Other programs of this machine used {share} of its processor time meanwhile.",
        "測定中、この計算機のほかのプログラムが使った計算時間は {share} だった。",
    ),
    "times": ("Median times", "中央値"),
    "times_legend": (
        "Milliseconds for one repeat, and in brackets the ratio to PyTorch's default layout, with "
        "the least and the greatest ratio within a round. Below 1 is faster than PyTorch. A dash: "
        "there is no such thing to time, or it could not be timed.",
        "1回あたりのミリ秒。括弧内は PyTorch(既定のメモリ配置)に対する比と、ラウンドごとの比の"
        "最小・最大。1 未満なら PyTorch より速い。横線は、測る対象がないか、測れなかったもの。",
    ),
    "work": ("work", "項目"),
    "problems": ("What could not be timed", "測れなかったもの"),
    "framework": ("framework", "フレームワーク"),
    "note": ("note", "備考"),
    "peak": ("Peak of memory in a training step", "学習1ステップの最大メモリ"),
    "peak_legend": (
        "The most memory that the process held during a step with the whole batch, less what it "
        "held after steps with two images, in MB: activations, columns and gradients, without the "
        "library itself.",
        "ミニバッチ全体での1ステップ中にプロセスが保持した最大メモリから、画像2枚での"
        "ステップ後の値を引いたもの(MB)。ライブラリ本体を除く、中間出力・列行列・勾配の分である。",
    ),
    "profile": ("Where the time goes: `{work}`", "時間の内訳:`{work}`"),
    "profile_legend": (
        "Milliseconds of the forward and the backward pass by layer, medians over training steps. "
        "*rest* is what no layer took: the accuracy, the loss' reduction, the framework itself. "
        "Timed apart from the table above; the clocks cost a little.",
        "層ごとの順伝播と逆伝播のミリ秒(学習ステップにわたる中央値)。*rest* はどの層にも属さない"
        "時間で、正解率や損失の計算、フレームワーク自体の処理である。上の表とは別に測っており、"
        "計時自体も少し時間を要する。",
    ),
    "layer": ("layer", "層"),
    "forward": ("forward", "順伝播"),
    "backward": ("backward", "逆伝播"),
    "method": ("Method", "測定方法"),
    "m_process": (
        "Each column has a process of its own, which lives for the whole run. One process works "
        "at a time; the others sleep in a read.",
        "列ごとに1つのプロセスを起動し、最後まで使い続ける。動くのは常に1つだけで、"
        "ほかは読み込み待ちで眠っている。",
    ),
    "m_threads": (
        "Everyone may use {threads} threads: OpenBLAS for NumPy, `torch.set_num_threads`, and "
        "TensorFlow's intra-op and inter-op pools.",
        "スレッド数はどれも {threads}。NumPy は OpenBLAS、PyTorch は `torch.set_num_threads`、"
        "TensorFlow は intra-op と inter-op の両プールで指定する。",
    ),
    "m_spin": (
        "How threads wait is left as each library has it, since a setting that puts them to sleep "
        "at once would slow PyTorch down. Before each turn there is a pause of {pause} s, in "
        "which the last one's threads stop spinning.",
        "スレッドの待ち方は各ライブラリの既定のままとする。すぐ眠らせる設定は PyTorch を遅くする"
        "からである。各手番の前に {pause} 秒休み、直前に動いたスレッドが空回りをやめるのを待つ。",
    ),
    "m_others": (
        "While one worked, the other processes together used {share} of one core's time.",
        "1つが動いている間に、ほかのプロセスが使った計算時間は合計で1コアの {share} だった。",
    ),
    "m_turns": (
        "A work is prepared and warmed up everywhere; Keras traces and compiles its graph then. "
        "Then come {rounds} rounds, in which every column has one turn; the order rotates from "
        "round to round. A turn is one untimed repeat or more ({resume} s at least) and then about "
        "{turn} s of timed ones: as many as fit, at least 1 and at most {most}. Garbage collection "
        "is off meanwhile. A work that takes longer than its share of {budget} s ends with fewer "
        "rounds, but at least {least}.",
        "項目ごとに、まず全プロセスで準備と慣らし運転をする(Keras のグラフの構築もここで済む)。"
        "続いて {rounds} ラウンド行い、各ラウンドで各列に1回ずつ手番が回る。順序はラウンドごとに"
        "ずらす。手番では、計らない繰り返しを1回以上({resume} 秒以上)行ってから、約 {turn} 秒に"
        "収まる回数(1回以上 {most} 回以下)を計る。その間ガベージコレクションは止める。"
        "全体の {budget} 秒のうち割り当て分を超えた項目は、{least} ラウンド以上で打ち切る。",
    ),
    "m_numbers": (
        "The medians are over all repeats. A ratio is taken within each round, of its medians: "
        "what is shown is the median of these, and the least and the greatest.",
        "中央値は全繰り返しにわたるもの。比はラウンドごとに、その中での中央値どうしで求める。"
        "示すのは、それらの中央値と、最小・最大である。",
    ),
    "m_same": (
        "All compute in float32 on the same inputs and parameters. The taught form is the plain "
        "one of the pages, and of courses: a convolution makes the columns of the whole batch at "
        "once, an optimizer makes new arrays. Of networks the convolutions are plain. Courses "
        "leave it in float64, which takes longer still. "
        "Before anything is timed, the sums of outputs and gradients must be those of PyTorch "
        "within {same}. Images are NCHW for NumPy and PyTorch, NHWC for Keras and PyTorch with "
        "channels last. Keras runs in graphs made by `tf.function`, without `jit_compile`, with "
        "oneDNN as TensorFlow has it by default.",
        "すべて同じ入力とパラメータで float32 により計算する。"
        "教科書どおりの形とは、各ページに示した簡潔な形である。"
        "畳み込みはミニバッチ全体の列行列を一度に作り、オプティマイザは新しい配列を作る。"
        "ネットワークでは畳み込みだけを簡潔な形にする。教材では float64 のままなので、さらに遅い。"
        "測定の前に、出力と勾配の総和が PyTorch と {same} 以内で一致することを確かめる。"
        "画像の配置は NumPy と PyTorch が NCHW、Keras と channels last の PyTorch が NHWC。"
        "Keras は `tf.function` のグラフで実行し(`jit_compile` なし)、"
        "oneDNN は TensorFlow の既定どおり用いる。",
    ),
    "columns": ("Columns", "列"),
    "live": ("timed in this run", "この実行で測定"),
    "failed": ("failed", "失敗"),
    "absent": ("absent", "なし"),
    "state": ("state", "状態"),
    "detail": ("detail", "詳細"),
    "environment": ("Environment", "環境"),
    "created": ("Created", "作成日時"),
}
"""Each word: (English, Japanese)."""


def word(key: str, language: str = "en", **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    return WORDS[key][language == "ja"].format(**values)


def name_of(column: str, language: str = "en") -> str:
    """Return a column's name."""
    return NAMES[column][language == "ja"]
