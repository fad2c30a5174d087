/* Lets a reader choose an answer of a one-minute check and says at once how it went. Stores nothing. */
for (const check of document.querySelectorAll("[data-check]")) {
  const options = [...check.querySelectorAll("[data-check-option]")];
  const status = check.querySelector("[data-check-status]");
  const answer = check.querySelector("[data-check-answer]");
  if (!status || !answer || !options.some((option) => "right" in option.dataset)) continue;
  const choose = (chosen) => {
    const right = "right" in chosen.dataset;
    for (const option of options) {
      option.firstElementChild.setAttribute("aria-pressed", String(option === chosen));
      delete option.dataset.state;
    }
    chosen.dataset.state = right ? "right" : "other";
    status.textContent = right ? "Yes, that is right." : "Not this one. The answer below says why.";
    answer.open = true;
  };
  for (const option of options) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "check__button";
    button.setAttribute("aria-pressed", "false");
    button.append(...option.childNodes);
    option.append(button);
    option.classList.add("check__option--live");
    button.addEventListener("click", () => choose(option));
  }
}
