/** Certificates made for one run: root, intermediates, leaf; keys in a folder that only this user can read. */
export { makePki, type PkiFiles, type PkiSpec } from './chain.ts';
export { makeTemporaryPkiFolder, removePkiFolder } from './folder.ts';
