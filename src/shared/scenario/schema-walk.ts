/** What may stand where in a scenario, read off its schema: for completing its text, and for a test that no field is forgotten. */
import type { z } from 'zod';
import { Scenario } from './schema.ts';

/** A schema without what only refines, fills in or reshapes it: the shapes that a person may write. */
function shapes(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'default':
    case 'prefault':
    case 'optional':
    case 'nullable':
    case 'readonly':
      return shapes(def.innerType);
    case 'pipe':
      return shapes(def.in);
    case 'union':
      return def.options.flatMap(shapes);
    default:
      return [schema];
  }
}

const defOf = (schema: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] => (schema as unknown as { def: z.core.$ZodTypes['_zod']['def'] }).def;

/** The fields of the object that a schema may be, by name. */
function fieldsOf(schema: z.core.$ZodType): Map<string, z.core.$ZodType[]> {
  const found = new Map<string, z.core.$ZodType[]>();
  const add = (name: string, field: z.core.$ZodType): void => void found.set(name, [...(found.get(name) ?? []), field]);
  for (const shape of shapes(schema)) {
    const def = defOf(shape);
    if (def.type === 'object') for (const [name, field] of Object.entries(def.shape)) add(name, field);
    else if (def.type === 'record') for (const name of valuesOf([def.keyType])) add(name, def.valueType);
  }
  return found;
}

/** The values that a schema names one by one, as text. */
function valuesOf(schemas: readonly z.core.$ZodType[]): string[] {
  const named = schemas.flatMap(shapes).flatMap((shape): string[] => {
    const def = defOf(shape);
    if (def.type === 'enum') return Object.values(def.entries).map(String);
    if (def.type === 'literal') return def.values.map(String);
    if (def.type === 'boolean') return ['true', 'false'];
    return def.type === 'array' ? valuesOf([def.element]) : [];
  });
  return [...new Set(named)];
}

const at = (path: readonly string[]): z.core.$ZodType[] => path.reduce<z.core.$ZodType[]>((schemas, name) => schemas.flatMap((schema) => fieldsOf(schema).get(name) ?? []), [Scenario]);

/** Names that may stand below a path, and values that may be given to it. */
export function allowedAt(path: readonly string[]): { readonly fields: string[]; readonly values: string[] } {
  const schemas = at(path);
  return { fields: [...new Set(schemas.flatMap((schema) => [...fieldsOf(schema).keys()]))], values: path.length === 0 ? [] : valuesOf(schemas) };
}

/** Every path a person may write, groups left out: `tls`, `keyExchange.groups`, `exchange`, `exchange.requestBytes`, … A record's keys are values. */
export function writablePaths(schema: z.core.$ZodType = Scenario, path: readonly string[] = []): string[] {
  const all = shapes(schema);
  const objects = all.filter((shape) => defOf(shape).type === 'object');
  const own = path.length > 0 && objects.length < all.length ? [path.join('.')] : [];
  // Of a union of objects alone (a length) the whole is a choice of its own.
  const choice = path.length > 0 && objects.length > 1 && own.length === 0 ? [path.join('.')] : [];
  return [...own, ...choice, ...objects.flatMap((shape) => [...fieldsOf(shape)].flatMap(([name, fields]) => fields.flatMap((field) => writablePaths(field, [...path, name]))))];
}
