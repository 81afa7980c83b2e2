export { readProfiles } from './read.ts';
export { readProfile, storeProfiles, type ProfiledSide, type StoredProfile } from './store.ts';
export type { ProfileKind } from './trees.ts';
