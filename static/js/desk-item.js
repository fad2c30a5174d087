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
  type.addEventListener("change", show);
  show();
}
