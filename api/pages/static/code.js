// Whoever comments clicks a line's number, and with Shift held the number of the last line: the form moves there.
// A saved comment that is chosen is written into the form, to be changed before it is sent.
const form = document.querySelector("form.comment");
const [first, last] = ["first", "last"].map((name) => form.elements[name]);
const text = form.elements.text;

function lineOf(number) {
  return document.getElementById(`L${number}`)?.closest(".line");
}

function show() {
  document.querySelectorAll(".line.chosen").forEach((line) => line.classList.remove("chosen"));
  const [from, to] = [Number(first.value), Number(last.value || first.value)];
  for (let number = from; number && number <= to && number < from + 500; number += 1) {
    lineOf(number)?.classList.add("chosen");
  }
  lineOf(to)?.after(form);
}

document.querySelector(".code").addEventListener("click", (event) => {
  const link = event.target.closest(".line > a");
  if (!link) return;
  event.preventDefault();
  const number = Number(link.textContent);
  const from = event.shiftKey && first.value ? Number(first.value) : number;
  first.value = Math.min(from, number);
  last.value = Math.max(from, number);
  history.replaceState(null, "", link.hash);
  show();
  text.focus();
});

for (const field of [first, last]) field.addEventListener("change", show);

form.elements.saved?.addEventListener("change", ({ target }) => {
  const words = target.selectedOptions[0].dataset.text;
  if (words) text.value = words;
});

if (first.value) show();
