import { SOCIAL, SOCIAL_SIZE, socialImage } from '@/app/social/frame';
import { ShownPart } from '@/app/social/shown-part';
import { describeRequest, parseRequestId } from './describe';

export const size = SOCIAL_SIZE;
export const contentType = 'image/png';
export const alt = 'A prompt and the answer of the model';

const column = { display: 'flex', flexDirection: 'column' } as const;

export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const requestId = parseRequestId((await params).id);
  const request = requestId === null ? null : await describeRequest(requestId);
  return socialImage({
    eyebrow: request === null ? '' : `${request.modelName} was asked`,
    children: (
      <div style={{ ...column, flex: 1, marginTop: 40 }}>
        {request === null ? (
          <div style={{ fontSize: 64 }}>An answer anyone can check</div>
        ) : (
          <ShownPart shown={request.prompt} fontSize={52} />
        )}
        <div
          style={{
            ...column,
            marginTop: 'auto',
            borderTop: `2px solid ${SOCIAL.line}`,
            paddingTop: 24,
            color: SOCIAL.ink2,
          }}
        >
          {request === null ? null : request.answer === null ? (
            <div style={{ fontSize: 34 }}>The answer is on its way.</div>
          ) : (
            <ShownPart shown={request.answer} fontSize={request.answer.kind === 'class' ? 64 : 34} />
          )}
        </div>
      </div>
    ),
  });
}
