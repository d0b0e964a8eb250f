import { describe, expect, it } from 'vitest';
import { useTemplatesPage } from './browserPage.ts';

const open = useTemplatesPage();

describe('the session token among the templates', () => {
  it('is edited, compared, saved and restored like one', async () => {
    const { page, editor, dialog, choose, button, write } = await open();
    await choose('Session token');
    await page.getByRole('tab', { name: 'Minted' }).click();
    await page.getByText('Equal.').waitFor();
    await write('{"metadata": "{{user.public_metadata}}", "plan": "free"}');
    await page.getByText('Not minted: a draft.').waitFor();
    await page.getByRole('tab', { name: 'Diff to deployed' }).click();
    await page.getByRole('table', { name: 'Changes for Ada Byron' }).getByText('plan').waitFor();
    await button('Save…').click();
    await dialog.getByRole('table', { name: 'Changes of the claims' }).getByText('dept').waitFor();
    await dialog.getByRole('button', { name: 'Save session token' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    // Formatted by the save: what is marked has moved with it.
    const marked = page.locator('.cm-gutter-lint .cm-gutterElement', {
      has: page.locator('.cm-lint-marker-warning'),
    });
    const line = page.locator('.cm-line', { hasText: 'metadata' });
    await expect
      .poll(async () => {
        const [mark, text] = await Promise.all([marked.boundingBox(), line.boundingBox()]);
        return mark !== null && text !== null && Math.abs(mark.y - text.y) < 4;
      })
      .toBe(true);
    // The fake instance mints what it minted before: the verdict has to tell.
    await page.getByRole('tab', { name: 'Minted' }).click();
    await page.getByText('Different.').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    const versions = page
      .getByRole('list', { name: 'Versions, newest first' })
      .getByRole('listitem');
    await versions.nth(2).waitFor();
    await versions.nth(1).getByRole('button', { name: 'Restore…' }).click();
    await dialog.getByRole('button', { name: 'Save session token' }).click();
    await versions.nth(3).waitFor();
    expect(await editor.textContent()).toContain('{{org.name}}');
  });

  it('loses nothing to somebody who saved first', async () => {
    const { page, dialog, choose, button, write } = await open('?lost');
    await choose('Session token');
    await write('{"metadata": "mine"}');
    await button('Save…').click();
    await dialog.getByRole('button', { name: 'Save session token' }).click();
    await dialog.getByRole('alert').getByText('against what is there now').waitFor();
    await dialog.getByText('"theirs"').waitFor();
    await dialog.getByRole('button', { name: 'Save session token' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
  });

  it('takes a draft of its kind only after showing what that replaces', async () => {
    const { page, editor, dialog, button } = await open();
    await button('New draft').click();
    await page.getByRole('menuitem', { name: /Supabase · session token claims/ }).click();
    await button('Use for the session token…').click();
    await dialog.getByRole('table', { name: 'Changes of the claims' }).getByText('role').waitFor();
    await dialog.getByRole('button', { name: 'Replace the text of Session token' }).click();
    await page.getByRole('textbox', { name: 'Claims of Session token' }).waitFor();
    expect(await editor.textContent()).toContain('authenticated');
    await page.getByText('Changed in this window only').waitFor();
  });
});

describe('the session token of an instance without an API for it', () => {
  it('is held against the live token, and counts as deployed once it was marked', async () => {
    const { page, dialog, choose, button, write } = await open('?dashboard');
    await choose('Session token');
    await page.getByText('What is deployed is not known:').waitFor();
    await page.getByRole('tab', { name: 'Minted' }).click();
    await page.getByText('Different.').waitFor();
    await write('{"metadata": "{{user.public_metadata}}", "dept": "{{org.name}}"}');
    await page.getByText('Your token carries exactly what this text makes').waitFor();
    await button('mark it as deployed').click();
    await dialog.getByText('nothing is sent to Clerk').waitFor();
    await dialog.getByRole('button', { name: 'Mark as deployed' }).click();
    await page.getByText('Deployed as you marked it').waitFor();
    // A dialog that closes gives the focus back: whoever writes meanwhile loses it.
    await dialog.waitFor({ state: 'detached' });
    await write('{"dept": "{{org.name}}"}');
    await page.getByText('Not minted: a draft.').waitFor();
  });

  it('doubts a mark by the live token, and forgets it when told to', async () => {
    const { page, dialog, choose, button, write } = await open('?dashboard');
    await choose('Session token');
    await write('{"dept": "{{org.name}}"}');
    await button('mark it as deployed').click();
    await dialog.getByRole('button', { name: 'Mark as deployed' }).click();
    await page.getByText('which the marked text does not make').waitFor();
    await button('Forget the mark').click();
    await page.getByText('What is deployed is not known:').waitFor();
  });
});
