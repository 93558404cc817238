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
  sayAfter(last, `${right} of ${questions.length} right.`);
});

/** A line that a screen reader reads out whenever something new is written into it. */
function addVerdict(/** @type {Element} */ place) {
  const line = document.createElement("p");
  line.className = "playbook-verdict";
  line.setAttribute("role", "status");
  place.after(line);
}

// The lines stand empty from the start: what comes together with its line is often not read out.
document$.subscribe(() => {
  for (const quiz of document.querySelectorAll(".playbook-quiz")) {
    if (quiz.querySelector(".playbook-verdict")) continue;
    for (const answers of quiz.querySelectorAll("fieldset > details")) addVerdict(answers);
    const [last] = [...quiz.querySelectorAll("fieldset")].slice(-1);
    if (last) addVerdict(last);
  }
});

/** @param {Element | null | undefined} place @param {string} text */
function sayAfter(place, text) {
  const line = place?.nextElementSibling;
  if (line?.classList.contains("playbook-verdict")) line.textContent = text;
}
