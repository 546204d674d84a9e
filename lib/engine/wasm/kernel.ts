import { PLAIN_BASE64, RELAXED_BASE64 } from './generated.ts';

/** Which build runs: with relaxed SIMD's byte products, or with what every host of WebAssembly SIMD has. */
export type Build = 'relaxed' | 'plain';

/** A compiled module, from which each memory gets its own instance. */
export type KernelModule = { readonly build: Build; readonly module: WebAssembly.Module };

/** What the module gives: lib/engine/wasm/assembly/index.ts. Addresses and sizes in bytes. */
export type Kernel = {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  prepareZeros(): void;
  prepare(x: number, count: number, bias: number, to: number): void;
  sumRows(weights: number, rows: number, columns: number, sums: number): void;
  layDepthwise(weights: number, channels: number, taps: number, to: number): void;
  use(shift: number, low: number, high: number, wide: number): void;
  linearBatch(
    weights: number,
    rows: number,
    columns: number,
    x: number,
    count: number,
    sums: number,
    out: number,
  ): void;
  open(plan: number): void;
  step(step: number, byte: number): number;
  carry(step: number): void;
  carriedRoots(steps: number): void;
  keccak256(from: number, length: number, to: number): void;
  hashPairs(from: number, count: number, to: number): void;
  rootOf(from: number, count: number, height: number, nodes: number, to: number): void;
};

const PAGE_BYTES = 65_536;

/** The builds that this host takes, best first; none where WebAssembly SIMD is missing or forbidden. */
export function compileKernels(): readonly KernelModule[] {
  const builds: [Build, string][] = [
    ['relaxed', RELAXED_BASE64],
    ['plain', PLAIN_BASE64],
  ];
  return builds.flatMap(([build, text]) => {
    const module = compile(text);
    return module === undefined ? [] : [{ build, module }];
  });
}

/** A module with a memory of its own. */
export function instantiate({ module }: KernelModule): Kernel {
  const kernel = new WebAssembly.Instance(module, {}).exports as unknown as Kernel; // boundary: built with this shape
  kernel.prepareZeros();
  return kernel;
}

/** Makes the memory at least `bytes` large. Throws RangeError where the host has not got it. */
export function reserve({ memory }: Kernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}

function compile(base64: string): WebAssembly.Module | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
  } catch {
    return undefined; // no WebAssembly, or a policy that forbids it: the plain engine gives the same results
  }
}
