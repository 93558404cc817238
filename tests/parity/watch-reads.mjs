// Watches every read of memory while calls are answered. Run by the test beside it with three
// arguments: the folder of the runtime's files, the folder of npm's packages, and a folder to work
// in. Standard input has one call a line, a JSON list: calculator and inputs, both text. Standard
// output is one JSON object: how many reads there were, how many bytes of constants the image
// lacks, and the addresses among them that were read.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readModule } from "../../livecalc/runtime/image/references.ts";
import { FEATURES } from "../../livecalc/runtime/image/trim.ts";
import { startFastPython } from "../../livecalc/web/fast-python.ts";
import { readImage } from "../../livecalc/web/memory-image.ts";
import { goesOn } from "../../livecalc/web/python.ts";

const [shipped, packages, work] = process.argv.slice(2);
const { wasm, image } = JSON.parse(readFileSync(join(shipped, "runtime.json"), "utf8")).fast;
const { buffer } = Uint8Array.from(readFileSync(join(shipped, image)));

/** Where the image holds zeros and Pyodide's own data something else that never changes. */
function clearedConstants() {
  const { data, pointers } = readModule(readFileSync(join(packages, "pyodide/pyodide.asm.wasm")));
  const { description, restore } = readImage(buffer);
  const memory = new Uint8Array(description.memory);
  restore(memory);
  const end = Math.min(...pointers.keys());
  return memory.subarray(0, end).map((byte, at) => byte === 0 && data.memory.getUint8(at) !== 0);
}

/** The wasm with a call to the host at each read and write. */
function watchedWasm() {
  const watched = join(work, "watched.wasm");
  const wasmOpt = join(packages, "binaryen/bin/wasm-opt");
  const source = join(shipped, wasm);
  execFileSync(process.execPath, [
    wasmOpt,
    source,
    ...FEATURES,
    "--instrument-memory",
    "-o",
    watched,
  ]);
  return new WebAssembly.Module(readFileSync(watched));
}

const cleared = clearedConstants();
const found = new Set();
let reads = 0;
const watchers = {
  load_ptr: (_id, bytes, offset, address) => {
    reads++;
    const at = (address >>> 0) + offset;
    for (let byte = at; byte < at + bytes && byte < cleared.length; byte++) {
      if (cleared[byte]) found.add(byte);
    }
    return address;
  },
  store_ptr: (_id, _bytes, _offset, address) => address,
};
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (module, imports) => {
  for (const { module: space, name } of WebAssembly.Module.imports(module)) {
    if (!/^(load|store)_(ptr|val_)/.test(name)) continue;
    imports[space][name] = watchers[name] ?? ((_id, value) => value);
  }
  return instantiate.call(WebAssembly, module, imports);
};

const python = await startFastPython(wasm, { module: watchedWasm(), image: buffer });
for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) {
  const [calculator, inputs] = JSON.parse(line);
  const ask = inputs.startsWith('{"tool":') ? python.explore : python.begin;
  let reply = ask("", calculator, inputs);
  while (goesOn(reply)) reply = python.proceed("");
}
const bytes = cleared.reduce((sum, one) => sum + one, 0);
process.stdout.write(JSON.stringify({ reads, bytes, found: [...found].slice(0, 20) }));
