import { startProduct } from '../../scripts/start/product.ts';

const PORTS = {
  OPENIMO_WEB_PORT: process.env.OPENIMO_E2E_WEB_PORT ?? '3100',
  OPENIMO_RPC_PORT: process.env.OPENIMO_E2E_RPC_PORT ?? '8645',
  OPENIMO_INDEXER_PORT: process.env.OPENIMO_E2E_INDEXER_PORT ?? '42169',
  OPENIMO_NODE_PORT: process.env.OPENIMO_E2E_NODE_PORT ?? '8887',
};

/**
 * Starts the whole product as `npm start` does, on other ports and with a state of its own, and ends it afterwards. With
 * OPENIMO_E2E_RUNNING the tests use the product that already runs on these ports, and leave it running.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.OPENIMO_E2E_RUNNING !== undefined) return async () => undefined;
  return startProduct({
    ports: PORTS,
    settings: {
      // Without the validator: a lie is for the browser to find.
      OPENIMO_ROLES: 'operator,defender,keeper',
      // The keeper leaves the pools' fees to whoever tests collecting them.
      OPENIMO_COLLECT_MIN_WEI: '100000000000000000000',
    },
    logPath: 'test-results/e2e-stack.log',
  });
}
