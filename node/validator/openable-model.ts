import { cidOfUri } from '../../lib/bundle/cid.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OracleReader } from '../chain/oracle.ts';
import type { SolveGame } from '../games/protocol.ts';
import type { BundleSource } from '../store/bundle-source.ts';

/**
 * Makes sure that a registered model can be run here: its bundle is had whole, is the registered one, and its program is one that the
 * verifier can decide.
 *
 * @throws AppError when it is not
 */
export async function openableModel(
  tools: { oracle: OracleReader; bundles: BundleSource; solve: SolveGame },
  modelId: bigint,
): Promise<void> {
  const { modelHash, programHash, uri } = await tools.oracle.model(modelId);
  let cid: string;
  try {
    cid = cidOfUri(uri);
    await tools.bundles.ensureBundle(cid);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError({ code: 'engine/failed', message: `the bundle of model ${modelId} is not sound`, cause });
  }
  await tools.solve({ kind: 'open', cid, modelHash, programHash });
}
