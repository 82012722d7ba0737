import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/esm/components/Checkbox';
import { Form, FormGroup, FormHelperText } from '@patternfly/react-core/dist/esm/components/Form';
import { HelperText, HelperTextItem } from '@patternfly/react-core/dist/esm/components/HelperText';
import { Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core/dist/esm/components/Modal';
import { Skeleton } from '@patternfly/react-core/dist/esm/components/Skeleton';
import { TextArea } from '@patternfly/react-core/dist/esm/components/TextArea';
import { TextInput } from '@patternfly/react-core/dist/esm/components/TextInput';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client';
import type { Finding, Restore, WishBody, WishName } from '../api/types';
import { brief, spoken } from '../logic/format';
import { consequences, outputLines, WISHES } from '../logic/wishes';
import { useSettings } from './settings';

/** What a person is about to wish. */
export interface Intent {
  wish: WishName;
  stage?: string;
  finding?: Finding;
}

interface Props {
  restore: Restore;
  intent: Intent;
  close: () => void;
  done: () => void;
}

/** One wish: what it does in general, what it would do now by the coordinator's own rules, who and why. */
export function WishDialog({ restore, intent, close, done }: Props) {
  const { person, setPerson } = useSettings();
  const [by, setBy] = useState(person);
  const [reason, setReason] = useState('');
  const [now, setNow] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const [outputText, setOutputText] = useState('');
  const client = useQueryClient();
  const text = WISHES[intent.wish];
  const outputs = outputLines(outputText);
  // The digest that was looked at, not the one that is valid when the button is pressed.
  const [digest] = useState(restore.approval.digest);
  const body: WishBody = {
    by: by.trim(),
    reason: reason.trim(),
    digest: intent.wish === 'approve' ? digest : undefined,
    now: intent.wish === 'hold' ? now : undefined,
    stage: intent.finding?.stage ?? intent.stage,
    code: intent.finding?.code,
    subject: intent.finding?.subject,
    outputs: intent.wish === 'skip' ? outputs.outputs : undefined,
  };
  const preview = useQuery({
    queryKey: ['preview', restore.id, restore.seq, intent, now, body.by, outputText],
    queryFn: () => api.preview(restore.id, intent.wish, { ...body, by: body.by || 'somebody' }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
  const send = useMutation({
    mutationFn: () => api.wish(restore.id, intent.wish, body),
    onSuccess: () => {
      setPerson(body.by);
      void client.invalidateQueries({ queryKey: ['restore', restore.id] });
      void client.invalidateQueries({ queryKey: ['restores'] });
      done();
    },
  });
  const refused = preview.data?.granted === false ? preview.data : undefined;
  const needsOutputs = intent.wish === 'skip' && (refused?.code === 'OUTPUTS_NEEDED' || outputText !== '');
  const mayApprove = intent.wish !== 'approve' || agreed;
  const ready = body.by !== '' && body.reason !== '' && mayApprove && outputs.wrong.length === 0 && !refused && !send.isPending;
  const title = intent.stage ? `${text.verb}: ${intent.stage}` : intent.finding ? `${text.verb}: ${intent.finding.subject}` : `${text.verb} · ${restore.application}`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      send.mutate();
    }
  };
  return (
    <Modal isOpen onClose={close} variant="medium" aria-labelledby="wish-title" aria-describedby="wish-does" data-wish={intent.wish}>
      <ModalHeader title={title} labelId="wish-title" titleIconVariant={text.danger ? 'warning' : undefined} />
      <ModalBody>
        <Form id="wish-form" onSubmit={submit}>
          <p id="wish-does">{text.does}</p>
          {intent.wish === 'approve' && <WhatIsApproved restore={restore} digest={digest} />}
          {intent.finding && (
            <Alert isInline isPlain variant="warning" title={intent.finding.message}>
              {intent.finding.remedy}
            </Alert>
          )}
          {intent.wish === 'hold' && (
            <Checkbox
              id="wish-now"
              label="Also stop what runs now"
              description="Each attempt is asked to stop where it can go on later."
              isChecked={now}
              onChange={(_, checked) => setNow(checked)}
            />
          )}
          <section aria-label="What will happen" aria-live="polite" className="rk-consequences">
            {preview.isPending && <Skeleton width="60%" screenreaderText="Asking the coordinator what this would do" />}
            {refused && (
              <Alert isInline variant="warning" title="The coordinator would refuse this now">
                {refused.message} <span className="rk-code">{refused.code}</span>
              </Alert>
            )}
            {preview.data?.granted && (
              <>
                <strong>What will happen now</strong>
                <ul>
                  {consequences(preview.data, restore).map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                  <li>
                    {preview.data.state === restore.state
                      ? `The restore stays ${spoken(restore.state).toLowerCase()} for now.`
                      : `The restore becomes: ${spoken(preview.data.state).toLowerCase()}.`}
                  </li>
                  {intent.wish === 'approve' && preview.data.state === 'AWAITING_APPROVAL' && <li>One more person must approve.</li>}
                </ul>
              </>
            )}
          </section>
          {needsOutputs && (
            <FormGroup label="Outputs that later stages read" fieldId="wish-outputs">
              <TextArea id="wish-outputs" value={outputText} onChange={(_, value) => setOutputText(value)} rows={4} resizeOrientation="vertical" validated={outputs.wrong.length > 0 ? 'error' : 'default'} />
              <FormHelperText>
                <HelperText>
                  <HelperTextItem variant={outputs.wrong.length > 0 ? 'error' : 'default'}>
                    {outputs.wrong.length > 0 ? `Not of the form output.name=value: ${outputs.wrong.join(', ')}` : 'One a line, as output.name=value'}
                  </HelperTextItem>
                </HelperText>
              </FormHelperText>
            </FormGroup>
          )}
          {!person && (
            <FormGroup label="Your name" fieldId="wish-by" isRequired>
              <TextInput id="wish-by" value={by} onChange={(_, value) => setBy(value)} isRequired autoComplete="username" />
            </FormGroup>
          )}
          <FormGroup label="Reason" fieldId="wish-reason" isRequired>
            <TextArea id="wish-reason" value={reason} onChange={(_, value) => setReason(value)} rows={2} isRequired resizeOrientation="vertical" aria-describedby="wish-reason-help" />
            <FormHelperText>
              <HelperText id="wish-reason-help">
                <HelperTextItem>{person ? `Journaled with your name, ${person}.` : 'Journaled with your name.'}</HelperTextItem>
              </HelperText>
            </FormHelperText>
          </FormGroup>
          {intent.wish === 'approve' && (
            <Checkbox id="wish-agreed" label="I have read what will be lost and what was found" isChecked={agreed} onChange={(_, checked) => setAgreed(checked)} isRequired />
          )}
          {send.error && (
            <Alert isInline variant="danger" title="The coordinator refused" role="alert">
              {send.error.message}
            </Alert>
          )}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="wish-form" variant={text.danger ? 'danger' : 'primary'} isDisabled={!ready} isLoading={send.isPending} spinnerAriaValueText="Sending">
          {text.verb}
        </Button>
        <Button variant="link" onClick={close}>
          Not now
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function WhatIsApproved({ restore, digest }: { restore: Restore; digest: string | undefined }) {
  const blockers = restore.findings.filter((finding) => finding.severity === 'BLOCKER' && finding.waived).length;
  const warnings = restore.findings.filter((finding) => finding.severity === 'WARNING').length;
  const unknown = restore.approval.captures.filter((capture) => !capture.at).length;
  return (
    <ul className="rk-approved">
      <li>
        Plan {restore.plan.name} {restore.plan.version}, backup set {restore.backup.set}, digest <code>{brief(digest ?? 'none', 16)}</code>
      </li>
      <li>
        {warnings} {warnings === 1 ? 'warning' : 'warnings'}, {blockers} accepted {blockers === 1 ? 'blocker' : 'blockers'}
      </li>
      <li>
        What was written after the captures is lost
        {unknown > 0 ? `; of ${unknown} ${unknown === 1 ? 'artefact' : 'artefacts'} nobody knows when it was captured` : ''}
      </li>
    </ul>
  );
}
