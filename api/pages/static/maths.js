// Typesets the TeX that a handout's elements of class `math` hold. What KaTeX cannot read stays readable as it is.
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
