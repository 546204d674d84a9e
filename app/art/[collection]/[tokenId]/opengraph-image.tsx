import { SOCIAL, SOCIAL_SIZE, socialImage } from '@/app/social/frame';
import { ShownPart } from '@/app/social/shown-part';
import { formatBps } from '@/lib/format/percent';
import { shownLine } from '@/lib/request/shown';
import { artAt } from './describe';

export const size = SOCIAL_SIZE;
export const contentType = 'image/png';
export const alt = 'An answer of a model as an NFT: the artwork, its prompt, and whether it is verified';

const PICTURE_PX = 340;

export default async function OpenGraphImage({ params }: { params: Promise<{ collection: string; tokenId: string }> }) {
  const art = await artAt(await params);
  return socialImage({
    eyebrow: art === null ? '' : `NFT by ${art.modelName}`,
    children:
      art === null ? (
        <div style={{ display: 'flex', flex: 1, alignItems: 'center', fontSize: 64 }}>Answers as NFTs</div>
      ) : (
        <div style={{ display: 'flex', flex: 1, gap: 56, marginTop: 40 }}>
          <div
            style={{
              display: 'flex',
              width: 380,
              height: 380,
              padding: 20,
              alignItems: 'center',
              justifyContent: 'center',
              overflow: 'hidden',
              background: SOCIAL.surface,
              border: `2px solid ${SOCIAL.line}`,
            }}
          >
            {art.answer === null ? (
              <div style={{ fontSize: 30, color: SOCIAL.ink3 }}>No answer yet</div>
            ) : (
              <ShownPart shown={art.answer} fontSize={art.answer.kind === 'class' ? 72 : 26} picturePx={PICTURE_PX} />
            )}
          </div>
          <div style={{ display: 'flex', flexDirection: 'column', flex: 1 }}>
            <div style={{ fontSize: 48, lineHeight: 1.2 }}>{shownLine(art.prompt, 110)}</div>
            <div
              style={{
                display: 'flex',
                marginTop: 'auto',
                fontSize: 30,
                color: art.isVerified ? SOCIAL.up : SOCIAL.ink3,
              }}
            >
              {art.status}
            </div>
            <div style={{ display: 'flex', marginTop: 8, fontSize: 26, color: SOCIAL.ink3 }}>
              {`Royalty to the model's holders: ${formatBps(art.royaltyBps)}`}
            </div>
          </div>
        </div>
      ),
  });
}
