// A computational graph of one unit, forwards and backwards, with every number.
"use strict";
parityFigure("neuron", (f) => {
  f.slider("x", "Input x", "入力 x", { min: -3, max: 3, step: 0.1, value: 2 });
  f.slider("w", "Weight w", "重み w", { min: -3, max: 3, step: 0.1, value: -1 });
  f.slider("b", "Bias b", "バイアス b", { min: -3, max: 3, step: 0.1, value: 0.5 });
  f.slider("t", "Target t", "教師 t", { min: 0, max: 1, step: 0.1, value: 1 });
  f.slider("rate", "Learning rate", "学習率", { min: 0.1, max: 5, step: 0.1, value: 1 });
  f.button("step", "One step downhill", "1ステップ更新", (v) => {
    const g = graph(v);
    f.set("w", Math.max(-3, Math.min(3, Math.round((v.w - v.rate * g.dw) * 10) / 10)));
    f.set("b", Math.max(-3, Math.min(3, Math.round((v.b - v.rate * g.db) * 10) / 10)));
  });
  function graph({ x, w, b, t }) {
    const m = x * w, z = m + b, y = 1 / (1 + Math.exp(-z)), loss = 0.5 * (y - t) ** 2;
    const dy = y - t, dz = dy * y * (1 - y);
    return { m, z, y, loss, dy, dz, dw: dz * x, dx: dz * w, db: dz };
  }
  return (v, d) => {
    const g = graph(v), n = (x) => f.number(x, 3);
    d.size(236);
    const w = d.width, at = { x: [24, 60], w: [24, 176], times: [0.27 * w, 118], b: [0.36 * w, 204], plus: [0.48 * w, 118], s: [0.68 * w, 118], L: [0.9 * w, 118] };
    const edge = (from, to, value, slope, above = true) => {
      const [[x1, y1], [x2, y2]] = [at[from], at[to]];
      d.segment(x1, y1, x2, y2);
      const mx = (x1 + x2) / 2, my = (y1 + y2) / 2, flat = y1 === y2;
      d.middle(mx, my - (flat ? 10 : above ? 12 : -4) - (flat ? 0 : 4), value, { class: "m ca halo" });
      d.middle(mx, my + (flat ? 20 : above ? 4 : 22), slope, { class: "m cb halo" });
    };
    edge("x", "times", n(v.x), n(g.dx)); edge("w", "times", n(v.w), n(g.dw), false);
    edge("times", "plus", n(g.m), n(g.dz)); edge("b", "plus", n(v.b), n(g.db), false);
    edge("plus", "s", n(g.z), n(g.dz)); edge("s", "L", n(g.y), n(g.dy));
    const node = (key, text) => { d.circle(...at[key], 17, "dot hollow"); d.middle(at[key][0], at[key][1] + 5, text, { class: "b" }); };
    node("x", "x"); node("w", "w"); node("b", "b"); node("times", "×"); node("plus", "+"); node("s", "σ"); node("L", "L");
    d.middle(at.L[0], 86, `L = ${n(g.loss)}`, { class: "m ca" });
    d.text(24, 16, f.say("blue: values, forwards; red: gradients of L, backwards", "青 順伝播の値、赤 逆伝播の勾配 ∂L/∂(その値)"));
    f.numbers({ x: v.x, w: v.w, b: v.b, t: v.t, ...g });
    const slope = n(g.y * (1 - g.y));
    return f.say(`L = ½(y − t)². The sigmoid passes ${n(g.dy)} · y(1 − y) = ${n(g.dy)} · ${slope} = ${n(g.dz)} back. A sum hands it on unchanged; a product multiplies by the other factor, so ∂L/∂w = ${n(g.dz)} · x, and a step changes w by ${n(-v.rate * g.dw)}.`,
      `L = ½(y − t)²。シグモイドは ${n(g.dy)} · y(1 − y) = ${n(g.dy)} · ${slope} = ${n(g.dz)} を返す。和はそのまま渡し、積は相手を掛ける。だから ∂L/∂w = ${n(g.dz)} · x であり、1ステップで w は ${n(-v.rate * g.dw)} だけ変わる。`);
  };
});
