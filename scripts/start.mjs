// `npm start`: set-up, then the window; without a display, the quick comparison in the terminal.
import { launch } from './launch.mjs';
import { missingForWindow } from './setup/debian.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { setUp } from './setup/index.mjs';

const { electron, debian, app } = await setUp();
if (!app.ok) process.exit(1);
const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
const lacking = missingForWindow();

if (display && electron.ok && lacking.length === 0) {
  // As root Chromium refuses to start with its sandbox (crbug.com/638180).
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  process.exitCode = await launch(electron.path, [...sandbox, root, ...process.argv.slice(2)]);
} else {
  const without = (part, { reason, remedy }) => `${part} not available: ${reason}\n  remedy: ${remedy}`;
  const why = !electron.ok ? without('Electron is', electron) : lacking.length > 0 && !debian.ok ? without('The libraries of a window are', debian) : 'There is no display here (DISPLAY and WAYLAND_DISPLAY are unset)';
  process.stderr.write(`${why}; running the quick comparison in the terminal.\n`);
  process.exitCode = await launch(process.execPath, [inRoot('out/main/cli.js'), 'run', 'quick']);
  process.stderr.write(`For the window, start it on a desktop${debian.ok ? ', or on a virtual display: xvfb-run npm start' : ''}. More on the command line: npm run -s lab -- --help\n`);
}
