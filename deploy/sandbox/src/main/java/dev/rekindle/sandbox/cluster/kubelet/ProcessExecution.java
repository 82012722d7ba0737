package dev.rekindle.sandbox.cluster.kubelet;

/** A process of the host. */
record ProcessExecution(ProcessGroups groups, Process process) implements Execution {
  @Override
  public boolean running() {
    return process.isAlive();
  }

  @Override
  public int exitCode() {
    return process.exitValue();
  }

  @Override
  public boolean hearsTerminate() {
    return ProcessGroups.hearsTerminate(process);
  }

  @Override
  public void terminate() {
    ProcessGroups.terminate(process);
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    groups.killGroup(process);
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }
}
