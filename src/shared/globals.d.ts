/** What every runtime of ours has although ECMAScript does not name it (WHATWG Encoding); shared code may use nothing else of DOM or Node. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare function structuredClone<T>(value: T): T;
