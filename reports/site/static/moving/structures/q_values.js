// Q-learning, SARSA or value iteration on a grid: the table fills from the goal backwards.
"use strict";
parityFigure("q_values", (f) => {
  const ROWS = 4, COLUMNS = 5, GOAL = 4, PIT = 9, WALLS = new Set([6, 12]), START = 15;
  const MOVES = [[-1, 0], [0, 1], [1, 0], [0, -1]], ARROWS = "↑→↓←";
  f.slider("episodes", "Episodes or sweeps", "エピソード数・反復回数", { min: 0, max: 200, step: 1, value: 20 });
  f.slider("alpha", "Learning rate η", "学習率 η", { min: 0.05, max: 1, step: 0.05, value: 0.5 });
  f.slider("gamma", "Discount γ", "割引率 γ", { min: 0, max: 0.99, step: 0.01, value: 0.9 });
  f.slider("epsilon", "Exploration ε", "探索 ε", { min: 0, max: 1, step: 0.05, value: 0.3 });
  f.choice("rule", "Rule", "更新則", [["q", "Q-learning: the best next action", "Q学習:次の最良の行動"], ["sarsa", "SARSA: the next action taken", "SARSA:実際に取る行動"], ["sweep", "Value iteration: all cells at once", "価値反復:全マスを一度に"]]);
  const next = (s, a) => {
    const r = Math.floor(s / COLUMNS) + MOVES[a][0], c = (s % COLUMNS) + MOVES[a][1], to = r * COLUMNS + c;
    return r < 0 || c < 0 || r >= ROWS || c >= COLUMNS || WALLS.has(to) ? s : to;
  };
  const reward = (s) => (s === GOAL ? 1 : s === PIT ? -1 : 0);
  const over = (s) => s === GOAL || s === PIT;
  const worth = (s, a, V, gamma) => { const to = next(s, a); return reward(to) + (over(to) ? 0 : gamma * V[to]); };
  const sweep = (V, gamma) => V.map((_, s) => (over(s) || WALLS.has(s) ? 0 : Math.max(...MOVES.map((_, a) => worth(s, a, V, gamma)))));
  return (v, d) => {
    const Q = Array.from({ length: ROWS * COLUMNS }, () => [0, 0, 0, 0]);
    const draws = f.random(11);
    const best = (s) => Q[s].indexOf(Math.max(...Q[s]));
    const choose = (s) => (draws.uniform() < v.epsilon ? draws.whole(4) : Math.max(...Q[s]) === Math.min(...Q[s]) ? draws.whole(4) : best(s));
    let V = Q.map(() => 0);
    for (let e = 0; e < v.episodes && v.rule === "sweep"; e++) {
      for (let s = 0; s < ROWS * COLUMNS; s++) if (!over(s) && !WALLS.has(s)) MOVES.forEach((_, a) => { Q[s][a] = worth(s, a, V, v.gamma); });
      V = sweep(V, v.gamma);
    }
    for (let e = 0; e < v.episodes && v.rule !== "sweep"; e++) {
      let s = START, a = choose(s);
      for (let k = 0; k < 60; k++) {
        const to = next(s, a), end = over(to), then = choose(to);
        const target = reward(to) + (end ? 0 : v.gamma * (v.rule === "q" ? Math.max(...Q[to]) : Q[to][then]));
        Q[s][a] += v.alpha * (target - Q[s][a]);
        if (end) break;
        s = to; a = then;
      }
    }
    // The values that the table goes to, by value iteration.
    V = Q.map(() => 0);
    for (let k = 0; k < 400; k++) V = sweep(V, v.gamma);
    const cell = Math.min(66, Math.floor((d.width - 8) / COLUMNS));
    d.size(ROWS * cell + 8);
    const left = (d.width - COLUMNS * cell) / 2;
    for (let s = 0; s < ROWS * COLUMNS; s++) {
      const x = left + (s % COLUMNS) * cell, y = 4 + Math.floor(s / COLUMNS) * cell;
      const value = over(s) ? reward(s) : Math.max(...Q[s]);
      d.rect(x, y, cell - 2, cell - 2, WALLS.has(s) ? "bar mute" : `cell ${value < 0 ? "minus" : "plus"}`, { style: `--s:${Math.round(100 * Math.min(1, Math.abs(value)))}%` });
      if (WALLS.has(s)) continue;
      const on = Math.abs(value) > 0.6 ? "on" : "";
      if (over(s)) { d.middle(x + cell / 2, y + cell / 2 + 5, s === GOAL ? "+1" : "−1", { class: `b ${on}` }); continue; }
      d.middle(x + cell / 2, y + cell / 2 + 5, Math.max(...Q[s]) === Math.min(...Q[s]) ? "·" : ARROWS[best(s)], { class: `b ${on}` });
      d.middle(x + cell / 2, y + cell - 8, f.number(value), { class: `m ${on}` });
      if (s === START) d.text(x + 5, y + 14, "S", { class: `m ${on}` });
    }
    f.numbers({ gamma: v.gamma, start: Math.max(...Q[START]), optimum: V[START], V });
    const n = f.number, known = Q.filter((q) => Math.max(...q) > 1e-9).length;
    if (!known) return f.say("No value yet: only the step onto the goal is rewarded, so the first episodes are a random walk.", "まだ価値がない。報酬はゴールに入る一歩だけなので、最初のエピソードは酔歩である。");
    return f.say(`${known} cells have a positive value. From the start it is ${n(Math.max(...Q[START]), 3)}, and ${n(V[START], 3)} by value iteration. Values spread from the goal backwards, a factor γ less at each step.`,
      `${known} マスに正の価値がある。出発点では ${n(Math.max(...Q[START]), 3)}、価値反復の値は ${n(V[START], 3)}。価値はゴールから後ろへ、一歩ごとに γ 倍で広がる。`);
  };
});
