/* Shows at once what a changed answer would do. The server works it out and stores nothing; this
 * only puts its texts and places where they belong. Without it the form's button does the same. */
const form = document.querySelector("[data-what-if]");
const slot = (name) => document.querySelector(`[data-slot="${CSS.escape(name)}"]`);
const PAUSE = 120;
let timer = 0;
let running = null;

async function ask() {
  running?.abort();
  const mine = (running = new AbortController());
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      credentials: "omit",
      signal: mine.signal,
    });
    if (reply.status === 503) {
      timer = setTimeout(ask, 1000 * (Number(reply.headers.get("Retry-After")) || 2));
      return;
    }
    if (!reply.ok) throw new Error(String(reply.status));
    show(await reply.json());
  } catch {
    if (!mine.signal.aborted) slot("summary").textContent = "That could not be worked out just now. Press “Show the difference”.";
  }
}

function show({ texts, places, changed }) {
  for (const [name, text] of Object.entries(texts)) slot(name).textContent = text;
  for (const [name, at] of Object.entries(places)) {
    for (const [attribute, value] of Object.entries(at)) slot(name).setAttribute(attribute, value);
  }
  for (const row of form.querySelectorAll("[data-row]")) {
    row.querySelector("[data-said]").hidden = !changed.includes(row.dataset.row);
  }
}

form.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
/* A browser that comes back to this page keeps what was chosen; the numbers must follow. */
addEventListener("pageshow", (event) => {
  const moved = [...form.querySelectorAll("option, input")].some((each) => "defaultSelected" in each ? each.selected !== each.defaultSelected : each.checked !== each.defaultChecked);
  if (event.persisted || moved) ask();
});
