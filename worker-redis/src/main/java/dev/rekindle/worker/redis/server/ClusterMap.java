package dev.rekindle.worker.redis.server;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The masters of a Redis cluster, and which slots are whose. */
public final class ClusterMap {

  /**
   * A master.
   *
   * @param tag text whose slot is one of its own: keys of Rekindle with it in braces lie there
   */
  public record Node(int index, String host, int port, String tag) {}

  private final List<Node> nodes;
  private final int[] owner;

  private ClusterMap(List<Node> nodes, int[] owner) {
    this.nodes = List.copyOf(nodes);
    this.owner = owner;
  }

  /**
   * The map as one node knows it; TARGET_UNSUITABLE when a slot is nobody's.
   *
   * @param host of the node that is asked, for one that does not know its own
   */
  public static ClusterMap of(RedisServer redis, String host) {
    int[] owner = new int[Slots.COUNT];
    Arrays.fill(owner, -1);
    Map<String, Integer> known = new LinkedHashMap<>();
    for (Reply range : redis.ask("CLUSTER", "SLOTS").items()) {
      List<Reply> master = range.items().get(2).items();
      String name = master.get(0).text();
      String address = (name.isEmpty() ? host : name) + ":" + master.get(1).number();
      int index = known.computeIfAbsent(address, a -> known.size());
      int first = Math.toIntExact(range.items().get(0).number());
      int last = Math.toIntExact(range.items().get(1).number());
      Arrays.fill(owner, first, last + 1, index);
    }
    if (Arrays.stream(owner).anyMatch(index -> index < 0)) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE, "The cluster does not serve all slots; repair it first");
    }
    List<Node> nodes = new ArrayList<>();
    known.forEach((address, index) -> {
      int colon = address.lastIndexOf(':');
      nodes.add(
          new Node(
              index,
              address.substring(0, colon),
              Integer.parseInt(address.substring(colon + 1)),
              tag(owner, index)));
    });
    return new ClusterMap(nodes, owner);
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** Whose a key is. */
  public int ownerOf(byte[] key) {
    return owner[Slots.of(key)];
  }

  /** Tells one layout from another: a load goes on only under the one it began with. */
  public String layout() {
    return Integer.toHexString(Arrays.hashCode(owner)) + nodes.size();
  }

  private static String tag(int[] owner, int index) {
    for (int n = 0; ; n++) {
      String tag = Integer.toString(n);
      if (owner[Slots.of(tag.getBytes(StandardCharsets.US_ASCII))] == index) {
        return tag;
      }
    }
  }
}
