package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A stream that knows how long it must be and what its digest must be. Where it would answer the
 * end it throws ARTIFACT_TRUNCATED or ARTIFACT_DIGEST_MISMATCH instead, when either is not so.
 *
 * <p>A reader on top (gzip, say) may stop before the end of this stream: call {@link #verifyToEnd}
 * before believing what was read.
 */
public final class VerifiedStream extends FilterInputStream {

  private final String what;
  private final long bytes;
  private final String sha256;
  private final MessageDigest digest = Digests.sha256();
  private long seen;
  private boolean proven;

  /**
   * @param what names the artefact in messages
   * @param sha256 lower case hex
   */
  VerifiedStream(InputStream in, String what, long bytes, String sha256) {
    super(in);
    this.what = what;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /** Bytes read so far. */
  public long position() {
    return seen;
  }

  /** Reads what is left and proves the whole. */
  public void verifyToEnd() {
    byte[] rest = new byte[64 * 1024];
    try {
      while (read(rest, 0, rest.length) >= 0) {
        // Only the digest matters.
      }
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Reading " + what + " failed at byte " + seen, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = super.read(buffer, offset, length);
    if (count < 0) {
      prove();
      return -1;
    }
    digest.update(buffer, offset, count);
    seen += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, 64 * 1024)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void prove() {
    if (proven) {
      return;
    }
    if (seen < bytes) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_TRUNCATED,
          "%s ends after %d bytes; %d were pinned".formatted(what, seen, bytes));
    }
    String found = Digests.hex(digest);
    if (seen > bytes || !found.equals(sha256)) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_DIGEST_MISMATCH,
          "%s has %d bytes with SHA-256 %s; %d bytes with %s were pinned"
              .formatted(what, seen, found, bytes, sha256));
    }
    proven = true;
  }
}
