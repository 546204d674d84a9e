'use client';
import { useState } from 'react';
import { reasonOf } from '@/lib/errors/reason-of';
import type { ModelFacts } from '@/lib/launch/compile/inspect-model';
import { noiseSamples } from '@/lib/launch/compile/split-held-out';
import { pictureOf } from '@/lib/request/picture';
import { PictureCanvas } from '../../common/shown/picture-canvas';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { DropZone } from './drop-zone';
import type { KeptCompile } from './kept-compile';
import { MAX_SAMPLES, readSampleFiles } from './read-sample-files';

const NOISE_SAMPLES = 64;
const SHOWN = 12;

/** The samples that a model is calibrated and measured with. */
export function SamplesField({
  kept,
  facts,
  isDisabled,
  set,
}: {
  kept: KeptCompile;
  facts: ModelFacts;
  isDisabled: boolean;
  set: (change: Pick<KeptCompile, 'samples'>) => void;
}) {
  const [fault, setFault] = useState<string | null>(null);
  const { picture, samples } = kept;
  const take = async (files: readonly File[]) => {
    setFault(null);
    try {
      set({ samples: await readSampleFiles(files, { size: facts.size, picture }) });
    } catch (error) {
      set({ samples: null });
      setFault(reasonOf(error));
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <DropZone label="Sample files" isMany isDisabled={isDisabled} onFiles={(files) => void take(files)}>
        <b className="text-ink-2">Samples: requests as they will come.</b> Some hundred, as varied as possible. They set
        every range; a fifth is kept back to measure with.{' '}
        {picture === null ? 'Raw bytes or IDX files' : 'PNG or JPEG pictures, raw bytes or IDX files'}, at most{' '}
        {MAX_SAMPLES.toLocaleString('en')} samples of {facts.size} bytes.
      </DropZone>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-down">
          {fault}
        </p>
      )}
      {samples === null ? (
        <p className="text-sm text-ink-3">
          No samples at hand?{' '}
          <Button
            look="quiet"
            size="sm"
            disabled={isDisabled}
            onClick={() =>
              set({
                samples: {
                  from: 'generated noise',
                  list: noiseSamples(facts.size, NOISE_SAMPLES),
                  isGenerated: true,
                },
              })
            }
          >
            Use generated noise
          </Button>
        </p>
      ) : (
        <div role="status" className="flex flex-wrap items-center gap-3 text-sm">
          <span className="num">
            <b>{samples.list.length.toLocaleString('en')}</b> {samples.list.length === 1 ? 'sample' : 'samples'} from{' '}
            {samples.from}
          </span>
          {picture === null ? null : (
            <span className="flex flex-wrap gap-1">
              {samples.list.slice(0, SHOWN).map((bytes, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the chosen samples have no other name
                <PictureCanvas key={place} picture={pictureOf(picture, bytes)} widthPx={36} alt={null} />
              ))}
            </span>
          )}
        </div>
      )}
      {samples?.isGenerated === true ? (
        <Notice tone="warn">
          Noise is nothing like a real request: ranges will be wrong for those, and the report below says only how well
          noise is answered. The model card will say so. Use it to try things out, not to launch.
        </Notice>
      ) : null}
      {samples !== null && !samples.isGenerated && samples.list.length < 50 ? (
        <Notice tone="warn">
          Few samples: requests unlike them may be answered badly.{' '}
          {samples.list.length < 5 ? 'None can be kept back.' : ''}
        </Notice>
      ) : null}
    </div>
  );
}
