// Counts the impact of a draft on by small requests, and shows how far it is. Without this script
// the button does the same, one step at a time.

const form = document.querySelector("[data-impact]");
const bar = form.querySelector("progress");
const text = form.querySelector("[data-impact-text]");
const button = form.querySelector("button");
const numbers = new Intl.NumberFormat("en");

async function count() {
  button.hidden = true;
  for (;;) {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (response.status === 503) {
      const seconds = Number(response.headers.get("Retry-After")) || 2;
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
      continue;
    }
    if (!response.ok) throw new Error(response.statusText);
    const state = await response.json();
    if (state.is_over) {
      location.reload();
      return;
    }
    bar.value = state.done;
    text.textContent = `${numbers.format(state.done)} of ${numbers.format(state.total)} finished quizzes`;
  }
}

count().catch(() => {
  text.textContent = "The count stopped. What is counted is kept; go on when you like.";
  button.hidden = false;
});
