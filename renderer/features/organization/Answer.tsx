import { MemberList, OrgSettingsDocument } from '../../../shared/contract/http.ts';
import { useApi } from '../../app/services.tsx';
import type { Membership } from '../../app/sessionStore.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNow } from '../../ui/useNow.ts';
import { usePersonName } from './common/usePersonName.ts';
import { adminsPath, countMembers, firstMembersPath } from './members/members.logic.ts';
import { memberSentence, settingsSentence } from './sentence.logic.ts';

/** The page in one sentence: how many people, and who last changed the settings. */
export function Answer(props: { organization: Membership }) {
  const { name } = props.organization;
  const nameOf = usePersonName();
  const nowMs = useNow();
  const members = useApi(firstMembersPath, MemberList);
  const list = members.data;
  const admins = useApi(adminsPath, MemberList, {
    enabled: list !== undefined && list.data.length < list.total,
  });
  const settings = useApi('/v1/org/settings', OrgSettingsDocument);
  const said = [
    list === undefined
      ? `${name}.`
      : memberSentence(name, countMembers(list.total, list.data, admins.data?.total ?? null)),
  ];
  if (settings.data !== undefined) {
    const { version, updatedAtMs, updatedBy } = settings.data;
    const who = updatedBy === null ? null : (nameOf(updatedBy) ?? updatedBy);
    said.push(settingsSentence({ version, updatedAtMs, updatedBy: who }, nowMs));
  }
  return <PageHeader sentence={said.join(' ')} />;
}
