/* Shows a copy button beside a private link or a ready-made text where the browser can copy, and says when it did. */
for (const box of document.querySelectorAll("[data-copy]")) {
  const source = box.querySelector("[data-copy-source]");
  const button = box.querySelector("[data-copy-button]");
  const status = box.querySelector("[data-copy-status]");
  if (!source || !button || !status || !navigator.clipboard) continue;
  const label = button.textContent;
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      button.textContent = button.dataset.done;
      status.textContent = button.dataset.done;
    } catch {
      source.hidden = false;
      source.focus();
      source.select();
      status.textContent = "Could not copy. The text is selected: copy it with your keyboard.";
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 4000);
  });
}
