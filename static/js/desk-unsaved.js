// Asks before a screen of the desk is left with changes that were not saved.

const form = document.querySelector("#content-main > form[method=post]");

if (form) {
  let isChanged = form.querySelector(".errornote") !== null;
  const note = () => {
    isChanged = true;
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("formset:added", note);
  document.addEventListener("formset:removed", note);
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
