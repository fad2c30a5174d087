/* Shows a button that hands ready-made words to the device's own share sheet, where there is one. */
for (const button of document.querySelectorAll("[data-share]")) {
  const words = { text: button.dataset.share };
  if (!navigator.canShare?.(words)) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(words).catch(() => {})); // closing the sheet is no error
}
