import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState, type RefObject } from 'react';
import type { PropertyFinding } from '../../../shared/domain/template/properties.ts';
import type { PreviewContext, TemplateKind } from '../../../shared/domain/template/types.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import { Panel } from '../../ui/Panel.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { EditorActions } from './actions/EditorActions.tsx';
import { lookOf } from './actions/look.ts';
import type { Work } from './actions/work.ts';
import type { Problem } from './analysis.logic.ts';
import type { DraftStore } from './draftStore.ts';
import classes from './editor/editor.module.css';
import type { EditorHandle, Range } from './editor/JsonEditor.tsx';
import { PropertyFacts } from './properties/PropertyFacts.tsx';
import { LiveStrip } from './properties/LiveStrip.tsx';
import { SessionStrip } from './session/SessionStrip.tsx';

// CodeMirror is the heaviest part of the page: list and preview do not wait for it.
const JsonEditor = lazy(async () => ({
  default: (await import('./editor/JsonEditor.tsx')).JsonEditor,
}));

/** The text of one template, with what stands beside it and what can be done with it. */
export function EditorPanel(props: {
  editor: RefObject<EditorHandle | null>;
  work: Work;
  latest: () => Work;
  store: DraftStore;
  findings: readonly PropertyFinding[];
  isPropertiesOpen: boolean;
  onToggleProperties: () => void;
  problems: readonly Problem[];
  context: PreviewContext | null;
  live: DecodedToken | null;
  place: Range | null;
  onCursor: (offset: number) => void;
}) {
  const { work, editor, findings } = props;
  const { entry } = work;
  const { source } = entry;
  const isTemplate = entry.kind === 'jwt-template';
  const [trouble, setTrouble] = useState<string | null>(null);

  return (
    <Panel
      flush
      title={entry.name === '' ? 'Without a name' : entry.name}
      aside={<EditorActions {...lookOf(work)} latest={props.latest} onTrouble={setTrouble} />}
    >
      {trouble !== null && (
        <p role="alert" className={classes['trouble']}>
          {trouble}{' '}
          <button type="button" onClick={() => setTrouble(null)}>
            Dismiss
          </button>
        </p>
      )}
      {(isTemplate || source.is === 'draft') && (
        <div className={classes['bar']}>
          {isTemplate && (
            <PropertyFacts
              form={entry.properties}
              isOpen={props.isPropertiesOpen}
              hasError={findings.some(({ severity }) => severity === 'error')}
              onToggle={props.onToggleProperties}
            />
          )}
          {source.is === 'draft' && <KindChoice kind={entry.kind} onChange={work.changeKind} />}
        </div>
      )}
      {isTemplate && props.isPropertiesOpen && <LiveStrip work={work} store={props.store} />}
      {source.is === 'session' && (
        <SessionStrip
          session={source.session}
          live={props.live}
          canMark={work.claims !== null}
          onMark={() => work.open({ is: 'mark' })}
          onForget={() => void work.session.mark(null)}
        />
      )}
      <div className={classes['editor']}>
        <Suspense fallback={<LoadingSkeleton lines={8} label="Loading the editor" />}>
          <JsonEditor
            ref={editor}
            label={`Claims of ${entry.name}`}
            initialText={entry.text}
            // Saved here or elsewhere: the text follows what the instance has.
            followed={entry.textChanged ? null : entry.text}
            problems={props.problems}
            context={props.context}
            place={props.place}
            onChange={(text) => work.change({ text })}
            onCursor={props.onCursor}
          />
        </Suspense>
      </div>
    </Panel>
  );
}

const kinds: readonly { readonly value: TemplateKind; readonly label: string }[] = [
  { value: 'jwt-template', label: 'JWT template' },
  { value: 'session-claims', label: 'Session token' },
];

function KindChoice(props: { kind: TemplateKind; onChange: (kind: TemplateKind) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Kind of template"
      value={props.kind}
      onChange={(value) =>
        props.onChange(value === 'session-claims' ? 'session-claims' : 'jwt-template')
      }
      data={[...kinds]}
    />
  );
}
