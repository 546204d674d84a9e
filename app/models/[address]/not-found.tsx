import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export default function ModelNotFound() {
  return (
    <EmptyState
      titleAs="h1"
      title="No model was launched at this address"
      action={
        <Button asChild>
          <Link href="/">See all models</Link>
        </Button>
      }
    >
      The link may be mistyped, or the model lives on another network than this one.
    </EmptyState>
  );
}
