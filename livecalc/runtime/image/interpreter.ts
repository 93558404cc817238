/**
 * CPython as Pyodide builds it, booted in Node without Pyodide's own layer of JavaScript: its
 * memory then refers to nothing outside itself and can be kept as an image.
 *
 * Clock and random numbers stand still while it boots, so that the same files give the same bytes.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The parts of Emscripten's module object that we touch. */
export interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly wasmTable: WebAssembly.Table;
  readonly GOT: Readonly<Record<string, WebAssembly.Global>>;
  readonly FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, content: Uint8Array): void;
    chdir(path: string): void;
  };
  readonly ENV: Record<string, string>;
  readonly __PyRuntime: number;
  readonly __PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET: number;
  stringToNewUTF8(text: string): number;
  _free(address: number): void;
  _PyRun_SimpleString(source: number): number;
  _sbrk(increment: number): number;
  _emscripten_stack_get_base(): number;
  _emscripten_stack_get_end(): number;
  _emscripten_stack_get_current(): number;
}

export interface Interpreter {
  readonly module: EmscriptenModule;
  readonly wasm: WebAssembly.Module;
  /** Runs statements; throws with what Python printed when they fail. */
  run(source: string): void;
  /** Takes the lines printed since the last time. */
  takeOutput(): string[];
}

/** A moment for the clock to stand at. */
const EPOCH_MILLISECONDS = Date.UTC(2020, 0, 1);

interface Settings {
  /** Folder of the pyodide package. */
  readonly pyodide: string;
  /** Files to lay into the interpreter's site-packages, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export async function bootInterpreter({ pyodide, files }: Settings): Promise<Interpreter> {
  const folder = resolve(pyodide);
  const bytes = readFileSync(join(folder, "pyodide.asm.wasm"));
  const wasm = await WebAssembly.compile(bytes);
  const version = pythonVersion(folder);
  const sitePackages = `/lib/python${version[0]}.${version[1]}/site-packages`;
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);

  // Emscripten's file system dates its files by this clock.
  Date.now = () => EPOCH_MILLISECONDS;

  // The script of the package is a classic one; it expects Node's names and leaves a global.
  const root = globalThis as unknown as Record<string, unknown>;
  root.require = createRequire(import.meta.url);
  root.__dirname = folder;
  await import(pathToFileURL(join(folder, "pyodide.asm.js")).href);
  const createModule = root._createPyodideModule as (settings: object) => Promise<EmscriptenModule>;

  const module = await createModule({
    noImageDecoding: true,
    noAudioDecoding: true,
    thisProgram: "/lib/python",
    // Docstrings of the standard library have no reader here and weigh 4 % of the image.
    arguments: ["-OO", "-X", "no_debug_ranges"],
    print,
    printErr: print,
    API: pyodideLayer(folder),
    locateFile: (file: string) => join(folder, file),
    preRun: [
      (module: EmscriptenModule) => {
        const { API } = module as unknown as { API: Record<string, unknown> };
        Object.assign(API, { pyVersionTuple: version, sitePackages });
        module.FS.mkdirTree(sitePackages);
        module.FS.mkdirTree("/home/pyodide");
        const library = `/lib/python${version[0]}${version[1]}.zip`;
        module.FS.writeFile(library, readFileSync(join(folder, "python_stdlib.zip")));
        for (const [path, content] of files) {
          module.FS.mkdirTree(join(sitePackages, path, ".."));
          module.FS.writeFile(join(sitePackages, path), content);
        }
        module.FS.chdir("/home/pyodide");
        Object.assign(module.ENV, {
          LANG: "C.UTF-8",
          _: "/lib/python",
          HOME: "/home/pyodide",
          // Makes main() return with the interpreter alive instead of ending it.
          PYTHONINSPECT: "1",
          PYTHONHASHSEED: "0",
          PYTHONDONTWRITEBYTECODE: "1",
        });
      },
    ],
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => {
      stopTheWorld(imports);
      WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm));
      return {};
    },
  });

  return {
    module,
    wasm,
    run(source) {
      const text = module.stringToNewUTF8(source);
      const failed = module._PyRun_SimpleString(text);
      module._free(text);
      if (failed) throw new Error(`Python failed:\n${lines.join("\n")}`);
    },
    takeOutput: () => lines.splice(0),
  };
}

/** What the C code finds of Pyodide's JavaScript while it starts. */
function pyodideLayer(folder: string): object {
  const lock = { info: { abi_version: "" }, packages: {} };
  return {
    config: {
      jsglobals: globalThis,
      args: [],
      env: {},
      indexURL: `${folder}/`,
      packageCacheDir: folder,
      packageBaseUrl: folder,
      cdnUrl: folder,
      lockFileContents: lock,
      BUILD_ID: buildId(folder),
      // Leaves out what would tie the memory to this very process.
      _makeSnapshot: true,
      enableRunUntilComplete: true,
      packages: [],
      fullStdLib: false,
    },
    runtimeEnv: { IN_NODE: true, IN_NODE_ESM: true },
    lockFilePromise: Promise.resolve(lock),
  };
}

function buildId(folder: string): string {
  const loader = readFileSync(join(folder, "pyodide.mjs"), "utf8");
  const found = /BUILD_ID:"([0-9a-f]+)"/.exec(loader)?.[1];
  if (!found) throw new Error("pyodide.mjs names no BUILD_ID; this Pyodide is another version");
  return found;
}

function pythonVersion(folder: string): number[] {
  const lock = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
  return String(lock.info.python).split(".").map(Number);
}

/** Replaces everything that would make two boots differ. */
function stopTheWorld(imports: WebAssembly.Imports): void {
  const still: Record<string, (...parameters: never[]) => unknown> = {
    emscripten_date_now: () => EPOCH_MILLISECONDS,
    emscripten_get_now: () => 0,
  };
  for (const group of Object.values(imports)) {
    for (const name of Object.keys(group)) {
      if (name in still) group[name] = still[name] as WebAssembly.ImportValue;
    }
  }
  const sentinel = {};
  imports.sentinel = {
    create_sentinel: () => sentinel,
    is_sentinel: (value: unknown) => Number(value === sentinel),
  };
  const { env, wasi_snapshot_preview1: wasi } = imports;
  if (!env || !wasi) throw new Error("this Pyodide imports no wasi functions");
  const memoryOf = () => (env.memory as WebAssembly.Memory).buffer;
  wasi.clock_time_get = (_clock: number, _precision: bigint, result: number) => {
    const nanoseconds = BigInt(EPOCH_MILLISECONDS) * 1_000_000n;
    new DataView(memoryOf()).setBigUint64(result, nanoseconds, true);
    return 0;
  };
  wasi.random_get = (address: number, length: number) => {
    new Uint8Array(memoryOf(), address, length).fill(7);
    return 0;
  };
}
