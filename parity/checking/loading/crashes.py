"""Says why there is no comparison: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parity.checking.loading.names import listed, nearest
from parity.checking.loading.packages import COMMON, searched
from parity.checking.loading.tracebacks import cut
from parity.checking.report import Crash, Report
from parity.describing.concept import Text
from parity.errors import ReaderError

_MAIN_GUARD = Text(
    'Put what trains, prints or plots under `if __name__ == "__main__":`; a check only needs the '
    "definitions.",
    '学習・表示・描画は `if __name__ == "__main__":` の下に置くとよい。検査に要るのは定義だけである。',  # noqa: E501
)
_PACKAGES = {
    "cv2": "opencv-python",
    "PIL": "pillow",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "yaml": "pyyaml",
    "tensorflow": "'dl-parity[keras]'",
    "keras": "'dl-parity[keras]'",
    "torch": "'dl-parity[torch]'",
}
"""What pip calls a package where that is not what Python calls it."""


class LoadError(Exception):
    """The user's code could not be loaded; ``crash`` says why."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(crash.what.en)
        self.crash = crash


class RefusedError(ReaderError):
    """The question cannot be answered as it was put; ``crash`` says why, in both languages."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(" ".join(filter(None, (crash.what.en, crash.hint.en))))
        self.crash = crash


def report_of(crash: Crash, name: str, concept: str | None) -> Report:
    """Return the answer that consists of ``crash``."""
    return Report(object=name, concept=concept or "", verdict="error", crash=crash)


def both(text: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(text, text)


def at_import(error: BaseException, file: str) -> Crash:
    """Say that running ``file`` raised ``error``."""
    if isinstance(error, SyntaxError):
        return syntax_error(error, file)
    if isinstance(error, ImportError):
        return import_failed(error, file)
    if isinstance(error, SystemExit):
        return Crash(
            "exited",
            Text(
                f"{file} ends the process (exit {error.code!r}) when it is imported.",
                f"{file} は読み込みの途中でプロセスを終了させる(終了コード {error.code!r})。",
            ),
            _MAIN_GUARD,
            cut(error),
        )
    kind = type(error).__name__
    return Crash(
        "raised",
        Text(
            f"{file} raised {kind} when it was imported.",
            f"{file} の読み込み中に {kind} が発生した。",
        ),
        _hint_at_import(error),
        cut(error),
    )


def _hint_at_import(error: BaseException) -> Text:
    if isinstance(error, EOFError):
        return Text(
            "Nobody answers input() in a check. " + _MAIN_GUARD.en,
            "検査中の input() に答える人はいない。" + _MAIN_GUARD.ja,
        )
    if isinstance(error, FileNotFoundError):
        return Text(
            "A relative path starts at the folder in which you call parity, as in a script. "
            + _MAIN_GUARD.en,
            "相対パスは、スクリプトと同じく、parity を実行したフォルダから始まる。"
            + _MAIN_GUARD.ja,
        )
    if isinstance(error, NameError) and "get_ipython" in str(error):
        return Text(
            "get_ipython() exists in notebooks alone: check the .ipynb itself, or remove the line.",
            "get_ipython() はノートブックにしかない。.ipynb を検査するか、その行を消すとよい。",
        )
    return _MAIN_GUARD


def import_failed(error: ImportError, file: str) -> Crash:
    """Say which package is missing, or what could not be imported from it."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        hint = Text(
            "Correct the name, or install the version of the package that has it.",
            "名前を直すか、その名前をもつ版のパッケージを入れるとよい。",
        )
        if error.name == "collections":  # where Python had them until 3.9
            hint = Text(
                "Abstract classes such as Hashable are in collections.abc.",
                "Hashable などの抽象クラスは collections.abc にある。",
            )
        return Crash(
            "import_failed",
            Text(f"{file} could not be imported: {error}", f"{file} を読み込めなかった: {error}"),
            hint,
            cut(error),
        )
    top = error.name.partition(".")[0]
    if top not in COMMON and top not in _PACKAGES:
        return _not_beside(error, file, top)
    package = _PACKAGES.get(top, top)
    return Crash(
        "import_failed",
        Text(
            f"{file} imports {error.name}, which is not found.",
            f"{file} が import する {error.name} が見つからない。",
        ),
        Text(
            f"If it is a package: python -m pip install {package}. If it is a file of yours: put "
            "it beside this one, or its folder into PYTHONPATH.",
            f"パッケージなら python -m pip install {package} で入れる。自作のファイルなら、"
            "同じフォルダに置くか、そのフォルダを PYTHONPATH に加える。",
        ),
        cut(error),
    )


def _not_beside(error: ModuleNotFoundError, file: str, top: str) -> Crash:
    """Say that a name that may be the user's own was not found, and where it was looked for."""
    folders = searched()
    where_en = where_ja = ""
    if folders:
        first, last = str(folders[0]), str(folders[-1])
        where_en = f"It was looked for in {first}" + (f" and upwards to {last}" * (first != last))
        where_ja = f"{first}" + (f" から上の {last} まで" * (first != last)) + " で探した"
    return Crash(
        "import_failed",
        Text(
            f"{file} imports {error.name}, which is not found.",
            f"{file} が import する {error.name} が見つからない。",
        ),
        Text(
            f"{where_en + ': ' * bool(where_en)}there is neither {top}.py nor a folder {top} with "
            "Python files. Put it there, or its folder into PYTHONPATH; a package that you "
            "installed is found if parity runs in the same environment.",
            f"{where_ja}{'が、' * bool(where_ja)}{top}.py も、Python ファイルのある"
            f"フォルダ {top} もない。そこに置くか、そのフォルダを PYTHONPATH に加えるとよい。"
            "インストールしたパッケージなら、parity を同じ環境で実行すると見つかる。",
        ),
        cut(error),
    )


def syntax_error(error: SyntaxError, file: str) -> Crash:
    """Say where Python cannot read the code."""
    where = f" (line {error.lineno})" if error.lineno else ""
    where_ja = f"({error.lineno} 行目)" if error.lineno else ""
    return Crash(
        "syntax_error",
        Text(
            f"{file} is not valid Python{where}: {error.msg}.",
            f"{file} は Python の文法に合わない{where_ja}: {error.msg}。",
        ),
        trace=cut(error),
    )


def wrong_encoding(file: str, error: Exception, utf16: bool) -> Crash:
    """Say that the file's bytes are not text in the encoding that it names or should have."""
    en, ja = "Save it as UTF-8", "UTF-8 で保存し直す"
    if not utf16:
        cookie = "# -*- coding: cp932 -*-"
        en += f", or name its encoding in the first line: {cookie}"
        ja += f"か、先頭行に文字コードを書く({cookie})"
    return Crash(
        "wrong_encoding",
        Text(
            f"{file} is not text in the encoding that Python expects: {error}.",
            f"{file} は Python が想定する文字コードで書かれていない: {error}。",
        ),
        Text(f"{en}.", f"{ja}とよい。"),
    )


def not_found(name: str, file: str, defined: Iterable[str], why: Text | None = None) -> Crash:
    """Say that ``file`` has no ``name``, which is nearest, and what it does define."""
    defined = list(defined)
    near = nearest(name, defined)
    hint_en = f"Did you mean {' or '.join(near)}? " if near else ""
    hint_ja = f"{' か '.join(near)} ではないか。" if near else ""
    if defined:
        hint_en += f"It defines {listed(defined)}."
        hint_ja += f"定義されているのは {listed(defined)} である。"
    else:
        hint_en += "It defines no class and no function."
        hint_ja += "クラスも関数も定義されていない。"
    if why:
        hint_en, hint_ja = f"{why.en} {hint_en}", f"{why.ja}{hint_ja}"
    return Crash(
        "not_found",
        Text(f"There is no {name} in {file}.", f"{file} に {name} がない。"),
        Text(hint_en, hint_ja),
    )


def not_callable(name: str, file: str, value: object, defined: Iterable[str]) -> Crash:
    """Say that ``name`` is neither a class nor a function."""
    kind = type(value).__name__
    return Crash(
        "not_callable",
        Text(
            f"{name} in {file} is neither a class nor a function, but of type {kind}.",
            f"{file} の {name} はクラスでも関数でもなく、{kind} である。",
        ),
        Text(
            f"It defines {listed(defined)}.",
            f"定義されているのは {listed(defined)} である。",
        ),
    )


def not_recognised(name: str, target: str, known: Iterable[str]) -> Crash:
    """Say that nobody knows what ``name`` is meant to be, and how to say it."""
    near = nearest(name, known)
    maybe = f" Perhaps {' or '.join(near)}?" if near else ""
    maybe_ja = f"{' か '.join(near)} かもしれない。" if near else ""
    return Crash(
        "not_recognised",
        Text(
            f"What {name} is meant to be does not show from its name.",
            f"{name} が何の実装なのか、名前からは分からない。",
        ),
        Text(
            f"Name the concept: {target}.{maybe} `parity list` shows them all.",
            f"項目を指定するとよい: {target}。{maybe_ja}一覧は `parity list` で見られる。",
        ),
    )


def nothing_recognised(
    file: str, defined: Iterable[str], why: Mapping[str, Text] | None = None
) -> Crash:
    """Say that a file holds nothing that is known by its name, nor that has a gradient.

    Args:
        file: it.
        defined: what it defines.
        why: of each definition, why it was not judged.
    """
    defined = list(defined)
    if not defined:
        return Crash(
            "not_found",
            Text(
                f"{file} defines no class and no function.",
                f"{file} にはクラスも関数も定義されていない。",
            ),
        )
    example = f"parity check {file}::{defined[0]} --as CONCEPT"
    each_en = "; ".join(f"{name}: {text.en.rstrip('.')}" for name, text in (why or {}).items())
    each_ja = "、".join(f"{name}({text.ja.rstrip('。')})" for name, text in (why or {}).items())
    en, ja = (f" {each_en}. " if each_en else "").lstrip(), f"{each_ja}。" if each_ja else ""
    return Crash(
        "not_recognised",
        Text(
            f"Nothing in {file} is recognised by its name; it defines {listed(defined)}.",
            f"{file} に、名前から分かる項目がない。定義されているのは {listed(defined)} である。",
        ),
        Text(
            f"{en}Name one, and what it is meant to be: {example}. `parity list` shows the "
            "concepts.",
            f"{ja}何の実装かを指定するとよい: {example}。項目の一覧は `parity list` で見られる。",
        ),
    )


def bad_hint(said: str) -> Crash:
    """Say which hints there are."""
    return Crash(
        "bad_usage",
        Text(f"There is no hint {said}.", f"ヒント {said} はない。"),
        Text(
            "It is 1 for the first wrong quantity, 2 for the kind of mistake too, or 3 for the "
            "line and its mended form.",
            "1 は最初に食い違う量、2 はさらに誤りの種類、3 はさらに該当する行と直した形を示す。",
        ),
    )


def which_one(file: str, defined: Iterable[str], concept: str) -> Crash:
    """Say that a file defines several things, of which any may be the ``concept``."""
    defined = list(defined)
    return Crash(
        "not_recognised",
        Text(
            f"Which of {file} is the {concept} does not show; it defines {listed(defined)}.",
            f"{file} のどれが {concept} か分からない。{listed(defined)} が定義されている。",
        ),
        Text(
            f"Name it: parity check {file}::{defined[0]} --as {concept}.",
            f"名前を指定するとよい: parity check {file}::{defined[0]} --as {concept}。",
        ),
    )


def raised(error: BaseException, name: str, at: str) -> Crash:
    """Say that the user's code raised what no comparison can go on from."""
    if isinstance(error, SystemExit):
        return Crash(
            "exited",
            Text(
                f"{name} calls sys.exit({error.code!r}){_at(at)}.",
                f"{name} が{_at_ja(at)} sys.exit({error.code!r}) を呼ぶ。",
            ),
            Text(
                "Raise an exception instead, or return.", "例外を送出するか、return で戻るとよい。"
            ),
            cut(error),
        )
    kind = type(error).__name__
    return Crash(
        "raised",
        Text(f"{name} raised {kind}{_at(at)}.", f"{name} が{_at_ja(at)} {kind} を送出した。"),
        Text("", ""),
        cut(error),
    )


def unsendable(name: str, error: Exception) -> Crash:
    """Say that the answer holds an object that only the code's own process knows."""
    kind = f"{type(error).__name__}: {error}"
    return Crash(
        "wrong_result",
        Text(
            f"{name} gives an object that cannot leave its process ({kind}).",
            f"{name} の結果に、別のプロセスへ渡せないオブジェクトがある({kind})。",
        ),
        Text("Return NumPy arrays and numbers.", "NumPy の配列か数値を返すとよい。"),
    )


def timeout(name: str, at: str, seconds: float, trace: str, loading: bool) -> Crash:
    """Say that the code did not finish in time, and in which line it was."""
    hint = Text(
        "Look for a loop that does not end; --timeout (timeout= in Python) gives it more time.",
        "終わらないループがないか見るとよい。時間は --timeout(Python では timeout=)で延ばせる。",
    )
    return Crash(
        "timeout",
        Text(
            f"{name} did not finish within {seconds:g} s{_at(at)}, and was stopped.",
            f"{name} は{_at_ja(at)} {seconds:g} 秒以内に終わらず、止められた。",
        ),
        Text(f"{_MAIN_GUARD.en} {hint.en}", f"{_MAIN_GUARD.ja}{hint.ja}") if loading else hint,
        trace,
    )


def exited(name: str, at: str, code: int, trace: str) -> Crash:
    """Say that the code ended its process."""
    return Crash(
        "exited",
        Text(
            f"{name} ended its process with exit code {code}{_at(at)}.",
            f"{name} が{_at_ja(at)}プロセスを終了させた(終了コード {code})。",
        ),
        Text(
            "Look for os._exit or a library that ends the process.",
            "os._exit や、プロセスを終了させるライブラリの呼び出しがないか見るとよい。",
        ),
        trace,
    )


def crashed(name: str, at: str, how: str, trace: str) -> Crash:
    """Say that the process died: ``how`` is the signal or the system's code."""
    hint = Text(
        "Native code did this: a library, ctypes, or a recursion without an end.",
        "ネイティブコードで起きている。ライブラリ、ctypes、終わりのない再帰を疑うとよい。",
    )
    if how == "SIGKILL":
        hint = Text(
            "The system kills a process that takes too much memory: look at the arrays' sizes.",
            "メモリを使いすぎたプロセスはシステムに止められる。配列の大きさを見るとよい。",
        )
    return Crash(
        "crashed",
        Text(
            f"{name} crashed its process ({how}){_at(at)}.",
            f"{name} が{_at_ja(at)}プロセスを異常終了させた({how})。",
        ),
        hint,
        trace,
    )


def _at(at: str) -> str:
    """Say what the code was at: ``forward, training`` is its forward on the case training."""
    stage, _, case = at.partition(", ")
    if not at:
        return ""
    return f" in {stage}, on the case {case}" if case else f" in {stage}"


def _at_ja(at: str) -> str:
    stage, _, case = at.partition(", ")
    if not at:
        return ""
    return f"ケース {case} の {stage} で" if case else f"{stage} の途中で"
