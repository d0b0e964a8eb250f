import type { JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { formatBytes } from '../../../ui/format.logic.ts';
import type { TemplateEntry } from '../entries.logic.ts';
import classes from '../templates.module.css';
import { nameOf } from '../who/who.logic.ts';
import { ChangeTable } from './ChangeTable.tsx';

/** What saving would change: in the template, and in the token of the user of the preview. */
export function DiffTab(props: {
  entry: TemplateEntry;
  claims: JsonObject | null;
  context: PreviewContext;
}) {
  const { entry, claims, context } = props;
  const { deployed, kind } = entry;
  if (claims === null) {
    return <p className={classes['noProblems']}>The text is no JSON object yet.</p>;
  }
  if (deployed === null) {
    return (
      <p className={classes['noProblems']}>
        Nothing is deployed under this draft yet: every claim of it is new.
      </p>
    );
  }
  // A document of the Backend API, which is JSON.
  const before = deployed.claims as JsonObject;
  const written = diffClaims(before, claims).changes;
  const was = compileTemplate(before, { kind });
  const is = compileTemplate(claims, { kind });
  const made = diffClaims(was.render(context), is.render(context)).changes;
  if (written.length === 0) {
    return <p className={classes['noProblems']}>The same as deployed.</p>;
  }
  const name = nameOf(context.user);
  return (
    <div>
      <ChangeTable
        label="Changes of the template"
        before="Deployed template"
        after="This text"
        changes={written}
      />
      <p className={classes['tabNote']}>
        For {name}: {formatBytes(was.size(context))} before, {formatBytes(is.size(context))} after.
        {made.length === 0 && ' Every value stays the same.'}
      </p>
      {made.length > 0 && (
        <ChangeTable
          label={`Changes for ${name}`}
          before="Token now"
          after="Token with this text"
          changes={made}
        />
      )}
    </div>
  );
}
