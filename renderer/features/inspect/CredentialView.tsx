import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconKey from '@tabler/icons-react/icons/IconKey';
import IconShieldLock from '@tabler/icons-react/icons/IconShieldLock';
import { useServices } from '../../app/services.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { OtherReport } from './report.logic.ts';
import classes from './inspect.module.css';

/** Everything that is not a token one can look into: what it is, and what to do. */
export function CredentialView(props: { report: OtherReport }) {
  const { report } = props;
  switch (report.kind) {
    case 'secret':
      return (
        <Answer
          role="alert"
          icon={<IconShieldLock size={22} color="var(--cd-bad)" aria-hidden />}
          title="Refused, and wiped from the field."
          text={report.message}
          remedy={report.remedy}
        />
      );
    case 'unknown':
      return (
        <Answer
          icon={<IconAlertTriangle size={22} color="var(--cd-warn)" aria-hidden />}
          title={report.message}
          remedy={report.remedy}
        />
      );
    case 'undecodable':
      return (
        <Answer
          icon={<IconAlertTriangle size={22} color="var(--cd-warn)" aria-hidden />}
          title={`A token that cannot be read${report.failure.segment === null ? '' : `: its ${report.failure.segment} is broken`}.`}
          text={report.failure.message}
          remedy={report.failure.remedy}
          code={report.failure.reason}
        />
      );
    case 'opaque':
      return (
        <Answer
          icon={<IconKey size={22} color="var(--cd-text-dim)" aria-hidden />}
          title={report.message}
          text={`Only its prefix is kept: ${report.redacted}`}
          remedy="Verify it through Clerk’s Backend API, on a server."
        />
      );
    case 'publishable-key':
      return <PublishableKeyView report={report} />;
    default:
      return report satisfies never;
  }
}

function Answer(props: {
  icon: React.ReactNode;
  title: string;
  text?: string;
  remedy: string;
  code?: string;
  role?: 'alert';
}) {
  return (
    <section className={classes['answer']} aria-label="Answer" role={props.role}>
      {props.icon}
      <div>
        <p>
          <b>{props.title}</b> {props.code !== undefined && <code>{props.code}</code>}
        </p>
        {props.text !== undefined && <p>{props.text}</p>}
        <p className="dim">{props.remedy}</p>
      </div>
    </section>
  );
}

function PublishableKeyView({
  report,
}: {
  report: Extract<OtherReport, { kind: 'publishable-key' }>;
}) {
  const { instance } = useServices().bootstrap;
  const { kind, frontendApi, issuer } = report.key;
  const rows = [
    ['Kind', kind, null],
    ['Frontend API', frontendApi, frontendApi],
    ['Expected issuer (iss)', issuer, issuer],
    ['Key set', `${issuer}/.well-known/jwks.json`, `${issuer}/.well-known/jwks.json`],
  ] as const;
  return (
    <Panel title="Publishable key">
      <p className={classes['keyLead']}>
        {issuer === instance.issuer
          ? `It belongs to the instance this console is connected to, ${instance.name}.`
          : `It belongs to another instance than the one this console is connected to (${instance.id}).`}{' '}
        It is public: apps ship it to browsers.
      </p>
      <dl className={classes['facts']}>
        {rows.map(([name, value, copy]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>{' '}
              {copy !== null && <CopyButton value={copy} label={`Copy ${name}`} size={12} />}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
