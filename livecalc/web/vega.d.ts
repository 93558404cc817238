/** The parts of Vega that charts are drawn with; its own types are about whole specifications. */

declare module "vega-dataflow" {
  export const transforms: Record<string, unknown>;
}

declare module "vega-encode";
declare module "vega-transforms";
declare module "vega-view-transforms";

declare module "vega-interpreter" {
  export const expressionInterpreter: unknown;
}

declare module "vega-parser" {
  export function parse(spec: object, config: object, options: { ast: boolean }): object;
}

declare module "vega-view" {
  export interface ViewOptions {
    readonly container: HTMLElement;
    readonly expr: unknown;
    readonly hover: boolean;
    readonly locale: { readonly number: object };
    readonly renderer: "svg";
  }

  export class View {
    constructor(runtime: object, options: ViewOptions);
    data(name: string, rows: object[]): this;
    width(width: number): this;
    runAsync(): Promise<this>;
  }
}
