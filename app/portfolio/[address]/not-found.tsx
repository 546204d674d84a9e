import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';

export default function PortfolioNotFound() {
  return (
    <EmptyState
      title="This is no account"
      titleAs="h1"
      action={
        <Button asChild>
          <Link href="/portfolio">Look up an address</Link>
        </Button>
      }
    >
      An account’s address is 0x and 40 hex digits. The link may have lost some of them.
    </EmptyState>
  );
}
