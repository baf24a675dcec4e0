// Keys for whoever reads pairs: j and k go to the next pair and the previous, n and p to the next region and the
// previous, Enter on a region's number to the same region of the other handin, c to the note, s and x say what the
// pair is, Escape leaves the note.
const form = document.querySelector(".review-row form");
const marks = [...document.querySelectorAll("a.mark-number[id^='left-']")];

function follow(relation) {
  document.querySelector(`a[rel="${relation}"]`)?.click();
}

function step(by) {
  const at = marks.indexOf(document.activeElement);
  const next = marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length];
  if (!next) return;
  next.focus({ preventScroll: true });
  for (const mark of [next, document.getElementById(next.hash.slice(1))]) show(mark);
}

// Each handin scrolls by itself, so that both places of a region are seen at once.
function show(mark) {
  const code = mark.closest("pre");
  code.scrollTop += mark.getBoundingClientRect().top - code.getBoundingClientRect().top - 48;
  if (mark.id.startsWith("left-")) code.scrollIntoView({ block: "nearest" });
}

function judge(verdict) {
  form.requestSubmit(form.querySelector(`button[value="${verdict}"]`));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j") follow("next");
  else if (event.key === "k") follow("prev");
  else if (event.key === "n") step(1);
  else if (event.key === "p") step(-1);
  else if (event.key === "c") form.querySelector("textarea").focus();
  else if (event.key === "s") judge("suspicious");
  else if (event.key === "x") judge("nothing");
  else return;
  event.preventDefault();
});

for (const mark of document.querySelectorAll("a.mark-number")) {
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    const other = document.getElementById(mark.hash.slice(1));
    for (const each of [mark, other]) show(each);
    other.focus({ preventScroll: true });
  });
}
