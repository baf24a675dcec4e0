// Typesets the TeX that a handout's elements of class `math` hold. What KaTeX cannot read stays readable as it is.
// What is wider than the handout scrolls by keyboard, too, and is no stop where all of it is seen.
for (const element of document.querySelectorAll(".math")) {
  const typeset = document.createElement(element.tagName);
  try {
    katex.render(element.textContent, typeset, { displayMode: element.classList.contains("block"), trust: false });
    element.replaceChildren(...typeset.childNodes);
    element.classList.add("set");
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
  }
}

const scrolls = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const element of document.querySelectorAll(".handout pre, .math.block")) scrolls.observe(element);
