/** The channels of the window, named apart from their schemas so that the sandboxed preload stays one small file. */
export const CHANNELS = [
  'app:state',
  'app:settings',
  'file:choose',
  'file:save',
  'report:export',
  'run:export',
  'export:state',
  'export:stop',
  'stacks:list',
  'stacks:add',
  'machine:topology',
  'library:list',
  'scenario:save',
  'scenario:delete',
  'scenario:restore',
  'run:start',
  'run:stop',
  'run:pause',
  'run:open',
  'run:rename',
  'run:delete',
  'run:restore',
  'run:differences',
  'playback:open',
  'playback:next',
  'run:tail',
  'run:handshakes',
  'run:handshake',
  'claims:list',
  'claims:run',
  'run:profile',
  'compare:runs',
  'selfcheck:start',
  'selfcheck:stop',
  'selfcheck:state',
  'run:exports',
  'report:kept',
  'report:keep',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Carries the live port into the page (a MessagePort cannot cross contextBridge; the preload posts it to the window). */
export const LIVE_PORT = 'lab:live-port';
/** Main → window: the menu asks for something. */
export const MENU_COMMAND = 'lab:menu';
