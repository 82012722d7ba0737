import { ActionGroup, Form, FormFieldGroupExpandable, FormFieldGroupHeader, FormGroup, FormHelperText } from '@patternfly/react-core/dist/esm/components/Form';
import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/esm/components/Checkbox';
import { FormSelect, FormSelectOption } from '@patternfly/react-core/dist/esm/components/FormSelect';
import { HelperText, HelperTextItem } from '@patternfly/react-core/dist/esm/components/HelperText';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Radio } from '@patternfly/react-core/dist/esm/components/Radio';
import { TextArea } from '@patternfly/react-core/dist/esm/components/TextArea';
import { TextInput } from '@patternfly/react-core/dist/esm/components/TextInput';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, Refusal } from '../api/client';
import type { Backup, Plan } from '../api/types';
import { bytes, moment } from '../logic/format';
import { chosenBackup, type Obstacle, obstacles, type StartForm } from '../logic/start';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { useAccess } from '../parts/LoginGate';
import { useSettings } from '../parts/settings';

export default function StartPage() {
  const applications = useQuery({ queryKey: ['applications'], queryFn: api.applications });
  return (
    <>
      <PageHead title="Start a restore" trail={[{ to: '/restores', name: 'Restores' }]} />
      <PageSection isFilled>
        <Loaded query={applications} what="the applications">
          {(all) =>
            all.length === 0 ? (
              <Nothing title="No application in the catalogue">
                List it in <code>applications.yaml</code> of the catalogue's directory; an edit counts at once.
              </Nothing>
            ) : (
              <StartRestore applications={all} />
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

function StartRestore({ applications }: { applications: Awaited<ReturnType<typeof api.applications>> }) {
  const [search] = useSearchParams();
  const { person, setPerson } = useSettings();
  const { proven } = useAccess();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [tried, setTried] = useState(false);
  const [form, setForm] = useState<StartForm>(() => ({
    application: search.get('application') ?? (applications.length === 1 ? applications[0]!.name : ''),
    plan: '',
    backupSet: search.get('backup') ?? 'newest',
    mode: search.get('mode') === 'restore' ? 'restore' : 'dry-run',
    approval: '',
    only: [],
    pauseBefore: [],
    parameters: {},
    requestedBy: person,
    reason: '',
  }));
  const set = (change: Partial<StartForm>) => setForm((before) => ({ ...before, ...change }));
  const application = applications.find((candidate) => candidate.name === form.application);
  const planName = form.plan || application?.plan || '';
  const clusters = useQuery({ queryKey: ['clusters'], queryFn: api.clusters, refetchInterval: 10_000 });
  const plans = useQuery({ queryKey: ['plans'], queryFn: api.plans });
  const open = useQuery({ queryKey: ['restores'], queryFn: () => api.restores({ limit: 200 }), refetchInterval: 5000 });
  const plan = useQuery({ queryKey: ['plan', planName], queryFn: () => api.plan(planName), enabled: planName !== '' });
  const backups = useQuery({ queryKey: ['backups', form.application], queryFn: () => api.backups(form.application), enabled: application !== undefined });
  const known = { applications, clusters: clusters.data ?? [], backups: backups.data, plan: plan.data, open: open.data ?? [] };
  const makes = plan.data?.plan.makesBackup ?? false;
  const found = clusters.data ? obstacles(form, known) : [];
  const refused = found.filter((obstacle) => obstacle.weight === 'refuse');
  const start = useMutation({
    mutationFn: () =>
      api.start({
        application: form.application,
        plan: form.plan || undefined,
        backupSet: makes ? undefined : form.backupSet,
        mode: form.mode,
        only: form.only,
        pauseBefore: form.pauseBefore,
        parameters: Object.fromEntries(Object.entries(form.parameters).filter(([, value]) => value !== '')),
        requestedBy: form.requestedBy.trim(),
        reason: form.reason.trim(),
        approval: form.approval || undefined,
      }),
    onSuccess: ({ id }) => {
      if (!proven) {
        setPerson(form.requestedBy.trim());
      }
      void client.invalidateQueries({ queryKey: ['restores'] });
      navigate(`/restores/${id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (refused.length === 0) {
      start.mutate();
    } else {
      document.getElementById(`start-${refused[0]!.field}`)?.focus();
    }
  };
  const at = (field: keyof StartForm) => found.filter((obstacle) => obstacle.field === field);
  const word = form.mode === 'dry-run' ? 'Start the dry run' : makes ? 'Make the backup' : 'Start the restore';
  return (
    <Form onSubmit={submit} isWidthLimited maxWidth="42rem" noValidate aria-label="Start a restore">
      <FormGroup label="Application" fieldId="start-application" isRequired>
        <FormSelect id="start-application" value={form.application} onChange={(_, value) => set({ application: value, plan: '', backupSet: 'newest', only: [], pauseBefore: [], parameters: {} })} validated={validated(at('application'), tried || form.application !== '')}>
          {form.application === '' && <FormSelectOption value="" label="Choose an application" isPlaceholder />}
          {applications.map((candidate) => (
            <FormSelectOption key={candidate.name} value={candidate.name} label={`${candidate.name} (${candidate.cluster}, namespace ${candidate.namespace})`} />
          ))}
        </FormSelect>
        <Obstacles found={at('application')} shown={tried || form.application !== ''} />
      </FormGroup>
      <FormGroup role="radiogroup" label="Mode" fieldId="start-mode" isRequired>
        <Radio id="start-mode-dry" name="mode" label="Dry run" description="Runs the checks of all stages, which only read, and says what would be done, found and lost." isChecked={form.mode === 'dry-run'} onChange={() => set({ mode: 'dry-run' })} />
        <Radio id="start-mode-restore" name="mode" label={makes ? 'Backup' : 'Restore'} description={makes ? 'The same checks first. Then a backup set is made, which counts once it is whole.' : "The same checks first. Then, once approved, the data of the application is replaced by the backup's."} isChecked={form.mode === 'restore'} onChange={() => set({ mode: 'restore' })} />
      </FormGroup>
      {!makes && (
        <FormGroup label="Backup set" fieldId="start-backupSet" isRequired>
          <FormSelect id="start-backupSet" value={form.backupSet} onChange={(_, value) => set({ backupSet: value })} validated={validated(at('backupSet'), true)} isDisabled={!backups.data}>
            <FormSelectOption value="newest" label={newestLabel(backups.data)} />
            {(backups.data ?? []).map((set) => (
              <FormSelectOption key={set.set} value={set.set} label={backupLabel(set)} />
            ))}
          </FormSelect>
          <Obstacles found={at('backupSet')} shown={backups.data !== undefined} />
        </FormGroup>
      )}
      <FormGroup label="Plan" fieldId="start-plan">
        <FormSelect id="start-plan" value={planName} onChange={(_, value) => set({ plan: value === application?.plan ? '' : value, only: [], pauseBefore: [], parameters: {} })} validated={validated(at('plan'), true)} isDisabled={!application}>
          {(plans.data ?? []).map((line) => (
            <FormSelectOption key={line.name} value={line.name} label={`${line.name}${line.name === application?.plan ? ' (the application’s own)' : ''}${line.problems.length > 0 ? ' (has problems)' : ''}`} />
          ))}
        </FormSelect>
        <Obstacles found={at('plan')} shown />
      </FormGroup>
      <FormGroup label="Approval" fieldId="start-approval">
        <FormSelect id="start-approval" value={form.approval} onChange={(_, value) => set({ approval: value as StartForm['approval'] })} isDisabled={form.mode === 'dry-run'}>
          <FormSelectOption value="" label={makes ? 'As the coordinator is set; nobody is asked where nothing is changed' : 'As the coordinator is set'} />
          <FormSelectOption value="required" label="One person must approve" />
          <FormSelectOption value="two-persons" label="Two persons must approve" />
          <FormSelectOption value="none" label="Nobody is asked: it runs as soon as every check is green" />
        </FormSelect>
      </FormGroup>
      <PlanOptions form={form} set={set} plan={plan.data} own={application?.parameters ?? {}} found={at('parameters')} tried={tried} />
      <FormGroup label="Your name" fieldId="start-requestedBy" isRequired>
        <TextInput id="start-requestedBy" value={form.requestedBy} onChange={(_, value) => set({ requestedBy: value })} isRequired readOnlyVariant={proven ? 'default' : undefined} autoComplete="username" validated={validated(at('requestedBy'), tried)} />
        <Obstacles found={at('requestedBy')} shown={tried} />
      </FormGroup>
      <FormGroup label="Reason" fieldId="start-reason" isRequired>
        <TextArea id="start-reason" value={form.reason} onChange={(_, value) => set({ reason: value })} isRequired rows={2} resizeOrientation="vertical" validated={validated(at('reason'), tried)} />
        <Obstacles found={at('reason')} shown={tried} />
      </FormGroup>
      {start.error && <StartRefused error={start.error} />}
      <div role="status">
        {tried && refused.length > 0 && <Alert isInline variant="danger" title={refused.length === 1 ? 'One thing stands in the way of this start' : `${refused.length} things stand in the way of this start`} />}
      </div>
      <ActionGroup>
        <Button type="submit" isLoading={start.isPending} isDisabled={start.isPending || !clusters.data} spinnerAriaValueText="Starting">
          {word}
        </Button>
        <Button variant="link" onClick={() => navigate('/restores')}>
          Cancel
        </Button>
      </ActionGroup>
    </Form>
  );
}

function validated(found: Obstacle[], shown: boolean): 'error' | 'warning' | 'default' {
  return !shown || found.length === 0 ? 'default' : found.some((obstacle) => obstacle.weight === 'refuse') ? 'error' : 'warning';
}

function Obstacles({ found, shown }: { found: Obstacle[]; shown: boolean }) {
  return !shown || found.length === 0 ? null : (
    <FormHelperText>
      <HelperText isLiveRegion>
        {found.map((obstacle) => (
          <HelperTextItem key={obstacle.message} variant={obstacle.weight === 'refuse' ? 'error' : 'warning'}>
            {obstacle.message} {obstacle.restore && <Link to={`/restores/${obstacle.restore}`}>Open that restore</Link>}
          </HelperTextItem>
        ))}
      </HelperText>
    </FormHelperText>
  );
}

function StartRefused({ error }: { error: Error }) {
  const refusal = error instanceof Refusal ? error : null;
  return (
    <Alert isInline variant="danger" title="The coordinator refused to start it; nothing was changed">
      <p>
        {error.message} {refusal && <span className="rk-code">{refusal.code}</span>}
      </p>
      {refusal && refusal.problems.length > 0 && (
        <ul>
          {refusal.problems.map((problem) => (
            <li key={`${problem.place} ${problem.message}`}>
              <code>{problem.place}</code> {problem.message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

interface OptionsProps {
  form: StartForm;
  set: (change: Partial<StartForm>) => void;
  plan: Plan | undefined;
  own: Record<string, string>;
  found: Obstacle[];
  tried: boolean;
}

function PlanOptions({ form, set, plan, own, found, tried }: OptionsProps) {
  if (!plan || plan.stages.length === 0) {
    return null;
  }
  const toggle = (list: 'only' | 'pauseBefore', id: string, on: boolean) => set({ [list]: on ? [...form[list], id] : form[list].filter((other) => other !== id) });
  return (
    <>
      {plan.plan.parameters.length > 0 && (
        <FormFieldGroupExpandable isExpanded={found.length > 0} toggleAriaLabel="Parameters" header={<FormFieldGroupHeader titleText={{ text: 'Parameters', id: 'start-parameters-title' }} titleDescription="Values of the plan; empty takes the application's or the plan's own" />}>
          {plan.plan.parameters.map((parameter) => (
            <FormGroup key={parameter.name} label={parameter.name} fieldId={`start-parameter-${parameter.name}`} isRequired={parameter.required && !own[parameter.name]}>
              <TextInput
                id={`start-parameter-${parameter.name}`}
                value={form.parameters[parameter.name] ?? ''}
                placeholder={own[parameter.name] ?? parameter.defaultValue ?? ''}
                onChange={(_, value) => set({ parameters: { ...form.parameters, [parameter.name]: value } })}
              />
              <FormHelperText>
                <HelperText>
                  <HelperTextItem>{parameter.description}</HelperTextItem>
                </HelperText>
              </FormHelperText>
            </FormGroup>
          ))}
          <Obstacles found={found} shown={tried || found.length > 0} />
        </FormFieldGroupExpandable>
      )}
      <StageChoice list="pauseBefore" title="Wait before stages" help="The restore holds before each of these until a person resumes it" plan={plan} chosen={form.pauseBefore} toggle={toggle} />
      <StageChoice list="only" title="Only some stages" help="None chosen means all; what a chosen stage needs comes along" plan={plan} chosen={form.only} toggle={toggle} />
    </>
  );
}

interface ChoiceProps {
  list: 'only' | 'pauseBefore';
  title: string;
  help: string;
  plan: Plan;
  chosen: string[];
  toggle: (list: 'only' | 'pauseBefore', id: string, on: boolean) => void;
}

function StageChoice({ list, title, help, plan, chosen, toggle }: ChoiceProps) {
  return (
    <FormFieldGroupExpandable toggleAriaLabel={title} header={<FormFieldGroupHeader titleText={{ text: chosen.length > 0 ? `${title} (${chosen.length})` : title, id: `start-${list}-title` }} titleDescription={help} />}>
      <div className="rk-stage-choice" role="group" aria-label={title}>
        {plan.stages.map((stage) => (
          <Checkbox key={stage.id} id={`start-${list}-${stage.id}`} label={stage.id} isChecked={chosen.includes(stage.id)} onChange={(_, on) => toggle(list, stage.id, on)} />
        ))}
      </div>
    </FormFieldGroupExpandable>
  );
}

function newestLabel(backups: Backup[] | undefined): string {
  const set = backups && chosenBackup({ backupSet: 'newest' }, backups);
  return set ? `Newest usable: ${backupLabel(set)}` : 'Newest usable';
}

function backupLabel(set: Backup): string {
  return set.usable ? `${set.set} (${moment(set.createdAt)}, ${bytes(set.bytes)}${set.safety ? ', safety copy' : ''})` : `${set.set} (not usable)`;
}
