/* "Which avenues fit me": puts the avenues that fit the answers first, and says of each why or why not.
   The questions and the avenues stand in the page; without this script the questions stay hidden. */

{
  /** The questions that have an answer, with its value. @param {HTMLFormElement} form */
  function answers(form) {
    const given = /** @type {[string, number][]} */ ([]);
    for (const [name, value] of new FormData(form)) given.push([name, Number(value)]);
    return given;
  }

  /** What an avenue asks for beyond the answers, in words. Each question is an attribute of the avenue,
   * and larger numbers ask for more. @param {HTMLElement} avenue @param {[string, number][]} given */
  function against(avenue, given) {
    return given
      .filter(([question, have]) => Number(avenue.dataset[question]) > have)
      .map(([question]) => avenue.dataset[`${question}Words`] ?? "");
  }

  /** @param {string[]} reasons @param {number} answered */
  function inWords(reasons, answered) {
    if (answered === 0) return "";
    return reasons.length === 0 ? "Fits your answers." : `Does not fit: ${reasons.join("; ")}.`;
  }

  /** @param {HTMLElement} block @param {HTMLFormElement} form */
  function sort(block, form) {
    const given = answers(form);
    const list = block.querySelector("ol");
    const avenues = /** @type {HTMLElement[]} */ ([...(list?.children ?? [])]);
    const judged = avenues.map((avenue) => ({ avenue, reasons: against(avenue, given) }));
    judged.sort(
      (one, other) =>
        one.reasons.length - other.reasons.length ||
        Number(one.avenue.dataset.place) - Number(other.avenue.dataset.place),
    );
    for (const { avenue, reasons } of judged) {
      const line = avenue.querySelector(".playbook-fit-reasons");
      avenue.dataset.fits = reasons.length === 0 ? "yes" : "no";
      if (line) line.textContent = inWords(reasons, given.length);
    }
    list?.append(...judged.map(({ avenue }) => avenue));
    const fitting = judged.filter(({ reasons }) => reasons.length === 0).length;
    const count = block.querySelector("output");
    if (count) count.textContent = given.length === 0 ? "" : `${fitting} of ${avenues.length} fit.`;
  }

  document$.subscribe(() => {
    for (const block of document.querySelectorAll(".playbook-fit")) {
      const form = block.querySelector("form");
      if (!(block instanceof HTMLElement) || !form?.hidden) continue;
      form.hidden = false;
      form.addEventListener("change", () => sort(block, form));
      form.addEventListener("reset", () => setTimeout(() => sort(block, form)));
      form.addEventListener("submit", (event) => event.preventDefault());
      sort(block, form);
    }
  });
}
