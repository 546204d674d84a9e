import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export default function ArtNotFound() {
  return (
    <EmptyState
      titleAs="h1"
      title="There is no such artwork"
      action={
        <Button asChild>
          <Link href="/gallery">To the gallery</Link>
        </Button>
      }
    >
      The link may be mistyped, or belong to another network. A prompt that nobody has minted has no artwork yet.
    </EmptyState>
  );
}
