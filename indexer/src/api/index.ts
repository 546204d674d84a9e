import { db } from 'ponder:api';
import schema from 'ponder:schema';
import { Hono } from 'hono';
import { graphql } from 'ponder';
import { modelsRequestSchema } from '../../../lib/api/market/models-request.ts';
import { indexedBlock } from './head.ts';
import { selectModels } from './models.ts';

const app = new Hono();

app.use(
  '/graphql',
  graphql({ db, schema }, { maxOperationTokens: 1_000, maxOperationDepth: 10, maxOperationAliases: 10 }),
);

app.post('/market/models', async (context) => {
  const request = modelsRequestSchema.safeParse(await context.req.json().catch(() => null));
  if (!request.success) return context.json({ error: request.error.issues[0]?.message ?? 'not a request' }, 400);
  // The block is read first, so that it can only be older than the rows.
  const block = await indexedBlock();
  return context.json({ block, rows: await selectModels(request.data) });
});

export default app;
