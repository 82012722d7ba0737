import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Form, FormGroup, FormHelperText } from '@patternfly/react-core/dist/esm/components/Form';
import { HelperText, HelperTextItem } from '@patternfly/react-core/dist/esm/components/HelperText';
import { Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core/dist/esm/components/Modal';
import { TextInput } from '@patternfly/react-core/dist/esm/components/TextInput';
import { type FormEvent, useState } from 'react';
import { useSettings } from './settings';

/** Asks who somebody is. */
export function PersonDialog({ close }: { close: () => void }) {
  const { person, setPerson } = useSettings();
  const [name, setName] = useState(person);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      setPerson(name.trim());
      close();
    }
  };
  return (
    <Modal isOpen onClose={close} variant="small" aria-labelledby="person-title">
      <ModalHeader title="Who are you?" labelId="person-title" />
      <ModalBody>
        <Form id="person-form" onSubmit={save}>
          <FormGroup label="Name" fieldId="person-name" isRequired>
            <TextInput id="person-name" value={name} onChange={(_, value) => setName(value)} isRequired autoComplete="username" />
            <FormHelperText>
              <HelperText>
                <HelperTextItem>The journal keeps it beside everything you decide. This browser remembers it.</HelperTextItem>
              </HelperText>
            </FormHelperText>
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="person-form" isDisabled={!name.trim()}>
          Save
        </Button>
        <Button variant="link" onClick={close}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
