// Puts rows in order by dragging and by buttons, wherever a list has data-orderable. The number of
// each row stays what is sent, so all of it works by typing too. Without scripts only the numbers do.

const NUMBER = 'input[name$="-position"], input[name^="position-"]';

const rowsOf = (list) => [...list.children].filter((row) => !row.matches(".empty-form") && row.querySelector(NUMBER));
const numberOf = (row) => row.querySelector(NUMBER);
const valueOf = (row) => (numberOf(row).value === "" ? Number.MAX_SAFE_INTEGER : Number(numberOf(row).value));
const indexOf = (row) => Number((/-(\d+)-position$/.exec(numberOf(row).name) || [0, 0])[1]);

const news = document.createElement("div");
news.className = "visually-hidden";
news.setAttribute("role", "status");
document.body.append(news);

const nameOf = (row) => {
  const label = row.querySelector(".inline_label, .desk-order-row__name");
  const field = row.querySelector("input[type=text], textarea");
  return ((label && label.textContent) || (field && field.value) || "this row").trim().slice(0, 80);
};

// Rows trade places by moving the others around them, so that what is held or focused stays.
const arrange = (list, rows) => {
  const held = document.activeElement;
  const end = rowsOf(list).at(-1).nextSibling;
  rows.forEach((row) => list.insertBefore(row, end));
  if (held && held !== document.activeElement && list.contains(held)) held.focus({ preventScroll: true });
};

const renumber = (list) => {
  rowsOf(list).forEach((row, index) => {
    const number = numberOf(row);
    if (number.value === String(index + 1)) return;
    number.value = index + 1;
    number.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "renumbered" }));
  });
};

const say = (list, row) => {
  news.textContent = `${nameOf(row)}: ${rowsOf(list).indexOf(row) + 1} of ${rowsOf(list).length}`;
};

const move = (list, row, by) => {
  const rows = rowsOf(list);
  const other = rows[rows.indexOf(row) + by];
  if (!other) {
    news.textContent = by < 0 ? `${nameOf(row)} is the first already.` : `${nameOf(row)} is the last already.`;
    return;
  }
  if (by < 0) row.after(other);
  else row.before(other);
  renumber(list);
  say(list, row);
};

const EDGE = 80; // pixels from the edge of the window within which it scrolls
const STEP = 12; // pixels a frame

const drag = (list, row, event) => {
  event.preventDefault();
  row.classList.add("desk-moving");
  const before = rowsOf(list);
  let at = event.clientY;
  let frame = 0;
  const follow = (to) => {
    at = to;
    const rows = rowsOf(list);
    const here = rows.indexOf(row);
    const [above, below] = [rows[here - 1], rows[here + 1]];
    const middle = (other) => other.getBoundingClientRect().top + other.getBoundingClientRect().height / 2;
    if (above && at < middle(above)) row.after(above);
    else if (below && at > middle(below)) row.before(below);
  };
  const scroll = () => {
    const way = at < EDGE ? -STEP : at > innerHeight - EDGE ? STEP : 0;
    if (way) {
      scrollBy(0, way);
      follow(at);
    }
    frame = requestAnimationFrame(scroll);
  };
  const listening = new AbortController();
  const end = () => {
    listening.abort();
    cancelAnimationFrame(frame);
    row.classList.remove("desk-moving");
  };
  const drop = () => {
    end();
    renumber(list);
    say(list, row);
  };
  const cancel = () => {
    end();
    arrange(list, before);
    news.textContent = `${nameOf(row)} is where it was.`;
  };
  const { signal } = listening;
  document.addEventListener("pointermove", (moved) => follow(moved.clientY), { signal });
  document.addEventListener("pointerup", drop, { signal });
  document.addEventListener("pointercancel", cancel, { signal });
  document.addEventListener("keydown", (key) => key.key === "Escape" && cancel(), { signal });
  frame = requestAnimationFrame(scroll);
};

const button = (text, label) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  return made;
};

const equip = (list, row) => {
  const place = numberOf(row).parentElement;
  if (place.querySelector(".desk-grip")) return;
  const grip = document.createElement("span");
  grip.className = "desk-grip";
  grip.title = "Drag to another place";
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => drag(list, row, event));
  let ways = [...place.querySelectorAll("button[name=move]")];
  if (!ways.length) {
    ways = [button("↑", `Move up: ${nameOf(row)}`), button("↓", `Move down: ${nameOf(row)}`)];
    place.append(...ways);
  }
  ways.forEach((way, index) => {
    way.classList.add("desk-move");
    way.addEventListener("click", (event) => {
      event.preventDefault();
      move(list, row, index ? 1 : -1);
      way.focus({ preventScroll: true });
    });
  });
  place.append(grip);
};

const sortBy = (list, key) => arrange(list, rowsOf(list).sort((a, b) => key(a) - key(b)));

for (const list of document.querySelectorAll("[data-orderable]")) {
  rowsOf(list).forEach((row) => equip(list, row));
  list.addEventListener("change", (event) => {
    if (event.detail === "renumbered" || !event.target.matches(NUMBER)) return;
    // A row that is given another's number takes its place, and those from there on move.
    const typed = rowsOf(list).find((row) => numberOf(row) === event.target);
    const others = rowsOf(list).filter((row) => row !== typed);
    const place = valueOf(typed);
    setTimeout(() => {
      if (place <= others.length) arrange(list, others.toSpliced(Math.max(place - 1, 0), 0, typed));
      else sortBy(list, valueOf);
      renumber(list);
    });
  });
  list.addEventListener("formset:added", (event) => {
    if (rowsOf(list).includes(event.target)) equip(list, event.target);
  });
}

// Django's own script gives rows new names in the order in which they stand, and stored rows must
// stay the first: put them back before it takes a row out, and in order again after.
document.addEventListener(
  "click",
  (event) => {
    const list = event.target.closest(".inline-deletelink") && event.target.closest("[data-orderable]");
    if (list) sortBy(list, indexOf);
  },
  true,
);
document.addEventListener("formset:removed", () => {
  // It tells of the removal before it gives the new names.
  setTimeout(() => {
    for (const list of document.querySelectorAll("[data-orderable]")) if (rowsOf(list).length) sortBy(list, valueOf);
  });
});
