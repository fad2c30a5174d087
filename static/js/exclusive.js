/* Checkboxes marked data-exclusive stand alone in their fieldset: "None of these", "Skip". */
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const alone = "exclusive" in target.dataset;
  for (const other of target.closest("fieldset")?.querySelectorAll("input[type=checkbox]") ?? []) {
    if (other !== target && (alone || "exclusive" in other.dataset)) other.checked = false;
  }
}, true);
