import { isJsonObject } from '../../../shared/domain/json.ts';
import { declareTypes, type RoleKeys } from '../../../shared/domain/template/declarations.ts';
import type { Flags } from '../args.ts';
import { print, type Command } from '../command.ts';
import { readText, unusable, type CommandIo } from '../io.ts';
import { readTemplate, templateOptions } from '../template.ts';

const keyOf = (value: unknown): string | null => {
  const key: unknown = isJsonObject(value) ? value['key'] : value;
  return typeof key === 'string' && key !== '' ? key : null;
};

function badRole(index: number): never {
  throw unusable(
    `Role ${index + 1} of the roles file has no key, or a permission without one.`,
    'Each is {key, permissions: [{key}…]} as the Backend API returns it.',
  );
}

/** Roles as the Backend API lists them: a list, or a page with its list in `data`. */
function parseRoles(text: string): RoleKeys[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable('The roles file is not JSON.');
  }
  const list: unknown = isJsonObject(parsed) ? parsed['data'] : parsed;
  if (!Array.isArray(list)) throw unusable('The roles file is no list of roles.');
  return list.map((role: unknown, index) => {
    const key = keyOf(role);
    const listed: unknown = isJsonObject(role) ? role['permissions'] : [];
    if (key === null || (listed !== undefined && !Array.isArray(listed))) badRole(index);
    const permissions = ((listed ?? []) as unknown[]).map(
      (entry) => keyOf(entry) ?? badRole(index),
    );
    return { key, permissions };
  });
}

async function readRoles(flags: Flags, io: CommandIo): Promise<RoleKeys[] | null> {
  const path = flags.one('roles');
  return path === null ? null : parseRoles(await readText(io, path, 'The roles file'));
}

export const typesCommand: Command = {
  name: 'types',
  summary:
    'Prints TypeScript declarations for the claims a template makes, and for roles and permissions.',
  usage: 'types --template FILE [--roles FILE] [--kind KIND] > clerk.d.ts',
  options: [
    ...templateOptions.map((option) =>
      option.name === 'kind'
        ? {
            ...option,
            help: option.help.replace('jwt-template by default', 'session-claims by default'),
          }
        : option,
    ),
    { name: 'roles', value: 'FILE', help: 'roles as the Backend API lists them; types has()' },
  ],
  notes: ['Exit 0: printed · 2: unusable input.'],
  run: async (flags, io) => {
    const template = await readTemplate(flags, io, 'session-claims');
    const roles = await readRoles(flags, io);
    const text = io.within('The template', () =>
      declareTypes(template.claims, template.kind, roles),
    );
    print(io, flags, {
      json: { kind: template.kind, declarations: text },
      lines: [text.trimEnd()],
    });
    return 0;
  },
};
