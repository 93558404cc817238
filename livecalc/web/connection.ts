/** Whether the network may be used for what nobody has asked for yet. */

interface NetworkInformation {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
  readonly type?: string;
}

/** Not where the reader asked to save data, and not on a slow connection. */
export function mayLoadUnasked(): boolean {
  const { connection } = navigator as { readonly connection?: NetworkInformation };
  return !connection?.saveData && !/2g|3g/.test(connection?.effectiveType ?? "");
}

/** What is kept for later can also wait for a connection that is not paid for by the byte. */
export function mayKeepUnasked(): boolean {
  const { connection } = navigator as { readonly connection?: NetworkInformation };
  return mayLoadUnasked() && connection?.type !== "cellular";
}
