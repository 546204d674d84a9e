import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleListSchema } from '../../lib/schema/node-api.ts';
import { addFiles } from '../store/admit-bundle.ts';
import { tinyFiles } from '../store/testing.ts';
import { HEALTH, type Served, serveStore } from './testing.ts';

describe('node over HTTP', () => {
  let node: Served;
  beforeAll(async () => {
    node = await serveStore({});
  });
  afterAll(() => node.close());

  it('lists the bundles it holds, oldest first', async () => {
    const first = await addFiles(node.store, tinyFiles('One'), 'models');
    const second = await addFiles(node.store, tinyFiles('Two'), 'upload');
    const list = bundleListSchema.parse(await (await fetch(`${node.url}/bundles`)).json());
    expect(list.bundles.map(({ cid, uri, manifest }) => [cid, uri, manifest.name])).toEqual([
      [first.cid, `ipfs://${first.cid}`, 'One'],
      [second.cid, `ipfs://${second.cid}`, 'Two'],
    ]);
  });

  it('says that there is no such page', async () => {
    expect((await fetch(`${node.url}/nothing`)).status).toBe(404);
  });

  it('reports health with a status code that tells', async () => {
    expect((await fetch(`${node.url}/health`)).status).toBe(200);
    node.setHealth({ ...HEALTH, status: 'degraded' });
    expect((await fetch(`${node.url}/health`)).status).toBe(503);
  });
});
