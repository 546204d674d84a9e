// Deploys to a fresh local chain that is gone afterwards, and writes deployments/31337.json: where `npm start` will find
// the contracts. To be run (node --import tsx scripts/deploy/local.ts) after a change of the contracts or of their order,
// and followed by npm run codegen.
import { writeFileSync } from 'node:fs';
import { startChain } from '../../bench/chain.ts';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { localAccount } from '../start/accounts.ts';
import { deploy } from './deploy.ts';
import { oracleSettings } from './settings.ts';

const chain = await startChain();
try {
  const deployment = await deploy({
    chainId: LOCAL_CHAIN_ID,
    rpcUrl: chain.rpcUrl,
    account: localAccount('deployer'),
    settings: oracleSettings(LOCAL_CHAIN_ID),
    log: (line) => console.log(`deployed ${line}`),
  });
  writeFileSync(`deployments/${LOCAL_CHAIN_ID}.json`, `${JSON.stringify(deployment, null, 2)}\n`);
} finally {
  chain.stop();
}
