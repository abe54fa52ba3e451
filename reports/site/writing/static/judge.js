// The judge of a page: starts the worker when it is first asked, ends it when the time is over.
"use strict";
(() => {
  const LIMIT = 10; // seconds that one call of the code may take: a slow phone makes many
  const LONGER = 3; // times as long for the search for causes
  const GRACE = 1; // seconds more for the worker to say in which line the code is
  const base = new URL("../write/", document.currentScript.src).href;
  const served = location.protocol === "http:" || location.protocol === "https:";

  class Judge {
    constructor(language, words) { this.language = language; this.words = words; this.worker = null; this.busy = false; this.times = []; }

    // Ask for a judgement. `heard` gets: stage(name), found(list), judging(what), report(data), and
    // at the end one of done(), late(report), failed(text).
    ask({ text, file, concept = "", name = "", records = [] }, heard, limit = LIMIT) {
      this.cancel();
      this.busy = true;
      this.began = performance.now();
      if (!this.worker) {
        this.worker = new Worker(base + "worker.js");
        this.worker.onerror = (event) => {
          event.preventDefault();
          this.end(); heard.failed(this.words.no_python.replace("{why}", event.message || ""));
        };
      }
      let at = ["", ""], timer = 0, current = { name: name || file, concept };
      const over = (line = null) => {
        this.end();
        // What was judged stays where only the search for its cause takes too long.
        if (current.causes) { heard.causeless?.(); heard.done?.(); return; }
        heard.late({ object: current.name, concept: current.concept, verdict: "error", headline: at[0],
          crash: { name: "timeout", what: at[0], hint: at[1], trace: "", line }, causes: [], rows: [],
          rest: [], context: [], sections: [], heads: [], printed: [] });
      };
      const wind = () => {
        clearTimeout(timer);
        // A busy page hears what the worker said last before it ends it.
        const last = () => { timer = setTimeout(over, GRACE * 1000); };
        timer = setTimeout(last, (limit * (current.causes ? LONGER : 1) + GRACE) * 1000);
      };
      this.stop = () => { clearTimeout(timer); };
      this.worker.onmessage = ({ data: { kind, what } }) => {
        if (kind === "stage") { clearTimeout(timer); if (what === "code") wind(); heard.stage?.(what); }
        else if (kind === "at") { at = what; wind(); }
        else if (kind === "late") { clearTimeout(timer); over(what); }
        else if (kind === "found") { clearTimeout(timer); heard.found?.(what); }
        else if (kind === "judging") { current = what; wind(); this.began = performance.now(); heard.judging?.(what); }
        else if (kind === "report") {
          clearTimeout(timer);
          this.times.push(performance.now() - this.began);
          if (what.spoiled) this.spoiled = true;
          heard.report(what);
        } else if (kind === "done") { this.finish(); if (this.spoiled) this.end(); heard.done?.(); }
        else if (kind === "failed") {
          this.end();
          heard.failed(what.running ? this.words.out_of_memory : this.words.no_python.replace("{why}", what.why + " "));
        }
      };
      this.worker.postMessage({ text, file, concept, name, records, limit,
        language: this.language, where: globalThis.parityPython });
    }
    finish() { this.stop?.(); this.busy = false; }
    // What runs is thrown away with its worker; the next judgement starts another one.
    cancel() { if (this.busy) this.end(); }
    end() { this.finish(); this.worker?.terminate(); this.worker = null; this.spoiled = false; }
  }

  // What the reader has done, for the map.
  function remember(concept, what) {
    globalThis.parityProgress?.mark(concept, what);
  }
  const kept = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* private mode */ } },
  };

  // The editor is fetched when its place comes near.
  let loading;
  const editor = () => (loading ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = base + "editor.js";
    script.onload = () => done(globalThis.parityEditor);
    script.onerror = failed;
    document.head.append(script);
  }));

  // The words of a judgement that is under way, in one place that is read aloud.
  function progress(place, words) {
    const stages = ["python", "numpy", "parity", "records", "code"];
    const bar = place.querySelector("progress"), text = place.querySelector("span");
    return {
      stage(name) {
        place.hidden = false;
        text.textContent = { python: words.loading_python, numpy: words.loading_numpy, parity: words.loading_parity,
          records: words.loading_records, code: words.loading_code }[name];
        bar.value = Math.max(bar.value, (stages.indexOf(name) + 0.5) / 6);
      },
      judging({ name, i, n, causes }) {
        place.hidden = false;
        text.textContent = (causes ? words.looking : n > 1 ? words.judging_some : words.judging).replace("{name}", name).replace("{i}", i).replace("{n}", n);
        bar.value = (5 + (causes ? 0.5 : 0) + (i - 1) / n / 2) / 6;
      },
      begin() { place.hidden = false; bar.value = 0.02; text.textContent = words.loading_code; },
      end(said = "") { place.hidden = !said; bar.hidden = true; text.textContent = said; },
      show() { bar.hidden = false; },
    };
  }
  // What the first judgement loads, and from where.
  const firstTime = (words) => {
    const far = /^https?:/.test(globalThis.parityPython?.python || "");
    return far ? words.first_time.replace("{host}", new URL(globalThis.parityPython.python).host) : words.first_time_here;
  };
  globalThis.parityWrite = { firstTime, Judge, remember, kept, editor, progress, served, LIMIT };
})();
