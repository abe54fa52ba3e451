// Two moons that dissolve into noise: x_t = sqrt(abar_t) x_0 + sqrt(1 - abar_t) eps, in one step.
"use strict";
parityFigure("diffusion", (f) => {
  f.slider("t", "Step t", "ステップ t", { min: 0, max: 200, step: 1, value: 40 });
  f.slider("last", "β at the last step", "最後の β", { min: 0.005, max: 0.1, step: 0.005, value: 0.04 });
  f.button("draw", "Other noise ε", "ノイズ ε を引き直す", (v) => { v.seed += 1; });
  f.state("seed", 3);
  return (v, d) => {
    const T = 200, draws = f.random(v.seed);
    const beta = Array.from({ length: T }, (_, i) => 1e-4 + ((v.last - 1e-4) * i) / (T - 1));
    const kept = [1];
    beta.forEach((b, i) => kept.push(kept[i] * (1 - b)));
    const abar = kept[v.t];
    const x0 = Array.from({ length: 240 }, (_, i) => {
      const a = Math.PI * draws.uniform(), wobble = 0.06;
      const [p, q] = i % 2 ? [Math.cos(a) - 0.5, Math.sin(a) - 0.25] : [0.5 - Math.cos(a), 0.25 - Math.sin(a)];
      return [1.4 * (p + wobble * draws.normal()), 1.4 * (q + wobble * draws.normal())];
    });
    const eps = x0.map(() => [draws.normal(), draws.normal()]);
    const x = x0.map((p, i) => p.map((u, j) => Math.sqrt(abar) * u + Math.sqrt(1 - abar) * eps[i][j]));
    const size = Math.min(d.width - 8, 280);
    d.size(size + 100);
    const left = (d.width - size) / 2;
    const a = d.axes([left, 6, left + size, size], [-3, 3], [-3, 3]);
    x.forEach(([p, q], i) => { if (Math.abs(p) < 3 && Math.abs(q) < 3) d.circle(a.px(p), a.py(q), 2.4, i % 2 ? "dot a" : "dot b"); });
    const b = d.axes([34, size + 32, d.width - 8, size + 76], [0, T], [0, 1], { xs: [0, 100, 200], ys: [0, 1] });
    d.line(kept.map((k, i) => [b.px(i), b.py(k)]), "a");
    d.circle(b.px(v.t), b.py(abar), 4.5, "dot b");
    d.text(36, size + 26, "ᾱ_t");
    f.numbers({ t: v.t, beta, abar, x0: x0[0], eps: eps[0], x: x[0] });
    const n = f.number;
    return f.say(`x_t = ${n(Math.sqrt(abar))} x₀ + ${n(Math.sqrt(1 - abar))} ε. ${abar > 0.5 ? "The signal still outweighs the noise." : abar > 0.02 ? "The noise outweighs the signal." : "Nearly nothing of x₀ is left: a draw from N(0, I)."} No step between is needed, so training takes any t at once.`,
      `x_t = ${n(Math.sqrt(abar))} x₀ + ${n(Math.sqrt(1 - abar))} ε。${abar > 0.5 ? "まだ信号のほうが大きい。" : abar > 0.02 ? "ノイズのほうが大きい。" : "x₀ はほとんど残らず、N(0, I) からの標本に近い。"}途中のステップを計算しなくてよいので、学習では任意の t を直接使える。`);
  };
});
