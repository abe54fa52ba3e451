// An activation and its derivative at x, and what is left of a gradient after so many layers.
"use strict";
parityFigure("activation", (f) => {
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const erf = (x) => {
    // Abramowitz and Stegun 7.1.26: right to 1.5e-7, far below a pixel.
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    return Math.sign(x) * (1 - p * Math.exp(-x * x));
  };
  const cdf = (x) => 0.5 * (1 + erf(x / Math.SQRT2));
  const pdf = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  const KINDS = {
    sigmoid: [sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x))],
    tanh: [Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
    relu: [(x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)],
    leaky_relu: [(x) => (x > 0 ? x : 0.01 * x), (x) => (x > 0 ? 1 : 0.01)],
    elu: [(x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x))],
    gelu: [(x) => x * cdf(x), (x) => cdf(x) + x * pdf(x)],
    softplus: [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigmoid],
    identity: [(x) => x, () => 1],
  };
  f.choice("kind", "Activation", "活性化関数", [
    ["sigmoid", "sigmoid", "シグモイド"], ["tanh", "tanh"], ["relu", "ReLU"], ["leaky_relu", "Leaky ReLU (slope 0.01)", "Leaky ReLU(傾き 0.01)"],
    ["elu", "ELU"], ["gelu", "GELU"], ["softplus", "softplus", "ソフトプラス"], ["identity", "identity", "恒等関数"],
  ]);
  f.slider("x", "Input x", "入力 x", { min: -6, max: 6, step: 0.1, value: 2 });
  f.slider("layers", "Layers, each with this input", "同じ入力の層の数", { min: 1, max: 20, step: 1, value: 5 });
  return (v, d) => {
    d.size(290);
    const [y, slope] = KINDS[v.kind];
    const top = ["sigmoid", "tanh"].includes(v.kind) ? 1.25 : 3;
    const low = v.kind === "sigmoid" ? -0.25 : -1.25;
    const a = d.axes([34, 24, d.width - 8, 246], [-6, 6], [low, top], { xs: [-6, -3, 0, 3, 6], ys: top < 2 ? [-1, -0.5, 0, 0.5, 1].filter((t) => t >= low) : [-1, 0, 1, 2, 3], x: "x" });
    const xs = Array.from({ length: 241 }, (_, i) => -6 + i / 20);
    const curve = (g) => xs.filter((x) => a.inside(g(x))).map((x) => [a.px(x), a.py(g(x))]);
    d.line(curve(slope), "b dash");
    d.line(curve(y), "a");
    const at = Math.max(low, Math.min(top, y(v.x)));
    const reach = (t) => Math.max(low, Math.min(top, at + slope(v.x) * t));
    d.line([-1.2, 1.2].map((t) => [a.px(Math.max(-6, Math.min(6, v.x + t))), a.py(reach(t))]), "c");
    d.segment(a.px(v.x), 24, a.px(v.x), 246, "grid");
    d.circle(a.px(v.x), a.py(at), 5, "dot a");
    d.circle(a.px(v.x), a.py(Math.max(low, Math.min(top, slope(v.x)))), 5, "dot b");
    d.text(36, 14, "y", { class: "b ca" });
    d.text(60, 14, "dy/dx", { class: "b cb" });
    const left = slope(v.x) ** v.layers;
    f.numbers({ kind: v.kind, x: v.x, y: y(v.x), slope: slope(v.x) });
    const n = f.number;
    const shown = Math.abs(left) !== 0 && Math.abs(left) < 0.001 ? left.toExponential(1).replace("-", "−") : n(left, 3);
    if (slope(v.x) === 0) {
      return f.say(`At x = ${n(v.x, 1)} the slope is 0: nothing of the gradient passes, and the weights before this unit are not changed by this example.`,
        `x = ${n(v.x, 1)} での傾きは 0 である。勾配はまったく通らず、この例ではこのユニットより前の重みは更新されない。`);
    }
    return f.say(`y = ${n(y(v.x))}, slope ${n(slope(v.x), 3)}. After ${v.layers} layer${v.layers > 1 ? "s" : ""} with this input, ${shown} of the gradient is left (weights aside).`,
      `y = ${n(y(v.x))}、傾き ${n(slope(v.x), 3)}。同じ入力の層を ${v.layers} つ通ると、勾配は(重みを除けば)${shown} 倍になる。`);
  };
});
