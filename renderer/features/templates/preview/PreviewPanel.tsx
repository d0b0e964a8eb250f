import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { PreviewContext, TemplateResult } from '../../../../shared/domain/template/types.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import type { TemplateEntry } from '../entries.logic.ts';
import { HistoryTab } from '../history/HistoryTab.tsx';
import type { Version } from '../history/history.logic.ts';
import type { WhoChoice } from '../who/useWho.ts';
import { WhoBar } from '../who/WhoBar.tsx';
import { nameOf } from '../who/who.logic.ts';
import { ClaimsTab } from './ClaimsTab.tsx';
import { DiffTab } from './DiffTab.tsx';
import { MintedTab } from './MintedTab.tsx';
import { placeOf } from './preview.logic.ts';
import classes from './preview.module.css';
import { SizeStrip } from './SizeStrip.tsx';
import { StaleNote } from './StaleNote.tsx';
import { TokenTab } from './TokenTab.tsx';

const tabs = [
  ['claims', 'Claims'],
  ['token', 'Token'],
  ['diff', 'Diff to deployed'],
  ['minted', 'Minted'],
  ['history', 'History'],
] as const;
type Tab = (typeof tabs)[number][0];

interface PreviewProps {
  readonly entry: TemplateEntry;
  readonly who: WhoChoice;
  readonly connected: boolean;
  /** The claims of the text; null while it is no JSON object. */
  readonly claims: JsonObject | null;
  readonly result: TemplateResult | null;
  /** The text is broken just now, and this is what it made before. */
  readonly isOld: boolean;
  readonly pointer: string | null;
  readonly onHover: (pointer: string | null) => void;
  readonly onGo: (pointer: string) => void;
  readonly onRestore: (version: Version) => void;
}

/** What the template makes for a user: as claims, as a token, against the deployed version and against a minted one. */
export function PreviewPanel(props: PreviewProps) {
  const { who } = props;
  const { context } = who;
  return (
    <Panel
      flush
      title="Preview"
      aside={
        context !== null &&
        !who.canChoose && (
          <span className="dim">
            {nameOf(context.user)} {placeOf(context)}
          </span>
        )
      }
    >
      {!props.connected ? (
        <p className={classes['none']}>
          No backend connected: there is nobody to preview this for.
        </p>
      ) : (
        <QueryView query={who.query} lines={7}>
          {() => (
            <>
              {who.canChoose && <WhoBar choice={who} />}
              <StaleNote who={who} />
              {context !== null && <Views {...props} context={context} />}
            </>
          )}
        </QueryView>
      )}
    </Panel>
  );
}

function Views(props: PreviewProps & { context: PreviewContext }) {
  const { entry, result, who, context, isOld } = props;
  const [tab, setTab] = useState<Tab>('claims');
  const made = (view: (made: TemplateResult) => React.ReactNode): React.ReactNode =>
    result === null ? (
      <p className={classes['none']}>The preview appears once the text is a JSON object.</p>
    ) : (
      <div className={classes['made']} data-old={isOld}>
        {view(result)}
      </div>
    );
  return (
    <div className={classes['preview']}>
      {result !== null && <SizeStrip result={result} kind={entry.kind} />}
      <Tabs
        value={tab}
        onChange={(next) => setTab(tabs.find(([name]) => name === next)?.[0] ?? 'claims')}
        keepMounted={false}
      >
        <Tabs.List aria-label="Views of the preview" className={classes['tabs']}>
          {tabs.map(([name, label]) => (
            <Tabs.Tab key={name} value={name} className={classes['tabName'] ?? ''}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="claims">
          {made((shown) => (
            <ClaimsTab
              result={shown}
              kind={entry.kind}
              pointer={props.pointer}
              onHover={props.onHover}
              onGo={props.onGo}
            />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="token">
          {made((shown) => (
            <TokenTab entry={entry} result={shown} who={who} />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="diff">
          <DiffTab entry={entry} claims={props.claims} context={context} />
        </Tabs.Panel>
        <Tabs.Panel value="minted">
          {made((shown) => (
            <MintedTab entry={entry} result={shown} who={who} />
          ))}
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryTab entry={entry} onRestore={props.onRestore} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
