// The frame of every moving figure: controls, a drawing of the width at hand, a sentence that says
// what just happened, and the numbers that were computed (tests compare them with NumPy's).
//
//   parityFigure("name", (f) => {
//     f.slider("T", "Temperature T", "温度 T", { min: 0.1, max: 5, step: 0.1, value: 1 });
//     return (v, d) => { d.size(200); d.line(...); f.numbers({ y }); return f.say("...", "..."); };
//   });
//
// A figure is <div class="fig" data-figure="name">, with its still form inside: it stays in print
// and where scripts do not run.
"use strict";
(() => {
  const NS = "http://www.w3.org/2000/svg";
  const ja = document.documentElement.lang === "ja";
  const say = (en, jp) => (ja ? jp : en);

  const make = (name, at = {}, text) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(at)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  /** Text of a number: a true minus, so many decimals, no "-0". */
  const number = (x, decimals = 2) => {
    if (!Number.isFinite(x)) return x > 0 ? "∞" : x < 0 ? "−∞" : "–";
    const text = x.toFixed(decimals);
    return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
  };

  /** Numbers between 0 and 1 that a seed settles (mulberry32), and normal ones (Box and Muller). */
  const random = (seed) => {
    let a = Math.imul(seed + 1, 2654435761);
    const uniform = () => {
      a = (a + 0x6d2b79f5) | 0;
      let t = Math.imul(a ^ (a >>> 15), 1 | a);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    return { uniform, normal, whole: (n) => Math.floor(uniform() * n) };
  };

  /** What a figure draws with; lengths are pixels, and the width is the page's. */
  class Drawing {
    constructor(svg) {
      this.svg = svg;
      this.width = Math.max(280, Math.round(svg.parentNode.getBoundingClientRect().width) || 640);
      this.narrow = this.width < 480;
      this.parts = [];
      this.size(240);
    }

    size(height) { this.height = height; return this; }

    put(name, at, text) {
      const element = document.createElementNS(NS, name);
      for (const [key, value] of Object.entries(at)) {
        element.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
      }
      if (text !== undefined) element.textContent = text;
      this.parts.push(element);
      return element;
    }

    text(x, y, text, at = {}) { return this.put("text", { x, y, ...at }, text); }
    middle(x, y, text, at = {}) { return this.text(x, y, text, { "text-anchor": "middle", ...at }); }
    segment(x1, y1, x2, y2, kind = "ax") { return this.put("line", { x1, y1, x2, y2, class: kind }); }
    rect(x, y, width, height, kind = "cell", at = {}) {
      return this.put("rect", { x, y, width: Math.max(0, width), height: Math.max(0, height), class: kind, ...at });
    }
    circle(cx, cy, r, kind = "dot", at = {}) { return this.put("circle", { cx, cy, r, class: kind, ...at }); }
    line(points, kind = "a") {
      const d = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
      return this.put("path", { d, class: `curve ${kind}` });
    }

    /** A pair of axes in a box; gives x and y to pixels, and draws the ticks. */
    axes(box, [x0, x1], [y0, y1], { xs = [], ys = [], x = "", y = "" } = {}) {
      const [left, top, right, bottom] = box;
      const px = (value) => left + ((value - x0) / (x1 - x0)) * (right - left);
      const py = (value) => bottom - ((value - y0) / (y1 - y0)) * (bottom - top);
      for (const tick of ys) {
        this.segment(left, py(tick), right, py(tick), "grid");
        this.text(left - 5, py(tick) + 4, `${tick}`.replace("-", "−"), { "text-anchor": "end", class: "m" });
      }
      this.segment(left, bottom, right, bottom);
      for (const tick of xs) {
        this.segment(px(tick), bottom, px(tick), bottom + 4);
        const anchor = tick === x1 && right > this.width - 12 ? "end" : "middle";
        this.text(px(tick), bottom + 17, `${tick}`.replace("-", "−"), { class: "m", "text-anchor": anchor });
      }
      if (x) this.text(right, bottom + 32, x, { "text-anchor": "end" });
      if (y) this.text(left, top - 7, y);
      return { px, py, inside: (value) => value >= Math.min(y0, y1) && value <= Math.max(y0, y1) };
    }

    /** A grid of numbers as coloured cells; `shade` gives each cell's strength from -1 to 1. */
    matrix(values, x, y, cell, { shade = (v) => v, text = null, kind = () => "", height = cell } = {}) {
      values.forEach((row, i) => row.forEach((value, j) => {
        const s = Math.max(-1, Math.min(1, shade(value, i, j)));
        this.rect(x + j * cell, y + i * height, cell - 1, height - 1, `cell ${s < 0 ? "minus" : "plus"} ${kind(i, j)}`, {
          style: `--s:${Math.round(Math.abs(s) * 100)}%`,
        });
        if (text) this.middle(x + (j + 0.5) * cell - 0.5, y + (i + 0.5) * height + 3.5, text(value, i, j), { class: `m ${Math.abs(s) > 0.6 ? "on" : ""}` });
      }));
    }

    show() {
      this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
      this.svg.replaceChildren(...this.parts);
    }
  }

  class Frame {
    constructor(root, name, setup) {
      this.root = root;
      this.v = {};
      this.given = JSON.parse(root.dataset.start || "{}"); // what this page begins with
      this.last = null;
      this.say = say;
      this.number = number;
      this.random = random;
      this.controls = make("div", { class: "ctl" });
      this.plot = make("div", { class: "plot" });
      this.svg = document.createElementNS(NS, "svg");
      this.svg.setAttribute("role", "img");
      this.sentence = make("p", { class: "say", "aria-live": "polite" });
      this.svg.setAttribute("aria-label", root.dataset.label || name);
      this.plot.append(this.svg);
      this.start = {};
      this.id = (key) => `fig-${name}-${key}`;
      this.draw = setup(this);
      const still = make("details", { class: "still" });
      still.append(make("summary", {}, say("The figure standing still", "動かない図")), ...root.childNodes);
      if (Object.keys(this.start).length) {
        const row = make("div", { class: "row" });
        row.append(this._button(say("From the start", "最初に戻す"), () => this.reset()));
        this.controls.append(row);
      }
      root.append(this.plot, this.controls, this.sentence, still);
      root.classList.add("moves");
      this.redraw();
      let width = this.plot.clientWidth;
      new ResizeObserver(() => {
        if (this.plot.clientWidth !== width) { width = this.plot.clientWidth; this.redraw(); }
      }).observe(this.plot);
    }

    slider(key, en, jp, { min, max, step, value, decimals = null, text = null }) {
      const shown = text || ((x) => number(x, decimals ?? (String(step).split(".")[1] || "").length));
      const block = make("div", { class: "sl" });
      const input = make("input", { type: "range", id: this.id(key), name: key, min, max, step, value });
      const output = make("output", { for: this.id(key) });
      const set = () => {
        this.v[key] = Number(input.value);
        output.textContent = shown(this.v[key]);
        input.setAttribute("aria-valuetext", output.textContent);
      };
      input.addEventListener("input", () => { set(); this.last = key; this.redraw(); });
      block.append(make("label", { for: this.id(key) }, say(en, jp)), output, input);
      this.controls.append(block);
      this._keep(key, value, (x) => { input.value = x; set(); });
    }

    choice(key, en, jp, options, value = options[0][0]) {
      const block = make("div", { class: "sl" });
      const select = make("select", { id: this.id(key), name: key });
      for (const [name, english, japanese = english] of options) {
        select.append(make("option", { value: name }, say(english, japanese)));
      }
      select.addEventListener("change", () => { this.v[key] = select.value; this.last = key; this.redraw(); });
      block.append(make("label", { for: this.id(key) }, say(en, jp)), select);
      this.controls.append(block);
      this._keep(key, value, (x) => { select.value = x; this.v[key] = x; });
    }

    toggle(key, en, jp, value = false) {
      const block = make("div", { class: "sl" });
      const input = make("input", { type: "checkbox", id: this.id(key), name: key });
      const label = make("label", { class: "tick" });
      label.append(input, ` ${say(en, jp)}`);
      input.addEventListener("change", () => { this.v[key] = input.checked; this.last = key; this.redraw(); });
      block.append(label);
      this.controls.append(block);
      this._keep(key, value, (x) => { input.checked = x; this.v[key] = x; });
    }

    button(key, en, jp, act) {
      const row = make("div", { class: "row" });
      row.append(this._button(say(en, jp), () => { act(this.v); this.last = key; this.redraw(); }, key));
      this.controls.append(row);
    }

    /** A value without a control of its own, which buttons or the drawing change. */
    state(key, value) { this._keep(key, value, (x) => { this.v[key] = structuredClone(x); }); }

    set(key, value) { this.put[key](value); }

    numbers(values) { this.root.dataset.numbers = JSON.stringify(values); }

    reset() {
      for (const [key, value] of Object.entries(this.start)) this.put[key](value);
      this.last = null;
      this.redraw();
    }

    redraw() {
      const drawing = new Drawing(this.svg);
      const sentence = this.draw(this.v, drawing) || "";
      drawing.show();
      if (this.sentence.textContent !== sentence) this.sentence.textContent = sentence;
    }

    _keep(key, usual, put) {
      const value = this.given[key] ?? usual;
      this.start[key] = value;
      (this.put ||= {})[key] = put;
      put(value);
    }

    _button(text, act, key = "start") {
      const button = make("button", { type: "button", class: "btn", "data-do": key }, text);
      button.addEventListener("click", act);
      return button;
    }
  }

  window.parityFigure = (name, setup) => {
    for (const root of document.querySelectorAll(`[data-figure="${name}"]`)) new Frame(root, name, setup);
  };
})();
