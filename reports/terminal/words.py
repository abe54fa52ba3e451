"""The words of the command line, in English and Japanese."""

from __future__ import annotations

WORDS = {
    "concepts": ("{n} concepts", "{n} 項目"),
    "concept": ("concept", "項目"),
    "title": ("title", "名称"),
    "cases": ("cases", "ケース"),
    "mistakes": ("mistakes", "誤り"),
    "divergences": ("divergences", "相違"),
    "recorded": ("recorded", "記録"),
    "agree": ("agree", "一致"),
    "live": ("live", "実行"),
    "from_record": ("recorded", "記録済み"),
    "report": ("Report", "レポート"),
    "worst": ("least digits", "最小桁数"),
    "quiz_paper": (
        "A paper of {n} questions; the exam gives {minutes} minutes.",
        "{n} 問の模擬試験。本番の試験時間は {minutes} 分。",
    ),
    "quiz_how": (
        "Answer with 1 to 4, or the letter; q ends.",
        "1〜4 または記号で答える。q で終わる。",
    ),
    "quiz_again": ("1 to 4, or q.", "1〜4、または q を入力する。"),
    "quiz_right": ("✔ Right.", "✔ 正解。"),
    "quiz_wrong": ("✘ Wrong: it is {letter}.", "✘ 不正解。正解は {letter}。"),
    "quiz_none": (
        "Nothing was answered. The same questions again: --seed {seed}.",
        "解答はない。同じ問題は --seed {seed} でもう一度出る。",
    ),
    "quiz_score": (
        "{right} of {total} right in {minutes}. The same questions again: --seed {seed}.",
        "{total} 問中 {right} 問正解({minutes})。同じ問題は --seed {seed} でもう一度出る。",
    ),
    "quiz_cards": (
        "{n} cards, for Anki's File > Import: {path}",
        "{n} 枚のカード(Anki の「ファイル」→「読み込む」で使う): {path}",
    ),
    "site_made": ("{n} pages: {path}", "{n} ページ: {path}"),
    "site_served": (
        "Served at {url} until Ctrl-C, for this machine alone.",
        "{url} で配信中(このマシンだけ)。Ctrl-C で終わる。",
    ),
    "site_untranslated": (
        "{n} notes have no Japanese in reports/site/japanese and are shown in English, such as "
        "{name}'s: {text}",
        "{n} 件の注釈が reports/site/japanese に未訳のため、英語のまま表示する。例({name}):{text}",
    ),
    "site_computed": (
        "There were no results for every concept in {folder}, so the evidence is NumPy against the "
        "recorded references; `parity run` compares all three live.",
        "{folder} に全項目の結果がないため、NumPy と記録済みの参照値を比べて証拠とした。"
        "`parity run` を実行すれば3つをその場で比較できる。",
    ),
    "more": ("… and {n} more; see report.md.", "…ほか {n} 件。report.md を参照。"),
}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``."""
    return WORDS[key][1 if language == "ja" else 0].format(**values)
