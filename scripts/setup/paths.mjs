// Where things are. Everything that set-up makes lies in .tools and resources/bin, apart from Debian packages and node_modules.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const tools = process.env.HSLAB_TOOLS ?? join(root, '.tools');
export const bin = join(root, 'resources/bin', `${process.platform}-${process.arch}`);
export const inRoot = (...parts) => join(root, ...parts);
export const inTools = (...parts) => join(tools, ...parts);
