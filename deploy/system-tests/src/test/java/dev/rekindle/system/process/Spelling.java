package dev.rekindle.system.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that starts a virtual machine as a child and prints what that says about itself. */
final class Spelling {

  private Spelling() {}

  /** The argument is a folder for the child's files. */
  public static void main(String[] args) throws Exception {
    ChildProcess child =
        ChildProcess.start(
            "child",
            List.of(
                "/bin/sh",
                "-c",
                "env; exec \"$0\" -XshowSettings:properties -version",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            Map.of(),
            Path.of(args[0]));
    Await.until(Duration.ofMinutes(1), () -> "the child to end", () -> !child.alive());
    System.out.println(Files.readString(child.log()));
  }
}
