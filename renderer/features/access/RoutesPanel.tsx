import { TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useState } from 'react';
import { AccessTable } from '../../../shared/contract/http.ts';
import { NoBackend, QueryView } from '../../app/QueryView.tsx';
import { useApi, useServices } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { EmptyState } from '../../ui/views.tsx';
import { findRoutes, routesSentence, type AccessRoute } from './routes.logic.ts';
import classes from './access.module.css';

/** The answer above the routes: how many there are, and where the list comes from. */
export function RoutesHeader() {
  const { backendConnected } = useServices().bootstrap;
  const table = useApi('/v1/access', AccessTable, { enabled: backendConnected });
  return (
    <PageHeader
      sentence={
        table.data === undefined
          ? 'The routes of the protected backend, each under a rule.'
          : routesSentence(table.data.data)
      }
      note="Read from GET /v1/access: the table the backend itself decides by. Rules stand here in its own words."
    />
  );
}

/** Which rule every route of the protected backend is held to. */
export function RoutesPanel() {
  const { backendConnected } = useServices().bootstrap;
  const table = useApi('/v1/access', AccessTable, { enabled: backendConnected });
  if (!backendConnected) return <NoBackend />;
  return (
    <QueryView query={table} lines={10}>
      {({ data }) => <Routes routes={data} />}
    </QueryView>
  );
}

function Routes({ routes }: { routes: readonly AccessRoute[] }) {
  const [search, setSearch] = useState('');
  const found = findRoutes(routes, search);
  return (
    <>
      <div className={classes['routeTools']}>
        <TextInput
          type="search"
          w={280}
          aria-label="Search routes"
          placeholder="Path, rule or purpose"
          leftSection={<IconSearch size={14} stroke={1.7} />}
          value={search}
          onChange={(change) => setSearch(change.currentTarget.value)}
        />
        <output className="dim">
          {found.length === routes.length
            ? `${routes.length} routes`
            : `${found.length} of ${routes.length} routes`}
        </output>
      </div>
      {found.length === 0 ? (
        <EmptyState title="No route matches.">
          The search looks at method, path, rule and purpose.
        </EmptyState>
      ) : (
        <Panel flush>
          <table className={tableClass} aria-label="Backend routes">
            <thead>
              <tr>
                <th scope="col">Method</th>
                <th scope="col">Path</th>
                <th scope="col">Rule</th>
                <th scope="col">Purpose</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ method, path, rule, purpose }) => (
                <tr key={`${method} ${path}`}>
                  <td>
                    <code>{method}</code>
                  </td>
                  <td className={classes['routePath']}>
                    <code>{path}</code>
                  </td>
                  <td>{rule}</td>
                  <td className="dim">{purpose}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </>
  );
}
