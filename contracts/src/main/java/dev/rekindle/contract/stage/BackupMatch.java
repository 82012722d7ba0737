package dev.rekindle.contract.stage;

/**
 * What a value of the backup set must be to one of the custom resource. Where the backup set lacks
 * the artefact, or the resource the field, there is nothing to compare.
 *
 * @param artifact a ConfigMap of the backup set
 * @param key of its data
 * @param field JSON pointer into the custom resource
 */
public record BackupMatch(
    String artifact, ObjectRef object, String key, String field, BackupRelation relation) {}
