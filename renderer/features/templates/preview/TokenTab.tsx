import {
  predictSessionToken,
  predictTemplateToken,
  type PredictedToken,
} from '../../../../shared/domain/template/predict.ts';
import type { TemplateResult } from '../../../../shared/domain/template/types.ts';
import { budget, sessionCookie } from '../../../../shared/domain/token/size.ts';
import { useServices } from '../../../app/services.tsx';
import { formatCount } from '../../../ui/format.logic.ts';
import { MeterBar } from '../../../ui/MeterBar.tsx';
import type { TemplateEntry } from '../entries.logic.ts';
import { secondsOf } from '../properties/properties.logic.ts';
import type { WhoChoice } from '../who/useWho.ts';
import previewClasses from './preview.module.css';
import classes from './token.module.css';
import { useLiveDecoded } from './useLiveDecoded.ts';

/** Bytes of an RSA signature with the 2,048-bit keys that instances have. */
const usualSignatureBytes = 256;

/** The token this would be: header and payload as they would be signed, and how long it gets. */
export function TokenTab(props: { entry: TemplateEntry; result: TemplateResult; who: WhoChoice }) {
  const { entry, result, who } = props;
  const { bootstrap } = useServices();
  const live = useLiveDecoded();

  if (entry.kind === 'session-claims' && (live === null || !who.isOwnSession)) {
    return (
      <p className={previewClasses['none']}>
        {formatCount(result.customBytes)} bytes of custom claims. The default claims beside them
        (features, permissions, plan) are known for the session of this window only: choose yourself
        in {live === null ? 'a live session' : 'your active organization'} to see the whole token.
      </p>
    );
  }
  const token =
    entry.kind === 'session-claims' && live !== null
      ? predictSessionToken(result.claims, live)
      : predictTemplateToken(result.claims, {
          userId: who.userId ?? '',
          issuer: bootstrap.instance.issuer,
          keyId: typeof live?.header['kid'] === 'string' ? live.header['kid'] : '',
          ...secondsOf(entry.properties),
          algorithm: entry.properties.algorithm,
          rsaSignatureBytes: live?.segments.signature.bytes ?? usualSignatureBytes,
          nowSec: typeof live?.claims['iat'] === 'number' ? live.claims['iat'] : 0,
        });
  return (
    <div className={previewClasses['tab']}>
      <TokenMeter token={token} isSession={entry.kind === 'session-claims'} />
      <h3>Header</h3>
      <Members of={token.header} part="header" />
      <h3>Payload</h3>
      <Members of={token.payload} part="payload" generated={token.generated} />
      <p className="dim">
        Predicted: <code>jti</code> and the signature only exist once the instance mints it, their
        lengths are known. Without <code>azp</code>, as for a client that sends no Origin.
      </p>
    </div>
  );
}

function TokenMeter(props: { token: PredictedToken; isSession: boolean }) {
  const { token, isSession } = props;
  const parts = [
    { name: 'Header', sizeBytes: token.headerChars + 1, color: 'var(--cd-token-header)' },
    { name: 'Payload', sizeBytes: token.payloadChars + 1, color: 'var(--cd-token-payload)' },
    { name: 'Signature', sizeBytes: token.signatureChars, color: 'var(--cd-token-signature)' },
  ];
  return isSession ? (
    <MeterBar
      name="Cookie"
      rule="Name and value of the session cookie together; browsers drop what is over 4,096 bytes."
      parts={[
        { name: 'Cookie name', sizeBytes: sessionCookie.length, color: 'var(--cd-line-strong)' },
        ...parts,
      ]}
      limitBytes={budget.cookieBytes}
      nearBytes={budget.nearCookieBytes}
    />
  ) : (
    <MeterBar
      name="Token"
      rule="Characters of the whole token, against the 8 KB that common proxies allow for one header."
      parts={parts}
      limitBytes={budget.proxyHeaderBytes}
    />
  );
}

function Members(props: {
  of: PredictedToken['payload'];
  part: 'header' | 'payload';
  generated?: readonly string[];
}) {
  return (
    <pre className={classes['json']} data-part={props.part}>
      {Object.entries(props.of).map(([name, value]) => (
        <span
          key={name}
          data-generated={props.generated?.includes(name)}
        >{`${JSON.stringify(name)}: ${JSON.stringify(value, null, 2)}\n`}</span>
      ))}
    </pre>
  );
}
