// Offers the time zone of whoever schedules an edition, and says beside it what the time is in UTC.

const zone = document.querySelector("select[data-zone]");
const day = document.getElementById("id_on_day");
const time = document.getElementById("id_at_time");

// What a clock in `name` shows at a moment, as milliseconds of that reading.
const reading = (moment, name) => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: name,
    dateStyle: "short",
    timeStyle: "medium",
  }).formatToParts(moment);
  const part = (type) => Number(parts.find((each) => each.type === type).value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
};

if (zone && day && time) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!document.querySelector(".errorlist, .invalid-feedback") && [...zone.options].some((each) => each.value === own))
    zone.value = own;
  const said = document.createElement("p");
  said.className = "help";
  said.setAttribute("aria-live", "polite");
  zone.closest("div").append(said);
  const say = () => {
    const typed = Date.parse(`${day.value}T${time.value}:00Z`);
    said.textContent = "";
    if (Number.isNaN(typed)) return;
    let moment = typed;
    for (let step = 0; step < 2; step += 1) moment += typed - reading(moment, zone.value);
    const text = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long", timeStyle: "short" });
    said.textContent = `That is ${text.format(moment)} UTC.`;
  };
  for (const field of [zone, day, time]) field.addEventListener("input", say);
  say();
}
