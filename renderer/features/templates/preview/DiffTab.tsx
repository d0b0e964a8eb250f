import type { JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { formatBytes } from '../../../ui/format.logic.ts';
import { deployedContent, type TemplateEntry } from '../entries.logic.ts';
import { propertyChanges } from '../properties/properties.logic.ts';
import { Differences } from '../save/Differences.tsx';
import { nameOf } from '../who/who.logic.ts';
import { ChangeTable } from './ChangeTable.tsx';
import classes from './preview.module.css';

/** What saving would change: in the template, and in the token of the user of the preview. */
export function DiffTab(props: {
  entry: TemplateEntry;
  claims: JsonObject | null;
  context: PreviewContext;
}) {
  const { entry, claims, context } = props;
  const { deployed, source } = entry;
  if (claims === null) return <p className={classes['none']}>The text is no JSON object yet.</p>;
  if (deployed === null) {
    return (
      <p className={classes['none']}>
        {source.is === 'draft'
          ? 'Nothing is deployed under this draft yet: every claim of it is new.'
          : 'What is deployed is not known: Clerk has no API to read it. Mark the text you pasted in its Dashboard as deployed, and later changes are compared with that.'}
      </p>
    );
  }
  const written = diffClaims(deployed, claims).changes;
  const beside = propertyChanges(deployedContent(entry).properties, entry.properties, false);
  if (written.length === 0 && beside.length === 0) {
    return <p className={classes['none']}>The same as deployed.</p>;
  }
  const isMark = source.is === 'session' && source.session.from === 'mark';
  return (
    <div className={classes['tab']}>
      <Differences
        properties={beside}
        changes={written}
        before={isMark ? 'As you marked it' : 'Deployed'}
        after="This text"
        same="The claims are the same as deployed."
      />
      {written.length > 0 && (
        <Effect deployed={deployed} claims={claims} entry={entry} context={context} />
      )}
    </div>
  );
}

/** What the change means for the user of the preview. */
function Effect(props: {
  entry: TemplateEntry;
  deployed: JsonObject;
  claims: JsonObject;
  context: PreviewContext;
}) {
  const { context } = props;
  const { kind } = props.entry;
  const was = compileTemplate(props.deployed, { kind });
  const is = compileTemplate(props.claims, { kind });
  const { changes } = diffClaims(was.render(context), is.render(context));
  const name = nameOf(context.user);
  return (
    <>
      <h3>For {name}</h3>
      <p className="dim">
        {formatBytes(was.size(context))} before, {formatBytes(is.size(context))} after.
        {changes.length === 0 && ' Every value stays the same.'}
      </p>
      {changes.length > 0 && (
        <div className={classes['boxed']}>
          <ChangeTable
            label={`Changes for ${name}`}
            before="Token now"
            after="Token with this text"
            changes={changes}
          />
        </div>
      )}
    </>
  );
}
