import type { TypedSaid } from '@/lib/launch/compile/said-of-model';
import type { PictureForm } from '@/lib/request/picture';

/** Samples as they were chosen. */
export type ChosenSamples = {
  /** The files they came from, in words. */
  readonly from: string;
  readonly list: readonly Uint8Array[];
  readonly isGenerated: boolean;
};

/** What a byte is to a float input. `own` uses the two typed numbers. */
export type TypedScale = {
  readonly kind: 'unit' | 'signed' | 'raw' | 'own';
  readonly scale: string;
  readonly offset: string;
};

/** What the answer is to be; of pictures, from which numbers their bytes are made. */
export type ChosenAnswer = 'auto' | 'class' | 'classes' | 'values' | 'image' | 'image-signed' | 'image-raw';

/** Everything that was chosen and typed on the way from an ONNX file to a bundle. */
export type KeptCompile = {
  readonly file: File | null;
  readonly output: string | null;
  readonly answer: ChosenAnswer;
  readonly scale: TypedScale;
  /** Null: a request is plain bytes. */
  readonly picture: PictureForm | null;
  readonly samples: ChosenSamples | null;
  readonly typed: TypedSaid;
};

export const NOTHING_KEPT: KeptCompile = {
  file: null,
  output: null,
  answer: 'auto',
  scale: { kind: 'unit', scale: '', offset: '' },
  picture: null,
  samples: null,
  typed: { name: '', description: '', licence: '', labels: '' },
};

const DATABASE = 'openimo.compile';
const STORE = 'kept';
const KEY = 'v2';

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const request = work(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

/** What was kept in this browser, the files too; nothing where its storage is closed to the page. */
export async function readKept(): Promise<KeptCompile | null> {
  try {
    const kept = await inStore('readonly', (store) => store.get(KEY));
    // Only this module writes there; another version has another key.
    return kept === undefined ? null : (kept as KeptCompile);
  } catch {
    return null;
  }
}

/** Keeps it over a reload. A full or closed storage costs only that. */
export async function writeKept(kept: KeptCompile): Promise<void> {
  try {
    await inStore('readwrite', (store) => (kept.file === null ? store.delete(KEY) : store.put(kept, KEY)));
  } catch {
    // The files have to be chosen again after a reload.
  }
}
