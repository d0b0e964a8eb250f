import { describe, expect, it } from 'vitest';
import { useTemplatesPage } from './browserPage.ts';

const open = useTemplatesPage();

describe('what is not saved yet', () => {
  it('is still there after a reload, drafts and properties included', async () => {
    const { page, editor, button, write } = await open();
    await write('{"kept": "{{user.first_name}}"}');
    await button(/Properties/).click();
    await page.getByLabel('Lifetime, seconds').fill('600');
    await page.getByText('Changed in this window only').waitFor();
    const name = (await editor.getAttribute('aria-label')) ?? '';
    await button('New draft').click();
    await page.getByRole('menuitem', { name: /Supabase · session token claims/ }).click();
    await page.reload();
    await button('Use for the session token…').waitFor();
    await page.getByRole('button', { name: name.replace('Claims of ', ''), exact: false }).click();
    await page.getByRole('textbox', { name }).getByText('"kept"').waitFor();
    await button(/^10 minutes · skew 5 s/).waitFor();
  });
});

describe('what stands beside the claims', () => {
  it('is judged as it is typed, and shown before it is saved', async () => {
    const { page, dialog, button } = await open();
    await button(/Properties/).click();
    await page.getByLabel('Lifetime, seconds').fill('20');
    const problems = page.getByRole('list', { name: 'Problems' });
    await problems.getByText('from 30 to 315,360,000').waitFor();
    await button('Save…').click();
    expect(await dialog.getByRole('button', { name: 'Save template' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Lifetime, seconds').fill('600');
    await problems.getByText('from 30 to 315,360,000').waitFor({ state: 'detached' });
    await button('Save…').click();
    const changes = dialog.getByRole('table', { name: 'Changes of the properties' });
    await changes.getByRole('row', { name: 'Lifetime, seconds 60 600' }).waitFor();
    await dialog.getByText('The claims stay as deployed.').waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    await button(/^10 minutes · skew 5 s/).waitFor();
  });

  it('takes a signing key once and forgets it', async () => {
    const { page, dialog, button } = await open();
    await button(/Properties/).click();
    await page.getByLabel('Signed with').selectOption('HS256');
    await button('Save…').click();
    await dialog.getByText('Its own signing key is not typed yet.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Signing key').fill('gone with its field');
    await button(/Properties/).click();
    await button('Save…').click();
    await dialog.getByText('Its own signing key is not typed yet.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await button(/Properties/).click();
    await page.getByLabel('Signing key').fill('a secret of the third party');
    await button('Save…').click();
    await dialog.getByRole('row', { name: 'Key the one Clerk has the one typed here' }).waitFor();
    expect(await page.content()).not.toContain('a secret of the third party');
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    expect(await page.getByLabel('Signing key').inputValue()).toBe('');
  });
});

describe('saving', () => {
  it('shows the change first, and loses nothing to somebody who saved first', async () => {
    const { page, editor, dialog, button, write } = await open('?lost');
    await write('{"mine": "{{user.id}}"}');
    await button('Save…').click();
    const changes = dialog.getByRole('table', { name: 'Changes of the claims' });
    await changes.getByText('mine').waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await dialog.getByRole('alert').getByText('against what is there now').waitFor();
    await changes.getByText('theirs').waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    expect(await editor.textContent()).toContain('mine');
  });

  it('asks for the name of a production instance, and deletes there only after it too', async () => {
    const { page, dialog, button, write } = await open('?production');
    await write('{"mine": 1}');
    await button('Save…').click();
    const save = dialog.getByRole('button', { name: 'Save template' });
    const gate = dialog.getByLabel('Type acme.com to go on', { exact: false });
    expect(await save.isDisabled()).toBe(true);
    await gate.fill('acme');
    expect(await save.isDisabled()).toBe(true);
    await gate.fill('acme.com');
    await save.click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    await button('More for everything').click();
    await page.getByRole('menuitem', { name: 'Delete template…' }).click();
    const remove = dialog.getByRole('button', { name: 'Delete template' });
    expect(await remove.isDisabled()).toBe(true);
    await gate.fill('acme.com');
    await remove.click();
    await page.getByText('A draft in this window').waitFor();
  });
});

describe('the versions of a template', () => {
  it('are restored through the ordinary dialog, and take no unsaved change away', async () => {
    const { page, editor, dialog, write } = await open();
    await write('{"unsaved": true}');
    await page.getByRole('tab', { name: 'History' }).click();
    const versions = page
      .getByRole('list', { name: 'Versions, newest first' })
      .getByRole('listitem');
    await versions.nth(1).getByText('Grace Hopper').waitFor();
    await versions.nth(1).getByRole('button', { name: 'Restore…' }).click();
    await dialog.getByText('Your unsaved changes stay in the editor.').waitFor();
    await dialog.getByRole('row', { name: 'Lifetime, seconds 60 600' }).waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await versions.nth(3).waitFor();
    await versions.nth(0).getByText('deployed').waitFor();
    expect(await editor.textContent()).toContain('unsaved');
    await page.getByText('Changed in this window only').waitFor();
  });

  it('survive their template: a deleted one stays as a draft, and can be made again', async () => {
    const { page, editor, dialog, button } = await open();
    await button('More for everything').click();
    await page.getByRole('menuitem', { name: 'Delete template…' }).click();
    await button('Delete template').click();
    await page.getByText('A draft in this window').waitFor();
    expect(await editor.textContent()).toContain('user.public_metadata');
    await button('Deleted · 2').click();
    await dialog.getByRole('button', { name: 'Restore legacy_api' }).click();
    await dialog.getByText('it gets a new id').waitFor();
    await dialog.getByRole('button', { name: 'Create template' }).click();
    await page.getByRole('textbox', { name: 'Claims of legacy_api' }).waitFor();
    await button('Deleted · 1').waitFor();
  });
});

describe('a file', () => {
  const file = (text: string) => ({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });

  it('is compared with the text before it replaces anything', async () => {
    const { page, editor, dialog } = await open();
    const field = page.getByLabel('Template file');
    const content = { object: 'jwt_template', name: 'theirs', claims: { from: 1 }, lifetime: 90 };
    await field.setInputFiles(file(JSON.stringify(content)));
    await dialog.getByRole('table', { name: 'Changes of the claims' }).waitFor();
    await dialog.getByRole('row', { name: 'Lifetime, seconds 60 90' }).waitFor();
    await dialog.getByRole('button', { name: 'Replace the text of everything' }).click();
    await page.getByText('Changed in this window only').waitFor();
    expect(await editor.textContent()).toContain('from');
    await field.setInputFiles(file('{"from": "a file"}'));
    await dialog.getByRole('button', { name: 'New draft' }).click();
    await page.getByText('A draft in this window').waitFor();
    expect(await editor.textContent()).toContain('a file');
  });

  it('of no JSON, or far too large, is refused in a sentence, and so is such a text', async () => {
    const { page, editor, sentence } = await open();
    const field = page.getByLabel('Template file');
    await field.setInputFiles(file('{"from": }'));
    await page
      .getByRole('alert')
      .getByText('other.json is no JSON object: line 1, column 10')
      .waitFor();
    await field.setInputFiles(file('x'.repeat(1_048_576)));
    await page.getByRole('alert').getByText('1,048,576 B: no template is that large').waitFor();
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`{"a": "${'x'.repeat(1_048_576)}"}`);
    await sentence.getByText('characters are more than any template has').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{"b": 1}');
    await sentence.getByText('gives 1 claim').waitFor();
  });
});
