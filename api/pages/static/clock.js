// Shows every time in the zone that the reader chose, or else the browser's, and keeps "in 2 days 3 hours" true. Without it, times are shown in UTC.
const zoned = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
  timeZone: document.body.dataset.zone,
});

function span(minutes) {
  const parts = [[Math.floor(minutes / 1440), "day"], [Math.floor(minutes / 60) % 24, "hour"], [minutes % 60, "minute"]];
  const said = parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return said.slice(0, 2).join(" ") || "less than a minute";
}

function showTimes() {
  for (const time of document.querySelectorAll("time[data-local]")) {
    time.textContent = zoned.format(new Date(time.dateTime));
  }
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const minutes = (new Date(time.dateTime) - Date.now()) / 60000;
    time.textContent = minutes > 0 ? `in ${span(Math.floor(minutes))}` : `${span(Math.floor(-minutes))} ago`;
  }
}

showTimes();
setInterval(showTimes, 30000);
document.addEventListener("htmx:afterSwap", showTimes);
