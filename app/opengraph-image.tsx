import { engravingImage } from './social/engraving-image';
import { SOCIAL, SOCIAL_SIZE, socialImage } from './social/frame';

export const size = SOCIAL_SIZE;
export const contentType = 'image/png';
export const alt = 'OpenIMO: open AI models that earn for the people who hold them';

const ENGRAVED = ['psalter', 'ishmael', 'digits'] as const;

/** The picture of every page that has none of its own. */
export default function OpenGraphImage() {
  return socialImage({
    eyebrow: '',
    children: (
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, justifyContent: 'space-between' }}>
        <div style={{ fontSize: 74, lineHeight: 1.08, marginTop: 56, letterSpacing: '-0.03em', maxWidth: 960 }}>
          Open AI models that earn for the people who hold them
        </div>
        <div style={{ display: 'flex', alignItems: 'center', gap: 28 }}>
          {ENGRAVED.map((seed) => (
            // biome-ignore lint/performance/noImgElement: drawn by the image renderer, not by a browser
            <img key={seed} alt="" src={engravingImage(seed)} width={128} height={128} />
          ))}
          <div style={{ fontSize: 30, lineHeight: 1.35, color: SOCIAL.ink2, marginLeft: 16, flex: 1 }}>
            Launch a model as a token, pay it for answers anyone can check, share what it earns.
          </div>
        </div>
      </div>
    ),
  });
}
