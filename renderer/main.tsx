import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setNonce } from 'get-nonce';
import '@mantine/core/styles.layer.css';
import './app/theme.css';
import { App } from './app/App.tsx';
import { pageNonce } from './app/nonce.ts';

// react-remove-scroll, inside Mantine's Modal and Spotlight, injects a style element and asks get-nonce for it.
const nonce = pageNonce();
if (nonce !== undefined) setNonce(nonce);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
