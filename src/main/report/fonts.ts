/**
 * Lets fontconfig find the bundled fonts beside the system's. The page loads them itself, but printToPDF's header and
 * footer templates see system fonts only, and Chinese there would print as boxes. Linux only; elsewhere the system has them.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, rendererFolder } from '../folders.ts';

const folders = (): string[] =>
  [join(projectRoot(), 'resources', 'fonts'), join(rendererFolder, 'assets'), join(projectRoot(), 'node_modules', '@expo-google-fonts', 'noto-sans-sc', '400Regular')].filter((folder) => existsSync(folder));

/** Must be called before Chromium reads its fonts, so at the very start. */
export function offerBundledFonts(folder: string): void {
  if (process.platform !== 'linux' || process.env['FONTCONFIG_FILE'] !== undefined) return;
  const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const conf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${folders().map((one) => `  <dir>${escape(one)}</dir>`).join('\n')}
  <cachedir>${escape(join(folder, 'font-cache'))}</cachedir>
</fontconfig>
`;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, conf);
  process.env['FONTCONFIG_FILE'] = file;
}
