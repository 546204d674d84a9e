import { hexToBytes } from 'viem';
import { cidOfUri } from '../../lib/bundle/cid.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OracleReader, OracleRequest } from '../chain/oracle.ts';
import type { BundleSource } from '../store/bundle-source.ts';
import type { EngineJob } from './protocol.ts';

/**
 * The run that a request asks for: its bundle, now in the store and of the registered hashes, and the paid input.
 *
 * @throws AppError `engine/failed` for good when the bundle is not the registered model, retryable ones while parts are missing
 */
export async function jobOf(
  tools: { oracle: OracleReader; bundles: BundleSource },
  request: OracleRequest,
): Promise<EngineJob> {
  const model = await tools.oracle.model(request.modelId);
  const cid = checked('the bundle address of the model is bad', () => cidOfUri(model.uri));
  const manifest = await readManifest(tools.bundles, cid);
  if (manifest.weights.hash !== model.modelHash || manifest.program.hash !== model.programHash) {
    const message = `the bundle ${cid} is not model ${model.modelId}: its hashes are not the registered ones`;
    throw new AppError({ code: 'engine/failed', message });
  }
  const input = await tools.oracle.inputOf(request);
  return { cid, modelHash: model.modelHash, programHash: model.programHash, input: hexToBytes(input) };
}

async function readManifest(bundles: BundleSource, cid: string) {
  try {
    return await bundles.ensureBundle(cid);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError({ code: 'engine/failed', message: `the bundle ${cid} is not sound`, cause: error });
  }
}

function checked<T>(message: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new AppError({ code: 'engine/failed', message, cause });
  }
}
