"""What makes the served site one that can be installed, and read without a network."""

from __future__ import annotations

import json
from pathlib import Path

from parity.files import write_whole
from reports.site.writing.words import HOST, say

WORKER = f"""// Keeps what was read: the newest from the network, and without it what is kept.
"use strict";
const KEPT = "dl-parity";
const PINNED = "https://{HOST}/pyodide/v"; // one version never changes
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
async function keep(request, answer) {{
  if (answer.ok || answer.type === "opaque") (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
}}
const kept = (request) => caches.match(request, {{ ignoreSearch: request.mode === "navigate" }});
async function newest(request) {{
  try {{
    return await keep(request, await fetch(request));
  }} catch (error) {{
    const found = await kept(request);
    if (found) return found;
    throw error;
  }}
}}
const once = async (request) => (await kept(request)) || keep(request, await fetch(request));
self.addEventListener("fetch", (event) => {{
  const {{ request }} = event;
  const pinned = request.url.startsWith(PINNED);
  if (request.method !== "GET") return;
  if (pinned) event.respondWith(once(request));
  else if (new URL(request.url).origin === self.location.origin) event.respondWith(newest(request));
}});
"""

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<rect width="512" height="512" rx="72" fill="#27498f"/>
<g fill="#fcfcfa"><rect x="112" y="136" width="288" height="48" rx="8"/>
<rect x="112" y="232" width="288" height="48" rx="8"/>
<rect x="112" y="328" width="288" height="48" rx="8"/></g>
</svg>
"""
"""Three that are equal."""


def write_offline(folder: Path) -> None:
    """Write the worker, the manifest and the icon into the root ``folder`` of the site."""
    manifest = {
        "name": "dl-parity",
        "short_name": "dl-parity",
        "description": say("about_site", "ja"),
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fcfcfa",
        "theme_color": "#27498f",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    write_whole(folder / "manifest.webmanifest", text.encode())
    write_whole(folder / "offline.js", WORKER.encode())
    write_whole(folder / "icon.svg", ICON.encode())
