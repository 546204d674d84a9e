import { db } from 'ponder:api';
import schema from 'ponder:schema';
import { Hono } from 'hono';
import { graphql } from 'ponder';

const app = new Hono();

app.use(
  '/graphql',
  graphql({ db, schema }, { maxOperationTokens: 1_000, maxOperationDepth: 10, maxOperationAliases: 10 }),
);

export default app;
