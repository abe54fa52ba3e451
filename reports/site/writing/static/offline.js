// Where the pages are served, they can be installed, and those that were read are there offline.
"use strict";
(() => {
  if (!/^https?:/.test(location.protocol)) return; // a page from file:// asks for nothing
  const root = new URL("../../", document.currentScript.src).href;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = root + "manifest.webmanifest";
  document.head.append(link);
  navigator.serviceWorker?.register(root + "offline.js").catch(() => { /* private mode */ });
})();
