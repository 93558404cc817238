/** The text of the tags that put a calculator into somebody's page. */

import { embedAddress } from "./embed-address.ts";

export interface EmbedChoice {
  /** Address of the site, with a slash at the end. */
  readonly site: string;
  readonly name: string;
  readonly title: string;
  /** Settings and inputs that are not left as they are, by attribute. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

export function scriptTag({ site, name, title, attributes }: EmbedChoice): string {
  const all = [["src", `${site}embed/${name}/`] as const, ...attributes];
  const written = all.map(([attribute, value]) => ` ${attribute}="${quoted(value)}"`).join("");
  return [
    `<script src="${quoted(site)}embed.js" async></script>`,
    `<live-calculator${written}>`,
    `  <a href="${quoted(site)}calculators/${name}/">${quoted(title)} calculator</a>`,
    "</live-calculator>",
  ].join("\n");
}

export function frameTag({ site, name, title, attributes }: EmbedChoice): string {
  const address = embedAddress(`${site}embed/${name}/`, site, attributes)?.href ?? "";
  return [
    `<iframe src="${quoted(address)}"`,
    `  title="${quoted(title)} calculator" loading="lazy" allow="clipboard-write"`,
    `  style="width: 100%; height: 60rem; border: 0; border-radius: 12px"></iframe>`,
  ].join("\n");
}

function quoted(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
