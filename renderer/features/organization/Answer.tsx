import { MemberList, OrgSettingsDocument } from '../../../shared/contract/http.ts';
import { useApi, useSession } from '../../app/services.tsx';
import type { Membership } from '../../app/sessionStore.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNow } from '../../ui/useNow.ts';
import { countMembers, firstMembersPath } from './members/members.logic.ts';
import { memberSentence, settingsSentence } from './sentence.logic.ts';

/** The page in one sentence: how many people, and who last changed the settings. */
export function Answer(props: { organization: Membership }) {
  const { name } = props.organization;
  const person = useSession((state) => state.person);
  const nowMs = useNow();
  const members = useApi(firstMembersPath, MemberList);
  const settings = useApi('/v1/org/settings', OrgSettingsDocument);
  const said = [
    members.data === undefined
      ? `${name}.`
      : memberSentence(name, countMembers(members.data.total, members.data.data)),
  ];
  if (settings.data !== undefined) {
    const { version, updatedAtMs, updatedBy } = settings.data;
    const known = [{ userId: person?.id, name: person?.name }, ...(members.data?.data ?? [])].find(
      ({ userId }) => userId === updatedBy,
    );
    said.push(
      settingsSentence({ version, updatedAtMs, updatedBy: known?.name ?? updatedBy }, nowMs),
    );
  }
  return <PageHeader sentence={said.join(' ')} />;
}
