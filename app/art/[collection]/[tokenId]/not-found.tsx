import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export default function NotFound() {
  return (
    <EmptyState
      titleAs="h1"
      title="That is no artwork"
      action={
        <Button asChild>
          <Link href="/gallery">To the gallery</Link>
        </Button>
      }
    >
      An artwork has the address of its collection and the number of its token.
    </EmptyState>
  );
}
