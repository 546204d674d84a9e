import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export default function DisputeNotFound() {
  return (
    <EmptyState
      titleAs="h1"
      title="There is no such dispute"
      action={
        <Button asChild>
          <Link href="/disputes">See all disputes</Link>
        </Button>
      }
    >
      Disputes are numbered from 1. The link may be mistyped, or it belongs to another network than this one.
    </EmptyState>
  );
}
