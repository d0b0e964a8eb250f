import { OrgSettings } from '../../../../shared/contract/http.ts';
import type { FakePerson } from '../fakeApi.ts';
import { asked, needAdmin, needOrganization, refuse, type FakeRoutes } from './router.ts';

/** The settings document, as strict about versions as the backend. `?race`: somebody else saves first, once. */
export function fakeSettings(person: FakePerson): FakeRoutes {
  let version = 7;
  let raced = false;
  let settings = OrgSettings.parse({
    displayName: 'Acme Robotics',
    supportEmail: 'help@acme.test',
    featureFlags: { 'new-editor': true, beta: false },
    custom: { limits: { seats: 25 }, region: 'eu' },
  });
  let versions = [7, 6].map((saved) => ({
    version: saved,
    settings: saved === 7 ? settings : { ...settings, displayName: 'Acme', weeklyDigest: false },
    updatedAtMs: Date.now() - (8 - saved) * 240_000,
    updatedBy: person.userId,
  }));

  const saveAs = (next: OrgSettings): void => {
    settings = next;
    version += 1;
    const saved = { version, settings, updatedAtMs: Date.now(), updatedBy: person.userId };
    versions = [saved, ...versions];
  };
  const race = (): void => {
    if (raced || !asked('race')) return;
    raced = true;
    saveAs({
      ...settings,
      displayName: 'Acme (theirs)',
      weeklyDigest: false,
      featureFlags: { ...settings.featureFlags, beta: true },
      custom: { ...settings.custom, region: 'us' },
    });
  };
  const document = () => ({
    version,
    settings,
    updatedAtMs: Date.now() - 240_000,
    updatedBy: person.userId,
    canWrite: person.isAdmin,
    whyNot: person.isAdmin
      ? null
      : 'Saving needs org:admin or org:settings:manage; you are org:member.',
  });
  const write = (next: OrgSettings, asWritten: number | undefined) => {
    needAdmin(person);
    race();
    if (asWritten !== version) refuse('resource.conflict', 'Somebody saved first.');
    saveAs(next);
    return document();
  };

  return {
    'GET /v1/org/settings': () => {
      needOrganization(person);
      return document();
    },
    'PUT /v1/org/settings': ({ request }) =>
      write(OrgSettings.parse(request.body), request.version),
    'GET /v1/org/settings/history': () => {
      needAdmin(person);
      return { data: versions, nextCursor: null };
    },
    'POST /v1/org/settings/history/:version/restore': ({ request, param }) => {
      const old = versions.find((saved) => saved.version === Number(param('version')));
      return write(
        old?.settings ?? refuse('resource.not_found', 'No such version.'),
        request.version,
      );
    },
  };
}
