// The Python of a page, in a worker: the page ends it where the code does not end. Everything comes
// from beside this file, but Python itself, which comes from where the page says.
"use strict";
let python, open, judge;
const here = new Set(); // the records that are there already
const say = (kind, what) => postMessage({ kind, what });
const beside = (name) => new URL(name, self.location).href;

// Pyodide waits for ever where its own files do not come: whoever fetches is listened to.
const plain = self.fetch;
let lose;
const lost = new Promise((_, reject) => { lose = reject; });
lost.catch(() => {});
self.fetch = async (...what) => {
  try {
    const answer = await plain(...what);
    if (!answer.ok) lose(new Error(`${answer.url}: ${answer.status}`));
    return answer;
  } catch (error) { lose(error); throw error; }
};

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}

const folders = new Set();
function write(path, content) {
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (!folders.has(folder)) python.FS.mkdirTree(folder);
  folders.add(folder);
  python.FS.writeFile(path, content);
}

// Our packages are one archive of the plainest kind. Python would take much longer to unpack it.
async function unpack(packed, folder) {
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const archive = new Uint8Array(await new Response(plain).arrayBuffer());
  const letters = new TextDecoder();
  const field = (at, length) => letters.decode(archive.subarray(at, at + length)).split("\0", 1)[0];
  for (let at = 0, end; archive[at]; at = end + ((512 - (end % 512)) % 512)) {
    const path = [folder, field(at + 345, 155), field(at, 100)].filter(Boolean).join("/");
    end = at + 512 + parseInt(field(at + 124, 12), 8);
    write(path, archive.subarray(at + 512, end));
  }
}

async function start({ language, where }) {
  const index = new URL(where.python, self.location).href;
  const packages = fetched(beside(where.packages)); // while Python loads
  packages.catch(() => {});
  say("stage", "python");
  importScripts(index + "pyodide.js");
  const silent = () => {};
  python = await Promise.race([lost, self.loadPyodide({ indexURL: index, stdout: silent, stderr: silent })]);
  say("stage", "numpy");
  await Promise.race([lost, python.loadPackage("numpy", { messageCallback: silent, errorCallback: silent })]);
  say("stage", "parity");
  await unpack(await packages, "/parity");
  python.globals.set("tell", say);
  const desk = python.runPython(`
import os, sys
sys.path.insert(0, "/parity")
os.environ["MPLBACKEND"] = "Agg"
from js import Object
from pyodide.ffi import to_js
from reports.check.in_page import Desk
Desk("/home/pyodide/code", ${JSON.stringify(language)},
     lambda kind, what: tell(kind, to_js(what, dict_converter=Object.fromEntries)))`);
  open = (text, file, concept, name, limit) => {
    desk.limit = limit;
    return JSON.parse(desk.open(text, file, concept, name));
  };
  judge = (name, concept, causes) => JSON.parse(desk.judge(name, concept, causes));
}

async function bring(records) {
  const missing = records.filter((name) => !here.has(name));
  if (!missing.length) return;
  say("stage", "records");
  await Promise.all(missing.map(async (name) => {
    const content = await fetched(beside("records/" + name));
    write("/parity/parity/recorded/" + name, new Uint8Array(content));
    here.add(name);
  }));
}

let started;
self.onmessage = async ({ data }) => {
  try {
    started ||= start(data);
    await started;
    if (data.records) await bring(data.records);
    if (data.text === undefined) return say("ready");
    say("stage", "code");
    const opened = open(data.text, data.file, data.concept, data.name, data.limit);
    for (const report of opened.reports || []) say("report", report);
    if (opened.found) {
      await bring(opened.records);
      say("found", opened.found);
      // First what is so, which is quick; then why, for what differs.
      const n = opened.found.length, differing = [];
      opened.found.forEach(([name, concept], i) => {
        say("judging", { name, concept, i: i + 1, n });
        const report = judge(name, concept, false);
        if (report.verdict === "differs") differing.push({ name, concept, place: i, context: report.context });
        say("report", { ...report, place: i, pending: report.verdict === "differs" });
      });
      differing.forEach(({ name, concept, place, context }, i) => {
        say("judging", { name, concept, i: i + 1, n: differing.length, causes: true });
        say("report", { ...judge(name, concept, true), place, context });
      });
    }
    say("done");
  } catch (error) {
    say("failed", { running: Boolean(open), why: String(error?.message || error).trim().split("\n").pop() });
  }
};
