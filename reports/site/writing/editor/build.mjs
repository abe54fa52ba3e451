// Bundles the editor, and gathers the licences of what is in the bundle. How to rebuild:
//     cd reports/site/writing/editor && npm ci && npm run build
import { build } from "esbuild";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const TO = "../static";
const made = await build({
  entryPoints: ["editor.js"], bundle: true, minify: true, format: "iife", target: "es2020",
  charset: "utf8", legalComments: "none", metafile: true, outfile: `${TO}/editor.js`,
  banner: { js: "/* CodeMirror 6 and Lezer, MIT; see editor-licences.txt. Made by reports/site/writing/editor/build.mjs. */" },
});
const inside = Object.entries(Object.values(made.metafile.outputs)[0].inputs)
  .filter(([, part]) => part.bytesInOutput > 0)
  .map(([path]) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
const texts = [...new Set(inside)].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((n) => `${folder}/${n}`).find(existsSync);
  if (!file) throw new Error(`${name} has no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(78)}\n\n`;
writeFileSync(`${TO}/editor-licences.txt`, `What editor.js holds, and under which licences.\n${rule}${texts.join(rule)}`);
