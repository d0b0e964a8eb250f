import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { appError, AppException, type AppError } from '../../../shared/errors/appError.ts';
import type { DemoPerson } from '../../../shared/contract/app.ts';
import { callHost } from '../../app/bridge.ts';
import { asAppError } from '../../app/errors.ts';
import { useServices } from '../../app/services.tsx';
import { ErrorView, LoadingSkeleton } from '../../ui/views.tsx';
import { SandboxCodes } from './SandboxCodes.tsx';
import classes from './signIn.module.css';

/** People of the sandbox, signed in with one click through a sign-in ticket, as a backend would mint one. */
export function DemoPeople() {
  const { bridge, clerk } = useServices();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const people = useQuery({
    queryKey: ['sandbox.people'],
    queryFn: () => callHost(bridge, 'sandbox.people', {}),
  });

  const signIn = async (person: DemoPerson): Promise<void> => {
    if (clerk?.client === undefined) return;
    setBusy(person.userId);
    setError(null);
    try {
      const { ticket } = await callHost(bridge, 'sandbox.ticket', { userId: person.userId });
      const attempt = await clerk.client.signIn.create({ strategy: 'ticket', ticket });
      if (attempt.createdSessionId === null) {
        throw new AppException(
          appError(
            'clerk.refused',
            `The ticket left the sign-in at “${attempt.status ?? 'nothing'}”.`,
          ),
        );
      }
      await clerk.setActive({ session: attempt.createdSessionId });
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(null);
    }
  };

  return (
    <section className={classes['demo']} aria-label="Demo people">
      <h2>Sandbox people</h2>
      <p className="dim">
        One click signs in. Or use the form: everybody’s password is <code>claimdeck-demo</code>.
      </p>
      {people.isPending && <LoadingSkeleton lines={4} />}
      {people.isError && (
        <ErrorView error={asAppError(people.error)} onRetry={() => void people.refetch()} />
      )}
      <ul className={classes['people']}>
        {people.data?.map((person) => (
          <li key={person.userId}>
            <button
              type="button"
              disabled={busy !== null || clerk === undefined}
              aria-busy={busy === person.userId}
              onClick={() => void signIn(person)}
            >
              <span>
                <b>
                  <span className="sr-only">Sign in as </span>
                  {person.name}
                </b>
                <i data-tag={person.tag}>{person.tag.replace('-', ' ')}</i>
              </span>
              <span className="dim">{person.note}</span>
            </button>
          </li>
        ))}
      </ul>
      {error !== null && <ErrorView error={error} />}
      <SandboxCodes />
    </section>
  );
}
