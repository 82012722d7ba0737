package dev.rekindle.sandbox.cluster.kubelet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Addresses of pods: 127.N.y.z, all of them loopback. Holding a port on 127.N.255.254 keeps the
 * subnet ours on this machine.
 */
public final class Subnet implements AutoCloseable {
  private static final int GUARD = 47113;

  private final int number;
  private final ServerSocket guard;
  private final Set<String> used = new HashSet<>();
  private int next = 10;

  private Subnet(int number, ServerSocket guard) {
    this.number = number;
    this.guard = guard;
  }

  /** Takes a subnet, any free one for 0. */
  public static Subnet take(int asked) {
    for (int attempt = 0; attempt < 200; attempt++) {
      int number = asked > 0 ? asked : ThreadLocalRandom.current().nextInt(16, 250);
      try {
        ServerSocket guard = new ServerSocket();
        guard.bind(new InetSocketAddress(address(number, 255, 254), GUARD));
        return new Subnet(number, guard);
      } catch (IOException taken) {
        if (asked > 0) {
          throw new IllegalStateException(
              "another sandbox uses 127." + asked + ".0.0/16: give this one another subnet", taken);
        }
      }
    }
    throw new IllegalStateException("no free subnet in 127.0.0.0/8");
  }

  private static InetAddress address(int number, int y, int z) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, (byte) number, (byte) y, (byte) z});
  }

  synchronized String lease() {
    for (int tries = 0; tries < 60_000; tries++) {
      next = next % 60_000 + 1;
      String ip = "127." + number + "." + (next / 250) + "." + (next % 250 + 2);
      if (used.add(ip)) {
        return ip;
      }
    }
    throw new IllegalStateException("no free address in 127." + number + ".0.0/16");
  }

  synchronized void release(String ip) {
    used.remove(ip);
  }

  @Override
  public void close() {
    try {
      guard.close();
    } catch (IOException e) {
      throw new IllegalStateException("the subnet's guard cannot be closed", e);
    }
  }
}
