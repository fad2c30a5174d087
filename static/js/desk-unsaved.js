// What every form of the desk needs: a question before unsaved work is left, a copy of it in this
// tab in case the session is gone, one press for one button, Ctrl+S, and counted characters.

const form = document.querySelector("#content-main > form[method=post], #content-main form.desk-publish-form[method=post]");
const who = document.querySelector(".desk-user")?.textContent.trim() || "";
const KEY = `desk-typed:${who}:${location.pathname}`;
const SENT = "desk-sent";
const PLACE = `desk-place:${location.pathname}`;
const PRESS_SECONDS = 4;

const stored = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null; // no storage, or not ours
  }
};
const store = (key, value) => {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the form works without it.
  }
};

const IS_SECRET = "[type=password], [autocomplete=one-time-code], [type=file], [name=csrfmiddlewaretoken]";
const hasError = document.querySelector(".errornote, .errorlist, .desk-refusal, .invalid-feedback, #login-form") !== null;

// A second press of a button within a few seconds is not sent again.
document.addEventListener("submit", (event) => {
  const sent = event.target;
  if (event.defaultPrevented || sent.method !== "post") return;
  if (Date.now() - Number(sent.dataset.pressed || 0) < PRESS_SECONDS * 1000) event.preventDefault();
  else sent.dataset.pressed = Date.now();
});
window.addEventListener("pageshow", () => {
  for (const each of document.forms) delete each.dataset.pressed;
});

// Where a saved form led shows that it was saved.
const sent = stored(SENT);
if (sent && !hasError && !document.querySelector("input[name=_typed]")) {
  store(sent, null);
  store(SENT, null);
}

if (form && !form.querySelector(IS_SECRET.split(", ").slice(0, 2).join(", "))) {
  let isChanged = form.querySelector(".errornote") !== null;
  const fields = () => [...form.elements].filter((field) => field.name && !field.matches(IS_SECRET) && !field.name.includes("__prefix__"));
  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
  const nameOf = (field) => (["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
  const carried = (field) => field.type === "hidden" && !field.name.endsWith("_FORMS");
  const values = () => Object.fromEntries(fields().filter((field) => !carried(field) && field.type !== "submit").map((field) => [nameOf(field), valueOf(field)]));
  const atFirst = values();

  let timer = 0;
  const keep = () => {
    const now = values();
    const changed = Object.fromEntries(Object.entries(now).filter(([name, value]) => atFirst[name] !== value));
    store(KEY, Object.keys(changed).length ? changed : null);
  };
  const note = () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("formset:added", note);
  document.addEventListener("formset:removed", note);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    isChanged = false;
    clearTimeout(timer);
    keep();
    store(SENT, KEY);
    if (event.submitter?.name === "_continue") {
      const open = [...form.querySelectorAll("details[open]")].map((fold) => fold.parentElement.id).filter(Boolean);
      store(PLACE, { y: scrollY, open });
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });

  const putBack = (kept) => {
    for (const [name, value] of Object.entries(kept).filter(([name]) => name.endsWith("-TOTAL_FORMS"))) {
      const group = document.getElementById(`${name.replace("-TOTAL_FORMS", "")}-group`);
      const total = form.elements[name];
      const add = () => group?.querySelector(".add-row a, a.addlink");
      while (total && Number(total.value) < Number(value) && add()) {
        const before = total.value;
        add().click();
        if (total.value === before) break;
      }
    }
    for (const field of fields()) {
      if (!(nameOf(field) in kept) || field.name.endsWith("_FORMS")) continue;
      if (typeof kept[nameOf(field)] === "boolean") field.checked = kept[nameOf(field)];
      else field.value = kept[nameOf(field)];
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const kept = stored(KEY);
  if (kept && !hasError) {
    const box = document.createElement("div");
    box.className = "desk-state desk-kept";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = "You typed something here that was not saved.";
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "desk-quiet";
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        box.remove();
      });
      return made;
    };
    box.append(text, button("Put it back", () => putBack(kept)), button("Discard it", () => store(KEY, null)));
    form.before(box);
  }

  const place = stored(PLACE);
  store(PLACE, null);
  if (place) {
    for (const id of place.open) {
      const fold = document.getElementById(id)?.querySelector(":scope > details");
      if (fold) fold.open = true;
    }
    if (!hasError) scrollTo(0, place.y);
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    const save = form.querySelector("[name=_continue], [name=_save], .submit-row input[type=submit], .submit-row button");
    if (!save) return;
    event.preventDefault();
    form.requestSubmit(save);
  });

  // A part that goes when the screen is saved says so, also while it is folded.
  const mark = (box) => box.closest(".inline-related, .form-row")?.classList.toggle("desk-goes", box.checked);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[name$='-DELETE']")) mark(event.target);
  });
  form.querySelectorAll("[name$='-DELETE']").forEach(mark);
}

// Texts are not cut: near the limit their characters are counted, and the form refuses more.
document.addEventListener("input", (event) => {
  const field = event.target;
  const most = Number(field.dataset?.longest);
  if (!most) return;
  let said = field.parentElement.querySelector(":scope > .desk-count");
  const length = [...field.value.replaceAll("\r\n", "\n")].length;
  if (length < most * 0.9) {
    said?.remove();
    return;
  }
  if (!said) {
    said = document.createElement("span");
    said.className = "desk-count";
    said.setAttribute("role", "status");
    field.after(said);
  }
  const numbers = new Intl.NumberFormat("en");
  said.textContent = `${numbers.format(length)} of at most ${numbers.format(most)} characters`;
  said.classList.toggle("desk-count--over", length > most);
});
