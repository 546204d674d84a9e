'use client';
import type { ModelSummary } from '@/lib/api/types';
import { toAppError } from '@/lib/errors/decode';
import { formatBytes } from '@/lib/format/bytes';
import { formText } from '@/lib/request/form-text';
import { Badge } from '../ui/badge';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';
import { Markdown } from './markdown';
import { useBundleCard } from './use-bundle-card';

/** What the model's own bundle says of it, checked against its content address, and whether it is what the chain names. */
export function BundleCard({ model }: { model: ModelSummary }) {
  const bundle = useBundleCard(model.bundleURI);
  if (bundle.data === undefined) {
    if (bundle.isError)
      return (
        <ErrorState
          title="The model card could not be loaded"
          detail={toAppError(bundle.error).message}
          onRetry={() => void bundle.refetch()}
        />
      );
    return <Skeleton className="h-96 rounded-card" />;
  }
  const { manifest, card, cid } = bundle.data;
  const isSame = manifest.weights.hash === model.modelHash && manifest.program.hash === model.programHash;
  return (
    <Card>
      <CardHeader title="Model card" note="Written by the creator.">
        <Badge tone={isSame ? 'up' : 'down'}>
          {isSame ? 'Hashes match the chain' : 'Hashes differ from the chain'}
        </Badge>
      </CardHeader>
      <Facts
        items={[
          { label: 'Parameters', value: new Intl.NumberFormat('en').format(manifest.parameters) },
          { label: 'Weights', value: formatBytes(manifest.weights.bytes) },
          { label: 'Licence', value: manifest.licence },
          { label: 'Takes', value: formText(manifest.input) },
          { label: 'Gives', value: formText(manifest.output) },
          {
            label: 'Bundle',
            value: (
              <a
                className="link break-all"
                href={`/api/ipfs/${cid}?format=car`}
                download={`${cid}.car`}
              >{`${cid.slice(0, 10)}…${cid.slice(-6)}`}</a>
            ),
          },
        ]}
      />
      <div className="mt-5 border-t border-line pt-5">
        <Markdown source={card.replace(/^# .*\n/, '')} />
      </div>
    </Card>
  );
}
