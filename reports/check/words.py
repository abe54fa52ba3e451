"""The words of a check's answer and of a contract, in English and Japanese."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS: dict[str, tuple[str, str]] = {
    # The headline.
    "agrees": (
        "{object}|agrees|{within}|with|{references}|{role}",
        "{object}|は|{role}|{within}|{references}|と一致する",
    ),
    "role": ("as {concept}", "{concept}|として"),
    "our_numpy": ("our NumPy implementation", "本プロジェクトの NumPy 実装"),
    "own_forward": (
        "finite differences of its own forward",
        "自分自身の順伝播の有限差分",
    ),
    "agrees_alone": (
        "{object}, judged by itself: its gradients agree with finite differences of its own "
        "forward",
        "{object}(単独で判定): 勾配は自身の forward の差分と一致する",
    ),
    "passed": ("{object} was not judged", "{object} は判定の対象外"),
    "and": (" and ", "、"),
    "loses": (
        ", but {quantities} loses digits to rounding",
        "。ただし {quantities} は丸め誤差で桁を失っている",
    ),
    "lose": (
        ", but {quantities} lose digits to rounding",
        "。ただし {quantities} は丸め誤差で桁を失っている",
    ),
    "qualified": ("{object}|agrees|{within}", "{object}|は|{within}|一致する"),
    "differs": ("{object} differs", "{object} は一致しない"),
    "wrong": (": {quantity} is wrong", ":{quantity} が食い違う"),
    "wrong_first": (": {quantity} is wrong first", ":最初に食い違うのは {quantity}"),
    "wrong_only": (": only {quantity} is wrong", ":食い違うのは {quantity} だけ"),
    "at_step": (", at step {step}", "{quantity} のステップ {step}"),
    "second_call": (" (second call)", "(2回目の呼び出し)"),
    "missing_first": (": it gives no {quantity}", ":{quantity} が得られない"),
    "error_first": (
        ": {quantity} could not be computed",
        ":{quantity} の計算中にエラーが起きた",
    ),
    "imprecise_first": (
        ": {quantity} loses digits to rounding",
        ":{quantity} が丸め誤差で桁を失っている",
    ),
    "cannot_judge": ("{object} cannot be judged", "{object} は判定できない"),
    "not_judged": ("{object} is not judged", "{object} は判定の対象外"),
    "because": (": {what}", ":{what}"),
    "digits_of": ("{digits} digits", "{digits} 桁"),
    "digit_of_none": ("no digit agrees", "1桁も一致しない"),
    # What it was compared with.
    "alone_told": ("judged by itself", "単独で判定"),
    "alone": (
        "judged by itself, against finite differences of its own forward",
        "単独で判定(自分自身の順伝播の有限差分と比較)",
    ),
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
    "no_cause_raised": (
        "No mistake that we know explains what was raised. Start from the line that raised it.",
        "発生したエラーは既知の誤りのどれにも当てはまらない。エラーが出た行から調べるとよい。",
    ),
    "start_there": (
        "Start from the example below.",
        "下の例から調べるとよい。",
    ),
    "hint_kind": ("Kind of mistake", "誤りの種類"),
    "hint_next": (
        "Hint {level} tells {more}.",
        "ヒント {level} で{more}が分かる。",
    ),
    "hint_more_2": ("the kind of mistake", "誤りの種類"),
    "hint_more_3": ("the line and its mended form", "該当する行と直した形"),
    "hint_no_kind": (
        "No kind of mistake that we know gives these numbers.",
        "この数値になる既知の誤りはない。",
    ),
    "ours": ("ours:", "本実装:"),
    "mended": ("mended:", "直した形:"),
    "limits": ("Its domain", "対象範囲"),
    "not_written_for": (
        "It was not written for what follows, and is not judged on it:",
        "次の制限があるため、それを外れる入力は判定に含めていない:",
    ),
    "reading": ("How your code was read", "コードの読み取り方"),
    "understood": ("Understood", "分かったこと"),
    "to_write": ("What to write", "書き方"),
    "form_understood": (
        "a form that is understood as {concept}:",
        "{concept} として受け付ける形:",
    ),
    # A whole file.
    "object": ("name", "名前"),
    "concept": ("concept", "項目"),
    "reason": ("first wrong, or why", "最初に食い違う量・理由"),
    "then": (": ", ":"),
    "of_a_file": ("{file}: {counts}", "{file}:{counts}"),
    "n_agrees": ("{n} agree", "一致 {n} 件"),
    "n_agrees_one": ("1 agrees", "一致 1 件"),
    "n_differs": ("{n} differ", "不一致 {n} 件"),
    "n_differs_one": ("1 differs", "不一致 1 件"),
    "n_error": ("{n} cannot be judged", "判定できない {n} 件"),
    "n_error_one": ("1 cannot be judged", "判定できない 1 件"),
    "n_passed": ("{n} are not judged", "対象外 {n} 件"),
    "n_passed_one": ("1 is not judged", "対象外 1 件"),
    "by_itself": ("by itself", "単独"),
    "more_on_one": (
        "More on one of them: parity check {target}",
        "個別に詳しく見るには: parity check {target}",
    ),
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
    "understood_names": ("Other names that are understood", "ほかに通じる名前"),
    "command": ("To have it judged", "判定するには"),
    "other_names": (
        "Where yours has still another name, add",
        "それ以外の名前を使うときに加えるもの",
    ),
}
"""Each word: (English, Japanese)."""

ABOUT_SHAPES: tuple[tuple[str, str], ...] = (
    (r"logits of the student", "生徒のロジット"),
    (r"logits of the teacher", "教師のロジット"),
    (r"\(N,\) probabilities with a threshold", "閾値を使うなら (N,) 確率"),
    (r"numbers of examples", "データの番号または件数"),
    (r"(\(C,\)) along the axis", r"軸に沿った \1"),
    (r"scalar, or as (\w+) without a reduction", r"スカラー(縮約しないなら \1 と同じ形)"),
    (r"scalar, or (\(.*\)) without a reduction", r"スカラー(縮約しないなら \1)"),
    (r"any with one slope, else (\(.*\))", r"傾きが1つなら任意の形、そうでなければ \1"),
    (r"any, an even number along the axis", "任意の形(その軸の要素数は偶数)"),
    (r"as (\w+), half as many along the axis", r"\1 と同じ形(その軸の長さだけ半分)"),
    (r"any with the axis of the classes", "クラスの軸を持つ任意の形"),
    (r"as (\w+) without the axis", r"\1 からその軸を除いた形"),
    (r"any, probabilities along the axis", "任意の形、指定した軸に沿って確率"),
    (r"any: the predicted class of each pixel", "任意の形、各画素の予測クラス"),
    (r"as (\w+), of -1 and 1 or of 0 and 1", r"\1 と同じ形、値は -1 と 1、または 0 と 1"),
    (r"logits of following and of not", "「続く」と「続かない」のロジット"),
    (r"0 if it follows, 1 if not", "続くなら 0、続かないなら 1"),
    (r"the axes of a, then those of b", "a の軸のあとに b の軸"),
    (r"numbers of boxes, the best first", "矩形の番号、良い順"),
    (r", which sums to 1 over both", "、2つの軸についての和は 1"),
    (r"as (\w+), not negative", r"\1 と同じ形、0 以上"),
    (r"log-probabilities", "対数確率"),
    (r"each as its input", "それぞれの入力と同じ形"),
    (r": the maps L", "、マップ L"),
    (r": one for each epoch", "、エポックごとに1つ"),
    (r"any, n elements", "任意の形(要素数 n)"),
    (r"labels, none of them the blank", "ラベル(空白は含まない)"),
    (r"probabilities or logits, or (\(.*\)) losses", r"確率かロジット、または損失 \1"),
    (r"the numbers of the right words", "正解の単語の番号"),
    (
        r"(?:the )?numbers of words of the replies, a first word before them",
        "応答の単語の番号(先頭に開始の単語が付く)",
    ),
    (r"(?:the )?numbers of words: M utterances of each dialogue", "対話ごとに M 発話の単語の番号"),
    (r"of the utterances", "各発話の長さ"),
    (r"\(N,\) of x", "(N,) x の各系列の長さ"),
    (r"token numbers", "トークンの番号"),
    (r"or (\(D,\)) for one", r"1つだけなら \1"),
    (r"standard normal", "標準正規分布の乱数"),
    (r"mu and log v side by side", "mu と log v を横に並べたもの"),
    (r"as of dot-product attention, with n_hidden units", "内積注意と同じ形(ユニット数 n_hidden)"),
    (r"those of a_k first", "前半が a_k の行"),
    (r"broadcast to ((?:\(.*\), or )?\(.*\))", r"\1 にブロードキャストする"),
    (r"as of the blocks?", "各ブロックと同じ形"),
    (r"(?:the )?numbers of words", "単語の番号"),
    (r"as of the (layer|cell)", "各層と同じ形"),
    (r"as of an LSTM", "LSTM と同じ形"),
    (
        r"\[t, w\] the logits of the next word after w at step t; or a function",
        "[t, w] は単語 w の次のロジット。関数も可",
    ),
    (r"1 where an episode ends", "エピソードが終わる時刻で 1"),
    (r"the value after the last step", "最後の時刻より後の価値"),
    (r"of each action in the next state", "次の状態での各行動の価値"),
    (r"1 where (?:the|an) episode ended", "エピソードが終わったとき 1"),
    (r"the action that counts", "価値を使う行動"),
    (r"the best one if left out", "省略すると最良の行動"),
    (r"drawn from 0 to 1", "0 から 1 までの乱数"),
    (r"drawn actions", "無作為に選んだ行動"),
    (r"of each transition", "各遷移のもの"),
    (r"a value for each state and action", "状態と行動ごとの価値"),
    (r"the error of each step", "各ステップの誤差"),
    (r"the probability of each next state", "次の状態それぞれの確率"),
    (r"on average", "平均の報酬"),
    (r"the probability of each action", "各行動の確率"),
    (r"of the policy at each step", "各時刻での方策のもの"),
    (r"the action that was taken", "取った行動"),
    (r"the return from the step on", "その時刻以降の収益"),
    (r"what was expected", "期待していた値"),
    (r"0 if left out", "省略すると 0"),
    (r"the critic's value of each state", "各状態に対する Critic の価値"),
    (r"the critic's value after the last step", "最後の時刻の次の状態に対する Critic の価値"),
    (r"so are its three parts", "3つの内訳も同じ"),
    (r"the actor, x = s W", "Actor の重み。x = s W"),
    (r"the critic, v = s w", "Critic の重み。v = s w"),
    (r"of m rollouts", "m 回分の経験の状態"),
    (r"after each rollout", "各経験の次の状態"),
    (r"whose rollout it is", "どのワーカーの経験か"),
    (r"the loss of each (?:rollout|step)", "それぞれの損失"),
    (r"of k transitions, the oldest first", "k 個の遷移を古い順に並べたもの"),
    (r"places in the memory", "メモリの中の位置"),
    (r"k batches of N transitions", "N 個の遷移からなるバッチ k 個"),
    (r"the hidden layer", "隠れ層"),
    (r"the output layer", "出力層"),
    (r"of each step", "各時刻のもの"),
    (r"the best first", "良い順"),
    (r"padded with -1", "-1 で埋める"),
    (r"a leaf's position, or (\{.*\})", r"葉の位置、または \1"),
    (r"\bintegers\b", "整数"),
    (r"\bpeeky\b", "peeky なら"),
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


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    return WORDS[key][language == "ja"].format(**values)


def joined(key: str, language: str, **values: object) -> str:
    """Return a word whose parts stand between bars: with spaces where the language has them.

    Japanese has them between its own characters and others only; a part may be empty.
    """
    sentence = ""
    # What is filled in may hold a bar of its own.
    parts = [part.format(**values) for part in WORDS[key][language == "ja"].split("|")]
    for part in filter(None, parts):
        apart = language != "ja" or (sentence[-1:].isascii() != part[:1].isascii())
        sentence += " " * (apart and bool(sentence)) + part
    return sentence


def counted(key: str, n: int, language: str) -> str:
    """Return ``key`` for ``n`` of something; English has another word for one."""
    return word(f"{key}_one" if n == 1 else key, language, n=n)


def separator(language: str) -> str:
    """Return what stands between two things in a row."""
    return "、" if language == "ja" else ", "


def listed(names: Sequence[str], language: str) -> str:
    """Return ``names`` as a sentence has them: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return separator(language).join(names[:-1]) + word("and", language) + names[-1]


def about_shape(shape: str, language: str) -> str:
    """Return what a concept says about an array's shape, in ``language``."""
    if language != "ja":
        return re.sub(r"\bany\b", "of any shape", shape)
    for pattern, japanese in ABOUT_SHAPES:
        shape = re.sub(pattern, japanese, shape)
    return shape
