/**
 * What the panel shows, as one value of the page's address: `tool:sweep;sweep.input:fee`.
 *
 * Names hold no colon and no semicolon. In values only what would part them is encoded: the address
 * encodes the whole once more.
 */

export type State = ReadonlyMap<string, string>;

export function writeState(state: State): string {
  const safe = (value: string) => value.replace(/[%;]/g, encodeURIComponent);
  return [...state].map(([name, value]) => `${name}:${safe(value)}`).join(";");
}

/** Reads whatever stands in a link; what makes no sense is left out. */
export function readState(text: string): State {
  const state = new Map<string, string>();
  for (const part of text.split(";")) {
    const [, name, value] = /^([\w.-]+):(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) continue;
    try {
      state.set(name, decodeURIComponent(value));
    } catch {
      // A percent sign that somebody typed.
      state.set(name, value);
    }
  }
  return state;
}

/** The part of a state whose names begin with a word and a dot, without both. */
export function partOf(state: State, word: string): State {
  const start = `${word}.`;
  return new Map(
    [...state].flatMap(([name, value]) =>
      name.startsWith(start) ? [[name.slice(start.length), value] as const] : [],
    ),
  );
}

/** The same with the word and the dot in front. */
export function underWord(state: State, word: string): State {
  return new Map([...state].map(([name, value]) => [`${word}.${name}`, value]));
}
