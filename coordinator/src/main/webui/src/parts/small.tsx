import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Tooltip } from '@patternfly/react-core/dist/esm/components/Tooltip';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import { useState } from 'react';
import { Link } from 'react-router';
import { age, brief, moment } from '../logic/format';
import { KindBadge } from './status';

/** How long ago, with the moment behind it. */
export function Ago({ at, now }: { at: string | undefined; now: number }) {
  return at === undefined ? (
    <>–</>
  ) : (
    <time dateTime={at} title={moment(at)}>
      {age(at, now)}
    </time>
  );
}

/** A digest: its beginning, and all of it for the clipboard. */
export function Digest({ text, name = 'digest' }: { text: string; name?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <span className="rk-digest">
      <code title={text}>{brief(text)}</code>
      <Tooltip content={copied ? 'Copied' : `Copy ${name}`}>
        <Button variant="plain" size="sm" icon={<CopyIcon />} aria-label={`Copy ${name} ${brief(text)}`} onClick={copy} />
      </Tooltip>
    </span>
  );
}

export function RestoreLink({ id, name }: { id: string; name?: string }) {
  return (
    <span className="rk-link">
      <KindBadge kind="restore" />
      <Link to={`/restores/${id}`}>{name ?? brief(id, 8)}</Link>
    </span>
  );
}

export function ApplicationLink({ name }: { name: string }) {
  return (
    <span className="rk-link">
      <KindBadge kind="application" />
      <Link to={`/applications/${encodeURIComponent(name)}`}>{name}</Link>
    </span>
  );
}

export function PlanLink({ name }: { name: string }) {
  return (
    <span className="rk-link">
      <KindBadge kind="plan" />
      <Link to={`/plans/${encodeURIComponent(name)}`}>{name}</Link>
    </span>
  );
}

export function ClusterLink({ name }: { name: string }) {
  return (
    <span className="rk-link">
      <KindBadge kind="cluster" />
      <Link to={`/clusters#${encodeURIComponent(name)}`}>{name}</Link>
    </span>
  );
}
