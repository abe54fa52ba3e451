"""The words of the study pages, in English and Japanese."""

from __future__ import annotations

from parity.describing.concept import Text
from reports.site.text.page_words import PAGE_WORDS

GROUPS: dict[str, Text] = {
    "activations": Text("Activation functions", "活性化関数"),
    "losses": Text("Loss functions", "損失関数"),
    "information": Text("Information theory", "情報理論"),
    "metrics": Text("Metrics", "性能指標"),
    "gradients": Text("Gradients", "勾配"),
    "initializers": Text("Initial weights", "重みの初期値"),
    "regularizers": Text("Regularization", "正則化"),
    "layers": Text("Layers", "層"),
    "recurrent": Text("Recurrent layers", "再帰型の層"),
    "embedding": Text("Word embeddings", "単語の埋め込み"),
    "optimizers": Text("Optimizers", "最適化手法"),
    "networks": Text("Networks", "ネットワーク"),
    "models": Text("Sequence models", "系列のモデル"),
    "attention": Text("Attention and the Transformer", "アテンションとTransformer"),
    "transformer": Text("Transformer networks", "Transformerのネットワーク"),
    "generative": Text("Generative models", "生成モデル"),
    "reinforcement": Text("Reinforcement learning", "強化学習"),
    "vision": Text("Detection and segmentation", "物体検出と領域分割"),
    "training": Text("Training", "学習の進め方"),
    "augmentation": Text("Data augmentation", "データ拡張"),
    "explanation": Text("Explaining a network", "判断根拠の説明"),
    "mathematics": Text("Mathematics", "数学"),
    "exam": Text("The exam's functions", "試験で問われる関数"),
}
"""The title of each group; a group without one is called by its name."""

QUANTITY_ROLES: dict[str, Text] = {
    "forward": Text("forward", "順伝播"),
    "gradient": Text("gradient", "勾配"),
    "state": Text("state", "状態"),
    "steps": Text("steps", "ステップ"),
    "distribution": Text("distribution", "分布"),
}

WORDS: dict[str, Text] = {
    # Every page
    "site": Text("dl-parity", "dl-parity"),
    "skip": Text("Skip to the content", "本文へ移動"),
    "menu": Text("Pages", "ページ"),
    "concepts": Text("Concepts", "項目一覧"),
    "exam": Text("Mock exam", "模擬試験"),
    "sheets": Text("Question sheets", "問題用紙"),
    "experiments": Text("Experiments", "実験"),
    "claims": Text("Claims", "主張の検証"),
    "check": Text("Check your code", "自分のコードを検証"),
    "search": Text("Search", "検索"),
    "search_hint": Text("Search, e.g. learning rate", "さがす 例:勾配消失"),
    "search_none": Text("Nothing is called so.", "該当する項目はない。"),
    "other_language": Text("日本語", "English"),
    "theme": Text("Light or dark", "明暗の切り替え"),
    "made_from": Text(
        "Made from the sources and from results of {created}, with {versions}.",
        "ソースコードと {created} の検証結果から生成。{versions}。",
    ),
    "on_this_page": Text("On this page", "このページの内容"),
    "previous": Text("Previous", "前"),
    "next": Text("Next", "次"),
    # Index
    "verdict": Text(
        "{agree} comparisons agree; {declared} differ by a declared convention and as declared.",
        "{agree} 件の比較が一致。{declared} 件は仕様の違いとして明記した差で、記載どおりだった。",
    ),
    "verdict_bad": Text(
        "{wrong} comparisons do not agree; {agree} agree, {declared} differ as declared.",
        "{wrong} 件の比較が一致しない。一致 {agree} 件、記載どおりの差 {declared} 件。",
    ),
    "matrix": Text("Digits of agreement", "一致する桁数"),
    "matrix_about": Text(
        "The least number of decimal digits, over all quantities and cases, to which two results "
        "agree in float64. 16.0 is equality to the bit; = stands for counts and zeros that must be "
        "equal; – was not compared.",
        "float64 の2つの結果が一致する十進桁数の、すべての量とケースにわたる最小値。"
        "16.0 はビット単位の一致、= は完全に等しくなければならない個数や 0、– は比較対象外。",
    ),
    "concept": Text("concept", "項目"),
    "numpy_torch": Text("NumPy–PyTorch", "NumPy–PyTorch"),
    "numpy_keras": Text("NumPy–Keras", "NumPy–Keras"),
    "torch_keras": Text("PyTorch–Keras", "PyTorch–Keras"),
    "numpy_differences": Text("NumPy–finite differences", "NumPy–数値微分"),
    "n_differences": Text("conventions", "規約の違い"),
    "n_questions": Text("questions", "問題"),
    "index_claims": Text(
        "Which of the figures and claims in course reports hold up, measured on MNIST.",
        "受講者のレポートにある数値や主張のうち、どれが成り立つかを MNIST で測った結果。",
    ),
    "index_experiments": Text(
        "The course's experiments in three frameworks: same weights, same batches, many seeds.",
        "講座の実験を3つのフレームワークで再現。同じ重み、同じバッチ、多数のシード。",
    ),
    # Concept page
    "why": Text("What it is for", "なぜ必要か"),
    "syllabus": Text("Syllabus", "シラバス"),
    "examined_yes": Text("examined", "出題範囲"),
    "examined_mixed": Text("examined in part", "一部が出題範囲"),
    "examined_grey": Text("not examined", "出題範囲外"),
    "needs": Text("To know first", "前提"),
    "derivation": Text("Deriving the gradient", "勾配の導出"),
    "sec_derivation": Text("Where the equation comes from", "式の導出"),
    "checked": Text("Check:", "確認:"),
    "identities": Text("Identities", "恒等関係"),
    "identities_about": Text(
        "The same in other words: every run computes both sides with NumPy, gradients included.",
        "別の項目による言い換え。実行のたびに、両辺を勾配も含めて NumPy で計算し、比べている。",
    ),
    "identity_digits": Text("agrees to {digits} digits", "{digits} 桁一致"),
    "identity_unmeasured": Text("not measured in this run", "この実行では測っていない"),
    "identity_fails": Text("does not hold in this run", "この実行では成り立っていない"),
    "equation": Text("Equation", "式"),
    "shapes": Text("Shapes", "形状"),
    "arguments": Text("Arguments", "引数"),
    "argument": Text("argument", "引数"),
    "meaning": Text("meaning", "意味"),
    "sources": Text("Source", "出典"),
    "code": Text("Three implementations", "3つの実装"),
    "code_about": Text(
        "Point at a name, and its twins light up in all three, and in the equation.",
        "名前を指すと、3つの実装と式の中で対応する名前が強調される。",
    ),
    "names": Text("Names that the three share", "3つに共通する名前"),
    "framework": Text("Framework", "フレームワーク"),
    "show_framework": Text("Show the code of", "表示する実装"),
    "row_setup": Text("Set up", "準備"),
    "row_forward": Text("Forward", "順伝播"),
    "row_backward": Text("Backward", "逆伝播"),
    "row_rest": Text("Supporting methods", "補助メソッド"),
    "row_step": Text("One step", "1ステップの更新"),
    "row_width": Text("How wide it draws", "分布の幅"),
    "row_function": Text("The function", "関数"),
    "row_penalty": Text("Penalty", "罰則項"),
    "row_loss": Text("Loss", "損失"),
    "inherited": Text("Inherited from", "継承元:"),
    "autograd": Text("Autograd finds it:", "自動微分で求める:"),
    "flat": Text(
        "The function is flat, so autograd has nothing to follow: the gradient is 0.",
        "関数が平らなので自動微分がたどるものはなく、勾配は 0 である。",
    ),
    "nothing_here": Text("Nothing needed here.", "ここでは不要。"),
    "see": Text("See it", "図で見る"),
    "layers": Text("Layers", "層の一覧"),
    "layer": Text("layer", "層"),
    "kind": Text("kind", "種類"),
    "output": Text("output", "出力"),
    "parameters": Text("parameters", "パラメータ数"),
    "multiply_adds": Text("multiply-adds", "積和演算数"),
    "total": Text("total", "合計"),
    "differ": Text("Where they differ", "フレームワークによる違い"),
    "cases": Text("Cases", "ケース"),
    "differ_none": Text(
        "No difference by convention is known: the three agree as they come.",
        "規約の違いは知られていない。3つはそのままで一致する。",
    ),
    "defaults": Text("Defaults", "既定値"),
    "ours": Text("here", "この実装"),
    "between": Text("{left} and {right}", "{left} と {right}"),
    "irreducible": Text("cannot be made equal", "そろえられない"),
    "measured_difference": Text(
        "Untouched, {quantity} differs by {error}.",
        "手を加えなければ {quantity} に {error} の差が出る。",
    ),
    "not_measured": Text(
        "The size was not measured in this run.", "この実行では大きさを測っていない。"
    ),
    "reconciled": Text("Made equal:", "そろえ方:"),
    "source": Text("Source:", "出典:"),
    "evidence": Text("Evidence", "一致の証拠"),
    "evidence_about": Text(
        "Fewest digits over {cases} cases. float64: each pair, and finite differences as a third "
        "oracle. float32: what each keeps of the float64 truth.",
        "{cases} ケースでの最小桁数。float64 は各組と、第三の基準である数値微分との比較。"
        "float32 は float64 の真値のうち保たれる桁数。",
    ),
    "quantity": Text("quantity", "量"),
    "single": Text("{framework} float32", "{framework} float32"),
    "worst": Text(
        "Worst case: {quantity} in {case}, {pair}: {digits} digits, off by {error}, allowed "
        "{bound}.",
        "最も桁数の少ないケース:{case} の {quantity}({pair})。{digits} 桁、誤差 {error}、"
        "許容値 {bound}。",
    ),
    "worst_none": Text(
        "What is compared here are counts or distributions; they agree.",
        "ここで比較するのは個数または分布であり、一致している。",
    ),
    "fast_form": Text(
        "The fast form, which the networks use, agrees with this one to {digits} digits.",
        "ネットワークで使う高速な形は、ここに示した形と {digits} 桁まで一致する。",
    ),
    "in_fast_form": Text("in the fast form", "高速な形の行"),
    "agree_count": Text("{n} comparisons agree.", "{n} 件の比較が一致。"),
    "wrong_count": Text("{n} comparisons do not agree.", "{n} 件の比較が一致しない。"),
    "refused": Text(
        "{framework} refuses the case {case}:", "{framework} は {case} を受け付けない:"
    ),
    "role": Text("kind", "種別"),
    "mistakes": Text("Common mistakes", "よくある誤り"),
    "breaks": Text("Breaks", "値が合わなくなる量:"),
    "more_broken": Text("{n} more", "ほか {n} 個"),
    "stays": Text("stays right:", "正しいまま:"),
    "raises": Text("Raises", "例外:"),
    "digits_of": Text("{quantity}: {digits} digits", "{quantity}(一致 {digits} 桁)"),
    "digits_off": Text(
        "{quantity}: {digits} digits, off by {error} in {case}",
        "{quantity}(一致 {digits} 桁、{case} で誤差 {error})",
    ),
    "off_by": Text(", off by {error}", "(誤差 {error})"),
    "right_line": Text("right", "正"),
    "wrong_line": Text("wrong", "誤"),
    # Exam mode
    "practise": Text("Exam mode", "試験モード"),
    "practise_about": Text(
        "Key lines are blanked, and each of their wrong answers was proven wrong in a real run.",
        "重要な行が空欄になる。その誤答はすべて実際に実行して誤りと確かめてある。",
    ),
    "practise_on": Text("Blank the key lines", "重要な行を隠す"),
    "question": Text("Question {n}", "問 {n}"),
    "question_ask": Text(
        "Which line belongs in the blank of {method}?", "{method} の空欄に入る行はどれか。"
    ),
    "gap": Text("blank", "空欄"),
    "blank": Text("blank {n}", "空欄 {n}"),
    "answer": Text("Answer", "解答する"),
    "choose_first": Text("Choose a line first.", "先に選択肢を選ぶこと。"),
    "right_answer": Text("Right.", "正解。"),
    "wrong_answer": Text("Wrong.", "不正解。"),
    "why_right": Text(
        "With this line everything agrees with PyTorch and Keras.",
        "この行なら、すべての量が PyTorch・Keras と一致する。",
    ),
    "the_right_line": Text("The right line:", "正しい行:"),
    "the_right_answer": Text("The right answer:", "正解:"),
    "no_script": Text(
        "Answering needs JavaScript; the question sheets have the answers at their end.",
        "解答には JavaScript が必要。問題用紙には末尾に解答がある。",
    ),
    # Mock exam
    "mock_title": Text("Mock exam", "模擬試験"),
    "mock_lead": Text(
        "{n} questions by topic, by what was answered wrongly, or as a paper of full length. What "
        "was wrong comes back; results stay in this browser.",
        "全 {n} 問から、分野、間違えた問題、または本番と同じ長さの試験として出題する。"
        "間違えた問題は後でもう一度出る。結果はこのブラウザの中にだけ保存される。",
    ),
    "mock_mode": Text("What to practise", "出題のしかた"),
    "mode_topic": Text("by topic", "分野から"),
    "mode_again": Text("what comes back today", "今日もう一度解く問題"),
    "mode_weak": Text("my weak items", "苦手な項目"),
    "mode_paper": Text("a paper: {n} questions, {minutes} minutes", "試験:{n} 問、{minutes} 分"),
    "mock_groups": Text("Topics", "分野"),
    "mock_all": Text("All topics", "すべての分野"),
    "mock_paper": Text("Paper", "試験"),
    "paper_n": Text("Paper {n}", "試験 第{n}回"),
    "mock_numbers": Text("Questions of the paper", "試験の問題一覧"),
    "mock_numbered": Text("question {n}", "問 {n}"),
    "mock_is_answered": Text(", answered", "、解答済み"),
    "mock_is_marked": Text(", marked", "、後で見直す"),
    "mock_previous": Text("Previous", "前の問題"),
    "mock_mark": Text("Mark for later", "後で見直す"),
    "mock_review_right": Text("Answered right", "正解した問題"),
    "mock_nothing_due": Text("Nothing comes back today.", "今日もう一度解く問題はない。"),
    "mock_nothing_weak": Text(
        "No item is weak yet: nothing was answered wrongly.", "間違えた問題がまだない。"
    ),
    "mock_due": Text("{n} questions come back today.", "今日もう一度解く問題:{n} 問"),
    "mock_kept": Text("What is remembered", "学習の記録"),
    "mock_items": Text("Progress by item of the syllabus", "シラバスの項目ごとの進み具合"),
    "mock_item": Text("Item", "項目"),
    "mock_known": Text("right at last", "正解した問題"),
    "mock_back": Text("wrong", "間違えた問題"),
    "mock_wrong_count": Text("{n} wrong", "{n} 問"),
    "mock_a_paper": Text("paper", "試験"),
    "mock_export": Text("Save to a file", "ファイルに保存"),
    "mock_import": Text("Read from a file", "ファイルから読み込む"),
    "mock_imported": Text("Read.", "読み込んだ。"),
    "mock_not_imported": Text(
        "This is no file that was saved here; nothing was changed.",
        "ここで保存したファイルではないため、何も変更していない。",
    ),
    "mock_number": Text("Number of questions", "問題数"),
    "mock_time": Text("Time for each question", "1問あたりの時間"),
    "mock_unlimited": Text("no limit", "制限なし"),
    "seconds": Text("{n} seconds", "{n} 秒"),
    "mock_start": Text("Start", "開始"),
    "mock_next": Text("Next question", "次の問題"),
    "mock_skip": Text("Skip", "とばす"),
    "mock_finish": Text("See the score", "得点を見る"),
    "mock_again": Text("Another exam", "もう一度"),
    "mock_progress": Text("Question {n} of {total}", "{total} 問中 {n} 問目"),
    "mock_left": Text("Time left", "残り時間"),
    "mock_used": Text("Time", "時間"),
    "mock_over": Text("The time is over.", "時間切れ。"),
    "mock_score": Text(
        "{right} of {total} right ({percent} %)", "{total} 問中 {right} 問正解({percent} %)"
    ),
    "mock_by_item": Text("By item of the syllabus", "シラバスの項目別"),
    "mock_review": Text("To look at again", "復習する問題"),
    "mock_perfect": Text("Every answer was right.", "全問正解。"),
    "mock_history": Text("Earlier results", "これまでの結果"),
    "mock_no_history": Text("None yet in this browser.", "このブラウザにはまだない。"),
    "mock_clear": Text("Forget the results", "結果を消去"),
    "mock_none_chosen": Text("Choose at least one topic.", "分野を1つ以上選ぶこと。"),
    "mock_your_answer": Text("Your answer:", "あなたの解答:"),
    "mock_no_answer": Text("no answer", "無解答"),
    "keys": Text(
        "Keys 1 to 4 choose, Enter answers, m marks.", "1〜4 キーで選択、Enter で解答、m で印。"
    ),
    # Sheets
    "sheets_lead": Text(
        "To print: the questions of one topic, or a whole paper, the answers at the end.",
        "印刷用。分野ごとの問題、または試験1回分と、末尾に解答。",
    ),
    "sheet_title": Text("Questions: {group}", "問題:{group}"),
    "sheet_name": Text("Name", "氏名"),
    "sheet_score": Text("Score", "得点"),
    "sheet_of": Text("{n} questions", "{n} 問"),
    "sheet_part": Text("part {n}", "その{n}"),
    "answers": Text("Answers", "解答"),
    "print": Text("Print", "印刷"),
    # Experiments
    "experiments_lead": Text(
        "Each run has the same initial weights, batches and dropout masks in all three frameworks.",
        "どの実行も、初期の重み・バッチ・ドロップアウトのマスクが3つのフレームワークで同じである。",
    ),
    "experiments_settings": Text("{n} settings", "{n} 設定"),
    "experiments_not_run": Text(
        "Not published yet. To run it: {command}", "未公開。実行方法:{command}"
    ),
    "experiments_no_pictures": Text(
        "The curves are not part of the installed package; they stand in the repository:",
        "曲線の図はインストールしたパッケージには含まれていない。リポジトリで見られる:",
    ),
    "experiments_run": Text("To run it yourself: {command}", "自分で実行するには:{command}"),
    "table": Text("Table", "表"),
    # Check
    "check_lead": Text(
        "Write the concept as you like, and let it be judged against PyTorch, Keras and our own "
        "code, in a second and without either installed.",
        "好きな書き方で実装し、PyTorch・Keras・本リポジトリの実装と照らし合わせて判定する。"
        "1秒ほどで済み、どちらのインストールも要らない。",
    ),
    "check_shapes": Text(
        "A class as in the book, with forward(x) and backward(dout); a pair of functions; a "
        "forward-only function; one of the exam's functions; a PyTorch Module or a Keras layer. "
        "{command} prints the shapes that are understood.",
        "教科書のような forward(x)・backward(dout) を持つクラス、関数の組、順伝播だけの関数、"
        "試験の関数、PyTorch の Module、Keras の層のいずれでもよい。"
        "{command} で受け付ける形を表示する。",
    ),
    "check_right": Text("Right", "正しい場合"),
    "check_wrong": Text("Wrong", "間違っている場合"),
    "check_notebook": Text("In a notebook", "ノートブックでは"),
    "check_more": Text("More", "そのほか"),
    "check_watch": Text("judge again whenever the file is saved", "保存のたびに判定し直す"),
    "check_live": Text("compute the references now", "参照値をその場で計算する"),
    "check_map": Text("other names for a quantity", "量の別名を指定する"),
    "check_all": Text(
        "everything in the file that is recognised", "ファイル中の判別できるものすべて"
    ),
}

WORDS.update(PAGE_WORDS)

TITLES = {"numpy": "NumPy", "torch": "PyTorch", "keras": "Keras"}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``, with its values filled in."""
    return WORDS[key][language].format(**values)


def group_title(group: str, language: str) -> str:
    """Return a group's title, or its name where it has none."""
    return GROUPS[group][language] if group in GROUPS else group.replace("_", " ")


def role_name(role: str, language: str) -> str:
    """Return what a quantity's role is called."""
    return QUANTITY_ROLES[role][language]
