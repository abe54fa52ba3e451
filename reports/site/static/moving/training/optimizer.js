// The path of an optimizer over a surface of two parameters.
"use strict";
parityFigure("optimizer", (f) => {
  const SURFACES = {
    ravine: { start: [-7, 2], x: [-9, 9], y: [-4, 4], loss: ([a, b]) => a * a / 20 + b * b, slope: ([a, b]) => [a / 10, 2 * b] },
    bowl: { start: [-7, 3], x: [-9, 9], y: [-4, 4], loss: ([a, b]) => (a * a + b * b) / 4, slope: ([a, b]) => [a / 2, b / 2] },
    saddle: { start: [-4, 0.02], x: [-6, 6], y: [-4, 4], loss: ([a, b]) => a * a / 4 - b * b / 4 + b ** 4 / 40, slope: ([a, b]) => [a / 2, -b / 2 + b ** 3 / 10] },
    dip: { start: [-5, 1], x: [-7, 7], y: [-4, 4], loss: ([a, b]) => a * a / 40 + b * b / 4 - 1.5 * Math.exp(-((a + 2) ** 2) - b * b) - 2 * Math.exp(-((a - 1.5) ** 2) / 2 - b * b),
      slope: ([a, b]) => { const p = 1.5 * Math.exp(-((a + 2) ** 2) - b * b), q = 2 * Math.exp(-((a - 1.5) ** 2) / 2 - b * b); return [a / 20 + 2 * (a + 2) * p + (a - 1.5) * q, b / 2 + 2 * b * (p + q)]; } },
  };
  const STEPS = {
    sgd: (w, g, s, v) => w.map((x, i) => x - v.rate * g[i]),
    momentum: (w, g, s, v) => { s.v = s.v.map((x, i) => v.beta * x - v.rate * g[i]); return w.map((x, i) => x + s.v[i]); },
    nesterov: (w, g, s, v) => { s.v = s.v.map((x, i) => v.beta * x - v.rate * g[i]); return w.map((x, i) => x + v.beta * s.v[i] - v.rate * g[i]); },
    adagrad: (w, g, s, v) => { s.h = s.h.map((x, i) => x + g[i] ** 2); return w.map((x, i) => x - v.rate * g[i] / (Math.sqrt(s.h[i]) + 1e-8)); },
    rmsprop: (w, g, s, v) => { s.h = s.h.map((x, i) => v.beta2 * x + (1 - v.beta2) * g[i] ** 2); return w.map((x, i) => x - v.rate * g[i] / (Math.sqrt(s.h[i]) + 1e-8)); },
    adam: (w, g, s, v) => {
      s.t += 1;
      s.v = s.v.map((x, i) => v.beta * x + (1 - v.beta) * g[i]);
      s.h = s.h.map((x, i) => v.beta2 * x + (1 - v.beta2) * g[i] ** 2);
      return w.map((x, i) => x - v.rate * (s.v[i] / (1 - v.beta ** s.t)) / (Math.sqrt(s.h[i] / (1 - v.beta2 ** s.t)) + 1e-8));
    },
  };
  const NAMES = { sgd: "SGD", momentum: "Momentum", nesterov: "Nesterov", adagrad: "AdaGrad", rmsprop: "RMSProp", adam: "Adam" };
  f.choice("kind", "Optimizer", "最適化手法", Object.entries(NAMES), "sgd");
  f.choice("surface", "Surface", "損失の形", [["ravine", "a ravine, 20 times steeper across", "細長い谷(横は 20 倍急)"], ["bowl", "a round bowl", "丸いお椀"], ["saddle", "a saddle", "鞍点"], ["dip", "two dips", "くぼみが2つ"]]);
  f.slider("rate", "Learning rate (0.001 to 10)", "学習率(0.001〜10)", { min: -3, max: 1, step: 0.05, value: -0.05, text: (x) => (10 ** x).toPrecision(2) });
  f.slider("beta", "β, momentum (β₁ of Adam)", "β モメンタム(Adam では β₁)", { min: 0, max: 0.99, step: 0.01, value: 0.9 });
  f.slider("beta2", "β₂, squared gradients", "β₂ 勾配の2乗", { min: 0.5, max: 0.999, step: 0.001, value: 0.9 });
  f.slider("steps", "Steps", "ステップ数", { min: 1, max: 100, step: 1, value: 30 });
  return (u, d) => {
    const v = { ...u, rate: 10 ** u.rate };
    const s = SURFACES[v.surface];
    const state = { v: [0, 0], h: [0, 0], t: 0 };
    const path = [[...s.start]];
    for (let k = 0; k < v.steps; k++) path.push(STEPS[v.kind](path[k], s.slope(path[k]), state, v));
    const losses = path.map(s.loss);
    d.size(d.narrow ? 240 : 300);
    const box = [26, 10, d.width - 6, d.height - 26];
    const a = d.axes(box, s.x, s.y, { xs: [s.x[0] + 1, 0, s.x[1] - 1], ys: [-3, 0, 3] });
    contours(d, a, s);
    const near = ([x, y]) => [Math.max(s.x[0], Math.min(s.x[1], x)), Math.max(s.y[0], Math.min(s.y[1], y))];
    const shown = path.map((p) => (Number.isFinite(p[0]) && Number.isFinite(p[1]) ? near(p) : null)).filter(Boolean);
    d.line(shown.map(([x, y]) => [a.px(x), a.py(y)]), "a");
    shown.forEach(([x, y], i) => d.circle(a.px(x), a.py(y), i === shown.length - 1 ? 5 : 2.2, i === shown.length - 1 ? "dot b" : "dot a"));
    f.numbers({ kind: v.kind, surface: v.surface, rate: v.rate, beta: v.beta, beta2: v.beta2, path: [path[1], path[path.length - 1]] });
    const first = losses[0], last = losses[losses.length - 1], n = f.number;
    const flips = path.slice(2).filter((p, i) => (p[1] - path[i + 1][1]) * (path[i + 1][1] - path[i][1]) < 0).length;
    const head = f.say(`${NAMES[v.kind]}, rate ${v.rate.toPrecision(2)}: the loss goes from ${n(first)} to ${n(last, 3)} in ${v.steps} steps. `,
      `${NAMES[v.kind]}、学習率 ${v.rate.toPrecision(2)}。${v.steps} ステップで損失は ${n(first)} から ${n(last, 3)} になる。`);
    if (!(last < 1e4)) return f.say(`${NAMES[v.kind]} with rate ${v.rate.toPrecision(2)} diverges: each step overshoots by more than the last.`, `${NAMES[v.kind]}、学習率 ${v.rate.toPrecision(2)} では発散する。1歩ごとに行き過ぎが大きくなる。`);
    if (flips > v.steps / 3) return head + f.say("It swings across the ravine: the steep direction forbids a larger rate, the flat one would need it.", "谷を横切って振動している。急な方向のために学習率を上げられず、なだらかな方向では足りない。");
    return head;
  };

  /** Level lines by marching over a coarse grid of cells. */
  function contours(d, a, s) {
    const rows = 36, columns = 60;
    const at = (i, j) => s.loss([s.x[0] + (s.x[1] - s.x[0]) * j / columns, s.y[0] + (s.y[1] - s.y[0]) * i / rows]);
    const values = Array.from({ length: rows + 1 }, (_, i) => Array.from({ length: columns + 1 }, (_, j) => at(i, j)));
    const flat = values.flat(), low = Math.min(...flat), high = Math.max(...flat);
    for (let k = 1; k <= 9; k++) {
      const level = low + (high - low) * (k / 10) ** 2;
      let path = "";
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) {
        const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
        const cut = [];
        corners.forEach(([p, q], c) => {
          const [r, t] = corners[(c + 1) % 4], x = values[p][q] - level, y = values[r][t] - level;
          if (x < 0 !== y < 0) { const m = x / (x - y); cut.push([q + (t - q) * m, p + (r - p) * m]); }
        });
        if (cut.length >= 2) path += `M${cut.slice(0, 2).map(([x, y]) => `${a.px(s.x[0] + (s.x[1] - s.x[0]) * x / columns).toFixed(1)} ${a.py(s.y[0] + (s.y[1] - s.y[0]) * y / rows).toFixed(1)}`).join("L")}`;
      }
      d.put("path", { d: path, class: "curve mute", opacity: 0.55 });
    }
  }
});
