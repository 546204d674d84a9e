import { NextResponse } from 'next/server';
import { readHealth } from '@/lib/server/health';

export const dynamic = 'force-dynamic';

/** GET /api/health: the state of each part; 200 when all are well, 503 otherwise. */
export async function GET(): Promise<NextResponse> {
  const health = await readHealth(process.env);
  return NextResponse.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
