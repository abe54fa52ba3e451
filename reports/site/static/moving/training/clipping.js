// A gradient clipped by its norm, and by its elements.
"use strict";
parityFigure("clipping", (f) => {
  f.slider("a", "g₁", "g₁", { min: -5, max: 5, step: 0.1, value: 4 });
  f.slider("b", "g₂", "g₂", { min: -5, max: 5, step: 0.1, value: 1.5 });
  f.slider("limit", "Threshold", "しきい値", { min: 0.5, max: 5, step: 0.1, value: 2 });
  return (v, d) => {
    const norm = Math.hypot(v.a, v.b), rate = Math.min(1, v.limit / norm);
    const byNorm = [v.a * rate, v.b * rate];
    const byValue = [v.a, v.b].map((x) => Math.max(-v.limit, Math.min(v.limit, x)));
    const size = Math.min(d.width - 8, 300);
    d.size(size + 6);
    const left = (d.width - size) / 2;
    const a = d.axes([left + 20, 8, left + size - 4, size - 20], [-5.4, 5.4], [-5.4, 5.4], { xs: [-5, 0, 5], ys: [-5, 0, 5] });
    const unit = a.px(1) - a.px(0);
    d.circle(a.px(0), a.py(0), unit * v.limit, "box a");
    d.rect(a.px(-v.limit), a.py(v.limit), 2 * unit * v.limit, 2 * unit * v.limit, "box mute");
    const arrow = (p, kind) => { d.line([[a.px(0), a.py(0)], [a.px(p[0]), a.py(p[1])]], kind); d.circle(a.px(p[0]), a.py(p[1]), 5, `dot ${kind}`); };
    arrow([v.a, v.b], "mute"); arrow(byValue, "b"); arrow(byNorm, "a");
    f.numbers({ g: [v.a, v.b], limit: v.limit, by_norm: byNorm, by_value: byValue });
    const n = f.number, degrees = (p) => (Math.atan2(p[1], p[0]) * 180) / Math.PI;
    if (rate === 1) return f.say(`The norm ${n(norm)} is below the threshold: nothing is changed.`, `ノルム ${n(norm)} はしきい値より小さいので、何も変わらない。`);
    return f.say(`By its norm (blue), g is multiplied by ${n(rate)} and keeps its direction. By its elements (red), each is cut off at ${n(v.limit, 1)}, and the direction turns by ${n(Math.abs(degrees(byValue) - degrees([v.a, v.b])), 0)}°.`,
      `ノルムで制限すると(青)g は ${n(rate)} 倍になり、向きは変わらない。要素ごとに切ると(赤)どの要素も ±${n(v.limit, 1)} で止まり、向きが ${n(Math.abs(degrees(byValue) - degrees([v.a, v.b])), 0)}° 変わる。`);
  };
});
