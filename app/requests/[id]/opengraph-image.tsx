import { ImageResponse } from 'next/og';
import { describeRequest, parseRequestId } from './describe';

export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';
export const alt = 'A prompt and the answer of the model';

const column = { display: 'flex', flexDirection: 'column' } as const;

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const requestId = parseRequestId((await params).id);
  const prompt = requestId === null ? null : await describeRequest(requestId);
  return new ImageResponse(
    <div style={{ ...column, width: '100%', height: '100%', padding: 80, background: '#f6f3eb', color: '#18201c' }}>
      <div style={{ fontSize: 30, color: '#96400f' }}>
        {prompt === null ? 'OpenIMO' : `OpenIMO · ${prompt.modelName} was asked`}
      </div>
      <div style={{ fontSize: 56, lineHeight: 1.15, marginTop: 28 }}>
        {prompt?.line ?? 'An answer anyone can check'}
      </div>
      <div style={{ ...column, marginTop: 'auto', borderTop: '2px solid #8d8674', paddingTop: 28 }}>
        <div style={{ fontSize: 34, lineHeight: 1.3, color: '#434c46' }}>
          {prompt === null ? '' : (prompt.answer ?? 'The answer is on its way.')}
        </div>
      </div>
    </div>,
    size,
  );
}
