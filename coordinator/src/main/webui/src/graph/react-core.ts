/**
 * What the topology package takes of react-core. Its own import of the whole library would bring the
 * style sheets of every component along: a megabyte for two helpers.
 */
export { debounce } from '@patternfly/react-core/dist/esm/helpers/util';
export { getResizeObserver } from '@patternfly/react-core/dist/esm/helpers/resizeObserver';
