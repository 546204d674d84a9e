import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { CONTRACTS } from '../scripts/artifacts.ts';
import type { Bench } from './row.ts';

/** EIP-170: no deployed contract is larger. */
const LIMIT_BYTES = 24_576;

/** Parts that other contracts deploy, beside those that are deployed by script. */
const INNER_CONTRACTS = ['contracts/lens/LensReader.sol/LensReader'];

const artifactSchema = z.object({ deployedBytecode: z.string().regex(/^0x([0-9a-f]{2})+$/) });

/** Bytes of deployed code per contract, against the limit of EIP-170. Read from what the last build left. */
export const size: Bench = async () =>
  [...Object.values(CONTRACTS), ...INNER_CONTRACTS].map((path) => {
    const { deployedBytecode } = artifactSchema.parse(JSON.parse(readFileSync(`artifacts/${path}.json`, 'utf8')));
    return {
      bench: 'size',
      case: basename(path),
      metric: 'bytes',
      unit: 'B',
      value: (deployedBytecode.length - 2) / 2,
      goal: LIMIT_BYTES,
    };
  });
