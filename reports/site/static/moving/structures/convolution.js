// A convolution, one output at a time: where the window stands, and what it sums.
"use strict";
parityFigure("convolution", (f) => {
  f.slider("at", "Position of the window", "窓の位置", { min: 0, max: 1, step: 0.001, value: 0.4, text: () => "" });
  f.slider("size", "Input height and width", "入力の縦・横", { min: 3, max: 8, step: 1, value: 6 });
  f.slider("k", "Kernel K", "カーネル K", { min: 1, max: 4, step: 1, value: 3 });
  f.slider("stride", "Stride S", "ストライド S", { min: 1, max: 3, step: 1, value: 1 });
  f.slider("pad", "Padding P", "パディング P", { min: 0, max: 3, step: 1, value: 1 });
  f.slider("dilation", "Dilation D", "ダイレーション D", { min: 1, max: 3, step: 1, value: 1 });
  return (v, d) => {
    const draws = f.random(5);
    const x = Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => draws.whole(5) - 1)).slice(0, v.size).map((row) => row.slice(0, v.size));
    const W = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => draws.whole(4) - 1)).slice(0, v.k).map((row) => row.slice(0, v.k));
    const reach = v.dilation * (v.k - 1) + 1;
    const out = Math.floor((v.size + 2 * v.pad - reach) / v.stride) + 1;
    const padded = v.size + 2 * v.pad;
    const at = (i, j) => (i >= 0 && j >= 0 && i < v.size && j < v.size ? x[i][j] : 0);
    const fits = reach <= padded;
    const y = fits ? Array.from({ length: out }, (_, i) => Array.from({ length: out }, (_, j) => {
      let sum = 0;
      for (let p = 0; p < v.k; p++) for (let q = 0; q < v.k; q++) sum += W[p][q] * at(i * v.stride + p * v.dilation - v.pad, j * v.stride + q * v.dilation - v.pad);
      return sum;
    })) : [];
    const here = fits ? Math.min(out * out - 1, Math.floor(v.at * out * out)) : 0;
    const [r, c] = fits ? [Math.floor(here / out), here % out] : [0, 0];
    const gap = 26;
    const room = d.width - 2 * gap - 4;
    const cell = Math.floor(Math.min(30, room / (padded + v.k + Math.max(1, out))));
    const top = 26;
    d.size(Math.max(padded, out) * cell + top + 14);
    d.text(2, 14, "x", { class: "b" });
    const seen = new Set();
    if (fits) for (let p = 0; p < v.k; p++) for (let q = 0; q < v.k; q++) seen.add(`${r * v.stride + p * v.dilation},${c * v.stride + q * v.dilation}`);
    const grid = Array.from({ length: padded }, (_, i) => Array.from({ length: padded }, (_, j) => at(i - v.pad, j - v.pad)));
    const inside = (i, j) => i >= v.pad && j >= v.pad && i < v.pad + v.size && j < v.pad + v.size;
    d.matrix(grid, 2, top, cell, { shade: (t) => t / 4, text: (t, i, j) => (inside(i, j) || seen.has(`${i},${j}`) ? f.number(t, 0) : ""), kind: (i, j) => `${seen.has(`${i},${j}`) ? "lit" : ""} ${inside(i, j) ? "" : "pad"}` });
    const kx = 2 + padded * cell + gap;
    d.text(kx, 14, "W", { class: "b" });
    d.matrix(W, kx, top, cell, { shade: (t) => t / 4, text: (t) => f.number(t, 0) });
    const ox = kx + v.k * cell + gap;
    d.text(ox, 14, "y", { class: "b" });
    if (fits) d.matrix(y, ox, top, cell, { shade: (t) => t / 16, text: (t) => f.number(t, 0), kind: (i, j) => (i === r && j === c ? "lit" : "") });
    f.numbers({ x, W, stride: v.stride, pad: v.pad, dilation: v.dilation, y });
    if (!fits) return f.say(`The kernel reaches over ${reach}, the padded input has ${padded}: there is no output.`, `カーネルの広がりは ${reach}、パディング後の入力は ${padded}。出力はない。`);
    const formula = `⌊(${v.size} + 2·${v.pad} − ${v.dilation}·(${v.k} − 1) − 1) / ${v.stride}⌋ + 1 = ${out}`;
    return f.say(`Height and width of the output: ${formula}. y[${r}, ${c}] = ${f.number(y[r][c], 0)} is the sum of ${v.k * v.k} products.`,
      `出力の縦・横は ${formula}。y[${r}, ${c}] = ${f.number(y[r][c], 0)} は ${v.k * v.k} 個の積の和である。`);
  };
});
