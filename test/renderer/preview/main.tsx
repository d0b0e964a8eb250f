import '@mantine/core/styles.layer.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../renderer/app/theme.css';
import { colorSchemeManager, FollowColorScheme } from '../../../renderer/app/colorScheme.tsx';
import { Frame } from '../../../renderer/app/Frame.tsx';
import { ServicesProvider } from '../../../renderer/app/services.tsx';
import { cssVariables, theme } from '../../../renderer/app/theme.ts';
import { createFakeServices } from './fakeServices.ts';

/** The console's frame and pages on fake services: no Clerk, no host, no network. */
const services = createFakeServices(new URLSearchParams(location.search));
const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemeManager}
        cssVariablesResolver={cssVariables}
      >
        <QueryClientProvider client={queries}>
          <ServicesProvider services={services}>
            <FollowColorScheme />
            <Frame />
          </ServicesProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
