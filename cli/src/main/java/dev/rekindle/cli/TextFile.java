package dev.rekindle.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that people name. */
final class TextFile {

  private TextFile() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw new Refused("there is no file " + file);
    } catch (CharacterCodingException _) {
      throw new Refused(file + " is not text in UTF-8");
    } catch (IOException e) {
      throw new Refused(file + " cannot be read: " + e.getMessage());
    }
  }
}
