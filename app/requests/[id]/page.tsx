import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { RequestView } from '@/components/request/request-view';
import { Skeleton } from '@/components/ui/skeleton';
import { shownLine } from '@/lib/request/shown';
import { describeRequest, parseRequestId } from './describe';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const requestId = parseRequestId((await params).id);
  const prompt = requestId === null ? null : await describeRequest(requestId);
  if (prompt === null) return { title: 'Request' };
  const line = shownLine(prompt.prompt);
  return {
    title: prompt.prompt.kind === 'text' ? `“${line}”` : `${prompt.modelName}: ${line}`,
    description: `Asked of ${prompt.modelName} on OpenIMO. ${prompt.answer === null ? 'Watch the answer come, and check it in your browser.' : `Its answer: ${shownLine(prompt.answer, 140)}`}`,
  };
}

export default async function RequestPage({ params }: Props) {
  const requestId = parseRequestId((await params).id);
  if (requestId === null) notFound();
  return (
    <>
      <h1 className="mb-6 text-3xl font-[640]">
        Request <span className="num">{requestId.toString()}</span>
      </h1>
      <Suspense fallback={<Skeleton className="h-[32rem] w-full rounded-card" />}>
        <RequestView requestId={requestId} />
      </Suspense>
    </>
  );
}
