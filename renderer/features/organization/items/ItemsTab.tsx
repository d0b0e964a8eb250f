import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import IconTrash from '@tabler/icons-react/icons/IconTrash';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { z } from 'zod';
import { Item, ItemList } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApiKey, useServices, useSession } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { useAccessRule } from '../common/useAccessRule.ts';
import { Person } from '../common/Person.tsx';
import { Problem } from '../common/Problem.tsx';
import common from '../common/common.module.css';

const path = '/v1/items';

/** A resource made for trying guards: it does nothing but be allowed or refused. */
export function ItemsTab() {
  const organization = useSession((state) => state.organization);
  const { api } = useServices();
  const queries = useQueryClient();
  const key = useApiKey(path);
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api(
        `${path}?limit=100${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
        {
          schema: ItemList,
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rules = {
    read: useAccessRule('GET', path).rule,
    add: useAccessRule('POST', path).rule,
    remove: useAccessRule('DELETE', `${path}/:id`).rule,
  };
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: key });
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };

  const add = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      await api(path, { method: 'POST', body: { title: title.trim() }, schema: Item });
      setTitle('');
    });
  };
  const remove = (id: string): void =>
    void run(() =>
      api(`/v1/items/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() }),
    );

  return (
    <>
      <p className={common['intro']}>
        A sample resource for trying guards.{' '}
        {organization === null ? (
          'In the personal account items are your own, and nobody else sees them.'
        ) : (
          <>
            {rules.read !== null && `Reading needs ${here(rules.read)}.`}{' '}
            {rules.add !== null && `Adding needs ${here(rules.add)}.`}{' '}
            {rules.remove !== null && `Deleting needs ${here(rules.remove)}.`}
          </>
        )}
      </p>
      <form className={common['toolbar']} onSubmit={add}>
        <TextInput
          aria-label="Title of the new item"
          placeholder="Title"
          maxLength={200}
          value={title}
          onChange={(change) => setTitle(change.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={busy} disabled={title.trim() === ''}>
          Add item
        </Button>
      </form>
      <Problem error={error} />
      <QueryView query={pages} lines={5}>
        {({ pages: loaded }) => {
          const data = loaded.flatMap((page) => page.data);
          return data.length === 0 ? (
            <EmptyState title="No items yet.">Add one to see the guards at work.</EmptyState>
          ) : (
            <Panel flush>
              <table className={tableClass} aria-label="Items">
                <thead>
                  <tr>
                    <th scope="col">Title</th>
                    <th scope="col">Owner</th>
                    <th scope="col" data-align="end">
                      Created
                    </th>
                    <th scope="col">
                      <span className="sr-only">Action</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.map((item) => (
                    <tr key={item.id}>
                      <td>{item.title}</td>
                      <td>
                        <Person userId={item.ownerId} />
                      </td>
                      <td data-align="end">
                        <RelativeTime atMs={item.createdAtMs} />
                      </td>
                      <td data-align="end">
                        <Tooltip label="Delete">
                          <ActionIcon
                            disabled={busy}
                            aria-label={`Delete ${item.title}`}
                            onClick={() => remove(item.id)}
                          >
                            <IconTrash size={15} stroke={1.6} />
                          </ActionIcon>
                        </Tooltip>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {pages.hasNextPage && (
                <div className={common['more']}>
                  <Button
                    variant="subtle"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    Show more items
                  </Button>
                </div>
              )}
            </Panel>
          );
        }}
      </QueryView>
    </>
  );
}

/** A rule as far as it can be met inside an organization. */
const here = (rule: string): string => rule.replace(/ or the personal account$/, '');
