// A host with its real children on a disk of its own that runs full, and is freed again. Tells as JSON what became
// of every write. Argument: an empty folder on a small file system that nothing else uses.
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { forkNode } from '../../../main/children/forkNode.ts';
import { composeHost } from '../../../main/compose.ts';
import { noSecrets } from '../../../main/services/memorySecrets.ts';
import type { Host } from '../../../main/services/ports.ts';
import { AppException } from '../../../shared/errors/appError.ts';

const [, , disk = ''] = process.argv;
const main = resolve(import.meta.dirname, '../../../main');
const dataDir = join(disk, 'data');
const filler = join(disk, 'filler');

const start = (folder: string = dataDir): Promise<Host> =>
  composeHost(
    {
      host: 'web',
      version: '0.0.0',
      dataDir: folder,
      forkChild: (entry) =>
        forkNode(join(main, entry, 'main.ts'), { env: process.env, onOutput: () => undefined }),
      openLink: () => Promise.resolve(),
      saveFile: () => Promise.resolve({ saved: false, name: null }),
      secrets: noSecrets,
      emit: () => undefined,
      log: () => undefined,
    },
    { env: {}, sandboxPort: 0, backendPort: 0, rendererDir: disk },
  );

/** Takes what is left, to the last byte. */
function fill(): void {
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(size));
    } catch {
      // Full for this size.
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function pageOf(host: Host) {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await host.handle(new Request(`http://127.0.0.1:4400${path}`, init));
    return { status: response.status, body: await response.json().catch(() => null) };
  };
  return {
    value: async (method: string, input: unknown): Promise<unknown> => {
      const envelope = await host.call(method, input);
      return envelope.ok ? envelope.value : envelope.error;
    },
    sandbox: (path: string, form?: Record<string, string>) =>
      ask(
        `/fapi/v1${path}${path.includes('?') ? '&' : '?'}_is_native=1`,
        form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) },
      ),
    backend: (path: string, token: string, title?: string) =>
      ask(`/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(title === undefined ? {} : { method: 'POST', body: JSON.stringify({ title }) }),
      }),
  };
}

interface Client {
  readonly client: { readonly sessions: readonly { readonly id: string }[] };
}
type Page = ReturnType<typeof pageOf>;

const mint = (page: Page, session: string, organization: string): Promise<Answer> =>
  page.sandbox(`/client/sessions/${session}/tokens`, { organization_id: organization });

/** Writes until one is refused; tells how many were acknowledged, and the refusal. */
async function writeOn(write: (n: number) => Promise<Answer>, most: number) {
  for (let n = 0; n < most; n += 1) {
    const answer = await write(n);
    if (answer.status >= 400) return { acknowledged: n, refusal: answer };
  }
  return { acknowledged: most, refusal: null };
}

const text = 'x'.repeat(190);
const userNote = (n: number): string => JSON.stringify({ n, fill: 'y'.repeat(6_000) });
const noted = ({ body }: Answer): unknown =>
  (body as { response?: { unsafe_metadata?: { n?: unknown } } }).response?.unsafe_metadata?.n;
const items = async (page: Page, token: string): Promise<number | null> => {
  const { body } = await page.backend('/items?limit=100', token);
  return (body as { data?: unknown[] } | null)?.data?.length ?? null;
};

/** By name of the attempt: what the host answered, or whether what should hold does. */
export type Told = Record<string, unknown>;

async function run(): Promise<Told> {
  const told: Told = {};
  const host = await start();
  await host.ready;
  const page = pageOf(host);
  const people = (await page.value('sandbox.people', {})) as { tag: string; userId: string }[];
  const userId = people.find(({ tag }) => tag === 'admin')?.userId;
  const { ticket } = (await page.value('sandbox.ticket', { userId })) as { ticket: string };
  const signIn = await page.sandbox('/client/sign_ins', { strategy: 'ticket', ticket });
  const session = (signIn.body as Client).client.sessions[0]?.id ?? '';
  const organization = /"id":"(org_\w+)","[^{}]*?"name":"Acme Robotics"|"(org_\w+)"/.exec(
    JSON.stringify(signIn.body),
  );
  const org = organization?.[1] ?? organization?.[2] ?? '';
  const token = ((await mint(page, session, org)).body as { jwt: string }).jwt;
  await page.value('settings.update', { colorScheme: 'light' });
  const settingsFile = (): string => readFileSync(join(dataDir, 'settings.json'), 'utf8');
  const settingsBefore = settingsFile();
  const itemsBefore = await items(page, token);
  const note = (n: number): Promise<Answer> =>
    page.sandbox('/me?_method=PATCH', { unsafe_metadata: userNote(n) });

  fill();
  told['settings'] = await page.value('settings.update', { colorScheme: 'dark' });
  told['settingsKept'] = settingsFile() === settingsBefore;
  const backend = await writeOn(() => page.backend('/items', token, text), 60);
  told['backend'] = backend.refusal;
  told['itemsWhileFull'] = (await items(page, token)) === (itemsBefore ?? 0) + backend.acknowledged;
  const sandbox = await writeOn(note, 200);
  told['sandbox'] = sandbox.refusal;
  const me = await page.sandbox('/me');
  told['noteWhileFull'] = (noted(me) ?? -1) === sandbox.acknowledged - 1;
  told['mintWhileFull'] = (await mint(page, session, org)).status;
  told['secondHost'] = await start(join(disk, 'other')).then(
    () => 'started',
    (cause: unknown) => (cause instanceof AppException ? cause.error : String(cause)),
  );

  rmSync(filler);
  told['settingsAfter'] = await page.value('settings.update', { colorScheme: 'dark' });
  told['backendAfter'] = (await page.backend('/items', token, text)).status;
  told['sandboxAfter'] = (await note(1_000)).status;
  await host.close();

  const again = await start();
  await again.ready;
  const later = pageOf(again);
  const fresh = ((await mint(later, session, org)).body as { jwt?: string }).jwt ?? '';
  told['itemsKept'] = (await items(later, fresh)) === (itemsBefore ?? 0) + backend.acknowledged + 1;
  told['noteKept'] = noted(await later.sandbox('/me'));
  told['themeKept'] = settingsFile().includes('"dark"');
  await again.close();
  return told;
}

process.stdout.write(`${JSON.stringify(await run())}\n`);
