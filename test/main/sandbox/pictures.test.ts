import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NativeClient } from './kit.ts';
import { serve, type Serving } from './sdk.ts';

let serving: Serving;
beforeAll(async () => {
  serving = await serve();
});
afterAll(() => serving.sandbox.end());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads as a server does. */
async function upload(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  field = 'file',
): Promise<Response> {
  const form = new FormData();
  form.set('note', 'another part in front');
  form.set(field, new File([bytes], 'picture.png', { type: 'image/png' }));
  return fetch(`${serving.url}/v1${path}`, {
    method: path.startsWith('/organizations') ? 'PUT' : 'POST',
    headers: { authorization: `Bearer ${serving.sandbox.secretKey}` },
    body: form,
  });
}

const read = async (
  answer: Response,
): Promise<{ image_url: string; errors?: { code: string }[] }> =>
  (await answer.json()) as { image_url: string; errors?: { code: string }[] };

describe('an uploaded picture', () => {
  test('is served as it came until it is deleted', async () => {
    const user = serving.sandbox.person('ada');
    const { image_url: url } = await read(await upload(`/users/${user}/profile_image`, png));
    const served = await fetch(url);
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(Buffer.from(await served.arrayBuffer()).equals(png)).toBe(true);
    const after = await serving.clerk.users.deleteUserProfileImage(user);
    expect([after.hasImage, after.imageUrl.endsWith('.svg')]).toEqual([false, true]);
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(after.imageUrl)).headers.get('content-type')).toBe('image/svg+xml');
  });

  test('outlives a restart, and goes with whom it shows', async () => {
    const { id } = await serving.clerk.organizations.createOrganization({ name: 'Pictured' });
    await upload(`/organizations/${id}/logo`, png);
    await serving.sandbox.end(true);
    serving = await serve({ dataDir: serving.sandbox.dir });
    const kept = await serving.clerk.organizations.getOrganization({ organizationId: id });
    expect(kept.hasImage).toBe(true);
    expect((await fetch(kept.imageUrl)).status).toBe(200);
    await serving.clerk.organizations.deleteOrganization(id);
    expect((await fetch(kept.imageUrl)).status).toBe(404);
  });

  test('is an image and nothing else, and comes as a file', async () => {
    const path = `/organizations/${serving.acme}/logo`;
    const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    const refused = await upload(path, script);
    expect([refused.status, (await read(refused)).errors?.[0]?.code]).toEqual([
      422,
      'form_param_value_invalid',
    ]);
    const missing = await upload(path, png, 'picture');
    expect([missing.status, (await read(missing)).errors?.[0]?.code]).toEqual([
      422,
      'form_param_missing',
    ]);
    const large = await upload(path, Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]));
    expect(large.status).toBe(413);
  });

  test('may be set by members who manage the organization alone', async () => {
    const put = async (who: string): Promise<number> => {
      const browser = new NativeClient(serving.sandbox);
      await browser.signIn(who);
      const form = new FormData();
      form.set('file', new File([png], 'logo.png'));
      const answer = await fetch(
        `${serving.url}/v1/organizations/${serving.acme}/logo?_is_native=1&_method=PUT`,
        { method: 'POST', headers: { authorization: `Bearer ${browser.token}` }, body: form },
      );
      return answer.status;
    };
    expect([await put('grace'), await put('ada')]).toEqual([403, 200]);
  });
});
