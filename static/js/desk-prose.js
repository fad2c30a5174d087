// Shows a text with Markdown as readers will see it, beside or below its field, while somebody
// types. The server renders it with the filter of the public pages and takes out what is not allowed.

const PAUSE = 350; // milliseconds of not typing
const help = document.querySelector("[data-prose-url]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");

const boxFor = (field) => {
  const known = field.parentElement.querySelector(":scope > .desk-prose");
  if (known) return known;
  const box = document.createElement("section");
  box.className = "desk-prose";
  box.setAttribute("aria-label", "As readers see it");
  const title = document.createElement("p");
  title.className = "desk-prose__title";
  title.textContent = "As readers see it";
  const text = document.createElement("div");
  text.className = "desk-prose__text";
  box.append(title, text);
  field.after(box);
  return box;
};

const show = async (field) => {
  const box = boxFor(field);
  const text = box.lastElementChild;
  const asked = field.value;
  try {
    const answer = await fetch(help.dataset.proseUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token.value },
      body: new URLSearchParams({ text: asked }),
    });
    if (!answer.headers.get("Content-Type").startsWith("application/json")) throw new Error(answer.status);
    const said = await answer.json();
    if (field.value !== asked) return; // a later answer is on its way
    if (said.error) text.textContent = said.error;
    else if (said.html.trim()) text.innerHTML = said.html;
    else text.textContent = "Nothing yet.";
  } catch {
    text.textContent = "It cannot be shown right now. Your text is still in the field.";
  }
};

if (help && token) {
  const waiting = new WeakMap();
  const later = (field, pause) => {
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => show(field), pause));
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-prose]")) later(event.target, 0);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-prose]")) later(event.target, PAUSE);
  });
}
