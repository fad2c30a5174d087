/* Chooses an answer of the question that has the focus by its number; 0 skips the question. */
document.querySelector("[data-quiz]").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !/^[0-9]$/.test(event.key)) return;
  const inputs = event.target.closest("fieldset[data-answer]")?.querySelectorAll("input") ?? [];
  const last = inputs.length - 1; // the way to skip
  const number = Number(event.key);
  if (number > last) return;
  const input = inputs[number ? number - 1 : last];
  event.preventDefault();
  input.focus();
  input.click();
});
