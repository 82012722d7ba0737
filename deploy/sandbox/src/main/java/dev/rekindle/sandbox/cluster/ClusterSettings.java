package dev.rekindle.sandbox.cluster;

import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated cluster starts.
 *
 * @param directory where volumes, logs, the kubeconfig and (when kept) the snapshot live; keep it
 *     short, Unix sockets of databases live below it
 * @param port of the API server, 0 = any free one
 * @param subnet second byte of the pods' addresses (127.subnet.y.z), 1-254; 0 = a free one
 * @param pace factor on every delay that a real cluster has: 1 = as observed on a real one, 0.1 =
 *     ten times faster
 * @param kept whether objects and claims survive a stop and start over the same directory
 * @param customKinds custom resources that are installed
 * @param namespaces created at the first start
 */
public record ClusterSettings(
    Path directory,
    int port,
    int subnet,
    double pace,
    boolean kept,
    List<Kind> customKinds,
    List<String> namespaces) {

  /** Fast, forgetful, any port and subnet, with namespace {@code threescale}: for tests. */
  public static ClusterSettings in(Path directory) {
    return new ClusterSettings(
        directory,
        0,
        0,
        0.2,
        false,
        KindCatalog.withOperatorOf3scale(),
        List.of("default", "threescale"));
  }

  public ClusterSettings withPace(double factor) {
    return new ClusterSettings(directory, port, subnet, factor, kept, customKinds, namespaces);
  }

  public ClusterSettings withKept(boolean keep) {
    return new ClusterSettings(directory, port, subnet, pace, keep, customKinds, namespaces);
  }

  public ClusterSettings withPort(int asked) {
    return new ClusterSettings(directory, asked, subnet, pace, kept, customKinds, namespaces);
  }

  public ClusterSettings withSubnet(int asked) {
    return new ClusterSettings(directory, port, asked, pace, kept, customKinds, namespaces);
  }

  public ClusterSettings withNamespaces(String... names) {
    return new ClusterSettings(directory, port, subnet, pace, kept, customKinds, List.of(names));
  }

  Optional<Path> snapshot() {
    return kept ? Optional.of(directory.resolve("objects.json")) : Optional.empty();
  }
}
