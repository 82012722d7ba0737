package dev.rekindle.sandbox.cluster.api;

import java.util.List;

/** Who asks. The administrator may do everything. */
record Subject(String user, String uid, List<String> groups, boolean administrator) {
  /** The namespace and name of a service account, empty texts for others. */
  String[] account() {
    String[] parts = user.split(":", -1);
    return user.startsWith("system:serviceaccount:")
        ? new String[] {parts[2], parts[3]}
        : new String[] {"", ""};
  }
}
