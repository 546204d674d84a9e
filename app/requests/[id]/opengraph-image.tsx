import { SOCIAL, SOCIAL_SIZE, socialImage } from '@/app/social/frame';
import { encodePng } from '@/lib/request/png';
import { type Shown, shownLine } from '@/lib/request/shown';
import { describeRequest, parseRequestId } from './describe';

export const size = SOCIAL_SIZE;
export const contentType = 'image/png';
export const alt = 'A prompt and the answer of the model';

const PICTURE_PX = 240;
const column = { display: 'flex', flexDirection: 'column' } as const;

/** What was asked or answered: a picture itself, anything else in words. */
function Part({ shown, fontSize }: { shown: Shown; fontSize: number }) {
  if (shown.kind !== 'picture') return <div style={{ fontSize, lineHeight: 1.2 }}>{shownLine(shown, 140)}</div>;
  const { picture } = shown;
  const scale = Math.max(1, Math.floor(PICTURE_PX / Math.max(picture.width, picture.height)));
  const source = `data:image/png;base64,${Buffer.from(encodePng(picture, scale)).toString('base64')}`;
  return (
    // biome-ignore lint/performance/noImgElement: drawn on the server into the social image
    <img src={source} alt="" width={picture.width * scale} height={picture.height * scale} />
  );
}

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
          <Part shown={request.prompt} fontSize={52} />
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
            <Part shown={request.answer} fontSize={request.answer.kind === 'class' ? 64 : 34} />
          )}
        </div>
      </div>
    ),
  });
}
