// The error of a numerical gradient against the width h of its difference.
"use strict";
parityFigure("differences", (f) => {
  f.slider("h", "h (power of ten)", "h(10 の累乗)", { min: -14, max: -1, step: 0.25, value: -4, text: (x) => `10^${f.number(x, 2)}` });
  f.slider("x", "At x", "点 x", { min: -2, max: 2, step: 0.1, value: 1 });
  return (v, d) => {
    const g = (x) => Math.exp(x) * Math.sin(3 * x);
    const exact = Math.exp(v.x) * (Math.sin(3 * v.x) + 3 * Math.cos(3 * v.x));
    const central = (h) => (g(v.x + h) - g(v.x - h)) / (2 * h);
    const forward = (h) => (g(v.x + h) - g(v.x)) / h;
    const error = (of, h) => Math.max(1e-16, Math.abs(of(h) - exact) / Math.max(1e-300, Math.abs(exact)));
    d.size(262);
    const a = d.axes([40, 22, d.width - 8, 216], [-14, -1], [-14, 1], { xs: [-14, -11, -8, -5, -2], ys: [-12, -8, -4, 0], x: "log₁₀ h" });
    d.text(42, 14, f.say("log₁₀ of the relative error", "相対誤差の log₁₀"));
    const hs = Array.from({ length: 131 }, (_, i) => -14 + i / 10);
    const near = (y) => Math.max(-14, Math.min(1, y));
    const curve = (of) => hs.map((e) => [a.px(e), a.py(near(Math.log10(error(of, 10 ** e))))]);
    d.line(curve(forward), "b dash"); d.line(curve(central), "a");
    const h = 10 ** v.h, now = error(central, h);
    d.circle(a.px(v.h), a.py(near(Math.log10(now))), 5, "dot a");
    d.text(a.px(-5), a.py(-10.2), f.say("central", "中心差分"), { class: "ca" });
    d.text(a.px(-5), a.py(-3.6), f.say("forward", "前進差分"), { class: "cb", "text-anchor": "end" });
    f.numbers({ x: v.x, h, central: central(h), forward: forward(h) });
    const digits = f.number(-Math.log10(now), 1);
    if (v.h < -8) return f.say(`${digits} digits: f(x + h) and f(x − h) agree in all but their last digits, and their difference is mostly rounding.`, `${digits} 桁。f(x + h) と f(x − h) は末尾の数桁しか違わず、差の大部分は丸め誤差である。`);
    if (v.h > -3) return f.say(`${digits} digits: the difference cuts off the curve, an error that grows as h² (forward: as h).`, `${digits} 桁。曲線を直線で切り取る誤差が h²(前進差分では h)に比例して大きい。`);
    return f.say(`${digits} digits. Central differences are best near the cube root of the machine's 2.2·10⁻¹⁶, h ≈ 6·10⁻⁶; forward ones near its square root.`, `${digits} 桁。中心差分は計算機イプシロン 2.2·10⁻¹⁶ の立方根、h ≈ 6·10⁻⁶ あたりで最良になる。前進差分では平方根あたりである。`);
  };
});
