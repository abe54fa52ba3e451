"""The words of the map, of a concept's sections and of what leads through the site."""

from __future__ import annotations

from parity.describing.concept import Text

PAGE_WORDS: dict[str, Text] = {
    # Every page
    "ways": Text("Ways in", "入り口"),
    "way_learn": Text("Learn", "学ぶ"),
    "way_questions": Text("Questions", "解く"),
    "way_write": Text("Write and judge", "書いて判定"),
    "way_evidence": Text("Evidence", "検証"),
    "theme_auto": Text(
        "Light or dark: as the system (press for the other)", "明暗:システムに従う(押すと切り替え)"
    ),
    "theme_light": Text("Light (press to change)", "明るい表示(押すと切り替え)"),
    "theme_dark": Text("Dark (press to change)", "暗い表示(押すと切り替え)"),
    "kept_here": Text(
        "What you have read and solved is kept in this browser only.",
        "学習の記録はこのブラウザの中だけに保存される。",
    ),
    "glossary": Text("Glossary", "用語集"),
    "glossary_lead": Text(
        "One term in each language for one thing, and the page that explains it.",
        "1つのものに、日本語と英語の用語を1つずつ。説明のあるページへつながる。",
    ),
    "glossary_ja": Text("Japanese", "日本語"),
    "glossary_en": Text("English", "英語"),
    "glossary_page": Text("explained in", "説明のあるページ"),
    # The map
    "map_title": Text("Map of what to learn", "学習の地図"),
    "map_all": Text("{n} concepts", "全 {n} 項目"),
    "map_read": Text("read", "読んだ"),
    "map_practised": Text("practised", "解いた"),
    "map_right": Text("written and judged right", "書いて正しいと判定された"),
    "map_practised_about": Text(
        "three of its questions answered right, or all where there are fewer",
        "問題に3問(少ない項目では全問)正解した",
    ),
    "map_hint": Text(
        "Touch a concept to see what it needs and what it opens.",
        "項目に触れると前提と続きの項目が出る",
    ),
    "map_examined_only": Text(
        "Only what the 2026 syllabus examines", "2026年シラバスの出題範囲だけ"
    ),
    "map_after": Text("after {areas}", "{areas} から"),
    "map_also_needs": Text("also needs", "ほかの前提"),
    "map_taught": Text("teaches", "扱う範囲"),
    "map_gap": Text("no page yet", "ページはまだない"),
    "map_station": Text("the concepts of {station}", "{station}の項目"),
    "map_next": Text("What to learn next", "つぎに学ぶ"),
    "map_next_begin": Text(
        "It needs nothing else, and everything begins here.",
        "前提となる項目はない。すべてここから始まる。",
    ),
    "map_next_again": Text(
        "Its page is read; its questions are not solved yet.",
        "読み終えたが、まだ問題を解いていない。",
    ),
    "map_next_all": Text(
        "Everything is read and solved. What was answered wrong comes back in the questions.",
        "すべて読み、解き終えた。まちがえた問題は「解く」で繰り返せる。",
    ),
    "map_next_done_needs": Text(
        "You have finished what it needs: {needs}.", "前提の{needs}は済んでいる。"
    ),
    "map_next_no_needs": Text("It needs nothing else.", "前提となる項目はない。"),
    "map_next_opens": Text("It opens {opens}.", "ここを越えると{opens}へ進める。"),
    "map_next_examined": Text("The exam asks for it.", "出題範囲の項目である。"),
    "map_next_unexamined": Text(
        "The exam does not ask for it, but what follows needs it.",
        "出題範囲外だが、あとの項目の前提になる。",
    ),
    "map_next_station_new": Text(
        "In {station} nothing is solved yet.", "{station} はまだ1問も解いていない。"
    ),
    "map_start": Text("Begin to read", "読みはじめる"),
    "map_resume": Text("Go on", "続きを読む"),
    "map_open_page": Text("Open", "ひらく"),
    "map_needs_short": Text("needs", "前提"),
    "map_opens_short": Text("opens", "この先"),
    "map_nothing_short": Text("nothing", "なし"),
    "map_list_gap": Text(", ", "・"),
    "map_questions": Text("{n} questions", "{n} 問の問題"),
    "map_redo_title": Text("{n} to do again", "解き直しが {n} 問"),
    "map_redo_none": Text("Nothing to do again", "解き直しはない"),
    "map_redo_about": Text(
        "Questions that you answered wrong stand on these pages.",
        "まちがえた問題がある項目から出し直す。",
    ),
    "map_questions_about": Text(
        "Key lines blanked, choices explained; a mock exam with a clock.",
        "重要な行の穴埋め。選択肢ごとの解説と、時間を計る模擬試験。",
    ),
    "map_write_about": Text(
        "Write a concept yourself: which quantity is wrong first, by how much, and why.",
        "自分で実装すると、どの量が最初に、どれだけ、なぜ違うかが分かる。",
    ),
    "map_write_title": Text("Your own code", "自分のコード"),
    "map_write_do": Text("How to check it", "判定のしかた"),
    "map_evidence_title": Text("{n} comparisons agree", "{n} 件が一致"),
    "map_evidence_bad": Text("{n} comparisons do not agree", "{n} 件が一致しない"),
    "map_evidence_about": Text(
        "Three implementations compared to the digit, and {n} differences by convention.",
        "3つの実装を桁で比べた記録と、規約による差 {n} 件。",
    ),
    "map_evidence_do": Text("See the evidence", "証拠を見る"),
    # A concept's sections
    "contents": Text("Contents", "目次"),
    "anchor": Text("Link to this section: {title}", "この節へのリンク:{title}"),
    "sec_figure": Text("The idea in a figure", "図で見る"),
    "sec_code": Text("The code in NumPy", "NumPyのコード"),
    "sec_write": Text("Write it yourself", "書いてみる"),
    "sec_frameworks": Text("In PyTorch and Keras", "PyTorchとKerasでは"),
    "sec_questions": Text("Questions", "問題"),
    "sec_related": Text("Related concepts", "つながる項目"),
    "sec_sources": Text("Sources", "出典"),
    "symbols": Text("Symbols", "記号"),
    "steps_n": Text("{n} steps. Think first, then open one.", "全 {n} 段。考えてから開くとよい。"),
    "steps_open": Text("Open all", "すべて開く"),
    "steps_shut": Text("Close all", "すべてたたむ"),
    "open": Text("open", "開く"),
    "shut": Text("close", "たたむ"),
    "copy": Text("Copy", "写す"),
    "copied": Text("Copied", "写した"),
    "not_copied": Text("Cannot copy", "写せない"),
    "copy_formulas": Text("Copy the LaTeX", "LaTeXを写す"),
    "kept_progress": Text("Your progress", "学習の記録"),
    "mark_read": Text("mark as read", "読んだことにする"),
    "unmark_read": Text("take back", "取り消す"),
    "examined": Text("Exam", "出題"),
    "also_called": Text("In code", "コードでの名前"),
    "related_needs": Text("To know first", "前提"),
    "related_beside": Text("Beside it", "並べて覚える"),
    "related_after": Text("What needs it", "この先"),
    "related_none": Text("nothing yet", "まだない"),
    "proof_questions": Text(
        "Every wrong answer to a blanked line above was proven wrong in a real run.",
        "行が空欄になった上の問題の誤答はすべて、実際に実行して誤りと確かめてある。",
    ),
    "in_full": Text("Quantity by quantity", "量ごとの桁数"),
    # Evidence
    "evidence_title": Text("Evidence", "検証"),
    "evidence_lead": Text(
        "Every concept is written from scratch in NumPy and again in PyTorch and in Keras; here is "
        "to how many digits the three agree, and where they differ by convention.",
        "すべての項目を NumPy でゼロから実装し、PyTorch と Keras でも実装した。"
        "3つが何桁まで一致するか、規約がどこで違うかを示す。",
    ),
    "evidence_narrow": Text("Narrow the table", "表を絞り込む"),
    "evidence_none": Text("Nothing is called so.", "該当する項目はない。"),
    # Experiments
    "spec": Text("How it is run", "実験の条件"),
    "spec_data": Text("Data", "データ"),
    "spec_network": Text("Architecture", "構造"),
    "spec_optimizer": Text("Optimizer", "最適化手法"),
    "spec_rate": Text("Learning rate", "学習率"),
    "spec_batch": Text("Batch", "バッチ"),
    "spec_steps": Text("Steps", "更新回数"),
    "spec_seeds": Text("Seeds", "シード"),
    "spec_type": Text("Numbers", "数値型"),
    "spec_by_setting": Text("Setting by setting", "設定ごとの条件"),
    "spec_own_data": Text("made by the experiment itself", "実験の中で生成"),
    "spec_images": Text(
        "{data}, {train} images to train, {test} to test",
        "{data}、訓練 {train} 枚、テスト {test} 枚",
    ),
    "spec_whole": Text("all", "全部"),
    "spec_path": Text(
        "a point on “{surface}”, from {start}", "曲面「{surface}」の上の点、始点 {start}"
    ),
    "spec_mlp": Text("MLP, hidden {hidden}", "MLP、隠れ層 {hidden}"),
    "spec_no_hidden": Text("none", "なし"),
    "spec_weights": Text("Initial weights", "初期値"),
    "spec_setting": Text("Setting", "設定"),
    "spec_untrained": Text("none: the network is only drawn", "なし(初期値を見るだけ)"),
    "spec_various": Text("by the setting, see below", "設定ごとに異なる(下の表)"),
    "who": Text("What R0 to R4, and C with a number, are", "R0〜R4、C と番号とは"),
    "who_reports": Text(
        "R0 to R4 are five students' reports on the same course, whose figures and remarks are "
        "tested here: R0, R1 and R3 on its second day, R2 on days 2 to 4, R4 on days 1 and 2. "
        "R3 has notes only.",
        "R0〜R4 は、同じ講座を受けた5人のレポートで、そこに書かれた数値と主張をここで検証している。"
        "R0・R1・R3 は2日目、R2 は2〜4日目、R4 は1日目と2日目を扱う。R3 は言葉の記述だけである。",
    ),
    "who_claims": Text(
        "A letter C with a number is a claim on which the reports disagree, or a bug of the "
        "course's code:",
        "C に番号の付いたものは、レポートのあいだで食い違う主張か、教材のコードの誤りである。",
    ),
    "who_all": Text("All claims", "主張の一覧"),
}
"""Merged into the site's words."""
