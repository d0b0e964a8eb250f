import { Button } from '@mantine/core';
import { useState } from 'react';
import { appError, type AppError } from '../../../shared/errors/appError.ts';
import { asAppError } from '../../app/errors.ts';
import { useServices, useSession } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { DeniedView } from '../../ui/views.tsx';

/** The personal account has no organization: say so, and offer those there are. */
export function NoOrganization() {
  const { switchOrganization } = useServices();
  const memberships = useSession((state) => state.memberships);
  const person = useSession((state) => state.person);
  const [error, setError] = useState<AppError | null>(null);
  const switchTo = async (orgId: string): Promise<void> => {
    try {
      await switchOrganization(orgId);
    } catch (cause) {
      setError(asAppError(cause));
    }
  };
  const none = memberships.length === 0;
  return (
    <>
      <PageHeader
        sentence={`${person?.name ?? 'Nobody'} is in the personal account: there is no organization to manage here.`}
        note="What the tabs below show is your own."
      />
      <DeniedView
        error={
          error ??
          appError(
            'auth.organization_required',
            'Members, roles and settings belong to an organization, and none is active.',
            none ? { remedy: 'Ask an admin of an organization for an invitation.' } : {},
          )
        }
        action={memberships.map(({ orgId, name }) => (
          <Button key={orgId} variant="default" onClick={() => void switchTo(orgId)}>
            Switch to {name}
          </Button>
        ))}
      />
    </>
  );
}
