/* Saves every answer of a quiz page as it is given, by the rules of assessments/instrument/saving.py.
 *
 * One request at a time, newest answer of each question only, sent again with the same key until
 * the server has said that it is stored. "Saved" is shown only then. What is not stored yet is
 * also kept in this tab's session storage, and sent again when a page of the quiz opens.
 */
const form = document.querySelector("[data-quiz]");
const news = form.querySelector("[data-news]");
const status = form.querySelector("[data-save-status]");
const page = form.elements["save-key"].value;
const store = `rolesite:${form.dataset.answers}`;
const pending = new Map(); // question → {value, key, seq}
const known = new Map(); // question → what the server has, as JSON text
// A page that came back with a message shows answers that are not stored; its buttons store them.
const held = "held" in form.dataset;
const UNSENT = "Not saved yet: press Continue";
const RETRIED = [408, 425, 429];
let seq = Number(form.elements["save-seq"].value) - 1;
let changes = 0;
let working = false;
let failing = false;
let wakeUp = () => {};
let stopped = false; // the server takes no more answers
let leaving = null; // the button that waits for the last save

const group = (name) => form.querySelector(`fieldset[data-answer="${CSS.escape(name)}"]`);
const inputs = (set) => [...set.querySelectorAll("input")];
const isSkip = (input) => input.id.endsWith("-skip");

/* The answer of one question as it stands, or with `state` "defaultChecked" as the server sent it. */
function read(set, state = "checked") {
  const chosen = inputs(set).filter((input) => input[state]);
  if (chosen.some(isSkip)) return null;
  if (set.dataset.coding === "codes") return chosen.map((input) => input.value);
  if (!chosen.length) return undefined;
  return set.dataset.coding === "index" ? Number(chosen[0].value) : chosen[0].value;
}

function write(set, value) {
  const texts = [value ?? []].flat().map(String);
  for (const input of inputs(set)) {
    input.checked = isSkip(input) ? value === null : texts.includes(input.value);
  }
  offer(set);
}

/* Last time's answer may be kept while something else is chosen. */
function offer(set) {
  const keep = set.querySelector("[data-keep]");
  if (!keep) return;
  const same = text(read(set)) === text(JSON.parse(keep.dataset.keep));
  keep.hidden = same;
  set.querySelector("[data-kept]").hidden = !same;
}

function words(set) {
  const labels = inputs(set).filter((input) => input.checked).map((input) => input.labels[0].innerText.trim());
  return labels.join(", ") || "nothing";
}

/* The same text for the same answer: nothing chosen and never answered are one. */
const text = (value) => JSON.stringify(Array.isArray(value) && !value.length ? undefined : value) ?? "";

function show(state, said) {
  status.dataset.state = state;
  status.classList.toggle("save-status--problem", state === "problem");
  const line = status.querySelector("[data-save-text]");
  if (line.textContent !== said) line.textContent = said;
}

function showState() {
  if (!pending.size) held ? show("problem", UNSENT) : show("saved", "Saved");
  else if (failing) show("problem", "Not saved yet, trying again");
  else show("saving", "Saving…");
}

function tell(said, link) {
  if (news.innerText.includes(said)) return;
  const line = document.createElement("p");
  line.textContent = said;
  if (link) {
    const way = document.createElement("a");
    way.href = link;
    way.textContent = "See the result";
    line.append(" ", way);
  }
  news.append(line);
}

function keep() {
  try {
    if (pending.size) sessionStorage.setItem(store, JSON.stringify([...pending]));
    else sessionStorage.removeItem(store);
  } catch {
    /* No storage, or it is full: the answers are still on the page. */
  }
}

function send(name, save, keepalive = false) {
  return fetch(form.dataset.answers.replace(/KEY\/$/, `${name}/`), {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(save),
    credentials: "omit",
    keepalive,
    signal: keepalive ? undefined : AbortSignal.timeout(10000),
  });
}

function change(name, value) {
  seq += 1;
  changes += 1;
  pending.delete(name);
  pending.set(name, { value, key: `${page}:${changes}`, seq });
  keep();
  showState();
  work();
}

async function work() {
  if (working) return;
  working = true;
  let pause = 100;
  while (pending.size) {
    const [name, save] = pending.entries().next().value;
    const reply = await send(name, save).catch(() => null);
    if (!reply || reply.status >= 500 || RETRIED.includes(reply.status)) {
      failing = true;
      showState();
      if (pending.get(name) === save) {
        pending.delete(name);
        pending.set(name, save); // others first next time
      }
      const wait = pause * (0.5 + Math.random());
      await new Promise((done) => {
        wakeUp = done;
        setTimeout(done, wait);
      });
      pause = Math.min(2 * pause, 2000);
      continue;
    }
    failing = false;
    pause = 100;
    const said = await reply.json().catch(() => ({}));
    if (pending.get(name) === save) pending.delete(name);
    keep();
    take(name, save, reply, said);
  }
  working = false;
  if (leaving) form.requestSubmit(leaving);
}

function take(name, save, reply, said) {
  seq = Math.max(seq, said.last_seq ?? 0);
  if (said.error === "changed" && !pending.has(name) && text(said.answers[name]) === known.get(name)) {
    change(name, save.value); // the other window left this answer as it was: no conflict
    return;
  }
  if (said.answers) compare(said.answers, name);
  if (reply.ok) showState();
  else if (said.error === "changed") {
    leaving = null;
    showState();
  } else {
    stopped = ["finished", "link"].includes(said.error);
    if (stopped) pending.clear();
    keep();
    leaving = null;
    show("problem", "Not saved");
    tell(said.message ?? "This answer could not be saved. Press Continue to send the page.", said.result);
  }
}

/* Show what another window changed. `answers` is all the server has of one screen. */
function compare(answers, saved) {
  if (held || !group(saved)) return;
  for (const set of form.querySelectorAll("fieldset[data-answer]")) {
    const name = set.dataset.answer;
    const theirs = text(answers[name]);
    if (theirs === known.get(name) || pending.has(name)) continue;
    known.set(name, theirs);
    if (theirs === text(read(set))) continue;
    const mine = words(set);
    write(set, answers[name]);
    tell(`“${set.dataset.name}” was changed in another window. It now says “${words(set)}”; here it said “${mine}”. Choose again if that is not what you want.`);
    leaving = null;
  }
}

form.addEventListener("change", (event) => {
  const set = event.target.closest("fieldset[data-answer]");
  if (!set) return;
  offer(set);
  if (!held && !stopped) change(set.dataset.answer, read(set));
});

form.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-keep]");
  if (!keep || held || stopped) return; // the button sends the page
  event.preventDefault();
  const set = keep.closest("fieldset");
  write(set, JSON.parse(keep.dataset.keep));
  inputs(set).find((input) => input.checked).focus(); // the button is gone
  change(set.dataset.answer, read(set));
});

form.addEventListener("submit", (event) => {
  if (pending.size && !(leaving && failing)) {
    event.preventDefault(); // go on as soon as the last answer is stored; who insists may leave
    leaving = event.submitter;
    wakeUp();
    return;
  }
  leaving = null;
  seq += 1;
  form.elements["save-seq"].value = seq;
});

addEventListener("online", () => wakeUp());
addEventListener("beforeunload", (event) => {
  if (pending.size) event.preventDefault();
});
addEventListener("pagehide", () => {
  for (const [name, save] of pending) send(name, save, true).catch(() => {});
});
addEventListener("pageshow", (event) => {
  if (event.persisted) work();
});

for (const set of form.querySelectorAll("fieldset[data-answer]")) {
  known.set(set.dataset.answer, text(read(set, "defaultChecked")));
  offer(set);
}
try {
  for (const [name, save] of JSON.parse(sessionStorage.getItem(store) ?? "[]")) {
    pending.set(name, save);
    known.set(name, "sent again");
    if (group(name) && !held) write(group(name), save.value);
  }
} catch {
  keep(); // no storage, or not ours
}
/* What was chosen before this script ran is an answer like any other. */
for (const set of held ? [] : form.querySelectorAll("fieldset[data-answer]")) {
  const name = set.dataset.answer;
  if (!pending.has(name) && text(read(set)) !== known.get(name)) change(name, read(set));
}
if (pending.size) {
  showState();
  work();
} else if (held) {
  show("problem", UNSENT);
  document.getElementById("error-summary")?.focus();
} else {
  show("idle", "Every answer is saved as you give it.");
}
