/** A page to print: inputs, results, what the open tools found, assumptions, sources, date. */

import type { ExploreHost } from "../explore-door.ts";
import { element } from "./element.ts";
import type { Shown, Subject } from "./subject.ts";
import { tableRegion } from "./table.ts";

/** What the sheet needs of the colours that a calculator has in the page. */
const COLOURS = [
  "text",
  "quiet",
  "line",
  "field-line",
  "surface",
  "accent",
  "loss",
  "series-1",
  "series-2",
];

const PRINTING = "data-livecalc-printing";

const ELSEWHERE =
  "Formula, assumptions and sources stand on the page of this calculator, which could not be read from here.";

/** Puts the sheet in place of the page, prints it, and puts the page back. */
export async function printSheet(
  host: ExploreHost,
  subject: Subject,
  address: string,
): Promise<void> {
  const sheet = element(
    "div",
    { class: "livecalc-sheet" },
    ...(await contentOf(host, subject, address)),
  );
  const calculator = host.details.closest("live-calculator");
  if (calculator) {
    const style = getComputedStyle(calculator);
    for (const name of COLOURS) {
      const property = `--livecalc-${name}`;
      sheet.style.setProperty(property, style.getPropertyValue(property));
    }
  }
  document.body.append(sheet);
  document.documentElement.toggleAttribute(PRINTING, true);
  const restore = () => {
    sheet.remove();
    document.documentElement.toggleAttribute(PRINTING, false);
  };
  addEventListener("afterprint", restore, { once: true });
  print();
}

async function contentOf(host: ExploreHost, subject: Subject, address: string): Promise<Node[]> {
  const { inputs, outputs } = subject.shown;
  const title = host.form.getAttribute("aria-label")?.replace(/ calculator$/, "") ?? host.name;
  const date = new Intl.DateTimeFormat(host.locale, { dateStyle: "long" }).format(new Date());
  const tables = [...host.form.querySelectorAll(".livecalc-rest")].map(copyOf);
  const tools = [...host.details.querySelectorAll<HTMLElement>(".livecalc-tool")].flatMap(
    ({ dataset, children }) => {
      const results = [...children].find((one) => one.matches(".livecalc-results"));
      // What no longer belongs to the inputs above stays on the screen.
      if (dataset.printed === undefined || !results?.matches(":not([data-stale])")) return [];
      return [heading(dataset.printed), copyOf(results)];
    },
  );
  return [
    element("h1", {}, title),
    element("p", {}, `Computed on ${date}. Nothing here is advice.`),
    heading("Inputs"),
    list("sheet-inputs", inputs),
    heading("Results"),
    list("sheet-results", outputs),
    ...tables,
    ...tools,
    ...(await behind(host)),
    element("p", { class: "livecalc-address" }, address),
  ];
}

function heading(text: string): HTMLElement {
  return element("h2", {}, text);
}

function list(id: string, all: readonly Shown[]): HTMLElement {
  return tableRegion(
    id,
    "",
    [
      { label: "Name", unit: "" },
      { label: "Value", unit: "" },
    ],
    all.map(({ label, value, text }) => [
      { value: label, text: label },
      { value, text },
    ]),
  );
}

/** A copy without what can only be pressed, and with what is folded opened. */
function copyOf(part: Element): Node {
  const copy = part.cloneNode(true) as Element;
  for (const one of copy.querySelectorAll(".livecalc-actions, button, summary")) one.remove();
  for (const one of copy.querySelectorAll("details")) one.open = true;
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  return copy;
}

/** Formula, assumptions and sources: from this page, or from the calculator's own. */
async function behind({ name }: ExploreHost): Promise<Node[]> {
  const isAlone = document.querySelectorAll("live-calculator").length === 1;
  const here = isAlone ? document.querySelector(".livecalc-about") : null;
  const about = here ?? (await onItsOwnPage(name).catch(() => null));
  return [heading("How it is computed"), about ? copyOf(about) : element("p", {}, ELSEWHERE)];
}

/** Pages that are opened from a disk cannot read each other. */
async function onItsOwnPage(name: string): Promise<Element | null> {
  const script = document.querySelector<HTMLScriptElement>("script[src*='/livecalc']");
  if (!script) return null;
  const answer = await fetch(new URL(`../calculators/${name}/`, script.src));
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".livecalc-about");
}
