// The reparameterized sample z = mu + sigma eps in a plane, and its divergence from N(0, I).
"use strict";
parityFigure("latent", (f) => {
  f.slider("m1", "μ₁", "μ₁", { min: -3, max: 3, step: 0.1, value: 1.2 });
  f.slider("m2", "μ₂", "μ₂", { min: -3, max: 3, step: 0.1, value: 0.6 });
  f.slider("l1", "log σ₁²", "log σ₁²", { min: -4, max: 2, step: 0.1, value: -1.2 });
  f.slider("l2", "log σ₂²", "log σ₂²", { min: -4, max: 2, step: 0.1, value: -0.4 });
  f.button("draw", "Other noise ε", "ノイズ ε を引き直す", (v) => { v.seed += 1; });
  f.state("seed", 1);
  return (v, d) => {
    const draws = f.random(v.seed), sigma = [Math.exp(v.l1 / 2), Math.exp(v.l2 / 2)];
    const eps = Array.from({ length: 150 }, () => [draws.normal(), draws.normal()]);
    const z = eps.map(([a, b]) => [v.m1 + sigma[0] * a, v.m2 + sigma[1] * b]);
    const kl = -0.5 * (1 + v.l1 - v.m1 ** 2 - Math.exp(v.l1) + 1 + v.l2 - v.m2 ** 2 - Math.exp(v.l2));
    const logs = z.map(([a, b], i) => 0.5 * (a * a + b * b) - 0.5 * (eps[i][0] ** 2 + eps[i][1] ** 2) - 0.5 * (v.l1 + v.l2));
    const estimate = logs.reduce((p, q) => p + q) / logs.length;
    const size = Math.min(d.width - 8, 320);
    d.size(size + 6);
    const left = (d.width - size) / 2;
    const a = d.axes([left + 22, 8, left + size - 4, size - 20], [-4.4, 4.4], [-4.4, 4.4], { xs: [-4, -2, 0, 2, 4], ys: [-4, -2, 0, 2, 4] });
    const unit = a.px(1) - a.px(0);
    for (const r of [1, 2]) d.circle(a.px(0), a.py(0), unit * r, "box mute");
    z.forEach(([p, q]) => { if (Math.abs(p) < 4.4 && Math.abs(q) < 4.4) d.circle(a.px(p), a.py(q), 2, "dot a"); });
    for (const r of [1, 2]) d.put("ellipse", { cx: a.px(v.m1), cy: a.py(v.m2), rx: unit * sigma[0] * r, ry: unit * sigma[1] * r, class: "box b" });
    f.numbers({ mu: [v.m1, v.m2], log_var: [v.l1, v.l2], eps: eps[0], z: z[0], kl });
    const n = f.number;
    return f.say(`KL(q ‖ N(0, I)) = ${n(kl, 3)}; from these 150 points it is estimated as ${n(estimate, 2)}. The noise ε is given, so dz/dμ = 1 and dz/d log σ² = ½ σ ε: the gradient goes through the draw.`,
      `KL(q ‖ N(0, I)) = ${n(kl, 3)}。この 150 点からの推定値は ${n(estimate, 2)}。ノイズ ε は与えられた数なので dz/dμ = 1、dz/d log σ² = ½ σ ε となり、勾配がサンプリングを通る。`);
  };
});
