// Learning rates over the steps of a training.
"use strict";
parityFigure("schedule", (f) => {
  f.choice("kind", "Schedule", "スケジュール", [["transformer", "warm-up, then 1/√step (Transformer)", "ウォームアップ後 1/√ステップ(Transformer)"], ["cosine", "cosine", "コサイン"], ["step", "halved by steps", "段階的に半減"], ["exponential", "exponential", "指数減衰"]]);
  f.slider("warm", "Warm-up steps", "ウォームアップのステップ数", { min: 1, max: 2000, step: 1, value: 400 });
  f.slider("d", "Width d of the model", "モデルの次元 d", { min: 64, max: 1024, step: 64, value: 512 });
  f.slider("at", "Step", "ステップ", { min: 1, max: 4000, step: 1, value: 1000 });
  return (v, d) => {
    const peak = 1 / Math.sqrt(v.d * v.warm);
    const rate = (s) => {
      if (v.kind === "transformer") return v.d ** -0.5 * Math.min(s ** -0.5, s * v.warm ** -1.5);
      if (s < v.warm) return (peak * s) / v.warm;
      const done = (s - v.warm) / (4000 - v.warm);
      if (v.kind === "cosine") return (peak * (1 + Math.cos(Math.PI * done))) / 2;
      return v.kind === "step" ? peak * 0.5 ** Math.floor(5 * done) : peak * 0.02 ** done;
    };
    d.size(236);
    const top = peak * 1.1;
    const a = d.axes([52, 20, d.width - 8, 196], [0, 4000], [0, top], { xs: [0, 1000, 2000, 3000, 4000], x: f.say("step", "ステップ") });
    for (const share of [0.5, 1]) d.text(48, a.py(peak * share) + 4, (peak * share).toExponential(1).replace("-", "−"), { class: "m", "text-anchor": "end" });
    d.line(Array.from({ length: 401 }, (_, i) => [a.px(i * 10), a.py(rate(Math.max(1, i * 10)))]), "a");
    d.circle(a.px(v.at), a.py(rate(v.at)), 5, "dot b");
    f.numbers({ kind: v.kind, d: v.d, warm: v.warm, step: v.at, rate: rate(v.at) });
    const e = (x) => x.toExponential(2).replace("-", "−");
    return f.say(`At step ${v.at} the rate is ${e(rate(v.at))}; its peak is ${e(peak)} at step ${v.warm}. More warm-up steps make the peak lower and later.`, `ステップ ${v.at} の学習率は ${e(rate(v.at))}。最大値は ${e(peak)}(ステップ ${v.warm})。ウォームアップを長くすると、山は低く遅くなる。`);
  };
});
