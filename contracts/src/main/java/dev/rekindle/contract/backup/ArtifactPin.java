package dev.rekindle.contract.backup;

/**
 * One artefact as a restore pinned it at its start.
 *
 * @param path relative to the backup set, with forward slashes; a folder for {@link
 *     ArtifactFormat#FILES}
 * @param sha256 lower case hex; for {@link ArtifactFormat#FILES} the digest of the listing, see
 *     {@link FileListing}
 * @param bytes size; for a folder the sum of its files
 */
public record ArtifactPin(String path, ArtifactFormat format, String sha256, long bytes) {}
