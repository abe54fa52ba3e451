"""The words of writing and judging in a page, in English and Japanese."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from parity.describing.concept import Text

HOST = "cdn.jsdelivr.net"
SIZE = 10
"""Megabytes that the first judgement loads, as a network compresses them."""

WORDS: dict[str, Text] = {
    "write": Text("Write it yourself", "書いてみる"),
    "levels": Text("How much is given", "難しさ"),
    "level_blank": Text("{n} blanks", "空欄 {n} つ"),
    "level_blank_one": Text("1 blank", "空欄 1 つ"),
    "level_signature": Text("Signatures only", "署名だけ"),
    "level_empty": Text("Empty", "白紙"),
    "about_blank": Text("Fill the blanks.", "空欄を埋める。"),
    "about_signature": Text(
        "Write the bodies; names of your own are understood too.",
        "中身を書く。引数などの名前は変えてもよい。",
    ),
    "empty_text": Text("Write {twin} from nothing.", "{twin} をはじめから書く。"),
    "about_empty": Text("Write it from nothing.", "はじめから書く。"),
    "keys_blank": Text(
        "Tab or Enter goes to the next blank, Ctrl+Enter judges.",
        "Tab か Enter で次の空欄へ、Ctrl+Enter で判定。",
    ),
    "keys_free": Text(
        "Ctrl+Enter judges; Tab indents, and after Escape it leaves the editor.",
        "Ctrl+Enter で判定。Tab は字下げ、Esc のあとの Tab でエディタを出る。",
    ),
    "editor": Text("Your code", "コード"),
    "signs": Text("Signs", "記号"),
    "judge": Text("Judge", "判定"),
    "stop": Text("Stop", "止める"),
    "again": Text("Start over", "書き直す"),
    "undo": Text("Bring it back", "元に戻す"),
    "started_over": Text("Started over.", "はじめの状態に戻した。"),
    "kept": Text("What you write stays in this browser.", "書いたものはこのブラウザに残る。"),
    "first_time": Text(
        "The first judgement loads Python, about {size} MB, from {host}; the code itself is judged "
        "here and goes nowhere.",
        "最初の判定のときだけ Python(約 {size} MB)を {host} から読み込む。"
        "コードはこの画面の中で判定され、どこにも送られない。",
    ),
    "first_time_here": Text(
        "The first judgement loads Python, about {size} MB; the code itself is judged here and "
        "goes nowhere.",
        "最初の判定のときだけ Python(約 {size} MB)を読み込む。"
        "コードはこの画面の中で判定され、どこにも送られない。",
    ),
    "given": Text("Given", "与えられるもの"),
    "returned": Text("To give", "求めるもの"),
    "judged": Text("Compared", "判定する量"),
    "judged_with": Text(
        "with what PyTorch and Keras gave, digit by digit", "PyTorch と Keras の結果と桁で比べる"
    ),
    "blanks_left": Text("Still empty: blank {labels}.", "空欄 {labels} がまだ埋まっていない。"),
    "nothing": Text("There is no code yet.", "まだ何も書かれていない。"),
    "loading_python": Text("Loading Python …", "Python を読み込んでいる…"),
    "loading_numpy": Text("Loading NumPy …", "NumPy を読み込んでいる…"),
    "loading_parity": Text("Loading what judges …", "判定のしくみを読み込んでいる…"),
    "loading_records": Text("Fetching the references …", "基準となる値を読み込んでいる…"),
    "judging": Text("Judging {name} …", "{name} を判定している…"),
    "judging_some": Text("Judging {name}, {i} of {n} …", "{name} を判定している({i}/{n})…"),
    "looking": Text("Looking for the cause in {name} …", "{name} の食い違いの原因を調べている…"),
    "looking_here": Text("Looking for the cause …", "原因を調べている…"),
    "causeless": Text(
        "The cause was not found within the time limit.",
        "時間内に原因を突き止められなかった。",
    ),
    "loading_code": Text("Running the code …", "コードを実行している…"),
    "stopped": Text("Stopped.", "止めた。"),
    "no_python": Text(
        "Python could not be loaded: {why} Is there a connection? Try again, or use "
        "`parity check` in a terminal.",
        "Python を読み込めなかった。{why} 接続を確かめて、もう一度判定するとよい。"
        "端末の parity check でも判定できる。",
    ),
    "out_of_memory": Text(
        "The code used up the memory that a page has, or broke its Python; a fresh one is ready "
        "for the next judgement.",
        "コードがページのメモリを使い切ったか、Python を壊した。次の判定では新しい Python を使う。",
    ),
    "from_file": Text(
        "Opened as a file, a page cannot run Python. Serve the pages with {command}, and open this "
        "one there to have your code judged.",
        "ファイルとして開いたページでは Python を実行できない。{command} でページを配信し、"
        "そこで開き直すと判定できる。",
    ),
    "no_script": Text(
        "Writing and judging here needs JavaScript. In a terminal, {command} judges your code, and "
        "{contract} shows how to begin.",
        "ここで書いて判定するには JavaScript が必要である。端末では {command} で判定でき、"
        "{contract} で書き始めの形が分かる。",
    ),
    "right": Text("agrees", "一致"),
    "written": Text(
        "Written and judged right; the map remembers it.",
        "正解。「書けた」として地図に記録した。",
    ),
    "first_wrong": Text("First wrong", "最初に食い違う量"),
    "hints": Text("Hints", "ヒント"),
    "hint_1": Text("Hint 1: what kind of mistake", "ヒント 1 誤りの種類"),
    "hint_2": Text("Hint 2: the cause, and the line", "ヒント 2 原因と行"),
    "hint_3": Text("Hint 3: the right form", "ヒント 3 直した形"),
    "all_hints": Text("Open all", "すべて開く"),
    "cause": Text("Likely cause", "考えられる原因"),
    "mended_form": Text("The right form", "直した形"),
    "line_n": Text("Line {n}", "{n} 行目"),
    "cell_n": Text("cell {cell}, line {n}", "セル {cell} の {n} 行目"),
    "no_kind": Text("None of the kinds that we know.", "既知のどの種類にも当てはまらない。"),
    "no_line": Text("No single line shows as the cause.", "原因となる1行は特定できない。"),
    "trace": Text("Traceback", "トレースバック"),
    "more": Text("More", "くわしく"),
    "took": Text("judged in this browser", "このブラウザの中で判定"),
    # Code of one's own
    "mine_lead": Text(
        "Paste your code, or drop a .py or .ipynb file. It is judged in this page, by the same "
        "judge as in the terminal, and goes nowhere.",
        "コードを貼り付けるか、.py または .ipynb のファイルをここに落とす。"
        "端末と同じ判定がこのページの中で行われ、コードはどこにも送られない。",
    ),
    "mine_title": Text("Have it judged here", "ここで判定する"),
    "mine_terminal": Text("In the terminal", "端末で判定する"),
    "choose_file": Text("Choose a file", "ファイルを選ぶ"),
    "drop": Text("or drop one here", "またはここに落とす"),
    "dropped": Text("{file} is open.", "{file} を開いた。"),
    "bad_file": Text(
        "{file} is neither a .py file nor an .ipynb notebook.",
        "{file} は .py でも .ipynb でもない。",
    ),
    "too_large": Text("{file} is larger than 2 MB.", "{file} は 2 MB を超えている。"),
    "bad_notebook": Text(
        "{file} cannot be read as a notebook.", "{file} をノートブックとして読めない。"
    ),
    "notebook_told": Text(
        "The notebook's code cells; to change it, change the notebook and drop it again.",
        "ノートブックのコードセル。直すときは、ノートブックを直してもう一度落とす。",
    ),
    "object": Text("Object", "対象"),
    "everything": Text("Everything in it", "ファイル全体"),
    "concept": Text("Concept", "項目"),
    "by_name": Text("As its name tells", "名前から判断"),
    "alone": Text(
        "By itself (gradients against its own forward)", "単独で(自身の順伝播の差分と比べる)"
    ),
    "about_site": Text(
        "Deep learning from scratch: read it, write it, have it judged",
        "ゼロから作るディープラーニング。読み、書き、判定する",
    ),
    "empty_mine": Text("Paste your code here", "ここにコードを貼り付ける"),
    "clear_all": Text("Clear", "消す"),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    text = WORDS[key][language]
    return text.format(**values) if values else text


def for_scripts(language: str) -> dict[str, str]:
    """Return every word as the scripts take them, with their places in braces."""
    return {key: text[language].replace("{size}", str(SIZE)) for key, text in WORDS.items()}


def with_code(key: str, language: str, **commands: str) -> Markup:
    """Return a word whose places are commands."""
    made = {name: Markup("<code>{}</code>").format(text) for name, text in commands.items()}
    return Markup(WORDS[key][language]).format(**made)


def as_json(content: Any) -> Markup:
    """Return JSON that can stand in a page's script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
