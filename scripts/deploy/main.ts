// Deploys to a chain that is not the local one: OPENIMO_CHAIN_ID, OPENIMO_RPC_URL and OPENIMO_DEPLOYER_KEY say where and
// who pays; OPENIMO_WETH is the wrapped ether of that chain. Uniswap v4 is known on Sepolia; elsewhere
// OPENIMO_POOL_MANAGER, OPENIMO_STATE_VIEW and OPENIMO_V4_QUOTER say where it is. Writes deployments/<chainId>.json; run codegen afterwards.
import { writeFileSync } from 'node:fs';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { readConfig } from '../../lib/config/config.ts';
import { deploy } from './deploy.ts';
import { oracleSettings } from './settings.ts';

const hex = (bytes: number) =>
  z.custom<`0x${string}`>(
    (value) => typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`).test(value),
    `must be 0x and ${bytes} bytes of hex`,
  );
const env = z
  .object({
    OPENIMO_DEPLOYER_KEY: hex(32),
    OPENIMO_WETH: hex(20).optional(),
    OPENIMO_POOL_MANAGER: hex(20).optional(),
    OPENIMO_STATE_VIEW: hex(20).optional(),
    OPENIMO_V4_QUOTER: hex(20).optional(),
  })
  .safeParse(process.env);
if (!env.success) {
  console.error(
    `Bad configuration: ${env.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
  process.exit(2);
}
const config = readConfig(process.env);
const { OPENIMO_POOL_MANAGER: poolManager, OPENIMO_STATE_VIEW: stateView, OPENIMO_V4_QUOTER: v4Quoter } = env.data;
const isUniswapGiven = poolManager !== undefined && stateView !== undefined && v4Quoter !== undefined;
const deployment = await deploy({
  chainId: config.chainId,
  rpcUrl: config.rpcUrl,
  account: privateKeyToAccount(env.data.OPENIMO_DEPLOYER_KEY),
  settings: oracleSettings(config.chainId),
  ...(env.data.OPENIMO_WETH === undefined ? {} : { weth: env.data.OPENIMO_WETH }),
  ...(isUniswapGiven ? { uniswap: { poolManager, stateView, v4Quoter } } : {}),
  log: (line) => console.log(`deployed ${line}`),
});
writeFileSync(`deployments/${config.chainId}.json`, `${JSON.stringify(deployment, null, 2)}\n`);
console.log(`wrote deployments/${config.chainId}.json; now run: npm run codegen && npm run build`);
