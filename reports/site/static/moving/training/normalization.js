// One channel of one batch: before, standardized, and after gamma and beta.
"use strict";
parityFigure("normalization", (f) => {
  f.slider("mean", "Mean of the inputs", "入力の平均", { min: -5, max: 5, step: 0.1, value: 3 });
  f.slider("scale", "Spread of the inputs", "入力のばらつき", { min: 0.1, max: 4, step: 0.1, value: 2 });
  f.slider("gamma", "γ, scale", "γ スケール", { min: 0, max: 3, step: 0.1, value: 1.5 });
  f.slider("beta", "β, shift", "β シフト", { min: -5, max: 5, step: 0.1, value: -1 });
  f.slider("size", "n, examples in the batch", "n バッチの件数", { min: 0, max: 8, step: 1, value: 6, text: (x) => `${2 ** x}` });
  f.slider("one", "Move the large point alone", "大きな1点だけ動かす", { min: -6, max: 6, step: 0.1, value: 0 });
  f.button("draw", "Draw another batch", "別のバッチを引く", (v) => { v.seed += 1; });
  f.state("seed", 8);
  const stat = (a) => { const m = a.reduce((p, q) => p + q, 0) / a.length; return [m, a.reduce((p, q) => p + (q - m) ** 2, 0) / a.length]; };
  return (v, d) => {
    const n = 2 ** v.size, draws = f.random(v.seed);
    const x = Array.from({ length: n }, (_, i) => v.mean + v.scale * draws.normal() + (i ? 0 : v.one));
    const [m, s2] = stat(x);
    const hat = x.map((u) => (u - m) / Math.sqrt(s2 + 1e-5));
    const y = hat.map((u) => v.gamma * u + v.beta);
    const again = f.random(v.seed * 100 + 7);
    const means = Array.from({ length: 24 }, () => stat(Array.from({ length: n }, () => v.mean + v.scale * again.normal()))[0]);
    d.size(372);
    const strip = (i, name, note, values) => {
      const top = 10 + i * 120, base = top + 92;
      const a = d.axes([4, top + 22, d.width - 4, base], [-10, 10], [0, 1], { xs: i === 2 ? [-9, -6, -3, 0, 3, 6, 9] : [] });
      const near = (u) => Math.max(-9.9, Math.min(9.9, u));
      const [mean, variance] = stat(values), sd = Math.sqrt(variance);
      d.rect(a.px(near(mean - sd)), top + 22, a.px(near(mean + sd)) - a.px(near(mean - sd)), base - top - 22, "band");
      const stacked = new Map();
      values.forEach((u, j) => {
        const bin = Math.round(near(u) * 4) / 4, level = stacked.get(bin) || 0;
        stacked.set(bin, level + 1);
        const step = Math.min(6, (base - top - 30) / Math.max(1, n / 7));
        d.circle(a.px(bin), base - 4 - level * step, j ? Math.max(1.4, step / 2.3) : 4.5, j ? "dot" : "dot b");
      });
      d.segment(a.px(near(mean)), top + 22, a.px(near(mean)), base, "curve a");
      if (!i) means.forEach((u) => d.segment(a.px(near(u)), base - 6, a.px(near(u)), base + 5, "curve a mute"));
      d.text(4, top + 14, name, { class: "b" });
      if (!d.narrow) d.text(28, top + 14, note);
      d.text(d.width - 4, top + 14, `${f.say("mean", "平均")} ${f.number(mean)}  ${f.say("sd", "標準偏差")} ${f.number(sd)}`, { "text-anchor": "end", class: "m" });
    };
    strip(0, "x", f.say("what the layer before gives", "前の層から届く値"), x);
    strip(1, "x̂", f.say("mean 0, variance 1", "平均 0・分散 1 にそろえた値"), hat);
    strip(2, "y", f.say("times γ, plus β", "γ 倍して β を足した値"), y);
    f.numbers({ x, gamma: v.gamma, beta: v.beta, y });
    if (n === 1) return f.say("One example is its own mean, so x̂ is always 0. PyTorch refuses such a batch in training.", "1 件だけでは x = μ なので、x̂ はいつも 0 である。PyTorch は学習時にこの入力を例外で拒む。");
    if (n === 2) return f.say("Of two examples, x̂ is always +1 and −1: nothing is left but which is larger.", "2 件だけでは x̂ はいつも +1 と −1 である。大小のほかの情報は失われる。");
    if (f.last === "one") return f.say("Only the large point was moved, and the others move in x̂ too: through μ and σ² it reaches all of them. That is why backward has two terms more.", "動かしたのは大きな1点だけなのに、x̂ ではほかの点も動く。μ と σ² を通って全員に影響するからである。逆伝播の項が2つ増える理由はここにある。");
    if (f.last === "size" || f.last === "draw") return f.say(`With n = ${n}, the means of 24 other batches (thin lines) spread by ${f.number(Math.sqrt(stat(means)[1]))}: the smaller the batch, the noisier its μ.`, `n = ${n} では、別の 24 バッチの平均(細い線)が標準偏差 ${f.number(Math.sqrt(stat(means)[1]))} で揺れる。バッチが小さいほど μ の揺れは大きい。`);
    if (f.last === "gamma" || f.last === "beta") return f.say(`y has mean β = ${f.number(v.beta)} and standard deviation γ = ${f.number(v.gamma)}. Learning γ = σ and β = μ would give x back.`, `y は平均 β = ${f.number(v.beta)}、標準偏差 γ = ${f.number(v.gamma)} になる。γ = σ、β = μ を学習すれば元の x に戻る。`);
    return f.say("Move mean and spread of the inputs: x̂ does not move. Whatever the layer before does, place and width of what comes next are γ's and β's alone.", "入力の平均とばらつきを動かしても x̂ は動かない。前の層が変わっても、次の層に届く値の位置と幅は γ と β だけで決まる。");
  };
});
