import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Nothing, PageHead } from '../parts/frames';
import { ButtonLink } from '../parts/Header';

export default function LostPage() {
  return (
    <>
      <PageHead title="Page not found" />
      <PageSection>
        <Nothing title="There is no such page" action={<ButtonLink to="/restores">To the restores</ButtonLink>}>
          The address leads nowhere in this console.
        </Nothing>
      </PageSection>
    </>
  );
}
