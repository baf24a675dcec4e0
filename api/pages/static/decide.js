// Keys for whoever decides many gradings, beside those of keys.js: a rubric item's number gives it all of its points
// or takes them away, p goes to the points, Ctrl and Enter (or ⌘ and Enter) save from anywhere. And the sum, and
// whether a proposal is confirmed or changed.
const form = document.querySelector("form.decide");
const marks = [...form.querySelectorAll("input[data-number]")];
const total = form.querySelector(".total");
const points = form.querySelector("#earned");
const save = form.querySelector("button.main");

function addUp() {
  const sum = marks.reduce((points, mark) => points + (Number(mark.value) || 0), 0);
  const said = String(Math.round(sum * 100) / 100);
  if (total) {
    total.hidden = false;
    total.querySelector("output").textContent = said;
  }
  if (points && marks.some((mark) => mark.value)) points.value = said;
  word();
}

function word() {
  const { confirm, change } = save.dataset;
  if (confirm) save.textContent = Number(points.value) === Number(points.dataset.proposed) ? confirm : change;
}

function toggle(mark) {
  mark.closest("details")?.setAttribute("open", "");
  mark.value = mark.value === mark.max ? "0" : mark.max;
  addUp();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(save);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const mark = marks.find(({ dataset }) => dataset.number === event.key);
  if (event.key === "p" && points) points.select();
  else if (mark) toggle(mark);
  else return;
  event.preventDefault();
});

form.addEventListener("input", (event) => (marks.includes(event.target) ? addUp() : word()));
addUp();
