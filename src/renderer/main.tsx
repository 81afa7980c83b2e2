/** The page: the app, or with `#print` the report alone. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// First the common styles, so that a screen's own come after them.
import './styles/tokens.css';
import './styles/kit.css';
import './styles/shell.css';
import { App } from './app/App.tsx';
import { PrintReport } from './features/report/index.ts';
import './i18n/index.ts';
import { Defs } from './ui/Defs.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const printing = window.location.hash === '#print';

createRoot(root).render(
  <StrictMode>
    <Defs />
    {printing ? <PrintReport /> : <App />}
  </StrictMode>,
);
