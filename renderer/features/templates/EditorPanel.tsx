import { SegmentedControl, TextInput } from '@mantine/core';
import { lazy, Suspense, useEffect, type RefObject } from 'react';
import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { PreviewContext, TemplateKind } from '../../../shared/domain/template/types.ts';
import { formatDuration } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { formatClaims, type Problem } from './analysis.logic.ts';
import type { Draft } from './draftStore.ts';
import { EditorActions } from './EditorActions.tsx';
import type { EditorHandle, Range } from './editor/JsonEditor.tsx';
import type { TemplateEntry } from './entries.logic.ts';
import classes from './templates.module.css';

// CodeMirror is the heaviest part of the page: list and preview do not wait for it.
const JsonEditor = lazy(async () => ({
  default: (await import('./editor/JsonEditor.tsx')).JsonEditor,
}));

/** The text of one template, with its name and kind where they can be chosen. */
export function EditorPanel(props: {
  editor: RefObject<EditorHandle | null>;
  entry: TemplateEntry;
  claims: JsonObject | null;
  canSave: boolean;
  problems: readonly Problem[];
  context: PreviewContext | null;
  place: Range | null;
  onText: (text: string) => void;
  onChange: (change: Partial<Omit<Draft, 'key'>>) => void;
  onDiscard: () => void;
  onBegin: (draft: { name: string; text: string }) => void;
  onSaved: (template: JwtTemplate) => void;
  onDeleted: () => void;
  onCursor: (offset: number) => void;
}) {
  const { entry, editor } = props;
  const { deployed } = entry;

  // Saved here or elsewhere: the text follows what the instance has, unless it was changed in this window.
  const clean = deployed === null || entry.dirty ? null : entry.text;
  useEffect(() => {
    if (clean !== null) editor.current?.replaceAll(clean);
  }, [clean, editor]);

  const discard = (): void => {
    if (deployed !== null) editor.current?.replaceAll(formatClaims(deployed.claims));
    props.onDiscard();
  };

  return (
    <Panel
      flush
      title={
        deployed === null ? (
          'Draft'
        ) : (
          <>
            {deployed.name}{' '}
            <span className={classes['facts']}>
              {formatDuration(deployed.lifetime)} · skew {deployed.allowedClockSkew} s ·{' '}
              {deployed.signingAlgorithm}
              {deployed.customSigningKey && ' own key'}
            </span>
          </>
        )
      }
      aside={
        <EditorActions
          entry={entry}
          claims={props.claims}
          canSave={props.canSave}
          onReplaceText={(text) => editor.current?.replaceAll(text)}
          onDiscard={discard}
          onBegin={props.onBegin}
          onSaved={props.onSaved}
          onDeleted={props.onDeleted}
        />
      }
    >
      {deployed === null && <DraftFields entry={entry} onChange={props.onChange} />}
      <div className={classes['editor']}>
        <Suspense fallback={<LoadingSkeleton lines={8} label="Loading the editor" />}>
          <JsonEditor
            ref={editor}
            label={`Claims of ${entry.name}`}
            initialText={entry.text}
            problems={props.problems}
            context={props.context}
            place={props.place}
            onChange={props.onText}
            onCursor={props.onCursor}
          />
        </Suspense>
      </div>
    </Panel>
  );
}

const kinds: readonly { readonly value: TemplateKind; readonly label: string }[] = [
  { value: 'jwt-template', label: 'JWT template' },
  { value: 'session-claims', label: 'Session token claims' },
];

function DraftFields(props: {
  entry: TemplateEntry;
  onChange: (change: Partial<Omit<Draft, 'key'>>) => void;
}) {
  const { entry, onChange } = props;
  return (
    <div className={classes['draftFields']}>
      <TextInput
        size="xs"
        aria-label="Name of the draft"
        value={entry.name}
        maxLength={64}
        onChange={(change) => onChange({ name: change.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Kind of template"
        value={entry.kind}
        onChange={(value) =>
          onChange({ kind: value === 'session-claims' ? 'session-claims' : 'jwt-template' })
        }
        data={[...kinds]}
      />
    </div>
  );
}
