"""The words of a check's answer and of a contract, in English and Japanese."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from pathlib import Path

from parity.checking.report import Example, Line, Quantity, Report

WORDS: dict[str, tuple[str, str]] = {
    # The headline.
    "agrees": ("{object} agrees with {references}", "{object} は {references} と一致する"),
    "agrees_as": (
        "{object} agrees with {references} as {concept}",
        "{object} は {concept} として {references} と一致する",
    ),
    "our_numpy": ("our NumPy implementation", "本プロジェクトの NumPy 実装"),
    "and": (" and ", "、"),
    "loses": (
        ", but {quantities} loses digits to rounding",
        "。ただし {quantities} は丸め誤差で桁を失っている",
    ),
    "lose": (
        ", but {quantities} lose digits to rounding",
        "。ただし {quantities} は丸め誤差で桁を失っている",
    ),
    "right": (
        "{object} is right, in another convention: {convention}",
        "{object} は別の規約のもとで正しい:{convention}",
    ),
    "right_many": (
        "{object} is right, in {n} other conventions",
        "{object} は正しい。ただし規約が {n} つ異なる",
    ),
    "differs": ("{object} differs", "{object} は一致しない"),
    "wrong": (": {quantity} is wrong", ":{quantity} が食い違う"),
    "wrong_first": (": {quantity} is wrong first", ":最初に食い違うのは {quantity}"),
    "wrong_only": (": only {quantity} is wrong", ":食い違うのは {quantity} だけ"),
    "missing_first": (": it gives no {quantity}", ":{quantity} が得られない"),
    "error_first": (
        ": {quantity} could not be computed",
        ":{quantity} の計算中にエラーが起きた",
    ),
    "imprecise_first": (
        ": {quantity} loses digits to rounding",
        ":{quantity} が丸め誤差で桁を失っている",
    ),
    "not_judged": ("{object} could not be judged", "{object} は判定できなかった"),
    "because": (": {what}", ":{what}"),
    "digits_of": ("{digits} digits", "{digits} 桁"),
    "digit_of_none": ("no digit agrees", "1桁も一致しない"),
    # What it was compared with.
    "judged_as": ("judged as {concept}", "{concept} として判定"),
    "recorded_one": ("1 recorded case", "記録済み 1 ケース"),
    "recorded": ("{n} recorded cases", "記録済み {n} ケース"),
    "live_one": ("1 case computed now", "この場で計算した 1 ケース"),
    "live": ("{n} cases computed now", "この場で計算した {n} ケース"),
    "random_one": ("1 random case", "ランダムな 1 ケース"),
    "random": ("{n} random cases", "ランダムな {n} ケース"),
    "random_too_one": ("1 random one", "ランダムな 1 ケース"),
    "random_too": ("{n} random ones", "ランダムな {n} ケース"),
    "cases_recorded": ("{cases} of {references}", "{references} の{cases}"),
    "cases_live": ("{cases} by {references}", "{references} が{cases}"),
    "seconds": ("{seconds} s", "{seconds} 秒"),
    # The table.
    "quantity": ("quantity", "量"),
    "digits": ("digits", "桁数"),
    "verdict": ("verdict", "判定"),
    "cases": ("cases", "ケース"),
    "worst": ("worst case", "最も悪いケース"),
    "note": ("note", "備考"),
    "agree": ("agrees", "一致"),
    "imprecise": ("imprecise", "精度不足"),
    "differ": ("differs", "不一致"),
    "error": ("error", "エラー"),
    "missing": ("missing", "なし"),
    "off_by": ("off by {error}, allowed {bound}", "誤差 {error}、許容値 {bound}"),
    "off_by_alone": ("off by {error}", "誤差 {error}"),
    "agree_too": (
        "… and {n} more that agree, to {digits} digits or more",
        "…ほか {n} 件は {digits} 桁以上一致",
    ),
    "agree_too_uncounted": ("… and {n} more that agree", "…ほか {n} 件は一致"),
    "wrong_too": ("… and {n} more that do not agree", "…ほか {n} 件が不一致"),
    # The sections.
    "cause": ("Likely cause", "考えられる原因"),
    "causes": ("Likely causes", "考えられる原因"),
    "no_cause": (
        "This looks like none of the mistakes that we know.",
        "既知の誤りのどれにも当てはまらない。",
    ),
    "start_there": (
        "Start from the example below.",
        "下の例から調べるとよい。",
    ),
    "ours": ("ours:", "本実装:"),
    "example": (
        "The smallest example that still fails ({quantity})",
        "不一致が残る最小の例({quantity})",
    ),
    "convention": (
        "Convention that your code follows, and was judged by",
        "コードが従っている規約(これに合わせて判定した)",
    ),
    "conventions": (
        "Conventions that your code follows, and was judged by",
        "コードが従っている規約(これらに合わせて判定した)",
    ),
    "remarks": ("Also worth knowing", "補足"),
    "trace": ("Traceback, your own lines", "トレースバック(自分のコードの行)"),
    "printed": ("Your code printed", "コードの出力"),
    "line_more": ("… and 1 more line", "…ほか 1 行"),
    "lines_more": ("… and {n} more lines", "…ほか {n} 行"),
    # The contract.
    "contract": (
        "What is accepted as {concept}: {title}",
        "{concept} として受け付けるコード:{title}",
    ),
    "one_will_do": (
        "Any one of these will do. Classes and functions may have names of their own, and what "
        "has a default may be left out: the code is then judged with the value that it holds.",
        "次のどの形でもよい。クラスや関数の名前は自由である。既定値のある引数は省いてもよく、"
        "そのときはコードの中の値のもとで判定する。",
    ),
    "names_are_free": (
        "It may have a name of its own, and what has a default may be left out: the code is then "
        "judged with the value that it holds.",
        "名前は自由である。既定値のある引数は省いてもよく、"
        "そのときはコードの中の値のもとで判定する。",
    ),
    "shape_ours": ("A class as in this project", "本プロジェクトの形のクラス"),
    "shape_book": (
        'A class as in the book "Deep Learning from Scratch"',
        "『ゼロから作る Deep Learning』の形のクラス",
    ),
    "shape_lists": (
        "A class with lists, as in that book's second volume",
        "その第2巻の形のクラス(params と grads はリスト)",
    ),
    "shape_pair": (
        "A forward and a backward function, as in cs231n",
        "forward と backward の関数の組(cs231n の形)",
    ),
    "shape_derivative": ("A function and its derivative", "関数とその導関数"),
    "shape_forward": ("A function, forward only", "順伝播だけの関数"),
    "shape_loss_function": ("A function that returns the loss", "損失を返す関数"),
    "shape_loss_and_gradient": (
        "A function that returns the loss and its gradient, as in cs231n",
        "損失と勾配を返す関数(cs231n の形)",
    ),
    "shape_optimizer_class": (
        "A class with update(params, grads), as in the book and in this project",
        "update(params, grads) を持つクラス(書籍や本プロジェクトの形)",
    ),
    "shape_optimizer_function": (
        "A function that updates one array, as in cs231n",
        "配列1つを更新する関数(cs231n の形)",
    ),
    "shape_of_shape": ("A function of the shape", "形状を受け取る関数"),
    "shape_of_sizes": (
        "A function of the numbers of inputs and outputs",
        "入力数と出力数を受け取る関数",
    ),
    "shape_initializer": ("A class whose objects are called", "呼び出して使うクラス"),
    "shape_function": ("A function with these arguments", "次の引数を取る関数"),
    "shape_network": (
        'A class as in the book "Deep Learning from Scratch"',
        "『ゼロから作る Deep Learning』の形のクラス",
    ),
    "shape_torch": ("A PyTorch Module", "PyTorch の Module"),
    "shape_keras": ("A Keras layer", "Keras のレイヤ"),
    "filled_by_backward": ("filled by backward", "backward で埋める"),
    "in_place": (
        "dicts (or lists) of arrays",
        "配列の辞書(リストでもよい)",
    ),
    "kept_in_config": (
        "config holds {names} and what is kept between steps",
        "config には {names} と、ステップ間で保つ状態が入る",
    ),
    "dictionary": (
        "{parameter} is a dictionary: {names}. ",
        "{parameter} は辞書で、{names} が入る。",
    ),
    "or_arguments": ("Arguments of their own will do too.", "個別の引数にしてもよい。"),
    "elementwise": ("element by element", "要素ごと"),
    "class_scores": ("class scores, before the softmax", "softmax を通す前のスコア"),
    "one_hot_labels": ("t (N, n_classes), one-hot", "t (N, n_classes)、one-hot"),
    "softmax_loss": (
        "softmax and cross-entropy, the mean over the batch",
        "softmax と交差エントロピー(バッチ平均)",
    ),
    "same_keys": ("a dict with the keys of params", "params と同じキーの辞書"),
    "quantities": ("What is compared", "比較する量"),
    "distribution": ("{name}, in distribution", "{name}(分布で比較)"),
    "by_steps": ("{name} after every step", "各ステップ後の {name}"),
    "understood": ("Other names that are understood", "ほかに通じる名前"),
    "command": ("To have it judged", "判定するには"),
    "other_names": (
        "Where yours has still another name, add",
        "それ以外の名前を使うときに加えるもの",
    ),
}
"""Each word: (English, Japanese)."""

ABOUT_SHAPES: tuple[tuple[str, str], ...] = (
    (r"scalar, or as (\w+) without a reduction", r"スカラー(縮約しないなら \1 と同じ形)"),
    (r"scalar, or (\(.*\)) without a reduction", r"スカラー(縮約しないなら \1)"),
    (r"any with one slope, else (\(.*\))", r"傾きが1つなら任意の形、そうでなければ \1"),
    (r"any with the axis of the classes", "クラスの軸を持つ任意の形"),
    (r"any, n elements", "任意の形(要素数 n)"),
    (r", from 0 to 1", "、0 以上 1 以下"),
    (r", or ", "、または "),
    (r"class numbers", "クラス番号"),
    (r"an integer", "整数"),
    (r"\bas (\w+)", r"\1 と同じ形"),
    (r" or ", " または "),
    (r"\bany\b", "任意の形"),
    (r"\bscalar\b", "スカラー"),
)
"""How the shapes of a concept read in Japanese: patterns, tried one after another."""

MOST_CAUSES = 3
MOST_PRINTED = 8

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CAPITAL = re.compile(r"^(It|Its|The|There|This|That|No|Nothing|A|An)\b")


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    return WORDS[key][language == "ja"].format(**values)


def counted(key: str, n: int, language: str) -> str:
    """Return ``key`` for ``n`` of something; English has another word for one."""
    return word(f"{key}_one" if n == 1 else key, language, n=n)


def listed(names: Sequence[str], language: str) -> str:
    """Return ``names`` as a sentence has them: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return _separator(language).join(names[:-1]) + word("and", language) + names[-1]


def about_shape(shape: str, language: str) -> str:
    """Return what a concept says about an array's shape, in ``language``."""
    if language != "ja":
        return re.sub(r"\bany\b", "of any shape", shape)
    for pattern, japanese in ABOUT_SHAPES:
        shape = re.sub(pattern, japanese, shape)
    return shape


def cleaned(text: str) -> str:
    """Return ``text`` without what a terminal would obey: escape sequences, control characters."""
    text = _ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
    return _CONTROL.sub("", text).encode("utf-8", "backslashreplace").decode("utf-8")


def mark(report: Report) -> str:
    """Return ✔, ✘ or !."""
    return {"agrees": "✔", "differs": "✘"}.get(report.verdict, "!")


def headline(report: Report, language: str) -> str:
    """Return the answer in one sentence and one line, without its mark."""
    if report.verdict == "agrees":
        sentence = _agreement(report, language)
    elif report.verdict == "differs":
        sentence = _difference(report, language)
    else:
        sentence = word("not_judged", language, object=report.object)
        if report.crash and report.crash.what[language].strip():
            sentence += word("because", language, what=_within_a_sentence(report, language))
    return " ".join(sentence.split())


def _within_a_sentence(report: Report, language: str) -> str:
    """Return what happened, as it goes on after a colon: the object was named already."""
    assert report.crash
    what = report.crash.what[language].strip()
    for particle in ("が", "は") if language == "ja" else (" ",):
        named = report.object + particle
        if report.object and what.startswith(named) and len(what) > len(named):
            return what[len(named) :] if language == "ja" else f"it {what[len(named) :]}"
    return _CAPITAL.sub(lambda found: found[0].lower(), what) if language == "en" else what


def _agreement(report: Report, language: str) -> str:
    if report.conventions:
        if len(report.conventions) == 1:
            text = report.conventions[0].text[language]
            sentence = word("right", language, object=report.object, convention=text)
        else:
            n = len(report.conventions)
            sentence = word("right_many", language, object=report.object, n=n)
    else:
        references = listed(report.references, language) or word("our_numpy", language)
        other = report.concept and report.concept != report.object
        sentence = word(
            "agrees_as" if other else "agrees",
            language,
            object=report.object,
            references=references,
            concept=report.concept,
        )
        digits = _least_digits(report, language)
        cases = _separator(language).join(_cases(report, language))
        sentence += _bracketed([digits, cases], language)
    imprecise = [q.quantity for q in report.quantities if q.verdict == "imprecise"]
    if imprecise and len(report.conventions) != 1:
        key = "loses" if len(imprecise) == 1 else "lose"
        sentence += word(key, language, quantities=listed(imprecise[:3], language))
    return sentence


def _difference(report: Report, language: str) -> str:
    sentence = word("differs", language, object=report.object)
    first = first_wrong(report)
    if first is None:
        return sentence
    name = report.first_wrong or first.quantity
    key = f"{first.verdict}_first"
    if first.verdict in ("differ", "agree"):
        wrong = [q for q in report.quantities if q.verdict != "agree"]
        key = "wrong_first" if len(wrong) > 1 else "wrong_only"
        if len(report.quantities) == 1:
            key = "wrong"
    sentence += word(key, language, quantity=name)
    digits = "" if first.digits is None else digits_in_words(first.digits, language)
    return sentence + _bracketed([digits], language)


def _separator(language: str) -> str:
    return "、" if language == "ja" else ", "


def _bracketed(parts: Sequence[str], language: str) -> str:
    """Return the parts in brackets, for the end of a sentence, or nothing."""
    parts = [part for part in parts if part]
    if not parts:
        return ""
    return f"({'、'.join(parts)})" if language == "ja" else f" ({'; '.join(parts)})"


def _least_digits(report: Report, language: str) -> str:
    counted_digits = [q.digits for q in report.quantities if q.digits is not None]
    return digits_in_words(min(counted_digits), language) if counted_digits else ""


def _cases(report: Report, language: str) -> list[str]:
    """Return how many cases were judged, in words."""
    found = []
    if report.cases:
        found.append(counted("live" if report.live else "recorded", report.cases, language))
    if report.random_cases:
        key = "random_too" if report.cases else "random"
        found.append(counted(key, report.random_cases, language))
    return found


def digits_in_words(digits: float, language: str) -> str:
    """Return such as "1.3 digits"."""
    shown = digits_shown(digits)
    if shown == "0.0":
        return word("digit_of_none", language)
    return word("digits_of", language, digits=shown)


def digits_shown(digits: float | None) -> str:
    """Return the agreed digits with one decimal; a dash where they cannot be counted."""
    if digits is None or not math.isfinite(digits):
        return "–"
    return f"{max(digits, 0.0):.1f}"


def first_wrong(report: Report) -> Quantity | None:
    """Return the row that the report calls the first to go wrong, else the first that is."""
    name = report.first_wrong
    wrong = [q for q in report.quantities if q.verdict != "agree"]
    for row in [*wrong, *report.quantities]:
        # Where there are steps, the report names them too: "W, step 3" is in the row of W.
        if name and (row.quantity == name or re.match(re.escape(row.quantity) + r"[^\w.]", name)):
            return row
    return wrong[0] if wrong else None


def context(report: Report, language: str) -> list[str]:
    """Return what stands below the headline: what the code is, and what it was compared with."""
    parts = []
    told = report.verdict == "agrees" and not report.conventions
    if not told and report.concept and report.concept != report.object:
        parts.append(word("judged_as", language, concept=report.concept))
    parts.append(report.shape[language])
    if report.seconds > 0:
        parts.append(word("seconds", language, seconds=f"{report.seconds:.1f}"))
    if not told:
        cases = _cases(report, language)
        if report.cases and report.references:
            references = listed(report.references, language)
            key = "cases_live" if report.live else "cases_recorded"
            cases[0] = word(key, language, cases=cases[0], references=references)
        parts.append(_separator(language).join(cases))
    return [part for part in parts if part]


def note_of(row: Quantity, language: str) -> str:
    """Return what there is to say about a row: how far it is off, and its note."""
    parts = []
    error, bound = row.max_abs_error, row.bound
    if row.verdict in ("differ", "imprecise") and error is not None and math.isfinite(error):
        if bound is None:
            parts.append(word("off_by_alone", language, error=f"{error:.1e}"))
        else:
            parts.append(word("off_by", language, error=f"{error:.1e}", bound=f"{bound:.1e}"))
    if row.note[language]:
        parts.append(row.note[language])
    return ("。" if language == "ja" else "; ").join(parts)


def place(line: Line) -> str:
    """Return where a line is, such as ``my_layers.py:41``, seen from the current folder."""
    file = line.file
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        file = str(path.relative_to(Path.cwd()))
    return f"{file}:{line.number}" if line.number > 0 else file


def example_code(example: Example) -> str:
    """Return the inputs, the user's result and the right one as Python that runs as it stands."""
    parts = [example.code.strip("\n")]
    for name, literal in (("yours", example.yours), ("expected", example.expected)):
        if not literal.strip():
            continue
        assignment = f"{name} = {literal.strip()}"
        try:
            ast.parse(assignment)
        except (SyntaxError, ValueError):  # told in words, such as an exception
            assignment = "\n".join(f"# {line}" for line in f"{name}: {literal}".splitlines())
        parts.append(assignment)
    return "\n".join(part for part in parts if part)


def shown_rows(rows: Sequence[Quantity], most: int = 16) -> tuple[list[Quantity], list[Quantity]]:
    """Return the rows worth a line, in order, and those that a count will do for.

    A network has dozens of quantities. What is wrong comes first, then what agrees least.
    """
    if len(rows) <= most:
        return list(rows), []
    ranked = sorted(
        range(len(rows)),
        key=lambda i: (
            rows[i].verdict == "agree",
            (rows[i].digits or 0.0) if rows[i].verdict == "agree" else i,
        ),
    )
    chosen = set(ranked[:most])
    shown = [row for i, row in enumerate(rows) if i in chosen]
    return shown, [row for i, row in enumerate(rows) if i not in chosen]


def rest_of_rows(rest: Sequence[Quantity], language: str) -> list[str]:
    """Return a line on those that are not shown, for each kind."""
    lines = []
    wrong = [row for row in rest if row.verdict != "agree"]
    agreeing = [row for row in rest if row.verdict == "agree"]
    if wrong:
        lines.append(word("wrong_too", language, n=len(wrong)))
    if agreeing:
        digits = [row.digits for row in agreeing if row.digits is not None]
        n = len(agreeing)
        if digits:
            least = digits_shown(min(digits))
            lines.append(word("agree_too", language, n=n, digits=least))
        else:
            lines.append(word("agree_too_uncounted", language, n=n))
    return lines


def lines_left(n: int, language: str) -> str:
    """Return that there are ``n`` more lines."""
    return word("line_more" if n == 1 else "lines_more", language, n=n)
