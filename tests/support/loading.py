"""Loads many pages after each other in a frame of one page, which takes two thirds of the time.

A frame of a phone's size lays a page out, and runs its scripts, as a tab does. It is not painted:
nothing here looks at a picture. What went wrong in a page is told by its name.
"""

from browsing import COMPLETE, LONG

HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title>
<style>iframe { border: 0; position: absolute; left: 0; top: 0; width: %dpx; height: %dpx;
  visibility: hidden; }</style><body></body></html>"""

TELL = (
    """if (parent !== self) {
  // What a page loads by an element of its own has loaded or failed, also what a script added.
  const over = new WeakSet();
  const awaited = () => [...document.querySelectorAll("script[src], link[rel=stylesheet]")]
    .filter((element) => !over.has(element));
  let changed = () => {};
  for (const what of ["load", "error"]) {
    document.addEventListener(what, ({ target }) => { over.add(target); changed(); }, true);
  }
  const complete = """
    + COMPLETE
    + """;
  addEventListener("load", async () => {
    const missing = await complete();
    while (awaited().length) await new Promise((done) => { changed = done; });
    const addresses = performance.getEntriesByType("resource").map((one) => one.name);
    parent.postMessage({
      address: location.href,
      missing,
      foreign: addresses.filter((address) => !/^(file|data):/.test(address)),
      wide: document.documentElement.scrollWidth,
      screen: innerWidth,
    }, "*");
  });
}"""
)
"""What each page tells the one that holds it, when all that it loads is there."""

VISIT = """async ([addresses, limit]) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const told = [];
  for (const address of addresses) {
    const answer = new Promise((done) => {
      addEventListener("message", function heard({ data }) {
        if (data.address !== address) return; // an empty frame's first document tells as well
        removeEventListener("message", heard);
        done(data);
      });
    });
    const late = new Promise((done) => setTimeout(done, limit, null));
    frame.src = address;
    told.push(await Promise.race([answer, late]));
  }
  return told;
}"""


def faults(context, size, addresses, host):
    """Load pages one by one; return by address what was wrong, ``host`` being a file to write.

    That is what :class:`browsing.Tab` takes for wrong, and a page that is wider than the screen.
    """
    wrong = {}

    def add(address, what):
        wrong.setdefault(address, []).append(what)

    def failed(request):
        if request.is_navigation_request() and request.failure == "net::ERR_ABORTED":
            return  # as an empty frame's first one may: a page that does not come is unfinished
        add(request.frame.url, f"failed: {request.url}: {request.failure}")

    def heard(message):
        if message.type in ("error", "warning"):
            add(message.location["url"], f"console: {message.text}")

    host.write_text(HOST % size, "utf-8")
    context.add_init_script(TELL)
    page = context.new_page()
    page.on("requestfailed", failed)
    page.on("console", heard)
    page.on("pageerror", lambda error: add("script", f"error: {error}\n{error.stack}"))
    page.goto(host.as_uri())
    answers = page.evaluate(VISIT, [addresses, LONG])
    page.wait_for_timeout(100)  # what was said of the last one is on its way
    for address, told in zip(addresses, answers, strict=True):
        if told is None:
            add(address, "unfinished")
            continue
        for source in told["missing"]:
            add(address, f"no image: {source}")
        for other in told["foreign"]:
            add(address, f"request: {other}")
        if told["wide"] > told["screen"] or told["screen"] != size[0]:
            add(address, f"{told['wide']} pixels wide on a screen of {told['screen']}")
    return wrong
