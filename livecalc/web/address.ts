/**
 * A calculator's inputs in the query of a page's address: `?staking-apy.stake=100`.
 *
 * The query is cut and joined as text, so what others keep in it stays as they wrote it.
 */

/** Which parts of a query belong to one calculator. */
export interface AddressScope {
  /** `"staking-apy."`, or nothing where the calculator has the page for itself. */
  readonly prefix: string;
  /** Names of its inputs, in the order of the form. */
  readonly names: readonly string[];
}

export interface AddressInputs {
  readonly values: ReadonlyMap<string, string>;
  /** Names with the calculator's prefix that are not its inputs. */
  readonly unknown: readonly string[];
}

export function readAddress(search: string, scope: AddressScope): AddressInputs {
  const values = new Map<string, string>();
  const unknown = new Set<string>();
  for (const segment of segmentsOf(search)) {
    if (!owns(scope, segment)) continue;
    const [key, value] = decode(segment);
    const name = key.slice(scope.prefix.length);
    if (scope.names.includes(name)) values.set(name, value);
    else unknown.add(name);
  }
  return { values, unknown: [...unknown] };
}

/** The query with these inputs in place of the calculator's old ones; empty when nothing is left. */
export function writeAddress(
  search: string,
  scope: AddressScope,
  values: ReadonlyMap<string, string>,
): string {
  const others = segmentsOf(search).filter((segment) => !owns(scope, segment));
  const own = scope.names.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [`${scope.prefix}${name}=${encode(value)}`];
  });
  const query = [...others, ...own].join("&");
  return query && `?${query}`;
}

/** What else the address of an embed page says: how the page looks. */
const APPEARANCE: readonly string[] = ["theme", "accent", "locale"];

/** Whether a query asks for an answer other than the one that stands in the page. */
export function carriesInputs(search: string, isEmbed: boolean): boolean {
  return segmentsOf(search).some((segment) => {
    const [key] = decode(segment);
    return isEmbed ? !APPEARANCE.includes(key) : /^[a-z][\w-]*\.[a-z]\w*$/.test(key);
  });
}

function segmentsOf(search: string): string[] {
  return search
    .replace(/^\?/, "")
    .split("&")
    .filter((segment) => segment !== "");
}

function owns(scope: AddressScope, segment: string): boolean {
  const [key] = decode(segment);
  return scope.prefix === "" ? scope.names.includes(key) : key.startsWith(scope.prefix);
}

/** Leaves what parts a value, as the state of the tools, for people to read. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/%3[AB]/g, decodeURIComponent);
}

function decode(segment: string): readonly [key: string, value: string] {
  // Never throws, unlike decodeURIComponent, whatever somebody put into a link.
  return [...new URLSearchParams(segment)][0] ?? ["", ""];
}
