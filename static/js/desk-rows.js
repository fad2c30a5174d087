// Unfolds the row that a link points to, and puts the cursor into a row that was just added.

const unfold = () => {
  const row = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const fold = row && row.querySelector(":scope > details");
  if (fold) {
    fold.open = true;
    row.scrollIntoView();
  }
};

unfold();
window.addEventListener("hashchange", unfold);
document.addEventListener("formset:added", (event) => {
  const field = event.target.querySelector("input:not([type=hidden]), select, textarea");
  if (field) field.focus();
});
