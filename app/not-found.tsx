import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <EmptyState
      titleAs="h1"
      title="There is nothing at this address"
      action={
        <Button asChild>
          <Link href="/">See all models</Link>
        </Button>
      }
    >
      The link may be mistyped, or it belongs to another network than this one.
    </EmptyState>
  );
}
