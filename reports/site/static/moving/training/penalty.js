// Where a penalty pulls the minimum of a loss of two weights.
"use strict";
parityFigure("penalty", (f) => {
  f.choice("kind", "Penalty", "罰則", [["l1", "L1: λ Σ|w|", "L1:λ Σ|w|"], ["l2", "L2: ½ λ Σw²", "L2:½ λ Σw²"], ["elastic", "elastic net, half of each", "Elastic Net(半分ずつ)"]], "l1");
  f.slider("lambda", "Strength λ", "強さ λ", { min: 0, max: 3, step: 0.05, value: 0.8 });
  f.slider("a", "Best w₁ without it", "罰則なしで最良の w₁", { min: -3, max: 3, step: 0.1, value: 2 });
  f.slider("b", "Best w₂ without it", "罰則なしで最良の w₂", { min: -3, max: 3, step: 0.1, value: 0.6 });
  return (v, d) => {
    const share = { l1: [1, 0], l2: [0, 1], elastic: [0.5, 0.5] }[v.kind];
    // The loss is ½ Σ (w - a)², so each weight has its own minimum: a soft threshold, then a shrinkage.
    const best = (a) => Math.sign(a) * Math.max(0, Math.abs(a) - share[0] * v.lambda) / (1 + share[1] * v.lambda) || 0;
    const w = [best(v.a), best(v.b)];
    const size = Math.min(d.width - 8, 330);
    d.size(size + 6);
    const left = (d.width - size) / 2;
    const a = d.axes([left + 20, 8, left + size - 4, size - 20], [-3.4, 3.4], [-3.4, 3.4], { xs: [-3, 0, 3], ys: [-3, 0, 3] });
    d.segment(a.px(0), a.py(-3.4), a.px(0), a.py(3.4), "ax"); d.segment(a.px(-3.4), a.py(0), a.px(3.4), a.py(0), "ax");
    for (const r of [0.5, 1, 1.5, 2]) d.circle(a.px(v.a), a.py(v.b), (a.px(1) - a.px(0)) * r, "box mute");
    const cost = (p, q) => share[0] * (Math.abs(p) + Math.abs(q)) + share[1] * (p * p + q * q) / 2;
    const level = cost(...w);
    if (level > 0) {
      const border = Array.from({ length: 181 }, (_, i) => {
        const angle = (i / 180) * 2 * Math.PI;
        let low = 0, high = 8;
        for (let k = 0; k < 40; k++) { const mid = (low + high) / 2; if (cost(mid * Math.cos(angle), mid * Math.sin(angle)) < level) low = mid; else high = mid; }
        return [a.px(low * Math.cos(angle)), a.py(low * Math.sin(angle))];
      });
      d.line(border, "c");
    }
    d.segment(a.px(v.a), a.py(v.b), a.px(w[0]), a.py(w[1]), "curve mute");
    d.circle(a.px(v.a), a.py(v.b), 5, "dot"); d.circle(a.px(w[0]), a.py(w[1]), 6, "dot b");
    f.numbers({ kind: v.kind, lambda: v.lambda, a: [v.a, v.b], w });
    const n = f.number, zeros = w.filter((x) => x === 0).length;
    const place = `(${n(w[0])}, ${n(w[1])})`;
    if (zeros && share[0]) return f.say(`The minimum moves to ${place}: ${zeros === 2 ? "both weights are" : "one weight is"} exactly 0. The pull of L1 is λ however small the weight, so it can hold it there.`, `最小点は ${place} に移り、${zeros === 2 ? "2つの重みがどちらも" : "1つの重みが"}ちょうど 0 になる。L1 の引く力は重みが小さくても λ のままなので、0 に留めておける。`);
    if (v.kind === "l2") return f.say(`The minimum moves to ${place}: each weight shrinks by the factor 1 / (1 + λ) = ${n(1 / (1 + v.lambda))}, and never to exactly 0.`, `最小点は ${place} に移る。どの重みも 1 / (1 + λ) = ${n(1 / (1 + v.lambda))} 倍に縮むが、ちょうど 0 にはならない。`);
    return f.say(`The minimum moves to ${place}: L1 takes the same amount from each weight.`, `最小点は ${place} に移る。L1 はどの重みからも同じ量だけ引く。`);
  };
});
