"""The published page of a campaign of mutants, made from its data: ``mutants.json``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from parity.files import write_whole

PUBLISHED = Path(__file__).parent / "published"
DATA = "mutants.json"
PAGES = {"en": "mutants.md", "ja": "mutants.ja.md"}

WORDS = {
    "title": ("Mutants", "ミュータント(変異)"),
    "about": (
        "A mutant is our own code with one small edit: another operator, an operand or an "
        "argument left out, another constant, a statement less. Each takes the place of its "
        "function in a process of its own; then NumPy is judged against the recorded references as "
        "by `parity run --framework numpy`, and after that by the tests that reach the edited "
        "function. What nobody notices so is tried once more, longer and with its module imported "
        "anew, and survives if nobody notices it then. A survivor is **equivalent** if nothing "
        "that a caller can see differs, and **harmless** if what differs is no promise of ours "
        "(how fast, how much memory); each is listed below, with the reason. The score is the "
        "share of the others that is noticed. `make mutants` makes this page anew.",
        "ミュータントとは、自分たちのコードに小さな変更を1つだけ加えたものである。演算子を替える、"
        "項や引数を除く、定数を変える、文を1つ消す。それぞれを専用のプロセスで元の関数と"
        "入れ替え、まず `parity run --framework numpy` と同じく NumPy を記録済みの参照値と比べ、"
        "次に、変更した関数を通るテストを実行する。どれにも気づかれなければ、モジュールを読み込み"
        "直し、時間を延ばしてもう一度試す。それでも気づかれなければ「生き残り」である。"
        "呼び出す側から見て何も変わらない生き残りを**等価**、変わるものが約束の外(速さ、メモリ)に"
        "あるものを**無害**と呼び、すべて理由とともに下に挙げる。スコアは、それ以外のうち"
        "気づかれたものの割合である。このページは `make mutants` で作り直せる。",
    ),
    "made": (
        "{made}, Python {python}, NumPy {numpy}: {mutants} mutants, {minutes} minutes on one core.",
        "{made}、Python {python}、NumPy {numpy}。{mutants}個を、1コアで{minutes}分かけて調べた。",
    ),
    "tried": (
        "It tried {n} files.",
        "調べたのは {n} ファイルである。",
    ),
    "untried": (
        "Not tried, as they are new or not finished: {files}.",
        "新しいか、調べ終えていないため含まないもの:{files}。",
    ),
    "valid": ("What computes", "計算する部分"),
    "refusing": ("What refuses invalid input", "不正な入力を拒む部分"),
    "folder": ("folder", "フォルダー"),
    "mutants": ("mutants", "変異"),
    "harness": ("noticed by the harness", "照合で発見"),
    "tests": ("by the tests", "テストで発見"),
    "equivalent": ("equivalent", "等価"),
    "harmless": ("harmless", "無害"),
    "survives": ("unexplained", "理由なし"),
    "score": ("score", "スコア"),
    "all": ("all", "合計"),
    "survivors": ("Survivors", "生き残り"),
    "without": ("Without a reason", "理由のないもの"),
}
KINDS = ("valid", "refusing")
COLUMNS = ("mutants", "harness", "tests", "equivalent", "harmless", "survives")


def _word(name: str, language: str) -> str:
    return WORDS[name][language == "ja"]


def score(counts: dict[str, int]) -> float:
    """Return the share of the mutants that are noticed, of those with something to notice."""
    noticed = counts.get("harness", 0) + counts.get("tests", 0)
    return noticed / max(noticed + counts.get("survives", 0), 1)


def page(data: dict[str, Any], language: str) -> str:
    """Return the page of a campaign in Markdown.

    Args:
        data: what the campaign found: counts by folder, reasons and survivors.
        language: ``en`` or ``ja``.
    """
    folders = data["folders"]
    total = sum(row[kind].get("mutants", 0) for row in folders.values() for kind in KINDS)
    minutes = round(sum(row["minutes"] for row in folders.values()))
    made = _word("made", language).format(**data, mutants=f"{total:,}", minutes=minutes)
    parts = [f"# {_word('title', language)}", _word("about", language), made]
    if data.get("files"):
        parts.append(_word("tried", language).format(n=len(data["files"])))
    if data.get("untried"):
        files = ", ".join(f"`{file}`" for file in data["untried"])
        parts.append(_word("untried", language).format(files=files))
    for kind in KINDS:
        parts += [f"## {_word(kind, language)}", _table(folders, kind, language)]
    parts.append(f"## {_word('survivors', language)}")
    for name in ("", *data["reasons"]):
        own = [s for s in data["survivors"] if s["reason"] == name]
        if not own:
            continue
        reason = data["reasons"].get(name)
        said = _word("without", language) + "." if reason is None else (
            f"**{_word('equivalent' if reason['equivalent'] else 'harmless', language)}** "
            f"({len(own)}): {reason[language]}"
        )  # fmt: skip
        parts += [said, "\n".join(map(_survivor, own))]
    return "\n\n".join(parts) + "\n"


def _table(folders: dict[str, Any], kind: str, language: str) -> str:
    names = [_word(column, language) for column in ("folder", *COLUMNS, "score")]
    lines = [f"| {' | '.join(names)} |", f"| --- |{' ---: |' * (len(names) - 1)}"]
    whole: Counter[str] = Counter()
    rows = {name: row[kind] for name, row in folders.items() if row[kind]}
    for name, counts in rows.items():
        whole.update(counts)
        lines.append(_row(f"`{name}`", counts))
    lines.append(_row(f"**{_word('all', language)}**", whole))
    return "\n".join(lines)


def _row(name: str, counts: dict[str, int]) -> str:
    cells = [f"{counts.get(column, 0):,}" for column in COLUMNS]
    return f"| {name} | {' | '.join(cells)} | {100 * score(counts):.2f} % |"


def _survivor(survivor: dict[str, Any]) -> str:
    where = f", `{survivor['where']}`" if survivor["where"] else ""
    code = f"{_code(survivor['before'])} → {_code(survivor['after'])}"
    return f"- `{survivor['path']}`{where}: {code}"


def _code(text: str) -> str:
    marks = "``" if "`" in text else "`"
    return f"{marks}{text}{marks}"


def write(data: dict[str, Any], folder: Path = PUBLISHED) -> list[Path]:
    """Write the data and the pages made from them; return the paths."""
    lines = ",\n  ".join(json.dumps(s, ensure_ascii=False) for s in data["survivors"])
    head = {key: value for key, value in data.items() if key != "survivors"}
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    text += f',\n "survivors": [\n  {lines}\n ]\n}}\n'
    paths = [folder / DATA]
    write_whole(paths[0], text.encode())
    for language, name in PAGES.items():
        paths.append(folder / name)
        write_whole(paths[-1], page(data, language).encode())
    return paths


def read(folder: Path = PUBLISHED) -> dict[str, Any]:
    """Return the published data; without any folder if there is none."""
    path = folder / DATA
    if not path.exists():
        return {"folders": {}, "files": [], "reasons": {}, "survivors": []}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
