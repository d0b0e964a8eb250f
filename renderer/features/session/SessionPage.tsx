import { Button } from '@mantine/core';
import { useServices, useSession } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';

export function SessionPage() {
  const { refreshToken } = useServices();
  const person = useSession((state) => state.person);
  const organization = useSession((state) => state.organization);
  const where =
    organization === null
      ? 'to the personal account'
      : `to ${organization.name} as ${organization.role}`;
  return (
    <PageHeader
      sentence={`${person?.name ?? 'Nobody'} is signed in ${where}.`}
      action={<Button onClick={() => void refreshToken()}>Refresh now</Button>}
    />
  );
}
