import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { TemplateKind, TemplateResult } from '../../../../shared/domain/template/types.ts';
import { budget } from '../../../../shared/domain/token/size.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { Bytes } from '../../../ui/Bytes.tsx';
import { MeterBar } from '../../../ui/MeterBar.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import type { TemplateEntry } from '../entries.logic.ts';
import classes from '../templates.module.css';
import type { WhoChoice } from '../who/useWho.ts';
import { WhoBar } from '../who/WhoBar.tsx';
import { nameOf } from '../who/who.logic.ts';
import { ClaimsTab } from './ClaimsTab.tsx';
import { DiffTab } from './DiffTab.tsx';
import { MintedTab } from './MintedTab.tsx';
import { placeOf } from './preview.logic.ts';
import { TokenTab } from './TokenTab.tsx';

const tabs = [
  ['claims', 'Claims'],
  ['token', 'Token'],
  ['diff', 'Diff to deployed'],
  ['minted', 'Minted'],
] as const;
type Tab = (typeof tabs)[number][0];

/** What the template makes for a user: as claims, as a token, against the deployed version and against a minted one. */
export function PreviewPanel(props: {
  entry: TemplateEntry;
  who: WhoChoice;
  connected: boolean;
  /** The claims of the text; null while it is no JSON object. */
  claims: JsonObject | null;
  result: TemplateResult | null;
  /** The text is broken just now, and this is what it made before. */
  isOld: boolean;
  pointer: string | null;
  onHover: (pointer: string | null) => void;
  onGo: (pointer: string) => void;
}) {
  const { who, result, entry } = props;
  const [tab, setTab] = useState<Tab>('claims');
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
        <p className={classes['noProblems']}>
          No backend connected: there is nobody to preview this for.
        </p>
      ) : (
        <QueryView query={who.query} lines={7}>
          {() => (
            <>
              {who.canChoose && <WhoBar choice={who} />}
              {result === null || context === null ? (
                <p className={classes['noProblems']}>
                  The preview appears once the text is a JSON object.
                </p>
              ) : (
                <div className={classes['preview']} data-old={props.isOld}>
                  <SizeStrip result={result} kind={entry.kind} />
                  <Tabs
                    value={tab}
                    onChange={(next) =>
                      setTab(tabs.find(([name]) => name === next)?.[0] ?? 'claims')
                    }
                    keepMounted={false}
                  >
                    <Tabs.List aria-label="Views of the preview" className={classes['tabs']}>
                      {tabs.map(([name, label]) => (
                        <Tabs.Tab key={name} value={name}>
                          {label}
                        </Tabs.Tab>
                      ))}
                    </Tabs.List>
                    <Tabs.Panel value="claims">
                      <ClaimsTab
                        result={result}
                        kind={entry.kind}
                        pointer={props.pointer}
                        onHover={props.onHover}
                        onGo={props.onGo}
                      />
                    </Tabs.Panel>
                    <Tabs.Panel value="token">
                      <TokenTab entry={entry} result={result} who={who} />
                    </Tabs.Panel>
                    <Tabs.Panel value="diff">
                      <DiffTab entry={entry} claims={props.claims} context={context} />
                    </Tabs.Panel>
                    <Tabs.Panel value="minted">
                      <MintedTab entry={entry} result={result} who={who} />
                    </Tabs.Panel>
                  </Tabs>
                </div>
              )}
            </>
          )}
        </QueryView>
      )}
    </Panel>
  );
}

/** The size against the limit that holds for this kind. */
function SizeStrip(props: { result: TemplateResult; kind: TemplateKind }) {
  const { customBytes } = props.result;
  return (
    <div className={classes['size']}>
      {props.kind === 'session-claims' ? (
        <MeterBar
          name="Budget"
          rule={`Clerk’s advice: all custom claims of a session token together under 1.2 KB, read as ${budget.customBytes} bytes.`}
          parts={[
            { name: 'Custom claims', sizeBytes: customBytes, color: 'var(--cd-token-custom)' },
          ]}
          limitBytes={budget.customBytes}
          nearBytes={budget.nearBytes}
        />
      ) : (
        <p>
          <b>
            <Bytes sizeBytes={customBytes} />
          </b>{' '}
          <span className="dim">
            of claims. No cookie wall: a template token travels in a header, where proxies allow
            about 8 KB.
          </span>
        </p>
      )}
    </div>
  );
}
