import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Bullseye } from '@patternfly/react-core/dist/esm/layouts/Bullseye';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Card, CardBody, CardTitle } from '@patternfly/react-core/dist/esm/components/Card';
import { ActionGroup, Form, FormGroup, FormHelperText } from '@patternfly/react-core/dist/esm/components/Form';
import { HelperText, HelperTextItem } from '@patternfly/react-core/dist/esm/components/HelperText';
import { Spinner } from '@patternfly/react-core/dist/esm/components/Spinner';
import { TextInput } from '@patternfly/react-core/dist/esm/components/TextInput';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { api, Refusal } from '../api/client';
import type { WishName } from '../api/types';
import { mayWish } from '../logic/access';
import { useSettings } from './settings';

interface Access {
  /** Whether a login proved the name. */
  proven: boolean;
  may: (application: string, wish: WishName) => boolean;
}

const OPEN: Access = { proven: false, may: () => true };
const AccessContext = createContext<Access>(OPEN);

export const useAccess = () => useContext(AccessContext);

const unproven = (error: unknown) => error instanceof Refusal && error.status === 401;

/** Shows the console to those who are logged in, and to everybody where no login is asked for. */
export function LoginGate({ children }: { children: ReactNode }) {
  const { setPerson } = useSettings();
  const about = useQuery({ queryKey: ['about'], queryFn: api.about, staleTime: Infinity });
  const asked = about.data?.login === 'token';
  const session = useQuery({
    queryKey: ['session'],
    queryFn: api.session,
    enabled: asked,
    retry: (failures, error) => !unproven(error) && failures < 3,
    refetchInterval: 60_000,
  });
  const name = session.data?.name;
  const grants = session.data?.grants;
  const access = useMemo<Access>(() => (grants ? { proven: true, may: (application, wish) => mayWish(grants, application, wish) } : OPEN), [grants]);
  useEffect(() => {
    if (name) {
      setPerson(name);
    }
  }, [name, setPerson]);

  if (asked && unproven(session.error)) {
    return <LoginForm provider={about.data?.provider === true} />;
  }
  if (asked && !session.data) {
    return (
      <Bullseye>
        <Spinner aria-label="Looking who you are" />
      </Bullseye>
    );
  }
  return <AccessContext.Provider value={access}>{children}</AccessContext.Provider>;
}

function LoginForm({ provider }: { provider: boolean }) {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [refusal, setRefusal] = useState('');
  const logIn = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await api.logIn(token.trim());
      await client.resetQueries();
    } catch (error) {
      setRefusal(error instanceof Refusal ? error.detail : String(error));
    }
  };
  return (
    <Bullseye>
      <Card component="main" className="rk-login">
        <CardTitle component="h1">Log in to Rekindle</CardTitle>
        <CardBody>
          {provider && (
            <Button component="a" href="/api/v1/session/provider" isBlock className="rk-login-provider">
              Log in with the identity provider
            </Button>
          )}
          <Form onSubmit={(event) => void logIn(event)}>
            {refusal && <Alert variant="danger" isInline title={refusal} />}
            <FormGroup label="Token" fieldId="token" isRequired>
              <TextInput
                id="token"
                type="password"
                value={token}
                onChange={(_, value) => setToken(value)}
                isRequired
                autoFocus={!provider}
                autoComplete="current-password"
              />
              <FormHelperText>
                <HelperText>
                  <HelperTextItem>An administrator makes one with: rekindle token create NAME --grant operator</HelperTextItem>
                </HelperText>
              </FormHelperText>
            </FormGroup>
            <ActionGroup>
              <Button type="submit" variant={provider ? 'secondary' : 'primary'} isDisabled={!token.trim()}>
                Log in
              </Button>
            </ActionGroup>
          </Form>
        </CardBody>
      </Card>
    </Bullseye>
  );
}
