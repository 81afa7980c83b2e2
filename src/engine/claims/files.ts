/** The claim files that come with the product. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ClaimFile } from '../../shared/claims/document.ts';
import { LabError, messageOf } from '../errors.ts';

const FOLDER = 'resources/claims';

/** In the order of their names. Throws a LabError that names the file and what is wrong in it. */
export function readClaimFiles(projectRoot: string): ClaimFile[] {
  const folder = join(projectRoot, FOLDER);
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => {
    try {
      const file = ClaimFile.parse(parse(readFileSync(join(folder, name), 'utf8')));
      const stranger = file.claims.find(({ id }) => id !== file.id && !id.startsWith(`${file.id}.`));
      if (stranger) throw new Error(`claim ${stranger.id} does not begin with the file's id ${file.id}`);
      return file;
    } catch (error) {
      throw new LabError('not-found', `${join(folder, name)}: ${messageOf(error)}`, { cause: error });
    }
  });
}
