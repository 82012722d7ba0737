/**
 * The journal as evidence: facts chained by digests, a bundle that an auditor keeps, and the rules
 * that every history obeys. Not here: the database; a bundle is checked without one.
 */
@NullMarked
package dev.rekindle.coordinator.evidence;

import org.jspecify.annotations.NullMarked;
