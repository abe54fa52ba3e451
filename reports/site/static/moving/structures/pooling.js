// Pooling over windows: which input goes through, and which gets the gradient.
"use strict";
parityFigure("pooling", (f) => {
  f.choice("kind", "Pooling", "プーリング", [["max", "maximum", "最大値"], ["mean", "average", "平均値"], ["lp", "L_p norm, p = 2", "L_p ノルム(p = 2)"]]);
  f.slider("at", "Position of the window", "窓の位置", { min: 0, max: 1, step: 0.001, value: 0.3, text: () => "" });
  f.slider("k", "Window", "窓の大きさ", { min: 1, max: 4, step: 1, value: 2 });
  f.slider("stride", "Stride", "ストライド", { min: 1, max: 3, step: 1, value: 2 });
  f.button("draw", "Other numbers", "別の値にする", (v) => { v.seed += 1; });
  f.state("seed", 2);
  return (v, d) => {
    const size = 6, draws = f.random(v.seed);
    const x = Array.from({ length: size }, () => Array.from({ length: size }, () => draws.whole(10)));
    const out = Math.floor((size - v.k) / v.stride) + 1;
    const window = (i, j) => Array.from({ length: v.k * v.k }, (_, n) => [i * v.stride + Math.floor(n / v.k), j * v.stride + (n % v.k)]);
    const most = (cells) => cells.reduce((p, q) => (x[q[0]][q[1]] > x[p[0]][p[1]] ? q : p));
    const value = (cells) => {
      const all = cells.map(([i, j]) => x[i][j]);
      if (v.kind === "max") return Math.max(...all);
      return v.kind === "mean" ? all.reduce((p, q) => p + q) / all.length : Math.sqrt(all.reduce((p, q) => p + q * q, 0));
    };
    const y = Array.from({ length: out }, (_, i) => Array.from({ length: out }, (_, j) => value(window(i, j))));
    const dx = x.map((row) => row.map(() => 0));
    y.forEach((row, i) => row.forEach((given, j) => {
      const cells = window(i, j);
      if (v.kind === "max") { const [p, q] = most(cells); dx[p][q] += 1; } else for (const [p, q] of cells) dx[p][q] += v.kind === "mean" ? 1 / cells.length : given ? x[p][q] / given : 0;
    }));
    const here = Math.min(out * out - 1, Math.floor(v.at * out * out)), r = Math.floor(here / out), c = here % out;
    const lit = new Set(window(r, c).map(String));
    const gap = 22, cell = Math.floor(Math.min(32, (d.width - 2 * gap - 4) / (2 * size + out))), top = 26;
    d.size(size * cell + top + 10);
    const decimals = v.kind === "max" ? 0 : 1;
    d.text(2, 14, "x", { class: "b" });
    d.matrix(x, 2, top, cell, { shade: (t) => t / 12, text: (t) => `${t}`, kind: (i, j) => (lit.has(`${i},${j}`) ? "lit" : "") });
    const ox = 2 + size * cell + gap;
    d.text(ox, 14, "y", { class: "b" });
    d.matrix(y, ox, top, cell, { shade: (t) => t / 20, text: (t) => f.number(t, decimals), kind: (i, j) => (i === r && j === c ? "lit" : "") });
    const gx = ox + out * cell + gap;
    d.text(gx, 14, f.say("dx for dy = 1", "dy = 1 のときの dx"), { class: "b" });
    d.matrix(dx, gx, top, cell, { shade: (t) => t / 2, text: (t) => (t ? f.number(t, Number.isInteger(t) ? 0 : cell > 26 ? 2 : 1) : ""), kind: (i, j) => (lit.has(`${i},${j}`) ? "lit" : "") });
    f.numbers({ x, kind: v.kind, k: v.k, stride: v.stride, y, dx });
    const overlap = v.stride < v.k ? f.say(" Windows overlap, so gradients add up where one input won twice.", "窓が重なるので、2度選ばれた入力では勾配が足される。") : "";
    const says = {
      max: f.say("The gradient goes to the largest input of each window alone; the others get nothing.", "勾配は各窓の最大の入力だけに届き、ほかには届かない。"),
      mean: f.say("Each input of a window gets an equal share of the gradient.", "窓の中の入力は、勾配を等しく分け合う。"),
      lp: f.say("Each input gets the gradient in proportion to its size, x / y.", "各入力は大きさに比例した勾配 x / y を受け取る。"),
    };
    return says[v.kind] + overlap;
  };
});
