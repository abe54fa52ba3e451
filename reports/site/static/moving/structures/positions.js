// Sinusoidal positions: one row for each place, one pair of columns for each wavelength.
"use strict";
parityFigure("positions", (f) => {
  f.slider("place", "Position", "位置", { min: 0, max: 39, step: 1, value: 10 });
  f.slider("d", "Width d", "次元 d", { min: 4, max: 64, step: 4, value: 32 });
  f.slider("base", "Base (log₁₀)", "底(log₁₀)", { min: 1, max: 5, step: 0.5, value: 4, text: (x) => `${Math.round(10 ** x)}` });
  return (v, d) => {
    const T = 40, base = 10 ** v.base;
    const P = Array.from({ length: T }, (_, t) => Array.from({ length: v.d }, (_, i) => {
      const angle = t / base ** ((2 * Math.floor(i / 2)) / v.d);
      return i % 2 ? Math.cos(angle) : Math.sin(angle);
    }));
    const cell = (d.width - 40) / v.d, high = 4.6;
    d.size(T * high + 132);
    d.text(30, 13, f.say("dimension →", "次元 →"));
    d.matrix(P, 30, 20, cell, { height: high, kind: (i) => (i === v.place ? "lit" : "") });
    d.text(24, 20 + high * v.place + 6, `${v.place}`, { class: "m", "text-anchor": "end" });
    const dots = P.map((p) => p.reduce((s, x, i) => s + x * P[v.place][i], 0));
    const top = 20 + T * high + 30;
    const a = d.axes([30, top, d.width - 8, top + 56], [0, T - 1], [-0.4 * v.d, 0.5 * v.d], { xs: [0, 10, 20, 30, 39] });
    d.text(30, top - 8, f.say(`product with position ${v.place}`, `位置 ${v.place} との内積`));
    d.line(dots.map((s, t) => [a.px(t), a.py(s)]), "a");
    d.circle(a.px(v.place), a.py(dots[v.place]), 4.5, "dot b");
    f.numbers({ d: v.d, base, place: v.place, row: P[v.place], dots });
    return f.say(`Sine and cosine alternate; the wavelength grows from 2π to about ${Math.round(2 * Math.PI * base ** ((v.d - 2) / v.d))}. The product of two positions depends on their distance alone, and is ${f.number(v.d / 2, 0)} = d/2 at distance 0.`,
      `サインとコサインが交互に並び、波長は 2π から約 ${Math.round(2 * Math.PI * base ** ((v.d - 2) / v.d))} まで伸びる。2つの位置の内積は距離だけで決まり、距離 0 では d/2 = ${f.number(v.d / 2, 0)} になる。`);
  };
});
