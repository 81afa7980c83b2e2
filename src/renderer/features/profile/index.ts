export { ProfileFlame, type ProfileFlameProps } from './ProfileFlame.tsx';
export { ProfileTab, type ProfileTabProps } from './ProfileTab.tsx';
export { BothSides } from './BothSides.tsx';
