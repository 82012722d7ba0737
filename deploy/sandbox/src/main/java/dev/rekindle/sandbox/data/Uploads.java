package dev.rekindle.sandbox.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the claim {@code system-storage}: portal uploads and invoices. */
public final class Uploads {

  private static final List<String> ODD =
      List.of(
          "logo.png",
          "my photo (1).jpg",
          "Überblick – 2026.pdf",
          "日本語.txt",
          "emoji 🔥.css",
          "semi;colon&amp.js",
          "quote's \"name\".html",
          "-leading-dash",
          ".hidden",
          "trailing space ",
          "dollar$HOME`id`.txt",
          "percent%20.txt",
          "back\\slash.txt");

  private Uploads() {}

  /**
   * Writes below the folder that the claim is.
   *
   * @param size grows the number of files
   */
  public static void fill(Path folder, Population population, long seed, int size)
      throws IOException {
    Texts texts = new Texts(seed + 7);
    for (Population.Tenant provider : population.providers()) {
      Path portal = folder.resolve("provider-" + provider.id()).resolve("uploads/deep/er");
      Files.createDirectories(portal);
      for (String name : ODD) {
        Files.write(portal.resolve(name), texts.bytes(300 + texts.below(4_000)));
      }
      Path invoices = folder.resolve("provider-" + provider.id()).resolve("invoices");
      Files.createDirectories(invoices);
      for (int i = 0; i < 8 * size; i++) {
        Files.write(invoices.resolve("invoice-" + i + ".pdf"), texts.bytes(20_000));
      }
      Files.write(portal.resolve("empty"), new byte[0]);
    }
  }
}
