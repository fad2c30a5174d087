// Shows only the fields that the chosen type of question needs. Without scripts all are shown.

const type = document.getElementById("id_type");

if (type) {
  const forChoice = document.querySelectorAll(".desk-only-choice");
  const forStem = document.querySelectorAll(".desk-only-stem, #options-group");
  const show = () => {
    const isChoice = type.value === type.dataset.choice;
    // What has content stays in sight: it must be emptied before the question can be saved.
    const hasText = (part) =>
      [...part.querySelectorAll("input[type=text], select")].some((field) => field.value && !field.name.includes("__prefix__"));
    for (const part of forChoice) part.hidden = type.value !== "" && !isChoice && !hasText(part);
    for (const part of forStem) part.hidden = isChoice && !hasText(part);
  };
  // A new question gets what its type usually has, as long as nothing was typed there.
  const usual = JSON.parse(type.dataset.usual || "{}");
  const group = document.getElementById("options-group");
  const answers = () => [...group.querySelectorAll("[name$='-text'], [name$='-score']")].filter((field) => !field.name.includes("__prefix__"));
  const given = new Map();
  const put = (field, value) => {
    if (!field || (field.value !== "" && field.value !== given.get(field))) return;
    field.value = value;
    given.set(field, field.value);
  };
  const fill = () => {
    if (!usual[type.value]) return;
    const [weight, error, rows] = usual[type.value];
    put(document.getElementById("id_level_weight"), weight);
    put(document.getElementById("id_error_sd"), error);
    if (answers().some((field) => field.value !== "" && field.value !== given.get(field))) return;
    for (const link of [...group.querySelectorAll(".inline-deletelink")].reverse()) link.click();
    for (const [index, [text, score]] of rows.entries()) {
      if (!group.querySelector(`[name="options-${index}-text"]`)) group.querySelector(".add-row a")?.click();
      put(group.querySelector(`[name="options-${index}-text"]`), text);
      put(group.querySelector(`[name="options-${index}-score"]`), score);
      put(group.querySelector(`[name="options-${index}-position"]`), index + 1);
    }
    type.focus();
  };
  type.addEventListener("change", fill);
  type.addEventListener("change", show);
  show();
}
