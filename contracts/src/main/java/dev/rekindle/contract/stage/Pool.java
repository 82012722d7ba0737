package dev.rekindle.contract.stage;

/** The kinds of worker. The wire name is part of topic names. */
public enum Pool {
  DB("db"),
  REDIS("redis"),
  K8S("k8s");

  private final String wireName;

  Pool(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
