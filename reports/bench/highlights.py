"""``bench.md`` and ``bench.png``: the benchmark's table, method, profile and chart."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from parity.files import write_whole
from parity.harness.results import as_json
from reports.run.markdown import table

COLUMNS = ("numpy", "taught", "torch", "torch_channels_last", "keras")
NAMES = {
    "numpy": ("NumPy", "NumPy"),
    "taught": ("taught form", "教科書どおりの形"),
    "torch": ("PyTorch", "PyTorch"),
    "torch_channels_last": ("PyTorch, channels last", "PyTorch(channels last)"),
    "keras": ("Keras", "Keras"),
}
COLOURS = {
    "numpy": "#b2182b",
    "taught": "#bbbbbb",
    "torch": "#333333",
    "torch_channels_last": "#6b8fc4",
    "keras": "#d98c3f",
}
NOT_IDLE = 0.05
"""The share of the processor time above which other programs are worth a warning."""

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
    "of_torch": (
        "{ratio} times PyTorch's time ({low} to {high} in single rounds, {least} between the least "
        "times)",
        "PyTorch の {ratio} 倍(ラウンドごとでは {low}〜{high} 倍、最小値どうしでは {least} 倍)",
    ),
    "of_taught": (
        "1/{ratio} of the taught form's",
        "教科書どおりの形の {ratio} 分の1",
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
        "The median and the least are over all repeats. The ratio is that of the medians; its "
        "spread is that of the ratios within the rounds.",
        "中央値と最小値は全繰り返しにわたるもの。比は中央値どうしの比で、その幅はラウンドごとの"
        "比の最小と最大である。",
    ),
    "m_same": (
        "All compute in float32 on the same inputs and parameters; the taught form in float64, "
        "with the columns of the whole batch at once (Conv2dIm2col), as courses write it. Before "
        "anything is timed, the sums of outputs and gradients must be those of PyTorch within "
        "{same}. Images are NCHW for NumPy and PyTorch, NHWC for Keras and PyTorch with channels "
        "last. Keras runs in graphs made by `tf.function`, without `jit_compile`, with oneDNN as "
        "TensorFlow has it by default.",
        "すべて同じ入力とパラメータで float32 により計算する。教科書どおりの形だけは float64 で、"
        "ミニバッチ全体の列行列を一度に作る(Conv2dIm2col)。測定の前に、出力と勾配の総和が "
        "PyTorch と {same} 以内で一致することを確かめる。画像の配置は NumPy と PyTorch が NCHW、"
        "Keras と channels last の PyTorch が NHWC。Keras は `tf.function` のグラフで実行し"
        "(`jit_compile` なし)、oneDNN は TensorFlow の既定どおり用いる。",
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


def write_bench(data: dict[str, Any], folder: Path, language: str = "en") -> list[Path]:
    """Write ``bench.json``, ``bench.md`` and ``bench.png`` into ``folder``; return their paths."""
    files = {
        "bench.json": as_json(data).encode(),
        "bench.md": as_bench_markdown(data, language).encode(),
        "bench.png": as_bench_png(data),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def by_work(data: dict[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows by work and column, in the order in which they were timed."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in data["rows"]:
        found.setdefault(row["work"], {})[row["framework"]] = row
    return found


def columns_in(data: dict[str, Any]) -> list[str]:
    """Return the columns that have a row."""
    present = {row["framework"] for row in data["rows"]}
    return [column for column in COLUMNS if column in present]


def figures(value: float) -> str:
    """Return ``value`` with three figures, and never as a power of ten."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ratio_text(row: dict[str, Any]) -> str:
    """Return a row's ratio to PyTorch and its spread; nothing where there is no ratio."""
    if row["ratio_to_torch"] is None or row["framework"] == "torch":
        return ""
    low, high = figures(row["ratio_low"]), figures(row["ratio_high"])
    return f"{figures(row['ratio_to_torch'])}; {low}–{high}"


def highlights(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line on each training step: NumPy against PyTorch and the taught form."""
    lines = []
    for work, rows in by_work(data).items():
        own, torch, taught = (rows.get(column) for column in ("numpy", "torch", "taught"))
        if not work.endswith("_step") or own is None or not (taught or "peak_mb" in own):
            continue
        parts = []
        if torch:
            parts.append(
                word(
                    "of_torch",
                    language,
                    ratio=figures(own["ratio_to_torch"]),
                    low=figures(own["ratio_low"]),
                    high=figures(own["ratio_high"]),
                    least=figures(own["ratio_of_least"]),
                )
            )
        if taught:
            ratio = figures(taught["median_ms"] / own["median_ms"])
            parts.append(word("of_taught", language, ratio=ratio))
        if torch and torch.get("peak_mb", 0) > 0 and "peak_mb" in own:
            parts.append(
                word(
                    "memory",
                    language,
                    ratio=figures(own["peak_mb"] / torch["peak_mb"]),
                    mb=figures(own["peak_mb"]),
                    torch_mb=figures(torch["peak_mb"]),
                )
            )
        ms = figures(own["median_ms"])
        joined = ("、" if language == "ja" else ", ").join(parts)
        if parts:
            lines.append(word("highlight", language, work=work, ms=ms, ratios=joined))
    return lines


def warnings(data: dict[str, Any], language: str = "en") -> list[str]:
    """Return a line if other programs disturbed the measurement."""
    share = data["method"]["foreign_busy"]
    if share is None or share < NOT_IDLE:
        return []
    return [word("busy", language, share=f"{100 * share:.0f} %")]


def as_bench_markdown(data: dict[str, Any], language: str = "en") -> str:
    """Return the report of ``data`` (the content of ``bench.json``)."""
    parts = [f"# {word('title', language)}"]
    if data["interrupted"]:
        parts.append(word("interrupted", language))
    if not data["rows"]:
        parts.append(word("nothing", language))
    parts += warnings(data, language)
    lines = highlights(data, language)
    if lines:
        parts.append("\n".join(f"- {line}" for line in lines))
    if data["rows"]:
        parts += [f"## {word('times', language)}", word("times_legend", language)]
        parts += [_times(data, language)]
        if not data["interrupted"] or len(by_work(data)) > 1:
            parts += ["![](bench.png)"]
    parts += _peaks(data, language)
    parts += _profiles(data, language)
    if data["problems"]:
        rows = [
            [f"`{p['work']}`", name_of(p["framework"], language), p["note"]]
            for p in data["problems"]
        ]
        header = [word(key, language) for key in ("work", "framework", "note")]
        parts += [f"## {word('problems', language)}", table(header, rows)]
    parts += [f"## {word('method', language)}", _method(data, language)]
    rows = [
        [name_of(c["framework"], language), word(c["state"], language), c["detail"]]
        for c in data["columns"]
    ]
    header = [word(key, language) for key in ("framework", "state", "detail")]
    parts += [f"## {word('columns', language)}", table(header, rows)]
    listed = ", ".join(f"{name} {value}" for name, value in data["environment"].items() if value)
    parts += [f"## {word('environment', language)}", listed]
    parts += [f"{word('created', language)}: {data['created']}"]
    return "\n\n".join(parts) + "\n"


def _times(data: dict[str, Any], language: str) -> str:
    columns = columns_in(data)

    def cell(row: dict[str, Any] | None) -> str:
        if row is None:
            return "–"
        ratio = ratio_text(row)
        return figures(row["median_ms"]) + (f" ({ratio})" if ratio else "")

    rows = [
        [f"`{work}`", *(cell(own.get(column)) for column in columns)]
        for work, own in by_work(data).items()
    ]
    return table([word("work", language), *(name_of(c, language) for c in columns)], rows)


def _peaks(data: dict[str, Any], language: str) -> list[str]:
    measured = {
        work: own
        for work, own in by_work(data).items()
        if any("peak_mb" in row for row in own.values())
    }
    if not measured:
        return []
    columns = columns_in(data)
    rows = [
        [
            f"`{work}`",
            *(figures(own[c]["peak_mb"]) if "peak_mb" in own.get(c, {}) else "–" for c in columns),
        ]
        for work, own in measured.items()
    ]
    header = [word("work", language), *(name_of(c, language) for c in columns)]
    return [f"## {word('peak', language)}", word("peak_legend", language), table(header, rows)]


def _profiles(data: dict[str, Any], language: str) -> list[str]:
    parts: list[str] = []
    for work in dict.fromkeys(row["work"] for row in data["profile"]):
        own = [row for row in data["profile"] if row["work"] == work]
        columns = list(dict.fromkeys(row["framework"] for row in own))
        found = {(row["framework"], row["layer"]): row for row in own}
        layers = _merged([row["layer"] for row in own if row["framework"] == c] for c in columns)
        header = [word("layer", language)]
        for column in columns:
            for which in ("forward", "backward"):
                header.append(f"{name_of(column, language)}, {word(which, language)}")
        rows = []
        for layer in layers:
            cells = [layer if layer in ("update", "rest", "step") else f"`{layer}`"]
            for column in columns:
                row = found.get((column, layer), {})
                for key in ("forward_ms", "backward_ms"):
                    value = row.get(key)
                    cells.append("–" if value is None else f"{value:.2f}")
            rows.append(cells)
        legend = word("profile_legend", language) if not parts else ""
        parts += [f"## {word('profile', language, work=work)}"]
        parts += [legend] if legend else []
        parts += [table(header, rows)]
    return parts


def _merged(lists: Iterable[list[str]]) -> list[str]:
    """Return every layer once; what only a later list has comes before ``update``."""
    merged: list[str] = []
    for names in lists:
        at = merged.index("update") if "update" in merged else len(merged)
        merged[at:at] = [name for name in names if name not in merged]
    return merged


def _method(data: dict[str, Any], language: str) -> str:
    method = data["method"]
    lines = [
        word("m_process", language),
        word("m_threads", language, threads=method["threads"]),
        word("m_spin", language, pause=method["pause_seconds"]),
        word(
            "m_turns",
            language,
            rounds=method["rounds"],
            turn=method["turn_seconds"],
            resume=method["resume_seconds"],
            most=method["most_repeats"],
            budget=f"{method['budget_seconds']:g}",
            least=method["least_rounds"],
        ),
        word("m_numbers", language),
        word("m_same", language, same=f"{100 * method['same_within']:g} %"),
    ]
    for key in ("foreign_busy", "others_busy"):
        if method[key] is not None:
            share = f"{100 * method[key]:.1f} %"
            lines.insert(3, word(f"m_{key.partition('_')[0]}", language, share=share))
    return "\n".join(f"- {line}" for line in lines)


def as_bench_png(data: dict[str, Any]) -> bytes:
    """Return the chart of ``data`` as a PNG file: ratios to PyTorch, or times if it is missing."""
    works = by_work(data)
    columns = columns_in(data)
    with_ratio = any(row["ratio_to_torch"] is not None for row in data["rows"])
    keys = ("ratio_to_torch", "ratio_low", "ratio_high")
    value, low, high = keys if with_ratio else ("median_ms", "low_ms", "high_ms")
    body = 0.29 * max(len(works), 2)
    width, left, top, foot = 10.0, 3.15, 0.75, 0.55  # inches
    height = top + body + foot
    figure = Figure(figsize=(width, height), dpi=110)
    axes = figure.add_axes(
        (left / width, foot / height, (width - left - 0.25) / width, body / height)
    )
    axes.set_xscale("log")
    for place, column in enumerate(columns):
        shift = 0.13 * (place - (len(columns) - 1) / 2)
        shown = [
            (i + shift, rows[column])
            for i, rows in enumerate(works.values())
            if column in rows and rows[column][value] is not None
        ]
        colour = COLOURS[column]
        axes.plot(
            [row[value] for _, row in shown], [y for y, _ in shown], linestyle="none",
            marker="o", markersize=6.5 if column == "numpy" else 4.5, color=colour,
            label=name_of(column), zorder=4 if column == "numpy" else 3,
        )  # fmt: skip
        for y, row in shown:
            axes.plot([row[low], row[high]], [y, y], color=colour, linewidth=1.3, zorder=2)
    if with_ratio:
        axes.axvline(1, color=COLOURS["torch"], linewidth=0.8, zorder=1)
    axes.set_yticks(range(len(works)), list(works), fontsize=8)
    axes.set_ylim(max(len(works), 1) - 0.5, -0.5)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
    for i in range(1, len(works)):
        axes.axhline(i - 0.5, color="#f0f0f0", linewidth=0.8, zorder=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    if columns:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=len(columns), frameon=False, fontsize=8,
            handletextpad=0.1, columnspacing=1.2,
        )  # fmt: skip
    axes.set_xlabel(
        "time relative to PyTorch in its default layout (log scale; left is faster)"
        if with_ratio
        else "median time in ms (log scale)",
        fontsize=8.5,
    )
    threads = data["method"]["threads"]
    figure.suptitle(
        f"The same work on the same {threads} thread{'s' if threads != 1 else ''}: medians, and "
        f"the spread {'of the rounds' if with_ratio else 'from quartile to quartile'}",
        fontsize=11,
        y=1 - 0.12 / height,
        va="top",
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
