/* Quizzes: says at once whether the chosen answer is right, and why, and counts along. The page holds
   every explanation already; what is written here is a copy of the one that belongs to the choice. */

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
  const quiz = target.closest(".playbook-quiz");
  const question = target.closest("fieldset");
  if (!quiz || !question) return;

  const choices = [...question.querySelectorAll("input")];
  const explained = question.querySelectorAll("details li")[choices.indexOf(target)];
  const isRight = explained?.classList.contains("playbook-right") ?? false;
  question.dataset.answered = isRight ? "right" : "wrong";
  for (const choice of choices) {
    choice.parentElement?.classList.toggle("playbook-chosen", choice === target);
  }
  sayAfter(question.querySelector("details"), explained?.textContent ?? "");

  const questions = [...quiz.querySelectorAll("fieldset")];
  const answered = questions.filter((one) => one.dataset.answered);
  if (answered.length < questions.length) return;
  const right = questions.filter((one) => one.dataset.answered === "right").length;
  const [last] = questions.slice(-1);
  sayAfter(last ?? null, `${right} of ${questions.length} right.`);
});

/**
 * Writes a sentence that a screen reader says too, in front of or behind an element.
 *
 * @param {Element | null} place
 * @param {string} text
 */
function sayAfter(place, text) {
  if (!place) return;
  let line = place.nextElementSibling;
  if (!line?.classList.contains("playbook-verdict")) {
    line = document.createElement("p");
    line.className = "playbook-verdict";
    line.setAttribute("role", "status");
    place.after(line);
  }
  line.textContent = text;
}
