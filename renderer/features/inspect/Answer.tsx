import { Button } from '@mantine/core';
import { useServices } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNow } from '../../ui/useNow.ts';
import type { Report } from './report.logic.ts';
import { inspectSentence, type Asked } from './sentence.logic.ts';
import { sourceWords } from './title.logic.ts';

/** The page's one sentence. It steps with the clock; nothing below is drawn again for that. */
export function Answer(props: { report: Report | null; asked: Asked; onClear: () => void }) {
  const { issuer } = useServices().bootstrap.instance;
  const nowMs = useNow();
  const { report, asked } = props;
  return (
    <PageHeader
      sentence={sentenceOf(report, issuer, asked, nowMs)}
      note={report?.kind === 'token' ? noteOf(report) : undefined}
      action={
        report !== null && (
          <Button variant="default" onClick={props.onClear}>
            Clear
          </Button>
        )
      }
    />
  );
}

function sentenceOf(report: Report | null, issuer: string, asked: Asked, nowMs: number): string {
  if (report === null)
    return 'Paste a token, a header, a command or a key: it is named, read and verified here.';
  if (report.kind === 'token') return inspectSentence(report, issuer, asked, nowMs);
  if (report.kind === 'secret') return 'That was a secret: refused, and wiped.';
  if (report.kind === 'undecodable') return 'This is a token, but a broken one.';
  return report.message;
}

function noteOf(report: Extract<Report, { kind: 'token' }>): string | undefined {
  const { abridged, source } = report;
  const parts = [
    sourceWords[source],
    abridged === null
      ? null
      : `Shown in part: ${abridged.shownClaims} of ${abridged.allClaims} claims, long values cut. Sizes are those of the whole.`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(' ');
}
