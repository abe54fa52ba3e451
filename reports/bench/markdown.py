"""``bench.md``: the benchmark's table, method, profile and problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.bench.highlights import highlights, means, warnings
from reports.bench.rows import by_work, columns_in, figures, ratio_text
from reports.bench.words import name_of, word
from reports.run.markdown import table


def as_bench_markdown(data: dict[str, Any], language: str = "en") -> str:
    """Return the report of ``data`` (the content of ``bench.json``)."""
    parts = [f"# {word('title', language)}"]
    if data["interrupted"]:
        parts.append(word("interrupted", language))
    if not data["rows"]:
        parts.append(word("nothing", language))
    parts += warnings(data, language)
    lines = [*means(data, language), *highlights(data, language)]
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
