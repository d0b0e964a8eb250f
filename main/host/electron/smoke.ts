import type { WebContents } from 'electron';

/** Longest time a start may take before the smoke check gives up. */
const patienceMs = 30_000;

/**
 * What `--smoke` looks at once the window was asked to load: that the page runs, sees the preload's bridge, and
 * gets an answer from main. One line for people and machines; `ok` decides the exit code.
 */
export async function checkPage(
  contents: Pick<WebContents, 'executeJavaScript'>,
  loaded: Promise<void>,
  versions: { readonly electron?: string | undefined },
): Promise<{ readonly ok: boolean; readonly line: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in 30 s')), patienceMs);
  });
  try {
    const answer: unknown = await Promise.race([
      late,
      loaded.then(() => contents.executeJavaScript("claimdeck.call('app.bootstrap', {})")),
    ]);
    const { ok, value, error } = answer as {
      ok: boolean;
      value?: { instance: { name: string } };
      error?: { message: string };
    };
    if (!ok) return failed(error?.message ?? 'app.bootstrap was refused');
    const where = `Electron ${versions.electron ?? 'unknown'}, instance ${value?.instance.name ?? 'unknown'}`;
    return { ok: true, line: `Claimdeck smoke: ok (${where})` };
  } catch (cause) {
    return failed(cause instanceof Error ? cause.message : String(cause));
  } finally {
    clearTimeout(timer);
  }
}

const failed = (reason: string) => ({ ok: false, line: `Claimdeck smoke: failed (${reason})` });
