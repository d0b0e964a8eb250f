import { useRef, useState } from 'react';
import { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { useServices } from '../../../app/services.tsx';
import {
  bodyOf,
  findingsOf,
  formOf,
  propertyChanges,
  type PropertyForm,
} from '../properties/properties.logic.ts';
import { SigningKeyField } from '../properties/SigningKeyField.tsx';
import { asJson } from '../session/session.logic.ts';
import { Differences } from './Differences.tsx';
import { tooLargeToSave } from './limits.logic.ts';
import { useWrite } from './useWrite.ts';
import { WriteDialog } from './WriteDialog.tsx';

/** A signing key typed in the editor: read at the moment of the write, and kept nowhere else. */
export interface TypedKey {
  readonly isThere: boolean;
  readonly read: () => string;
}

/** Shows what a save changes, in the claims and beside them, before it is done. */
export function SaveDialog(props: {
  /** What is on the instance; null for a template that will be new. */
  template: JwtTemplate | null;
  claims: JsonObject;
  properties: PropertyForm;
  /** Null where no key could be typed before, as when an old version is restored: it is asked for here. */
  typedKey: TypedKey | null;
  /** Said first, for example that this restores a version. */
  note?: string;
  onSaved: (template: JwtTemplate) => void;
  onClose: () => void;
}) {
  const { template, claims, properties, typedKey } = props;
  const { api, bootstrap } = useServices();
  const write = useWrite('/v1/templates');
  const keyField = useRef<HTMLTextAreaElement>(null);
  const [typedHere, setTypedHere] = useState(false);
  const hasKey = typedKey?.isThere === true || typedHere;
  const asksForKey = properties.customKey && typedKey === null;

  const before = template === null ? {} : asJson(template.claims);
  const { changes } = diffClaims(before, claims);
  const beside = template === null ? [] : propertyChanges(formOf(template), properties, hasKey);

  const save = (): Promise<void> => {
    const key = typedKey?.read() ?? keyField.current?.value ?? '';
    const body = bodyOf(properties, claims, key);
    return write.run(
      () =>
        template === null
          ? api('/v1/templates', { method: 'POST', body, schema: JwtTemplate })
          : api(`/v1/templates/${encodeURIComponent(template.id)}`, {
              method: 'PATCH',
              body,
              schema: JwtTemplate,
              ...(template.etag === undefined ? {} : { etag: template.etag }),
            }),
      props.onSaved,
    );
  };

  const refused = (): string | null => {
    const error = findingsOf(properties, hasKey).find(({ severity }) => severity === 'error');
    if (error !== undefined) return error.message;
    if (properties.customKey && !hasKey && template?.customSigningKey !== true) {
      return typedKey === null ? 'Enter the signing key.' : 'Its own signing key is not typed yet.';
    }
    const nothing = template !== null && changes.length === 0 && beside.length === 0;
    return nothing
      ? 'Nothing differs from what is deployed.'
      : tooLargeToSave(claims, 'jwt-template');
  };

  const { name } = bootstrap.instance;
  return (
    <WriteDialog
      title={template === null ? `Create ${properties.name}?` : `Save ${template.name}?`}
      lead={
        <>
          {props.note !== undefined && `${props.note} `}
          {template === null
            ? `A new JWT template on ${name}. Tokens of it can be asked for at once.`
            : `Tokens of this template carry the change from the next one that is minted on ${name}; those given out stay as they are.`}
        </>
      }
      write={write}
      confirm={template === null ? 'Create template' : 'Save template'}
      refused={refused()}
      afterConflict="The differences above are against what is there now; save again to replace it."
      onConfirm={() => void save()}
      onClose={props.onClose}
    >
      {template === null && (
        <p className="dim">
          {properties.lifetime} s lifetime, {properties.clockSkew} s clock skew, signed with{' '}
          {properties.customKey ? `its own key (${properties.algorithm})` : 'the instance’s key'}.
        </p>
      )}
      {asksForKey && (
        <div>
          <SigningKeyField
            ref={keyField}
            isReplacing={template?.customSigningKey === true}
            onTyped={setTypedHere}
          />
        </div>
      )}
      <Differences
        properties={beside}
        changes={changes}
        before={template === null ? 'Before' : 'Deployed'}
        after="Saved"
        same={template === null ? null : 'The claims stay as deployed.'}
      />
    </WriteDialog>
  );
}
