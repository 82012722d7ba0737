package dev.rekindle.sandbox.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs of one MariaDB installation.
 *
 * @param base the installation's folder when it is not one of the machine's own
 */
public record MariaDbHome(Path server, Path install, Path dump, Path client, Optional<Path> base) {}
