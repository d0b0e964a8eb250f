import type { Bootstrap, ChildName, FileToSave, SavedFile } from '../../shared/contract/app.ts';
import { checkedLink } from '../services/links.ts';
import type { SandboxPeople } from '../services/sandboxPeople.ts';
import type { SettingsStore } from '../services/settings.ts';
import type { TokenService } from '../services/tokens.ts';
import type { Handlers } from './dispatcher.ts';

export interface HandlerServices {
  readonly bootstrap: () => Promise<Bootstrap>;
  readonly restartChild: (child: ChildName) => Promise<void>;
  readonly settings: SettingsStore;
  readonly openLink: (url: string) => Promise<void>;
  readonly saveFile: (file: FileToSave) => Promise<SavedFile>;
  readonly people: SandboxPeople;
  readonly tokens: TokenService;
}

/** The contract, served by the services. Nothing is decided here. */
export const createHandlers = (services: HandlerServices): Handlers => ({
  'app.bootstrap': () => services.bootstrap(),
  'app.restartChild': async ({ child }) => {
    await services.restartChild(child);
    return {};
  },
  'settings.update': (change) => services.settings.update(change),
  'link.open': async ({ url }) => {
    await services.openLink(checkedLink(url));
    return {};
  },
  'app.saveFile': (file) => services.saveFile(file),
  'sandbox.people': () => services.people.people(),
  'sandbox.ticket': async ({ userId }) => ({ ticket: await services.people.ticket(userId) }),
  'sandbox.codes': () => services.people.codes(),
  'token.verify': (input) => services.tokens.verify(input),
});
