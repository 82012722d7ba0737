package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.util.List;
import java.util.Optional;

/** Writes what the kubelet knows into a pod's status. */
final class PodStatus {
  private final Registry registry;
  private final String ip;

  PodStatus(Registry registry, String ip) {
    this.registry = registry;
    this.ip = ip;
  }

  void write(
      ObjectNode pod,
      List<ManagedContainer> initial,
      List<ManagedContainer> containers,
      String policy) {
    ObjectNode status = Json.ensure(pod, "status");
    String phase = phase(initial, containers, policy);
    boolean initialized =
        initial.stream()
            .allMatch(c -> c.state() instanceof ContainerState.Ended e && e.exitCode() == 0);
    boolean ready = initialized && containers.stream().allMatch(ManagedContainer::ready);
    List<String> unready =
        containers.stream().filter(c -> !c.ready()).map(ManagedContainer::name).toList();
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    condition(status, "PodReadyToStartContainers", !ended && !phase.equals("Pending"), "", "");
    condition(
        status, "Initialized", initialized, initialized ? "" : "ContainersNotInitialized", "");
    String why =
        ready
            ? ""
            : ended
                ? (phase.equals("Succeeded") ? "PodCompleted" : "PodFailed")
                : "ContainersNotReady";
    String text = ready || ended ? "" : "containers with unready status: " + unready;
    condition(status, "Ready", ready, why, text);
    condition(status, "ContainersReady", ready, why, text);
    condition(status, "PodScheduled", true, "", "");
    status.put("phase", phase).put("hostIP", "127.0.0.1");
    Json.ensureArray(status, "hostIPs").removeAll().addObject().put("ip", "127.0.0.1");
    if (!phase.equals("Pending") || containers.stream().anyMatch(ManagedContainer::running)) {
      status.put("podIP", ip);
      Json.ensureArray(status, "podIPs").removeAll().addObject().put("ip", ip);
    }
    Json.orElse(status, "startTime", registry.now());
    entries(status, "initContainerStatuses", initial);
    entries(status, "containerStatuses", containers);
  }

  private static void entries(ObjectNode status, String field, List<ManagedContainer> containers) {
    if (!containers.isEmpty()) {
      ArrayNode list = status.putArray(field);
      containers.forEach(c -> list.add(c.status()));
    }
  }

  static String phase(
      List<ManagedContainer> initial, List<ManagedContainer> containers, String policy) {
    Optional<ManagedContainer> broken =
        initial.stream()
            .filter(c -> c.state() instanceof ContainerState.Ended e && e.exitCode() != 0)
            .findFirst();
    if (broken.isPresent() && policy.equals("Never")) {
      return "Failed";
    }
    if (containers.stream().anyMatch(c -> c.has(ContainerState.Running.class))) {
      return "Running";
    }
    boolean ended = containers.stream().allMatch(c -> c.has(ContainerState.Ended.class));
    boolean well =
        containers.stream()
            .allMatch(c -> c.state() instanceof ContainerState.Ended e && e.exitCode() == 0);
    if (ended && well && !policy.equals("Always")) {
      return "Succeeded";
    }
    if (ended && policy.equals("Never")) {
      return "Failed";
    }
    boolean crashing =
        containers.stream()
            .anyMatch(c ->
                c.has(ContainerState.Ended.class)
                    || (c.state() instanceof ContainerState.Waiting(String reason, String _)
                        && reason.equals("CrashLoopBackOff")));
    return crashing ? "Running" : "Pending";
  }

  private void condition(
      ObjectNode status, String type, boolean holds, String reason, String message) {
    ArrayNode list = Json.ensureArray(status, "conditions");
    ObjectNode entry =
        Json.objects(list).stream()
            .filter(c -> Json.text(c, "type").equals(type))
            .findFirst()
            .orElseGet(list::addObject);
    String value = holds ? "True" : "False";
    boolean same = Json.text(entry, "status").equals(value);
    entry.put("type", type).put("status", value).putNull("lastProbeTime");
    if (!same) {
      entry.put("lastTransitionTime", registry.now());
    }
    entry.remove(List.of("reason", "message"));
    if (!reason.isEmpty()) {
      entry.put("reason", reason);
    }
    if (!message.isEmpty()) {
      entry.put("message", message);
    }
  }
}
