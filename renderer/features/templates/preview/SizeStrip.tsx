import type { TemplateKind, TemplateResult } from '../../../../shared/domain/template/types.ts';
import { budget } from '../../../../shared/domain/token/size.ts';
import { Bytes } from '../../../ui/Bytes.tsx';
import { MeterBar } from '../../../ui/MeterBar.tsx';
import classes from './preview.module.css';

/** The size against the limit that holds for this kind. */
export function SizeStrip(props: { result: TemplateResult; kind: TemplateKind }) {
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
