// Scaled dot-product attention over six words: scores, mask, weights and the mixture.
"use strict";
parityFigure("attention", (f) => {
  f.choice("mask", "Mask", "マスク", [["none", "none", "なし"], ["causal", "causal", "因果マスク"], ["padding", "last two words are padding", "末尾2語はパディング"]]);
  f.slider("query", "Query", "クエリ", { min: 1, max: 6, step: 1, value: 4 });
  f.slider("d", "Width d of queries and keys", "クエリとキーの次元 d", { min: 1, max: 256, step: 1, value: 16 });
  f.toggle("scaled", "Divide by √d", "√d で割る", true);
  f.button("draw", "Other words", "別の単語列", (v) => { v.seed += 1; });
  f.state("seed", 2);
  return (v, d) => {
    const T = 6, draws = f.random(v.seed);
    const vectors = () => Array.from({ length: T }, () => Array.from({ length: 256 }, draws.normal).slice(0, v.d));
    const Q = vectors(), K = vectors();
    const scores = Q.map((q) => K.map((k) => q.reduce((p, x, i) => p + x * k[i], 0) / (v.scaled ? Math.sqrt(v.d) : 1)));
    const seen = (i, j) => (v.mask === "causal" ? j <= i : v.mask === "padding" ? j < 4 : true);
    const weights = scores.map((row, i) => {
      const kept = row.map((s, j) => (seen(i, j) ? s : -Infinity)), top = Math.max(...kept);
      const e = kept.map((s) => Math.exp(s - top)), sum = e.reduce((p, q) => p + q);
      return e.map((x) => x / sum);
    });
    const r = v.query - 1;
    const gap = d.narrow ? 26 : 56;
    const cell = Math.floor(Math.min(38, (d.width - gap - 40) / (2 * T)));
    d.size(T * cell + 128);
    const left = 18, top = 40, right = left + T * cell + gap;
    d.text(left, 14, f.say(v.scaled ? "scores QKᵀ / √d" : "scores QKᵀ", v.scaled ? "スコア QKᵀ / √d" : "スコア QKᵀ"), { class: "b" });
    d.text(right, 14, f.say("weights", "重み"), { class: "b" });
    for (let j = 0; j < T; j++) {
      d.middle(left + (j + 0.5) * cell, 33, `k${j + 1}`, { class: "m" });
      d.middle(right + (j + 0.5) * cell, 33, `k${j + 1}`, { class: "m" });
      d.text(left - 4, top + (j + 0.6) * cell, `q${j + 1}`, { class: "m", "text-anchor": "end" });
    }
    const kind = (i, j) => `${i === r ? "lit" : ""} ${seen(i, j) ? "" : "off"}`;
    const text = (decimals) => (x, i, j) => (cell > 26 ? (seen(i, j) ? f.number(x, decimals) : "−∞") : "");
    d.matrix(scores, left, top, cell, { shade: (s) => s / 6, text: text(1), kind });
    d.matrix(weights, right, top, cell, { shade: (w) => w, text: (w) => (cell > 26 ? f.number(w) : ""), kind });
    const base = top + T * cell + 66;
    weights[r].forEach((w, j) => {
      const wide = (d.width - 40) / T;
      d.rect(20 + j * wide + wide * 0.2, base - 48 * w, wide * 0.6, 48 * w, "bar a");
      d.middle(20 + (j + 0.5) * wide, base + 12, `v${j + 1}`, { class: "m" });
    });
    d.text(left, base - 54, f.say(`y${v.query} mixes the values in this proportion`, `y${v.query} は値 v をこの割合で混ぜる`));
    const most = Math.max(...weights[r]);
    f.numbers({ Q, K, scaled: v.scaled, mask: v.mask, weights });
    const n = f.number;
    if (!v.scaled && v.d >= 32) return f.say(`Without √d the scores have a spread of about √d = ${n(Math.sqrt(v.d), 1)}: softmax puts ${n(100 * most, 0)} % on one key, and its gradient is nearly 0.`, `√d で割らないとスコアの広がりは √d ≈ ${n(Math.sqrt(v.d), 1)} になる。ソフトマックスは1つのキーに ${n(100 * most, 0)} % を置き、勾配はほぼ 0 になる。`);
    if (v.mask === "causal") return f.say(`Query ${v.query} sees keys 1 to ${v.query} alone: the scores to its right are −∞ before the softmax, so their weights are 0 and each row still sums to 1.`, `クエリ ${v.query} が見るのはキー 1〜${v.query} だけである。右側のスコアをソフトマックスの前に −∞ とするので、重みは 0 になり、行の和は 1 のままである。`);
    if (v.mask === "padding") return f.say("Padding is hidden from every query: the last two columns are 0 in every row.", "パディングはどのクエリからも見えない。末尾の2列はすべての行で 0 である。");
    return f.say(`Query ${v.query} gives its largest weight, ${n(most)}, to key ${weights[r].indexOf(most) + 1}. Each row sums to 1: softmax runs over the keys.`, `クエリ ${v.query} は最大の重み ${n(most)} をキー ${weights[r].indexOf(most) + 1} に置く。行の和は 1 であり、ソフトマックスはキーの向きに取る。`);
  };
});
