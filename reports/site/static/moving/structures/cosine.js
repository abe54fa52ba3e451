// Cosine similarity of a query with five documents, and the order that it gives.
"use strict";
parityFigure("cosine", (f) => {
  f.slider("angle", "Direction of the query", "クエリの向き", { min: 0, max: 360, step: 1, value: 40, text: (x) => `${x}°` });
  f.slider("length", "Length of the query", "クエリの長さ", { min: 0.2, max: 2, step: 0.1, value: 1 });
  f.slider("k", "k, how many are wanted", "k 取り出す数", { min: 1, max: 5, step: 1, value: 2 });
  f.choice("by", "Ranked by", "並べ方", [["cosine", "cosine", "コサイン類似度"], ["dot", "dot product", "内積"], ["distance", "distance", "ユークリッド距離"]]);
  return (v, d) => {
    const documents = [[0.9, 0.3], [0.5, 0.9], [-0.4, 0.7], [1.7, 1.5], [0.3, -0.8]];
    const t = (v.angle * Math.PI) / 180, q = [v.length * Math.cos(t), v.length * Math.sin(t)];
    const dot = documents.map((x) => x[0] * q[0] + x[1] * q[1]);
    const cosine = dot.map((s, i) => s / (Math.hypot(...documents[i]) * v.length));
    const distance = documents.map((x) => Math.hypot(x[0] - q[0], x[1] - q[1]));
    const score = { cosine, dot, distance: distance.map((x) => -x) }[v.by];
    const order = documents.map((_, i) => i).sort((i, j) => score[j] - score[i]);
    const size = Math.min(300, d.narrow ? d.width - 8 : d.width * 0.55);
    d.size(d.narrow ? size + 140 : size + 6);
    const a = d.axes([8, 6, size, size - 6], [-2, 2], [-2, 2]);
    const arrow = (p, kind, name, strong) => { d.line([[a.px(0), a.py(0)], [a.px(p[0]), a.py(p[1])]], kind); d.circle(a.px(p[0]), a.py(p[1]), strong ? 5 : 3.5, `dot ${kind}`); d.text(a.px(p[0]) + 7, a.py(p[1]) + 4, name, { class: "b" }); };
    documents.forEach((x, i) => arrow(x, order.indexOf(i) < v.k ? "a" : "mute", `d${i + 1}`, order.indexOf(i) < v.k));
    arrow(q, "b", "q", true);
    const x0 = d.narrow ? 8 : size + 24, y0 = d.narrow ? size + 20 : 30;
    const ends = [90, 144, 206];
    [["cosine", "コサイン"], ["dot", "内積"], ["distance", "距離"]].forEach(([en, jp], i) => d.text(x0 + ends[i], y0 - 8, f.say(en, jp), { "text-anchor": "end" }));
    order.forEach((i, rank) => {
      const kind = { class: `m ${rank < v.k ? "ca" : ""}` };
      d.text(x0, y0 + 14 + rank * 20, `d${i + 1}`, kind);
      [cosine[i], dot[i], distance[i]].forEach((x, j) => d.text(x0 + ends[j], y0 + 14 + rank * 20, f.number(x), { ...kind, "text-anchor": "end" }));
    });
    f.numbers({ q, documents, cosine, order });
    if (f.last === "length") return f.say("Cosine and its order do not depend on lengths; the dot product favours long vectors, and the distance changes its order.", "コサインとその順序は長さによらない。内積は長いベクトルに有利で、距離では順序が変わりうる。");
    const chosen = order.slice(0, v.k).map((i) => `d${i + 1}`), others = documents.map((_, i) => i).sort((i, j) => cosine[j] - cosine[i]).slice(0, v.k).map((i) => `d${i + 1}`);
    const same = [...chosen].sort().join() === [...others].sort().join();
    return f.say(`The first ${v.k}: ${chosen.join(", ")}. ${v.by === "cosine" ? "Only the angles to q count." : same ? "Cosine would choose the same." : `Cosine would choose ${others.join(", ")}.`}`,
      `上位 ${v.k} 件は ${chosen.join("、")}。${v.by === "cosine" ? "q との角度だけで決まる。" : same ? "コサインでも同じものが選ばれる。" : `コサインなら ${others.join("、")} が選ばれる。`}`);
  };
});
