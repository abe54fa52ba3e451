// Activations of ten layers of a hundred units, under an initializer.
"use strict";
parityFigure("initializer", (f) => {
  f.choice("rule", "Standard deviation of the weights", "重みの標準偏差", [
    ["fixed", "fixed: σ below", "固定(下の σ)"], ["xavier", "Xavier: 1/√n", "Xavier:1/√n"], ["he", "He: √(2/n)", "He:√(2/n)"],
  ], "xavier");
  f.slider("sigma", "σ, if fixed", "σ(固定のとき)", { min: 0.01, max: 1, step: 0.01, value: 0.3 });
  f.choice("kind", "Activation", "活性化関数", [["sigmoid", "sigmoid", "シグモイド"], ["tanh", "tanh"], ["relu", "ReLU"]], "tanh");
  f.button("draw", "Draw again", "引き直す", (v) => { v.seed += 1; });
  f.state("seed", 1);
  return (v, d) => {
    const n = 100, batch = 24, layers = 10, draws = f.random(v.seed);
    const act = { sigmoid: (x) => 1 / (1 + Math.exp(-x)), tanh: Math.tanh, relu: (x) => Math.max(0, x) }[v.kind];
    const sigma = { fixed: v.sigma, xavier: 1 / Math.sqrt(n), he: Math.sqrt(2 / n) }[v.rule];
    let a = Array.from({ length: batch }, () => Array.from({ length: n }, draws.normal));
    const all = [];
    for (let l = 0; l < layers; l++) {
      const W = Array.from({ length: n }, () => Array.from({ length: n }, () => sigma * draws.normal()));
      a = a.map((row) => {
        const z = new Float64Array(n);
        row.forEach((x, i) => { const w = W[i]; for (let j = 0; j < n; j++) z[j] += x * w[j]; });
        return Array.from(z, act);
      });
      all.push(a.flat());
    }
    const spread = all.map((values) => {
      const m = values.reduce((p, q) => p + q) / values.length;
      return Math.sqrt(values.reduce((p, q) => p + (q - m) ** 2, 0) / values.length);
    });
    d.size(230);
    const low = v.kind === "tanh" ? -1 : 0, high = v.kind === "relu" ? Math.max(1e-12, ...all.flat().map(Math.abs)) : 1;
    const wide = (d.width - 8) / layers;
    all.forEach((values, l) => {
      const bins = new Array(24).fill(0);
      for (const x of values) bins[Math.min(23, Math.max(0, Math.floor(((x - low) / (high - low)) * 24)))] += 1;
      const top = Math.max(...bins);
      bins.forEach((count, i) => d.rect(4 + l * wide, 180 - (i + 1) * 6.6, (wide - 6) * count / top, 5.6, "bar a"));
      d.segment(4 + l * wide, 20, 4 + l * wide, 180, "ax");
      d.text(4 + l * wide, 197, `${l + 1}`, { class: "m" });
      d.text(4 + l * wide, 213, spread[l] < 1e-3 || spread[l] > 999 ? spread[l].toExponential(0).replace("-", "−") : f.number(spread[l], 2), { class: "m" });
    });
    d.text(4, 13, f.say(`values ${f.number(low, 0)} to ${f.number(high, high > 99 ? 0 : 1)}; layer, standard deviation`, `縦は値(${f.number(low, 0)} から ${f.number(high, high > 99 ? 0 : 1)})。下の数は層と標準偏差`));
    f.numbers({ rule: v.rule, kind: v.kind, sigma, spread });
    const last = spread[layers - 1];
    const stuck = v.kind !== "relu" && all[layers - 1].filter((x) => (v.kind === "tanh" ? Math.abs(x) > 0.95 : x > 0.95 || x < 0.05)).length / all[0].length;
    if (stuck > 0.4) return f.say(`${Math.round(100 * stuck)} % of the last layer's outputs sit at the ends, where the slope is nearly 0: the gradient vanishes.`, `最後の層の出力の ${Math.round(100 * stuck)} % が、傾きがほぼ 0 の両端に集まる。勾配が消失する。`);
    if (last < 0.02 * (v.kind === "sigmoid" ? 1 : spread[0])) return f.say(`The spread has fallen from ${f.number(spread[0], 3)} to ${last.toExponential(1)}: every input gives nearly the same output, and little is left to learn from.`, `広がりが ${f.number(spread[0], 3)} から ${last.toExponential(1)} まで縮んだ。どの入力でも出力がほぼ同じになり、表現力が失われる。`);
    if (v.kind === "relu" && last > 10 * spread[0]) return f.say("The values grow from layer to layer: they explode.", "層を重ねるごとに値が大きくなり、爆発する。");
    if (last < 0.5 * spread[0]) return f.say(`The spread shrinks slowly, from ${f.number(spread[0])} in the first layer to ${f.number(last)} in the last.`, `広がりはゆっくり縮む。最初の層で ${f.number(spread[0])}、最後の層で ${f.number(last)}。`);
    return f.say(`The spread stays of one size: ${f.number(spread[0])} in the first layer, ${f.number(last)} in the last.`, `広がりは保たれている。最初の層で ${f.number(spread[0])}、最後の層で ${f.number(last)}。`);
  };
});
