import { useStore } from 'zustand';
import type { Work } from '../actions/work.ts';
import type { DraftStore } from '../draftStore.ts';
import { deployedContent } from '../entries.logic.ts';
import { findingsOf } from './properties.logic.ts';
import { PropertyStrip } from './PropertyStrip.tsx';

/** The strip over the store itself: a field that followed with the rest of the page would lose letters. */
export function LiveStrip(props: { work: Work; store: DraftStore }) {
  const { work, store } = props;
  const { entry } = work;
  const written = useStore(
    store,
    ({ edits, drafts }) =>
      edits[entry.key]?.properties ?? drafts.find(({ key }) => key === entry.key)?.properties,
  );
  const form = written ?? deployedContent(entry).properties;
  return (
    <PropertyStrip
      form={form}
      findings={findingsOf(form, work.hasKey)}
      hasDeployedKey={entry.source.is === 'template' && entry.source.template.customSigningKey}
      keyField={work.keyField}
      onKeyTyped={work.onKeyTyped}
      onChange={(properties) => work.change({ properties })}
    />
  );
}
